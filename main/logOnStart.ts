import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { writeSmallFile } from './smallFile';

const ARGS = ['--hidden'];

/** Linux desktops start what has a file here. */
const autostartFile = () => path.join(app.getPath('appData'), 'autostart', 'herald.desktop');

export function startsAtLogOn(): boolean {
  if (process.platform === 'linux') return existsSync(autostartFile());
  return app.getLoginItemSettings({ args: ARGS }).openAtLogin;
}

/** Started so, the appliance runs and no window opens. */
export function startAtLogOn(wanted: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: ARGS });
    return;
  }
  if (!wanted) {
    rmSync(autostartFile(), { force: true });
    return;
  }
  const command = `"${process.execPath.replace(/(["\\$`%])/g, '\\$1')}" ${ARGS.join(' ')}`;
  const lines = ['[Desktop Entry]', 'Type=Application', 'Name=Herald', `Exec=${command}`, 'X-GNOME-Autostart-enabled=true', ''];
  writeSmallFile(autostartFile(), lines.join('\n'));
}
