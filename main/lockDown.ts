import { app, type Session, type WebContents } from 'electron';
import { CONSOLE_URL } from './consoleProtocol';

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
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    // Developer tools, where they are there at all, load their own pages.
    answer({ cancel: !url.startsWith(CONSOLE_URL) && !url.startsWith('devtools://') });
  });
}
