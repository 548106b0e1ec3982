import path from 'node:path';
import { app, dialog, ipcMain, session, utilityProcess, type WebFrameMain } from 'electron';
import { systemClock } from '../src/clock';
import { ApplianceHost } from './applianceHost';
import { PORT_WANTED } from './applianceMessages';
import { CONSOLE_URL, registerConsoleScheme, serveConsole } from './consoleProtocol';
import { ConsoleWindow } from './consoleWindow';
import { lockDownContents, lockDownSession } from './lockDown';

/** The shell: shows the console and keeps the appliance's process running. It knows nothing of feeds or texts. */
function main(): void {
  // A second start shows the first one's window.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerConsoleScheme();
  lockDownContents();

  const window = new ConsoleWindow(systemClock);
  const host = new ApplianceHost({
    fork: () => utilityProcess.fork(path.join(__dirname, 'applianceProcess.cjs'), [], { serviceName: 'Herald appliance' }),
    start: {
      type: 'start',
      args: process.argv.slice(app.isPackaged ? 1 : 2),
      dataDirectory: path.join(app.getPath('userData'), 'data'),
    },
    clock: systemClock,
    onTrouble: (message) => void dialog.showMessageBox({ type: 'error', title: 'Herald', message }),
  });

  ipcMain.on(PORT_WANTED, (event) => {
    if (isConsole(event.senderFrame)) host.connect(event.sender);
  });
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  // Without a listener Electron would quit, and nothing would be sent any more.
  app.on('window-all-closed', () => {});
  let stopped = false;
  app.on('before-quit', (event) => {
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
    host.start();
    window.show();
  });
}

/** Only the console's own page, not a frame within it, may have the appliance's port. */
function isConsole(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(CONSOLE_URL);
}

main();
