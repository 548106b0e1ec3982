import { app, type Session, type WebContents } from 'electron';
import { CONSOLE_URL } from './consoleProtocol';

/** Before anything else runs: every page is sandboxed, and no dump of a process's memory is ever written. */
export function lockDownProcess(): void {
  app.enableSandbox();
  app.commandLine.appendSwitch('disable-breakpad');
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

/** Denies whatever a page could ask of the shell: going elsewhere, opening anything, embedding anything. */
export function lockDownContents(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Denies every permission, device, download, and request that is not for the console's own files. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    // Developer tools, where they are there at all, load their own pages.
    answer({ cancel: !url.startsWith(CONSOLE_URL) && !url.startsWith('devtools://') });
  });
}
