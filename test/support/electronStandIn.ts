import { EventEmitter } from 'node:events';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  IpcMain,
  MessageBoxOptions,
  MessageBoxReturnValue,
  MessagePortMain,
  OnBeforeRequestListenerDetails,
  Protocol,
  Session,
  UtilityProcess,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';

/**
 * Stands in for the `electron` module, whose runtime tests cannot have. What of Electron is used here is held to Electron's
 * own declarations, so that this cannot drift from them; what it was asked to do is kept for the test to see.
 */
class StandInApp
  extends EventEmitter
  implements Pick<App, 'requestSingleInstanceLock' | 'quit' | 'enableSandbox' | 'whenReady' | 'getPath' | 'isPackaged'>
{
  readonly isPackaged = false;
  isFirst = true;
  isSandboxed = false;
  hasQuit = false;
  becomeReady: () => void = () => {};
  readonly #ready = new Promise<void>((resolve) => {
    this.becomeReady = resolve;
  });

  requestSingleInstanceLock = (): boolean => this.isFirst;
  enableSandbox = (): void => {
    this.isSandboxed = true;
  };
  whenReady = (): Promise<void> => this.#ready;
  getPath = (name: string): string => `/stand-in/${name}`;

  /** As Electron does: whoever listens to `before-quit` may put it off. */
  quit = (): void => {
    let isPutOff = false;
    const event = {
      preventDefault: () => {
        isPutOff = true;
      },
    };
    this.emit('before-quit', event);
    this.hasQuit = !isPutOff;
  };
}

type Frame = Pick<WebFrameMain, 'url' | 'parent'>;

class StandInWebContents extends EventEmitter implements Pick<WebContents, 'setWindowOpenHandler' | 'postMessage'> {
  readonly posted: { channel: string; ports: MessagePortMain[] }[] = [];
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;

  setWindowOpenHandler = (handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void => {
    this.openHandler = handler;
  };
  postMessage = (channel: string, _message: unknown, ports: MessagePortMain[] = []): void => {
    this.posted.push({ channel, ports });
  };

  /** What a page's attempt to open `url` is answered with. */
  open(url: string): WindowOpenHandlerResponse | undefined {
    return this.openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'default',
      referrer: { url: '', policy: 'default' },
    });
  }

  /** Whether something that a page attempts was prevented. */
  prevents(event: string): boolean {
    const preventDefault = jest.fn();
    this.emit(event, { preventDefault }, 'https://example.com/');
    return preventDefault.mock.calls.length > 0;
  }
}

type WindowCalls = 'loadURL' | 'show' | 'focus' | 'restore' | 'isMinimized' | 'isDestroyed';

class StandInWindow extends EventEmitter implements Pick<BrowserWindow, WindowCalls> {
  static opened: StandInWindow[] = [];
  readonly webContents = new StandInWebContents();
  readonly loaded: string[] = [];
  readonly options: BrowserWindowConstructorOptions;
  shown = 0;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    StandInWindow.opened.push(this);
    electronStandIn.app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL = async (url: string): Promise<void> => {
    this.loaded.push(url);
  };
  show = (): void => {
    this.shown += 1;
  };
  focus = (): void => {};
  restore = (): void => {};
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => false;

  close(): void {
    this.emit('closed');
    this.webContents.emit('destroyed');
    electronStandIn.app.emit('window-all-closed');
  }
}

class StandInProcess extends EventEmitter implements Pick<UtilityProcess, 'postMessage' | 'kill'> {
  static forked: StandInProcess[] = [];
  readonly file: string;
  readonly received: { message: { type: string }; ports: MessagePortMain[] }[] = [];
  isKilled = false;

  constructor(file: string) {
    super();
    this.file = file;
    StandInProcess.forked.push(this);
  }

  postMessage = (message: { type: string }, ports: MessagePortMain[] = []): void => {
    this.received.push({ message, ports });
  };
  kill = (): boolean => {
    this.isKilled = true;
    this.emit('exit', 0);
    return true;
  };

  of(type: string): { ports: MessagePortMain[] }[] {
    return this.received.filter(({ message }) => message.type === type);
  }
}

class StandInPort extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  other: StandInPort | undefined;
  postMessage = (data: unknown): void => {
    this.other?.emit('message', { data, ports: [] });
  };
  start = (): void => {};
  close = (): void => {
    this.other?.emit('close');
  };
}

class StandInChannel {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

type SessionCalls = 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler';

class StandInSession extends EventEmitter implements Pick<Session, SessionCalls> {
  permissionRequest: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  devicePermission: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  beforeRequest: ((details: OnBeforeRequestListenerDetails, answer: (response: { cancel?: boolean }) => void) => void) | null =
    null;

  setPermissionRequestHandler: Session['setPermissionRequestHandler'] = (handler) => {
    this.permissionRequest = handler;
  };
  setPermissionCheckHandler: Session['setPermissionCheckHandler'] = (handler) => {
    this.permissionCheck = handler;
  };
  setDevicePermissionHandler: Session['setDevicePermissionHandler'] = (handler) => {
    this.devicePermission = handler;
  };
  readonly webRequest = {
    onBeforeRequest: (handler: NonNullable<StandInSession['beforeRequest']>): void => {
      this.beforeRequest = handler;
    },
  };

  /** Whether a page's request for `url` would be cancelled. */
  cancels(url: string): boolean | undefined {
    let cancelled: boolean | undefined;
    this.beforeRequest?.({ url } as OnBeforeRequestListenerDetails, ({ cancel }) => {
      cancelled = cancel;
    });
    return cancelled;
  }
}

class StandInProtocol implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'> {
  schemes: CustomScheme[] = [];
  readonly handlers = new Map<string, Parameters<Protocol['handle']>[1]>();
  registerSchemesAsPrivileged = (schemes: CustomScheme[]): void => {
    this.schemes = schemes;
  };
  handle = (scheme: string, handler: Parameters<Protocol['handle']>[1]): void => {
    this.handlers.set(scheme, handler);
  };
}

class StandInIpcMain extends EventEmitter {
  /** A page's frame sends `channel`, as its preload can. */
  receive(channel: string, sender: StandInWebContents, senderFrame: Frame | null): void {
    this.emit(channel, { sender, senderFrame });
  }
}

const boxes: MessageBoxOptions[] = [];
const dialog = {
  showMessageBox: async (options: MessageBoxOptions): Promise<MessageBoxReturnValue> => {
    boxes.push(options);
    return { response: 0, checkboxChecked: false };
  },
};

export const electronStandIn = {
  app: new StandInApp(),
  BrowserWindow: StandInWindow,
  MessageChannelMain: StandInChannel,
  dialog,
  ipcMain: new StandInIpcMain() as StandInIpcMain & Pick<IpcMain, 'on'>,
  protocol: new StandInProtocol(),
  session: { defaultSession: new StandInSession() },
  utilityProcess: { fork: (file: string) => new StandInProcess(file) },
};

/** What the shell has done so far. */
export const shell = {
  app: electronStandIn.app,
  boxes,
  ipcMain: electronStandIn.ipcMain,
  protocol: electronStandIn.protocol,
  session: electronStandIn.session.defaultSession,
  windows: StandInWindow.opened,
  processes: StandInProcess.forked,
};

/** The newest of a list that is known to hold something. */
export function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('There is none yet');
  return item;
}
