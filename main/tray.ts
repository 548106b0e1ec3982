import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Glance } from '../src/contract/glance';
import { glanceLines, type TrayState } from './glanceWords';

export interface TrayActions {
  readonly show: () => void;
  readonly stopAll: () => void;
  readonly quit: () => void;
}

/** The appliance at a glance, in the corner of the screen. */
export class ApplianceTray {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  readonly #icons: string;
  readonly #isKiosk: boolean;

  constructor(icons: string, actions: TrayActions, isKiosk: boolean) {
    this.#icons = icons;
    this.#actions = actions;
    this.#isKiosk = isKiosk;
    this.#tray = new Tray(this.#image('away'));
    this.#tray.on('click', actions.show);
    this.update(undefined);
  }

  /** Undefined: no appliance is running. */
  update(glance: Glance | undefined): void {
    const lines = glanceLines(glance);
    this.#tray.setImage(this.#image(glance?.state ?? 'away'));
    this.#tray.setToolTip(['Herald', ...lines].join('\n'));
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#menu(lines, glance)));
  }

  #menu(lines: readonly string[], glance: Glance | undefined): MenuItemConstructorOptions[] {
    const { show, stopAll, quit } = this.#actions;
    const isStopped = glance?.state === 'stopped';
    return [
      ...lines.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      { label: 'Open the console', click: show },
      { label: 'Stop all sending...', enabled: glance !== undefined && !isStopped, click: stopAll },
      ...(this.#isKiosk ? [] : ([{ type: 'separator' }, { label: 'Quit Herald...', click: quit }] as const)),
    ];
  }

  #image(state: TrayState) {
    return nativeImage.createFromPath(path.join(this.#icons, `tray-${state}.png`));
  }
}
