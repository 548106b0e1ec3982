import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  Dialog,
  Display,
  IpcMain,
  LoginItemSettings,
  LoginItemSettingsOptions,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  MessagePortMain,
  NativeImage,
  NotificationConstructorOptions,
  OnBeforeRequestListenerDetails,
  PowerSaveBlocker,
  Protocol,
  Rectangle,
  SafeStorage,
  SaveDialogReturnValue,
  Screen,
  Session,
  Settings,
  Shell,
  Tray,
  UtilityProcess,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';

/**
 * Stands in for the `electron` module, whose runtime tests cannot have. What of Electron is used here is held to Electron's
 * own declarations, so that this cannot drift from them; what it was asked to do is kept for the test to see.
 */
type AppCalls =
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'enableSandbox'
  | 'whenReady'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'name'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings';

class StandInApp extends EventEmitter implements Pick<App, AppCalls> {
  isPackaged = false;
  readonly name = 'Herald';
  version = '1.2.3';
  /** Where the shell keeps its files; a test that looks at them gives a directory of its own. */
  home = '/stand-in';
  loginItem: Settings | undefined;
  readonly switches: string[] = [];
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
  getPath = (name: string): string => `${this.home}/${name}`;
  getVersion = (): string => this.version;
  readonly commandLine = { appendSwitch: (name: string): void => void this.switches.push(name) } satisfies Pick<
    App['commandLine'],
    'appendSwitch'
  >;
  setLoginItemSettings = (settings: Settings): void => {
    this.loginItem = settings;
  };
  getLoginItemSettings = (_options?: LoginItemSettingsOptions): LoginItemSettings =>
    ({ openAtLogin: this.loginItem?.openAtLogin === true }) as LoginItemSettings;

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

type WindowCalls =
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'isMinimized'
  | 'isDestroyed'
  | 'isMaximized'
  | 'maximize'
  | 'getNormalBounds';

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
  maximized = false;
  bounds: Rectangle = { x: 10, y: 20, width: 900, height: 700 };
  isMaximized = (): boolean => this.maximized;
  maximize = (): void => {
    this.maximized = true;
  };
  getNormalBounds = (): Rectangle => this.bounds;

  /** As a person does; the shell may prevent it. */
  close(): void {
    const event = { isPrevented: false, preventDefault: () => Object.assign(event, { isPrevented: true }) };
    this.emit('close', event);
    if (event.isPrevented) return;
    this.emit('closed');
    this.webContents.emit('destroyed');
    electronStandIn.app.emit('window-all-closed');
  }
}

class StandInProcess extends EventEmitter implements Pick<UtilityProcess, 'postMessage' | 'kill'> {
  static forked: StandInProcess[] = [];
  readonly file: string;
  readonly received: { message: { type: string }; ports: MessagePortMain[] }[] = [];
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
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

  of(type: string): { message: { type: string }; ports: MessagePortMain[] }[] {
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

type SessionCalls =
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled';

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
  displayMedia: Parameters<Session['setDisplayMediaRequestHandler']>[0] = null;
  isSpellChecking = true;
  setDisplayMediaRequestHandler: Session['setDisplayMediaRequestHandler'] = (handler) => {
    this.displayMedia = handler;
  };
  setSpellCheckerEnabled = (enabled: boolean): void => {
    this.isSpellChecking = enabled;
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
/** What a person answers: the button of each box, the files of each dialog. */
const person = { presses: 0, saves: '', opens: [] as string[] };
const dialog: Pick<Dialog, 'showMessageBox' | 'showSaveDialog' | 'showOpenDialog'> = {
  showMessageBox: async (first: unknown, second?: unknown): Promise<MessageBoxReturnValue> => {
    boxes.push((second ?? first) as MessageBoxOptions);
    return { response: person.presses, checkboxChecked: false };
  },
  showSaveDialog: async (): Promise<SaveDialogReturnValue> => ({ canceled: person.saves === '', filePath: person.saves }),
  showOpenDialog: async () => ({ canceled: person.opens.length === 0, filePaths: person.opens }),
};

type MenuTemplate = readonly MenuItemConstructorOptions[];

class StandInMenu {
  static application: StandInMenu | null = null;
  constructor(readonly template: MenuTemplate) {}
  static buildFromTemplate(template: MenuTemplate): StandInMenu {
    return new StandInMenu(template);
  }
  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.application = menu;
  }
  /** Every item, those of submenus too. */
  items(): MenuItemConstructorOptions[] {
    const flat = (template: MenuTemplate): MenuItemConstructorOptions[] =>
      template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
    return flat(this.template);
  }
  item(label: string): MenuItemConstructorOptions | undefined {
    return this.items().find((item) => item.label === label);
  }
  /** As a person does; `checked` is what a checkbox then shows. */
  click(label: string, checked = true): void {
    const item = this.item(label);
    if (item?.click === undefined) throw new Error(`There is nothing to click called ${label}`);
    (item.click as (item: { checked: boolean }) => void)({ checked });
  }
}

type Image = Pick<NativeImage, 'isEmpty'> & { readonly file: string };
const nativeImage = { createFromPath: (file: string): Image => ({ file, isEmpty: () => false }) };

class StandInTray extends EventEmitter implements Pick<Tray, 'setToolTip'> {
  static shown: StandInTray[] = [];
  toolTip = '';
  menu = new StandInMenu([]);
  constructor(public image: Image) {
    super();
    StandInTray.shown.push(this);
  }
  setImage = (image: Image): void => {
    this.image = image;
  };
  setToolTip = (toolTip: string): void => {
    this.toolTip = toolTip;
  };
  setContextMenu = (menu: StandInMenu): void => {
    this.menu = menu;
  };
}

class StandInNotification extends EventEmitter {
  static shown: StandInNotification[] = [];
  static isSupported = (): boolean => true;
  constructor(readonly options: NotificationConstructorOptions) {
    super();
  }
  show = (): void => void StandInNotification.shown.push(this);
}

class StandInPowerSaveBlocker implements Pick<PowerSaveBlocker, 'start' | 'stop'> {
  readonly running = new Map<number, string>();
  #last = 0;
  start = (type: 'prevent-app-suspension' | 'prevent-display-sleep'): number => {
    this.#last += 1;
    this.running.set(this.#last, type);
    return this.#last;
  };
  stop = (id: number): boolean => this.running.delete(id);
}

/** A keychain that turns every byte around; `isLost` is one that was reset. */
class StandInSafeStorage
  implements Pick<SafeStorage, 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'>
{
  isAvailable = true;
  isLost = false;
  backend: ReturnType<SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  isEncryptionAvailable = (): boolean => this.isAvailable;
  getSelectedStorageBackend = () => this.backend;
  encryptString = (text: string): Buffer => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff));
  decryptString = (sealed: Buffer): string => {
    if (this.isLost) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    return Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString('utf8');
  };
}

const screen: Pick<Screen, 'getAllDisplays'> = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Display],
};

const opened: string[] = [];
const systemShell: Pick<Shell, 'openPath'> = {
  openPath: async (file) => {
    opened.push(file);
    return '';
  },
};

/** Nothing of ours starts it; that it is never called is what a test looks at. */
const crashReporter = { start: jest.fn() };

export const electronStandIn = {
  app: new StandInApp(),
  BrowserWindow: StandInWindow,
  MessageChannelMain: StandInChannel,
  Menu: StandInMenu,
  Notification: StandInNotification,
  Tray: StandInTray,
  crashReporter,
  dialog,
  ipcMain: new StandInIpcMain() as StandInIpcMain & Pick<IpcMain, 'on'>,
  nativeImage,
  powerMonitor: new EventEmitter(),
  powerSaveBlocker: new StandInPowerSaveBlocker(),
  protocol: new StandInProtocol(),
  safeStorage: new StandInSafeStorage(),
  screen,
  session: { defaultSession: new StandInSession() },
  shell: systemShell,
  utilityProcess: { fork: (file: string) => new StandInProcess(file) },
};

/** What the shell has done so far. */
export const shell = {
  app: electronStandIn.app,
  boxes,
  crashReporter,
  ipcMain: electronStandIn.ipcMain,
  menu: () => StandInMenu.application as StandInMenu,
  notifications: StandInNotification.shown,
  opened,
  person,
  powerMonitor: electronStandIn.powerMonitor,
  powerSaveBlocker: electronStandIn.powerSaveBlocker,
  protocol: electronStandIn.protocol,
  safeStorage: electronStandIn.safeStorage,
  session: electronStandIn.session.defaultSession,
  trays: StandInTray.shown,
  windows: StandInWindow.opened,
  processes: StandInProcess.forked,
};

/** The newest of a list that is known to hold something. */
export function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('There is none yet');
  return item;
}
