import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Glance } from '../../src/contract/glance';
import { settled, shellHome, startShell } from '../support/startShell';
import { projectRoot } from '../support/stubProject';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

const WELL: Glance = {
  state: 'well',
  agency: 'Palm Key PD',
  mode: 'live',
  feeds: { open: 2, all: 3 },
  carrier: 'ready',
  waiting: 1,
  needPerson: 0,
  alarms: [],
};
const alarm = (code: string, since = 1, urgent = true) => ({ code, since, urgent });
const isShipped = (icon: string) => existsSync(path.join(projectRoot, 'resources/icons', path.basename(icon)));
const flushed = () => new Promise((resolve) => setImmediate(resolve));

describe('the tray', () => {
  it('shows the state at a glance, and that nothing runs when nothing does', async () => {
    const { tray, say, process } = await startShell();
    expect([tray().image.file, tray().toolTip]).toEqual([
      expect.stringMatching(/tray-away\.png$/),
      expect.stringContaining('nothing is sent'),
    ]);
    expect(isShipped(tray().image.file)).toBe(true);
    say({ type: 'glance', glance: WELL });
    expect(tray().toolTip.split('\n')).toEqual(['Herald', 'Running', 'Feeds: 2 of 3 open', 'Carrier: ready', 'Waiting: 1 text']);
    for (const state of ['well', 'attention', 'stopped'] as const) {
      say({ type: 'glance', glance: { ...WELL, state, alarms: [alarm('feedLost')] } });
      expect(isShipped(tray().image.file)).toBe(true);
      expect(tray().image.file).toContain(`tray-${state}.png`);
    }
    process().emit('exit', 1);
    expect(tray().image.file).toMatch(/tray-away\.png$/);
  });

  it('hears nothing more from an appliance that was replaced', async () => {
    const { tray, process, processes } = await startShell();
    process().emit('exit', 1);
    jest.advanceTimersByTime(1_000);
    processes[0]?.emit('message', { type: 'glance', glance: WELL });
    expect(tray().image.file).toMatch(/tray-away\.png$/);
  });

  it('opens the console', async () => {
    const { tray, windows, window } = await startShell();
    window().close();
    tray().menu.click('Open the console');
    window().close();
    tray().emit('click');
    expect(windows).toHaveLength(3);
  });

  it('stops all sending, but asks first, with the safe answer ready', async () => {
    const { tray, say, process, boxes, person } = await startShell();
    expect(tray().menu.item('Stop all sending...')?.enabled).toBe(false);
    say({ type: 'glance', glance: WELL });
    tray().menu.click('Stop all sending...');
    await settled();
    expect(boxes[0]).toMatchObject({ buttons: ['Cancel', 'Stop all sending'], defaultId: 0, cancelId: 0 });
    expect(process().of('stopAll')).toEqual([]);
    person.presses = 1;
    tray().menu.click('Stop all sending...');
    await settled();
    expect(process().of('stopAll')).toHaveLength(1);
    say({ type: 'glance', glance: { ...WELL, state: 'stopped' } });
    expect(tray().menu.item('Stop all sending...')?.enabled).toBe(false);
    say({ type: 'notice', message: 'Sending could not be stopped: the disk is full' });
    expect(boxes.at(-1)?.message).toContain('could not be stopped');
  });

  it('says so where there is no appliance that could be stopped', async () => {
    const { menu, process, boxes, person } = await startShell();
    person.presses = 1;
    process().emit('exit', 1);
    menu().click('Stop all sending...');
    await settled();
    expect(boxes.at(-1)).toMatchObject({ type: 'error', message: expect.stringContaining('nothing was stopped') });
  });

  it('quits only when that was meant', async () => {
    const { tray, app, person, process } = await startShell();
    tray().menu.click('Quit Herald...');
    await settled();
    expect(process().of('stop')).toEqual([]);
    person.presses = 1;
    tray().menu.click('Quit Herald...');
    await settled();
    process().emit('exit', 0);
    await settled();
    expect(app.hasQuit).toBe(true);
  });
});

describe('notifications', () => {
  it('are of urgent alarms only, once while they last, without what is in them', async () => {
    const { say, notifications } = await startShell();
    say({ type: 'glance', glance: { ...WELL, alarms: [alarm('framesRejected', 1, false)] } });
    expect(notifications).toEqual([]);
    const lost = { ...WELL, alarms: [alarm('feedLost'), alarm('somethingNew')] };
    say({ type: 'glance', glance: lost });
    say({ type: 'glance', glance: lost });
    expect(notifications.map(({ options }) => [options.title, options.body])).toEqual([
      ['Herald', 'A feed is lost.'],
      ['Herald', 'Something needs attention.'],
    ]);
    say({ type: 'glance', glance: WELL });
    say({ type: 'glance', glance: { ...WELL, alarms: [alarm('feedLost', 2)] } });
    expect(notifications).toHaveLength(3);
  });

  it('open the console when clicked, and tell of an appliance that dies again and again', async () => {
    const { process, notifications, windows, window } = await startShell();
    for (const seconds of [1, 2, 4]) {
      process().emit('exit', 1);
      jest.advanceTimersByTime(seconds * 1_000);
    }
    expect(notifications.map(({ options }) => options.body)).toEqual(['Herald is not running as it should.']);
    window().close();
    notifications[0]?.emit('click');
    expect(windows).toHaveLength(2);
  });
});

describe('sleep, wake and the end', () => {
  it('lets the machine not fall asleep while a feed is open', async () => {
    const { say, powerSaveBlocker, process } = await startShell();
    expect(powerSaveBlocker.running.size).toBe(0);
    say({ type: 'glance', glance: WELL });
    say({ type: 'glance', glance: { ...WELL, waiting: 2 } });
    expect([...powerSaveBlocker.running.values()]).toEqual(['prevent-app-suspension']);
    say({ type: 'glance', glance: { ...WELL, feeds: { open: 0, all: 3 } } });
    expect(powerSaveBlocker.running.size).toBe(0);
    say({ type: 'glance', glance: WELL });
    process().emit('exit', 1);
    expect(powerSaveBlocker.running.size).toBe(0);
  });

  it('tells the appliance of sleep and wake', async () => {
    const { powerMonitor, process } = await startShell();
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    expect(
      process()
        .of('power')
        .map(({ message }) => message),
    ).toEqual([
      { type: 'power', event: 'suspend' },
      { type: 'power', event: 'resume' },
    ]);
  });

  it('lets the appliance end cleanly when the machine goes down, and asks for the time to', async () => {
    const { powerMonitor, process, app } = await startShell();
    const preventDefault = jest.fn();
    powerMonitor.emit('shutdown', { preventDefault });
    expect([preventDefault.mock.calls.length, process().of('stop').length]).toEqual([1, 1]);
    process().emit('exit', 0);
    await settled();
    expect(app.hasQuit).toBe(true);
  });

  it('ends the appliance when Windows ends the session', async () => {
    const { window, process } = await startShell();
    window().emit('session-end');
    expect(process().of('stop')).toHaveLength(1);
  });
});

describe('the window', () => {
  it('comes back where it was, if that is on a display', async () => {
    const first = await startShell();
    first.window().bounds = { x: 300, y: 200, width: 1000, height: 700 };
    first.window().maximized = true;
    first.window().close();
    const second = await startShell();
    expect(second.window().options).toMatchObject({ x: 300, y: 200, width: 1000, height: 700 });
    expect(second.window().maximized).toBe(true);
    second.window().bounds = { x: 5_000, y: 200, width: 1000, height: 700 };
    second.window().close();
    const { options } = (await startShell()).window();
    expect([options.x, options.width]).toEqual([undefined, 1280]);
  });

  it.each(['nonsense', '{"x":1}', '{"x":"1","y":2,"width":3,"height":4}'])(
    'opens as at first where what was kept is %s',
    async (text) => {
      mkdirSync(path.join(shellHome(), 'userData'), { recursive: true });
      writeFileSync(path.join(shellHome(), 'userData/window.json'), text);
      expect((await startShell()).window().options).toMatchObject({ width: 1280, height: 800 });
    },
  );

  it('fills the screen in kiosk mode and closes only with Herald; neither menu can end it', async () => {
    const { app, window, windows, menu, tray, process } = await startShell({ args: ['--kiosk'] });
    expect(window().options).toMatchObject({ kiosk: true, autoHideMenuBar: true });
    window().close();
    expect(windows).toHaveLength(1);
    expect([menu().item('Quit Herald...'), menu().item('Apply an update...'), tray().menu.item('Quit Herald...')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(menu().item('Stop all sending...')).toBeDefined();
    app.quit();
    process().emit('exit', 0);
    await settled();
    expect(app.hasQuit).toBe(true);
  });

  it('has a menu with shortcuts, and none that reloads, goes back or shows developer tools', async () => {
    const { menu } = await startShell();
    expect(menu().item('Stop all sending...')?.accelerator).toBe('CmdOrCtrl+Shift+S');
    const roles = menu()
      .items()
      .flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'zoomIn']));
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'quit', 'close']) expect(roles).not.toContain(role);
  });
});

describe('starting at log-on', () => {
  it('is off until it is wanted, and opens no window then', async () => {
    const { menu } = await startShell();
    const autostart = path.join(shellHome(), 'appData/autostart/herald.desktop');
    expect([menu().item('Start at log-on')?.checked, existsSync(autostart)]).toEqual([false, false]);
    menu().click('Start at log-on', true);
    expect(readFileSync(autostart, 'utf8')).toMatch(/^Exec=".*" --hidden$/m);
    const again = await startShell({ args: ['--hidden'] });
    expect([again.menu().item('Start at log-on')?.checked, again.windows.length, again.processes.length]).toEqual([true, 0, 1]);
    again.menu().click('Start at log-on', false);
    expect(existsSync(autostart)).toBe(false);
  });

  it('hands the appliance no flag of the shell’s or of Chromium’s, and the profile of this installation', async () => {
    const args = (shell: Awaited<ReturnType<typeof startShell>>) => shell.told<{ args: string[] }>('start').args;
    expect(args(await startShell({ args: ['--hidden', '--no-sandbox', '--kiosk', '--training'] }))).toEqual(['--training']);
    const profile = path.join(shellHome(), 'userData/profile.json');
    writeFileSync(profile, '{}');
    expect(args(await startShell())).toEqual(['--profile', profile]);
    expect(args(await startShell({ args: ['--profile=/other.json'] }))).toEqual(['--profile=/other.json']);
    expect(args(await startShell({ args: ['--training'] }))).toEqual(['--training']);
  });
});

describe('diagnostics', () => {
  it('are what the appliance says and the last of its log, without numbers', async () => {
    const shell = await startShell();
    shell.person.saves = path.join(shellHome(), 'diagnostics.json');
    shell.process().stderr.write('2026-11-26T06:58:27Z info feed.open id=cad time=1764140307000\nwarn to +1 (941) 555-0111 ');
    shell.process().stderr.write('or 9415550112\n');
    await flushed();
    shell.menu().click('Export diagnostics...');
    await settled();
    const { id } = shell.told<{ id: number }>('diagnose');
    shell.say({ type: 'diagnosis', id, report: { outbox: { held: 1 } } });
    await settled();
    const text = readFileSync(shell.person.saves, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ shell: { version: '1.2.3' }, appliance: { outbox: { held: 1 } } });
    expect(JSON.parse(text).log).toEqual([
      '2026-11-26T06:58:27Z info feed.open id=cad time=1764140307000',
      'warn to [number] or [number]',
    ]);
  });

  it('go without an appliance that does not answer, or is not there', async () => {
    const shell = await startShell();
    shell.person.saves = path.join(shellHome(), 'diagnostics.json');
    const appliance = () => JSON.parse(readFileSync(shell.person.saves, 'utf8')).appliance;
    shell.menu().click('Export diagnostics...');
    await settled();
    jest.advanceTimersByTime(5_000);
    await settled();
    expect(appliance()).toEqual({ absent: 'it did not answer' });
    shell.process().emit('exit', 1);
    shell.menu().click('Export diagnostics...');
    await settled();
    expect(appliance()).toEqual({ absent: 'it is not running' });
  });
});

describe('an update', () => {
  /** An installer in an update file, and the key it is signed by. */
  function update(version: string, text = 'installer'): { readonly file: string; readonly publicKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const files = [{ path: 'Herald Setup.bin', bytes: text.length, sha256 }];
    const platform = `${process.platform}-${process.arch}`;
    const manifest = JSON.stringify({ product: 'herald', version, kind: 'installer', platform, files });
    const signature = sign(null, Buffer.from(manifest), privateKey).toString('base64');
    const file = path.join(shellHome(), `${version}.herald-update`);
    writeFileSync(file, `herald-update 1\n${signature}\n${manifest}\n${text}`);
    return { file, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
  }

  /** The part of the shell that applies it, with a key of the test's in place of the installation's. */
  async function apply(made: { readonly file: string; readonly publicKey: string }, answer: number) {
    const shell = await startShell();
    const { installUpdate } = await import('../../main/installUpdate');
    const keysFile = path.join(shellHome(), 'keys.json');
    writeFileSync(keysFile, JSON.stringify({ keys: [{ name: 'agency', publicKey: made.publicKey }] }));
    shell.person.opens = [made.file];
    shell.person.presses = answer;
    const dataDirectory = path.join(shellHome(), 'data');
    mkdirSync(dataDirectory, { recursive: true });
    writeFileSync(path.join(dataDirectory, 'herald.sqlite'), 'the store');
    const stopAppliance = jest.fn(async () => undefined);
    const updatesDirectory = path.join(shellHome(), 'updates');
    await installUpdate({ keysFile, updatesDirectory, dataDirectory, window: () => undefined, stopAppliance, now: () => 0 });
    const copies = path.join(dataDirectory, 'before-update');
    return { ...shell, stopAppliance, copies: existsSync(copies) ? readdirSync(copies) : [] };
  }

  it('is checked, asked for once more, and handed to the system with the appliance stopped and the store copied', async () => {
    const made = update('1.3.0');
    const refused = await apply(made, 0);
    expect([refused.stopAppliance.mock.calls.length, refused.opened, refused.copies]).toEqual([0, [], []]);
    const { stopAppliance, opened, copies, boxes } = await apply(made, 1);
    expect(boxes[0]).toMatchObject({
      message: 'Change Herald 1.2.3 to 1.3.0?',
      detail: expect.stringContaining('Signed by agency'),
    });
    expect([stopAppliance.mock.calls.length, copies]).toEqual([1, ['1970-01-01T00-00-00-000Z_1.2.3']]);
    expect(opened).toHaveLength(1);
    expect(readFileSync(opened[0] ?? '', 'utf8')).toBe('installer');
  });

  it('that is not as signed is refused in words, and nothing is stopped', async () => {
    const made = update('1.3.0');
    writeFileSync(made.file, readFileSync(made.file, 'utf8').replace(/installer$/, 'altered!!'));
    const { stopAppliance, opened, boxes } = await apply(made, 1);
    expect(boxes.at(-1)).toMatchObject({ type: 'error', message: expect.stringContaining('has been altered') });
    expect([stopAppliance.mock.calls.length, opened]).toEqual([0, []]);
  });

  it('that is older is refused, unless it is the version before the last update', async () => {
    const made = update('1.1.0');
    expect((await apply(made, 1)).boxes.at(-1)?.message).toContain('1.1.0 is older than 1.2.3');
    mkdirSync(path.join(shellHome(), 'updates'), { recursive: true });
    writeFileSync(path.join(shellHome(), 'updates/last.json'), JSON.stringify({ from: '1.1.0', to: '1.2.3' }));
    expect((await apply(made, 1)).opened).toHaveLength(1);
  });

  it('is off in the installation as it is shipped', async () => {
    const shell = await startShell();
    const made = update('1.3.0');
    shell.person.opens = [made.file];
    shell.menu().click('Apply an update...');
    await settled();
    expect(shell.boxes.at(-1)?.message).toContain('Updates are off');
    expect(JSON.parse(readFileSync(path.join(projectRoot, 'resources/config/update-keys.json'), 'utf8')).keys).toEqual([]);
  });
});

it('shows the code for the first account once, and a new one again', async () => {
  const { boxes, process } = await startShell();
  process().emit('message', { type: 'ready' });
  for (const code of ['ABCD-EFGH', 'ABCD-EFGH', 'JKLM-NPQR']) process().emit('message', { type: 'firstAccount', code });
  await settled();
  expect(boxes.map(({ message }) => message)).toEqual([
    'Code for the first account: ABCD-EFGH',
    'Code for the first account: JKLM-NPQR',
  ]);
});
