import path from 'node:path';
import { app, BrowserWindow } from 'electron';
import type { Clock } from '../src/clock';
import { durations } from '../src/clock';
import { CONSOLE_URL } from './consoleProtocol';

/** The console's one window, opened or brought to the front. Closing it touches nothing but itself. */
export class ConsoleWindow {
  readonly #clock: Clock;
  #window: BrowserWindow | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  show(): void {
    if (this.#window === undefined) {
      this.#window = this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      minWidth: 800,
      minHeight: 500,
      title: 'Herald',
      show: false,
      webPreferences: {
        preload: path.join(__dirname, 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        // Dictionaries would be fetched, and what is typed here is nobody else's.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      this.#window = undefined;
    });
    // A page that crashed comes back by itself, but not in a tight loop.
    window.webContents.on('render-process-gone', () => {
      this.#clock.after(durations.SECOND, () => {
        if (!window.isDestroyed()) void window.loadURL(CONSOLE_URL);
      });
    });
    void window.loadURL(CONSOLE_URL);
    return window;
  }
}
