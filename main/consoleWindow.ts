import path from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import type { Clock } from '../src/clock';
import { durations } from '../src/clock';
import { CONSOLE_URL } from './consoleProtocol';
import { FIRST_WINDOW, readWindowState, type WindowState, writeWindowState } from './shellSettings';

export interface ConsoleWindowOptions {
  readonly clock: Clock;
  /** Where size and place are kept. */
  readonly stateFile: string;
  readonly icon: string;
  readonly kiosk: boolean;
  /** Windows ends the session now, and waits for nobody. */
  readonly onSessionEnd: () => void;
}

/** The console's one window, opened or brought to the front. Closing it touches nothing but itself. */
export class ConsoleWindow {
  readonly #options: ConsoleWindowOptions;
  #window: BrowserWindow | undefined;
  #mayClose = false;

  constructor(options: ConsoleWindowOptions) {
    this.#options = options;
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

  /** The one there is, to put a dialog in front of. */
  current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** The app quits: a kiosk's window closes too. */
  letClose(): void {
    this.#mayClose = true;
  }

  #open(): BrowserWindow {
    const { clock, kiosk, icon, stateFile } = this.#options;
    const state = onScreen(readWindowState(stateFile));
    const window = new BrowserWindow({
      ...bounds(state),
      minWidth: 800,
      minHeight: 500,
      title: 'Herald',
      icon,
      kiosk,
      autoHideMenuBar: kiosk,
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
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        // Dictionaries would be fetched, and what is typed here is nobody else's.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    if (state.isMaximized && !kiosk) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (kiosk && !this.#mayClose) event.preventDefault();
      else if (!kiosk) writeWindowState(stateFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
    });
    window.once('closed', () => {
      this.#window = undefined;
    });
    window.on('session-end', () => this.#options.onSessionEnd());
    // A page that crashed comes back by itself, but not in a tight loop.
    window.webContents.on('render-process-gone', () => {
      clock.after(durations.SECOND, () => {
        if (!window.isDestroyed()) void window.loadURL(CONSOLE_URL);
      });
    });
    void window.loadURL(CONSOLE_URL);
    return window;
  }
}

function bounds({ x, y, width, height }: WindowState) {
  return { width, height, ...(x === undefined || y === undefined ? {} : { x, y }) };
}

/** A display may be gone since: a window that nobody can see is as good as none. */
function onScreen(state: WindowState): WindowState {
  const { x, y, width } = state;
  if (x === undefined || y === undefined) return state;
  const isSeen = screen.getAllDisplays().some(({ workArea }) => {
    const overlap = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return overlap >= 200 && y >= workArea.y && y < workArea.y + workArea.height - 100;
  });
  return isSeen ? state : FIRST_WINDOW;
}
