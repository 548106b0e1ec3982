import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startShell } from '../support/startShell';
import { projectRoot } from '../support/stubProject';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const SOURCES = ['main', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|html|css)$/.test(file))
    .map((file) => ({ file: path.join(folder, file), text: readFileSync(path.join(projectRoot, folder, file), 'utf8') })),
);
const filesWith = (pattern: RegExp) => SOURCES.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** Each point of the checklist in Electron’s security guide, in its order; the fuses are test/package’s. */
describe('Electron’s security checklist', () => {
  it('1: loads no remote content', async () => {
    const { window, session } = await startShell();
    expect(window().loaded).toEqual(['herald://console/']);
    expect(session.cancels('https://example.com/')).toBe(true);
    expect(filesWith(/loadURL\((?!CONSOLE_URL)|loadFile\(|(?:src|href)=["']https?:/)).toEqual([]);
  });

  it('2, 3, 4: no Node in pages, isolated, sandboxed', async () => {
    const { app, window } = await startShell();
    expect(app.isSandboxed).toBe(true);
    expect(window().options.webPreferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
    });
  });

  it('5: answers no to every permission, of a page, of a device, of a screen', async () => {
    const { session } = await startShell();
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal'] as const) {
      const answer = jest.fn();
      session.permissionRequest?.({} as never, permission, answer, {} as never);
      expect([permission, answer.mock.calls]).toEqual([permission, [[false]]]);
    }
    expect(session.permissionCheck?.(null, 'serial', '', {} as never)).toBe(false);
    expect(session.devicePermission?.({} as never)).toBe(false);
    const screens = jest.fn();
    session.displayMedia?.({} as never, screens);
    expect(screens).toHaveBeenCalledWith({});
    expect(session.isSpellChecking).toBe(false);
  });

  it('6, 8, 9, 10: web security on, no insecure content, no experiments, no Blink features', async () => {
    const { window } = await startShell();
    expect(window().options.webPreferences).toMatchObject({
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
    expect(window().options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
  });

  it('7: a content security policy without exceptions', () => {
    const { text } = SOURCES.find(({ file }) => file.endsWith('consoleProtocol.ts')) ?? { text: '' };
    expect(text).toContain('"default-src \'none\'"');
    expect(text).not.toMatch(/unsafe-(inline|eval)/);
  });

  it('11, 12: no webview, not even one that is attached', async () => {
    const { window } = await startShell();
    expect(window().options.webPreferences?.webviewTag).toBe(false);
    expect(window().webContents.prevents('will-attach-webview')).toBe(true);
    expect(filesWith(/<webview|allowpopups/)).toEqual([]);
  });

  it('13, 14: no navigation, no new window', async () => {
    const { window } = await startShell();
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect([event, window().webContents.prevents(event)]).toEqual([event, true]);
    }
    expect(window().webContents.open('https://example.com/')).toEqual({ action: 'deny' });
  });

  it('15: opens nothing outside', () => {
    expect(filesWith(/openExternal/)).toEqual([]);
  });

  it('17: hears one channel only, from the console’s own page only', async () => {
    const { ipcMain, window, process } = await startShell();
    expect(ipcMain.eventNames()).toEqual(['herald:port-wanted']);
    expect(filesWith(/ipcMain\.(handle|handleOnce|once)\(/)).toEqual([]);
    process().emit('message', { type: 'ready' });
    ipcMain.receive('herald:port-wanted', window().webContents, { url: 'herald://console.example/', parent: null });
    expect(window().webContents.posted).toEqual([]);
  });

  it('18: no file: pages', async () => {
    const { session, protocol } = await startShell();
    expect(session.cancels('file:///etc/passwd')).toBe(true);
    expect([...protocol.handlers.keys()]).toEqual(['herald']);
    expect(filesWith(/file:\/\//)).toEqual([]);
  });

  it('20: puts nothing of Electron into the page’s world', () => {
    expect(filesWith(/contextBridge/)).toEqual([]);
  });

  it('and: no crash dumps, no certificate or password from a page, no download', async () => {
    const { app, crashReporter, session } = await startShell();
    expect(app.switches).toContain('disable-breakpad');
    expect(crashReporter.start).not.toHaveBeenCalled();
    const answer = jest.fn();
    const preventDefault = jest.fn();
    app.emit('certificate-error', { preventDefault }, {}, 'https://x/', 'error', {}, answer);
    app.emit('select-client-certificate', { preventDefault });
    app.emit('login', { preventDefault });
    session.emit('will-download', { preventDefault });
    expect([preventDefault.mock.calls.length, answer.mock.calls]).toEqual([4, [[false]]]);
  });
});
