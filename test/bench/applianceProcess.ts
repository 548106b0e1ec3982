import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StatusView } from '../../src/contract/views';

/** Beside dist/bench, where the build puts this code. */
export const PROJECT = join(__dirname, '..', '..');
export const CLI = join(PROJECT, 'dist', 'appliance', 'cli.cjs');

const STOP_MS = 10_000;

export interface StartOptions {
  /** Gets the data directory and the log. */
  readonly directory: string;
  readonly profileFile: string;
  /** By default the built appliance itself, without npm around it. */
  readonly command?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly profileDirectory?: string | undefined;
}

interface Ready {
  readonly console: string;
  readonly token: string;
  readonly feeds: readonly { readonly id: string; readonly address: string }[];
}

const running = new Set<ChildProcess>();

/** Ends at once what is still running; for when a part fails. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A real headless appliance, as a process of its own. */
export class ApplianceProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly ended: Promise<number | NodeJS.Signals>,
    readonly ready: Ready,
    /** From spawn to the ready line. */
    readonly readyAfterMs: number,
  ) {}

  static async start(options: StartOptions): Promise<ApplianceProcess> {
    const { directory, profileFile, env = {}, profileDirectory } = options;
    const profiling = profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
    const [program, ...args] = options.command ?? [process.execPath, ...profiling, CLI];
    mkdirSync(directory, { recursive: true });
    const logFile = join(directory, 'log');
    const log = openSync(logFile, 'w');
    const startedAt = performance.now();
    const child = spawn(program, [...args, '--data', join(directory, 'data'), '--profile', profileFile], {
      cwd: PROJECT,
      env: { ...withoutCarrier(process.env), ...env },
      stdio: ['ignore', 'pipe', log],
    });
    closeSync(log);
    running.add(child);
    const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        running.delete(child);
        resolve(code ?? signal ?? 1);
      });
    });
    const line = new Promise<string>((resolve) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
        if (text.includes('"event":"ready"')) resolve(text);
      });
    });
    const early = ended.then((end) => {
      throw new Error(`The appliance ended with ${end} before it was ready: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    });
    const ready = JSON.parse(await Promise.race([line, early])) as Ready;
    return new ApplianceProcess(child, ended, ready, performance.now() - startedAt);
  }

  async connectFeed(id: string): Promise<Socket> {
    const [host, port] = (this.ready.feeds.find((feed) => feed.id === id)?.address ?? '').split(':');
    const socket = connect(Number(port), host);
    socket.setNoDelay(true);
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    return socket;
  }

  async command(name: string, input: unknown): Promise<Response> {
    return fetch(new URL(`api/commands/${name}`, this.ready.console), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  }

  /** The cheapest of questions. */
  async agency(): Promise<void> {
    await (
      await fetch(new URL('api/agency', this.ready.console), { headers: { authorization: `Bearer ${this.ready.token}` } })
    ).text();
  }

  /** Whether it has an incident of this number. */
  async knows(number: string): Promise<boolean> {
    const url = new URL(`api/incidents/${number}`, this.ready.console);
    return (await fetch(url, { headers: { authorization: `Bearer ${this.ready.token}` } })).ok;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async status(): Promise<StatusView> {
    const response = await fetch(new URL('api/status', this.ready.console), {
      headers: { authorization: `Bearer ${this.ready.token}` },
    });
    if (!response.ok) throw new Error(`GET /api/status answered ${response.status}`);
    return (await response.json()) as StatusView;
  }

  /** The most memory it ever had, in MB of 10^6 bytes; undefined where the system does not say. */
  peakMemoryMb(): number | undefined {
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(procFile(this.child.pid, 'status'))?.[1];
    return kibibytes === undefined ? undefined : Math.round((Number(kibibytes) * 1_024) / 1e5) / 10;
  }

  /** What it has had written to disks so far, in bytes; undefined where the system does not say. */
  bytesWritten(): number | undefined {
    const bytes = /^write_bytes: (\d+)/m.exec(procFile(this.child.pid, 'io'))?.[1];
    return bytes === undefined ? undefined : Number(bytes);
  }

  /**
   * Milliseconds that processors have worked for it so far; undefined where the system does not say. Unlike any other time
   * here it hardly depends on what else the machine does.
   */
  processorMs(): number | undefined {
    // After the name, which may itself contain blanks and brackets; user and system time, in ticks of 10 ms.
    const fields = procFile(this.child.pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : undefined;
  }

  /** Ends it as an operator would; returns what is wrong with how it ended. */
  async stop(): Promise<string[]> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end === 0 ? [] : [`the appliance ended with ${end}`];
  }
}

export function framesOf(status: StatusView): { frames: number; rejected: number } {
  const sum = (pick: (feed: StatusView['feeds'][number]) => number) => status.feeds.reduce((total, feed) => total + pick(feed), 0);
  return { frames: sum((feed) => feed.frames), rejected: sum((feed) => feed.rejected) };
}

function procFile(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** No account of this machine may reach a benchmark. */
function withoutCarrier(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('BANDWIDTH_')));
}
