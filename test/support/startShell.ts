import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as StandIn from './electronStandIn';

let home: string | undefined;
afterEach(() => {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
  home = undefined;
});

/** Where the shell of this test keeps its files; the same for each start within one test. */
export function shellHome(): string {
  home ??= mkdtempSync(path.join(tmpdir(), 'herald-shell-'));
  return home;
}

export interface ShellStart {
  readonly isFirst?: boolean;
  /** Flags as on the command line. */
  readonly args?: readonly string[];
  /** Before anything of the shell runs. */
  readonly prepare?: (shell: typeof StandIn.shell) => void;
}

/** Runs main.ts whole, in a fresh copy of itself and of the stand-in. */
export async function startShell({ isFirst = true, args = [], prepare = () => {} }: ShellStart = {}) {
  jest.resetModules();
  const { electronStandIn, shell, last } = (await import('./electronStandIn')) as typeof StandIn;
  jest.doMock('electron', () => electronStandIn);
  shell.app.isFirst = isFirst;
  shell.app.home = shellHome();
  prepare(shell);
  const argv = process.argv;
  process.argv = ['electron', 'herald', ...args];
  try {
    await import('../../main/main');
    shell.app.becomeReady();
    await settled();
  } finally {
    process.argv = argv;
  }
  return {
    ...shell,
    window: () => last(shell.windows),
    process: () => last(shell.processes),
    tray: () => last(shell.trays),
    /** The newest message of this type to the newest appliance. */
    told: <T>(type: string): T => last(last(shell.processes).of(type)).message as unknown as T,
    say: (message: unknown) => last(shell.processes).emit('message', message),
  };
}

/** What waits only for promises has been done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
