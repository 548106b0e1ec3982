import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Logger } from './logger';

/**
 * A dump of this process's memory would hold in the clear what the store has sealed, and its keys: none is written, as far
 * as a process can see to that itself. Says so where somebody asked for one in a way that cannot be undone.
 */
export function writeNoCrashDumps(logger: Logger): void {
  if (process.report !== undefined) {
    process.report.reportOnFatalError = false;
    process.report.reportOnUncaughtException = false;
    process.report.reportOnSignal = false;
  }
  if (process.platform === 'linux' && coreLimit() !== '0') {
    // Node cannot set limits of its own.
    spawnSync('prlimit', ['--pid', String(process.pid), '--core=0:0'], { stdio: 'ignore' });
    if (coreLimit() !== '0') logger.warn('crash.coreDumps', { todo: 'start Herald with "ulimit -c 0" (systemd: LimitCORE=0)' });
  }
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (/--heapsnapshot|--heap-prof/.test(flags))
    logger.warn('crash.heapSnapshots', { todo: 'start Herald without these flags of Node' });
}

/** Undefined where it cannot be told. */
function coreLimit(): string | undefined {
  try {
    return /^Max core file size\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
