import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as StandIn from '../support/electronStandIn';
import { settled, shellHome, startShell } from '../support/startShell';

const CONSOLE = { url: 'herald://console/', parent: null };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('what a page may do', () => {
  it('runs sandboxed and isolated, without Node', async () => {
    const { app, window } = await startShell();
    expect(app.isSandboxed).toBe(true);
    expect(window().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(window().options.webPreferences?.preload).toMatch(/preload\.cjs$/);
    expect(window().loaded).toEqual(['herald://console/']);
  });

  it('can neither go elsewhere nor open nor embed anything', async () => {
    const { window } = await startShell();
    const { webContents } = window();
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      expect([event, webContents.prevents(event)]).toEqual([event, true]);
    }
    expect(webContents.open('https://example.com/')).toEqual({ action: 'deny' });
    expect(webContents.open('herald://console/')).toEqual({ action: 'deny' });
  });

  it('is granted no permission, no device and no download', async () => {
    const { session } = await startShell();
    const answer = jest.fn();
    session.permissionRequest?.({} as never, 'notifications', answer, {} as never);
    expect(answer.mock.calls).toEqual([[false]]);
    expect(session.permissionCheck?.(null, 'clipboard-read', '', {} as never)).toBe(false);
    expect(session.devicePermission?.({} as never)).toBe(false);
    const preventDefault = jest.fn();
    session.emit('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
  });

  it('can ask for the console’s own files only', async () => {
    const { session } = await startShell();
    expect(session.cancels('herald://console/assets/index.js')).toBe(false);
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:8080/',
      'file:///etc/passwd',
      'herald://other/',
      'herald://console.example/',
    ]) {
      expect([url, session.cancels(url)]).toEqual([url, true]);
    }
  });
});

describe('the console’s files', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'herald-console-'));
    mkdirSync(path.join(project, 'console/assets'), { recursive: true });
    writeFileSync(path.join(project, 'console/index.html'), '<title>Herald</title>');
    writeFileSync(path.join(project, 'console/assets/index-1.js'), 'run()');
    writeFileSync(path.join(project, 'secret.js'), 'secret');
    symlinkSync(path.join(project, 'secret.js'), path.join(project, 'console/link.js'));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  async function get(url: string, method = 'GET'): Promise<Response> {
    jest.resetModules();
    const { electronStandIn, shell } = (await import('../support/electronStandIn')) as typeof StandIn;
    jest.doMock('electron', () => electronStandIn);
    const { serveConsole } = await import('../../main/consoleProtocol');
    serveConsole(path.join(project, 'console'));
    return (await shell.protocol.handlers.get('herald')?.(new Request(url, { method }))) as Response;
  }

  it('come from an origin of their own', async () => {
    const { protocol } = await startShell();
    expect(protocol.schemes).toEqual([
      { scheme: 'herald', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
    ]);
    expect([...protocol.handlers.keys()]).toEqual(['herald']);
  });

  it('are served with a policy that allows nothing inline and nothing from elsewhere', async () => {
    const page = await get('herald://console/');
    expect([page.status, await page.text()]).toEqual([200, '<title>Herald</title>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const script = await get('herald://console/assets/index-1.js?v=1');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it.each([
    'herald://console/../secret.js',
    'herald://console/%2e%2e/secret.js',
    'herald://console/..%2fsecret.js',
    'herald://console/link.js',
    'herald://console/assets',
    'herald://console/%00',
    'herald://console/%',
    'herald://elsewhere/index.html',
    'herald://console/none.js',
  ])('are all there is: not %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('are only read', async () => {
    expect((await get('herald://console/', 'POST')).status).toBe(404);
  });
});

describe('windows and the appliance', () => {
  it('hands the console a port to the appliance once that is ready', async () => {
    const { ipcMain, window, process } = await startShell();
    expect(process().file).toMatch(/applianceProcess\.cjs$/);
    expect(process().received[0]?.message).toMatchObject({
      type: 'start',
      dataDirectory: path.join(shellHome(), 'userData', 'data'),
    });
    const { webContents } = window();
    ipcMain.receive('herald:port-wanted', webContents, CONSOLE);
    expect(webContents.posted).toEqual([]);
    process().emit('message', { type: 'ready' });
    const [given] = webContents.posted;
    const [kept] = process().of('console');
    expect(given?.channel).toBe('herald:port');
    // The two ends of one channel.
    const heard = jest.fn();
    kept?.ports[0]?.on('message', ({ data }) => heard(data));
    given?.ports[0]?.postMessage('hello');
    expect(heard).toHaveBeenCalledWith('hello');
    // Asked again after a reload, a new one.
    ipcMain.receive('herald:port-wanted', webContents, CONSOLE);
    expect(webContents.posted).toHaveLength(2);
  });

  it('hands no port to a frame within the page, to another page, or to a frame that is gone', async () => {
    const { ipcMain, window, process } = await startShell();
    process().emit('message', { type: 'ready' });
    for (const frame of [{ url: CONSOLE.url, parent: {} as never }, { url: 'https://example.com/', parent: null }, null]) {
      ipcMain.receive('herald:port-wanted', window().webContents, frame);
    }
    expect(window().webContents.posted).toEqual([]);
  });

  it('keeps the appliance running when the window is closed, and opens it again', async () => {
    const { app, windows, window, process } = await startShell();
    window().close();
    expect(process().received.map(({ message }) => message.type)).toEqual(['start']);
    expect([process().isKilled, app.hasQuit]).toEqual([false, false]);
    app.emit('second-instance');
    expect(windows).toHaveLength(2);
    app.emit('second-instance');
    expect([windows.length, window().shown]).toEqual([2, 1]);
  });

  it('loads a page that crashed again', async () => {
    const { window } = await startShell();
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(window().loaded).toHaveLength(1);
    jest.advanceTimersByTime(1_000);
    expect(window().loaded).toHaveLength(2);
  });

  it('restarts the appliance after 1 s, then ever later up to 60 s, tells a person, and connects the console again', async () => {
    const { boxes, ipcMain, processes, window, process } = await startShell();
    ipcMain.receive('herald:port-wanted', window().webContents, CONSOLE);
    for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      process().emit('exit', 1);
      jest.advanceTimersByTime(seconds * 1_000 - 1);
      expect(processes).toHaveLength(index + 1);
      jest.advanceTimersByTime(1);
      expect(processes).toHaveLength(index + 2);
      expect(boxes).toHaveLength(index < 2 ? 0 : 1);
    }
    expect(boxes[0]?.message).toContain('stopped several times');
    process().emit('message', { type: 'ready' });
    expect(window().webContents.posted).toHaveLength(1);
    expect(process().of('console')).toHaveLength(1);
    // Well for a minute: what comes later starts over.
    jest.advanceTimersByTime(60_000);
    process().emit('exit', 1);
    jest.advanceTimersByTime(1_000);
    expect(processes).toHaveLength(10);
  });

  it('does not count an appliance as well that dies within a minute of being ready', async () => {
    const { processes, process } = await startShell();
    for (const seconds of [1, 2, 4]) {
      process().emit('message', { type: 'ready' });
      jest.advanceTimersByTime(59_000);
      process().emit('exit', 1);
      const before = processes.length;
      jest.advanceTimersByTime(seconds * 1_000 - 1);
      expect(processes).toHaveLength(before);
      jest.advanceTimersByTime(1);
      expect(processes).toHaveLength(before + 1);
    }
  });

  it('says once why the appliance cannot run, and goes on trying', async () => {
    const { boxes, processes, process } = await startShell();
    for (const seconds of [1, 2, 4]) {
      process().emit('message', { type: 'failed', message: 'agency.timeZone: no such time zone' });
      expect(process().isKilled).toBe(true);
      jest.advanceTimersByTime(seconds * 1_000);
    }
    expect(boxes.map(({ message }) => message)).toEqual(['Herald cannot run: agency.timeZone: no such time zone']);
    expect(processes).toHaveLength(4);
  });

  it('gives no port to a window that is gone', async () => {
    const { ipcMain, window, process } = await startShell();
    ipcMain.receive('herald:port-wanted', window().webContents, CONSOLE);
    window().close();
    process().emit('message', { type: 'ready' });
    expect([window().webContents.posted, process().of('console')]).toEqual([[], []]);
  });
});

describe('the end', () => {
  it('lets the appliance end cleanly before quitting, and does not restart it', async () => {
    const { app, processes, process } = await startShell();
    app.quit();
    expect([app.hasQuit, process().received.at(-1)?.message]).toEqual([false, { type: 'stop' }]);
    process().emit('exit', 0);
    await settled();
    expect(app.hasQuit).toBe(true);
    jest.advanceTimersByTime(120_000);
    expect(processes).toHaveLength(1);
  });

  it('ends an appliance that does not, after 5 s', async () => {
    const { app, process } = await startShell();
    app.quit();
    app.quit();
    jest.advanceTimersByTime(4_999);
    expect(process().isKilled).toBe(false);
    jest.advanceTimersByTime(1);
    await settled();
    expect([process().isKilled, app.hasQuit]).toEqual([true, true]);
    expect(process().of('stop')).toHaveLength(1);
  });

  it('quits at once while the appliance waits to be restarted', async () => {
    const { app, processes, process } = await startShell();
    process().emit('exit', 1);
    app.quit();
    await settled();
    expect(app.hasQuit).toBe(true);
    jest.advanceTimersByTime(120_000);
    expect(processes).toHaveLength(1);
  });

  it('is at once for a second start, which shows the first one’s window', async () => {
    const { app, windows, processes } = await startShell({ isFirst: false });
    expect([app.hasQuit, windows.length, processes.length]).toEqual([true, 0, 0]);
  });
});
