import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../src/clock';
import type { IncidentDetail } from '../../src/console/backend';
import type { MessageView, StatusView } from '../../src/contract/views';
import { defaultKeyFile } from '../../src/store/keys/storeKey';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { type RunningProcess, run } from './runningProcess';

export const PROJECT = resolve(__dirname, '..', '..');

// biome-ignore lint/suspicious/noExplicitAny: a profile as JSON, for tests to change, also into a wrong one
export type ProfileJson = any;

interface Ready {
  readonly console: string;
  readonly token: string;
  readonly feeds: readonly { readonly id: string; readonly address: string }[];
  /** Only where there is a receiver. */
  readonly callbacks?: string;
}

/** A real `npm run appliance` process without npm around it, on a temporary data directory. */
export class RealAppliance {
  private constructor(
    readonly process: RunningProcess,
    readonly ready: Ready,
  ) {}

  static start(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProcess {
    return run(process.execPath, [join(PROJECT, '.scripts', 'appliance.mjs'), ...args], {
      cwd: PROJECT,
      env: { ...withoutCarrier(process.env), ...env },
    });
  }

  static async ready(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RealAppliance> {
    return RealAppliance.readyOf(RealAppliance.start(args, env));
  }

  /** One that was started in another way, when it is ready. */
  static async readyOf(running: RunningProcess): Promise<RealAppliance> {
    const line = await running.line(/"event":"ready"/);
    return new RealAppliance(running, JSON.parse(line) as Ready);
  }

  address(feedId: string): { host: string; port: number } {
    const [host, port] = (this.ready.feeds.find((feed) => feed.id === feedId)?.address ?? '').split(':');
    return { host: host ?? '', port: Number(port) };
  }

  async get<T>(path: string): Promise<{ status: number; body: T }> {
    const response = await fetch(new URL(`api${path}`, this.ready.console), {
      headers: { authorization: `Bearer ${this.ready.token}` },
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async command(name: string, input: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(new URL(`api/commands/${name}`, this.ready.console), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: await response.json() };
  }

  async status(): Promise<StatusView> {
    return (await this.get<StatusView>('/status')).body;
  }

  async incident(number: string): Promise<IncidentDetail | undefined> {
    const { status, body } = await this.get<IncidentDetail>(`/incidents/${encodeURIComponent(number)}`);
    return status === 200 ? body : undefined;
  }

  async outbox(): Promise<MessageView[]> {
    return (await this.get<{ items: MessageView[] }>('/outbox?limit=500')).body.items;
  }

  /** Connects to a feed, says all of it, in pieces where wanted, and hangs up. */
  async feed(feedId: string, ...pieces: readonly (string | Uint8Array)[]): Promise<void> {
    const { host, port } = this.address(feedId);
    const socket: Socket = connect(port, host);
    socket.setNoDelay(true);
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    for (const piece of pieces) await new Promise<void>((done) => socket.write(piece, () => done()));
    await new Promise<void>((done) => socket.end(() => done()));
  }

  async stop(): Promise<number | NodeJS.Signals> {
    this.process.child.kill('SIGTERM');
    return this.process.ended;
  }

  async kill(): Promise<void> {
    this.process.child.kill('SIGKILL');
    await this.process.ended;
  }
}

/** A temporary directory and a simulated carrier for each test of a file. */
export function rigPerTest(): {
  directory(): string;
  carrier(): CarrierSimulator;
  /** Writes a profile file; its name. */
  profile(json: unknown): string;
  /** The profile of the scenarios, changed as a test wants it; its file's name. */
  fixture(change: (profile: ProfileJson) => void): string;
} {
  let directory = '';
  let carrier: CarrierSimulator | undefined;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'herald-rig-'));
    carrier = await startCarrierSimulator({ clock: systemClock });
  });
  afterEach(async () => {
    await carrier?.stop();
    rmSync(directory, { recursive: true, force: true });
    rmSync(defaultKeyFile(directory), { force: true });
  });
  const profile = (json: unknown) => {
    const file = join(directory, 'profile.json');
    writeFileSync(file, JSON.stringify(json));
    return file;
  };
  return {
    directory: () => directory,
    carrier: () => carrier as CarrierSimulator,
    profile,
    fixture(change) {
      const json: ProfileJson = JSON.parse(readFileSync(join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
      change(json);
      return profile(json);
    },
  };
}

/** Asks again and again until it holds; fails with the last answer after `withinMs`. */
export async function until<T>(ask: () => Promise<T> | T, holds: (answer: T) => boolean, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`Not so within ${withinMs} ms; the last answer was ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
}

/** No setting of the machine may reach a test. */
function withoutCarrier(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('BANDWIDTH_')));
}
