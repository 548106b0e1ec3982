import path from 'node:path';
import { app, dialog, ipcMain, session, utilityProcess, type WebFrameMain } from 'electron';
import { systemClock } from '../src/clock';
import { AlarmNotices } from './alarmNotices';
import { ApplianceHost } from './applianceHost';
import { type FromAppliance, PORT_WANTED } from './applianceMessages';
import { setAppMenu } from './appMenu';
import { CONSOLE_URL, registerConsoleScheme, serveConsole } from './consoleProtocol';
import { ConsoleWindow } from './consoleWindow';
import { DiagnosticsFile } from './diagnosticsFile';
import { firstAccountNotice } from './firstAccountNotice';
import { installUpdate } from './installUpdate';
import { lockDownContents, lockDownProcess, lockDownSession } from './lockDown';
import { startAtLogOn, startsAtLogOn } from './logOnStart';
import { LogTail } from './logTail';
import { MachinePower } from './machinePower';
import { confirmQuit, confirmStopAll } from './questions';
import { Secrets } from './secrets';
import { dataDirectoryOf, readShellFlags } from './shellFlags';
import { ApplianceTray } from './tray';

/** The shell: shows the console and keeps the appliance's process running. It knows nothing of feeds or texts. */
function main(): void {
  // A second start shows the first one's window.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  lockDownProcess();
  registerConsoleScheme();
  lockDownContents();

  const own = (...parts: string[]) => path.join(app.getPath('userData'), ...parts);
  const resources = path.join(__dirname, '..', '..', 'resources');
  const icons = path.join(resources, 'icons');
  const flags = readShellFlags(process.argv.slice(app.isPackaged ? 1 : 2), own('profile.json'));
  const secrets = new Secrets(own('secrets'));
  const log = new LogTail();
  const window = new ConsoleWindow({
    clock: systemClock,
    stateFile: own('window.json'),
    icon: path.join(icons, 'herald.png'),
    kiosk: flags.kiosk,
    onSessionEnd: () => void host.stop(),
  });
  const show = () => window.show();
  let tray: ApplianceTray | undefined;
  let power: MachinePower | undefined;
  let notices: AlarmNotices | undefined;

  const host = new ApplianceHost({
    fork: () => {
      const file = path.join(__dirname, 'applianceProcess.cjs');
      const child = utilityProcess.fork(file, [], { serviceName: 'Herald appliance', stdio: 'pipe' });
      log.follow(child);
      return child;
    },
    start: () => ({ type: 'start', args: flags.args, dataDirectory: own('data'), secrets: secrets.forAppliance() }),
    clock: systemClock,
    onMessage: (message) => heard(message),
    onAway: () => {
      tray?.update(undefined);
      power?.keepAwake(false);
    },
    onTrouble: (message) => {
      notices?.say('Herald is not running as it should.');
      void dialog.showMessageBox({ type: 'error', title: 'Herald', message });
    },
  });
  const diagnostics = new DiagnosticsFile(host, systemClock);
  const showFirstAccount = firstAccountNotice(() => window.current());

  function heard(message: FromAppliance): void {
    if (message.type === 'glance') {
      tray?.update(message.glance);
      notices?.heard(message.glance);
      power?.keepAwake(message.glance.feeds.open > 0);
    }
    if (message.type === 'firstAccount') showFirstAccount(message.code);
    if (message.type === 'keep') host.tell({ type: 'kept', id: message.id, problem: secrets.keepCarrier(message.carrier) });
    if (message.type === 'diagnosis') diagnostics.answered(message.id, message.report);
    if (message.type === 'notice') void dialog.showMessageBox({ type: 'error', title: 'Herald', message: message.message });
  }

  async function stopAll(): Promise<void> {
    if (!(await confirmStopAll(window.current()))) return;
    if (!host.tell({ type: 'stopAll', reason: 'Stopped from the desktop menu' })) {
      await dialog.showMessageBox({
        type: 'error',
        title: 'Herald',
        message: 'Herald is not running now: nothing is sent, and nothing was stopped',
      });
    }
  }

  async function quit(): Promise<void> {
    if (await confirmQuit(window.current())) app.quit();
  }

  const applyUpdate = () =>
    installUpdate({
      keysFile: path.join(resources, 'config', 'update-keys.json'),
      updatesDirectory: own('updates'),
      dataDirectory: dataDirectoryOf(flags.args) ?? own('data'),
      window: () => window.current(),
      stopAppliance: () => host.stop(),
      now: () => systemClock.now(),
    });

  ipcMain.on(PORT_WANTED, (event) => {
    if (isConsole(event.senderFrame)) host.connect(event.sender);
  });
  app.on('second-instance', show);
  app.on('activate', show);
  // Without a listener Electron would quit, and nothing would be sent any more.
  app.on('window-all-closed', () => {});
  let stopped = false;
  app.on('before-quit', (event) => {
    window.letClose();
    if (stopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });

  void app.whenReady().then(() => {
    lockDownSession(session.defaultSession);
    serveConsole(path.join(__dirname, '..', 'console'));
    notices = new AlarmNotices(show);
    tray = new ApplianceTray(icons, { show, stopAll: () => void stopAll(), quit: () => void quit() }, flags.kiosk);
    power = new MachinePower({
      onSuspend: () => host.tell({ type: 'power', event: 'suspend' }),
      onResume: () => host.tell({ type: 'power', event: 'resume' }),
      onShutdown: () => app.quit(),
    });
    const exportDiagnostics = () => void diagnostics.save(log.lines());
    const menu = {
      show,
      stopAll: () => void stopAll(),
      exportDiagnostics,
      applyUpdate: () => void applyUpdate(),
      quit: () => void quit(),
    };
    setAppMenu({ ...menu, startsAtLogOn, startAtLogOn }, flags.kiosk);
    host.start();
    if (!flags.hidden) show();
  });
}

/** Only the console's own page, not a frame within it, may have the appliance's port. */
function isConsole(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(CONSOLE_URL);
}

main();
