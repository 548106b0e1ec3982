import { readSmallFile, writeSmallFile } from './smallFile';

/** What of the window is the same at the next start. */
export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

export const FIRST_WINDOW: WindowState = { width: 1280, height: 800, isMaximized: false };

/** Reads what was kept of the window; anything that is not as expected counts as nothing. */
export function readWindowState(file: string): WindowState {
  try {
    const { x, y, width, height, isMaximized } = JSON.parse(readSmallFile(file) ?? '{}') as Record<string, unknown>;
    const numbers = [x, y, width, height];
    if (!numbers.every((value) => Number.isSafeInteger(value))) return FIRST_WINDOW;
    return { x, y, width, height, isMaximized: isMaximized === true } as WindowState;
  } catch {
    return FIRST_WINDOW;
  }
}

/** Losing it harms nobody, so a disk that is full or read-only must not end anything. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeSmallFile(file, JSON.stringify(state));
  } catch {
    // As at the first start, then.
  }
}
