import { type BrowserWindow, dialog } from 'electron';

/** Shows the code for the first account to who sits at the machine: each code once, and nowhere else. */
export function firstAccountNotice(window: () => BrowserWindow | undefined): (code: string) => void {
  let shown: string | undefined;
  return (code) => {
    if (code === shown) return;
    shown = code;
    const options = {
      type: 'info' as const,
      title: 'Herald',
      message: `Code for the first account: ${code}`,
      detail:
        'There is no account on this machine yet. The first one is an administrator: make it in the console with this code, ' +
        'which is shown once and holds until Herald is started again.',
    };
    const parent = window();
    void (parent === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options));
  };
}
