import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly show: () => void;
  readonly stopAll: () => void;
  readonly exportDiagnostics: () => void;
  readonly applyUpdate: () => void;
  readonly quit: () => void;
  readonly startsAtLogOn: () => boolean;
  readonly startAtLogOn: (wanted: boolean) => void;
}

/** The window's menu, with its shortcuts. In kiosk mode only what cannot end or change Herald. */
export function setAppMenu(actions: MenuActions, isKiosk: boolean): void {
  const herald: MenuItemConstructorOptions[] = [
    { label: 'Open the console', accelerator: 'CmdOrCtrl+O', click: actions.show },
    { label: 'Stop all sending...', accelerator: 'CmdOrCtrl+Shift+S', click: actions.stopAll },
  ];
  const keeping: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    {
      label: 'Start at log-on',
      type: 'checkbox',
      checked: actions.startsAtLogOn(),
      click: ({ checked }) => actions.startAtLogOn(checked),
    },
    { label: 'Apply an update...', click: actions.applyUpdate },
    { label: 'Export diagnostics...', click: actions.exportDiagnostics },
    { type: 'separator' },
    { label: 'Quit Herald...', accelerator: 'CmdOrCtrl+Q', click: actions.quit },
  ];
  const template: MenuItemConstructorOptions[] = [
    { label: process.platform === 'darwin' ? app.name : 'Herald', submenu: isKiosk ? herald : [...herald, ...keeping] },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: 'View', submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, ...(isKiosk ? [] : FULL_SCREEN)] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

const FULL_SCREEN: MenuItemConstructorOptions[] = [{ type: 'separator' }, { role: 'togglefullscreen' }];
