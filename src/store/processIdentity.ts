import { execFileSync, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as it can be told from a later one with the same id. Only ever compared for being equal. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever terms the platform has. */
  readonly startedAt: string;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? 'unknown' };
}

/** False for a process that ended, a zombie, and another process that has the id now. In doubt true. */
export function isLive(identity: ProcessIdentity): boolean {
  if (!exists(identity.pid)) return false;
  const startedAt = startOf(identity.pid);
  return (
    startedAt === identity.startedAt || startedAt === 'unknown' || (startedAt !== undefined && identity.startedAt === 'unknown')
  );
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined for a zombie or none; `unknown` where the platform does not tell. */
function startOf(pid: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      return startFromProc(pid);
    case 'win32':
      return startFromPowerShell(pid);
    default:
      return startFromPs(pid);
  }
}

/** Ticks since boot do not move when somebody sets the clock; the boot's id makes them good beyond a reboot. */
function startFromProc(pid: number): string | undefined {
  try {
    const start = startInStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return start === undefined ? undefined : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${start}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? undefined : 'unknown';
  }
}

/** Field 22 of Linux's `/proc/PID/stat`; undefined for a zombie. See proc_pid_stat(5). */
export function startInStat(stat: string): string | undefined {
  // Field 2, the command, is in parentheses and may hold spaces and parentheses of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

function startFromPs(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return startInPs(execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8', env, stdio }));
  } catch (error) {
    // ps ends with 1 where there is no such process.
    return (error as { status?: number }).status === 1 ? undefined : 'unknown';
  }
}

/** From a line of `ps -o state=,lstart=` on macOS and BSD; undefined for a zombie. */
export function startInPs(line: string): string | undefined {
  const [state, ...start] = line.trim().split(/\s+/);
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : start.join(' ');
}

/** Half a second, twice at most and only at the start. Windows has no zombies that keep their id. */
function startFromPowerShell(pid: number): string | undefined {
  try {
    const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
    const answer = execFileSync('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
      encoding: 'utf8',
      timeout: 5_000,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return /^\d+$/.test(answer) ? answer : 'unknown';
  } catch {
    return 'unknown';
  }
}
