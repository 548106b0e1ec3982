import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface RunningProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the first line on stdout that matches; rejects when the process ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const groups = new Set<number>();

// A failed test must leave nothing running: not what it started, nor what that started in turn.
afterEach(() => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // Ended by itself.
    }
  }
  groups.clear();
});

/** For one that all tests of a file share: whoever started it ends it. */
export function outliveTests({ child }: RunningProcess): void {
  if (child.pid !== undefined) groups.delete(child.pid);
}

/** Starts a command, collects what it says, and ends it with the test. */
export function run(command: string, args: readonly string[], options: SpawnOptions): RunningProcess {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) groups.add(child.pid);
  let stdout = '';
  let stderr = '';
  const heard = new Set<() => void>();
  child.stdout?.on('data', (bytes) => {
    stdout += String(bytes);
    for (const listener of heard) listener();
  });
  child.stderr?.on('data', (bytes) => {
    stderr += String(bytes);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .find((line) => pattern.test(line));
          if (found === undefined) return;
          heard.delete(look);
          resolve(found);
        };
        heard.add(look);
        look();
        ended.then((end) => reject(new Error(`Ended with ${end} before a line like ${pattern}: ${stderr}`)), reject);
      }),
  };
}
