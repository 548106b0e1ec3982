import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';

/** Asks before something that cannot be taken back; the safe answer is the one that Enter and Escape give. */
async function confirmed(window: BrowserWindow | undefined, act: string, message: string, detail: string): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'warning',
    title: 'Herald',
    message,
    detail,
    buttons: ['Cancel', act],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = window === undefined ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options);
  return response === 1;
}

export const confirmStopAll = (window: BrowserWindow | undefined) =>
  confirmed(
    window,
    'Stop all sending',
    'Stop all sending?',
    'Nothing is sent until somebody resumes it in the console. What is on its way already arrives.',
  );

export const confirmQuit = (window: BrowserWindow | undefined) =>
  confirmed(window, 'Quit', 'Quit Herald?', 'Calls are not read and nobody is texted until it is started again.');

export const confirmUpdate = (window: BrowserWindow | undefined, message: string, detail: string) =>
  confirmed(window, 'Apply', message, detail);
