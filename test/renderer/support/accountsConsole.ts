import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { TOTP } from 'otpauth';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Clock, systemClock } from '../../../src/clock';
import { silentLogger } from '../../../src/logger';
import { type Running, runAppliance } from '../../../src/runAppliance';
import { PROJECT } from '../../support/realAppliance';

const TOKEN = 'a-token-for-tests';

/** The system's clock, put forward: five minutes after the password are not waited for. */
class PutForward implements Clock {
  #by = 0;
  now = () => systemClock.now() + this.#by;
  monotonicMs = () => systemClock.monotonicMs();
  after = (delayMs: number, work: () => void) => systemClock.after(delayMs, work);
  by(ms: number): void {
    this.#by += ms;
  }
}

/** A whole appliance with accounts, in this process, where the time is the test's; and one browser on it. */
export class AccountsConsole {
  readonly clock = new PutForward();
  readonly #opened = new Map<string, number>();

  private constructor(
    private readonly browser: Browser,
    private readonly directory: string,
  ) {}

  #running!: Running;

  static async start(executablePath: string): Promise<AccountsConsole> {
    const directory = mkdtempSync(path.join(tmpdir(), 'herald-accounts-'));
    const [browser] = await Promise.all([
      chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] }),
      promisify(execFile)(process.execPath, [path.join(PROJECT, '.scripts', 'build.mjs'), '--if-stale']),
    ]);
    const desk = new AccountsConsole(browser, directory);
    const profileFile = path.join(directory, 'profile.json');
    const profile = JSON.parse(readFileSync(path.join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
    writeFileSync(profileFile, JSON.stringify({ ...profile, mode: 'watch' }));
    desk.#running = await runAppliance({
      dataDirectory: path.join(directory, 'data'),
      profileFile,
      feeds: new Map(),
      training: false,
      http: { port: 0, token: TOKEN, filesDirectory: path.join(PROJECT, 'dist', 'console') },
      env: {},
      resourcesDirectory: path.join(PROJECT, 'resources'),
      clock: desk.clock,
      logger: silentLogger,
      version: '0.0.0',
    });
    return desk;
  }

  get firstCode(): string {
    return this.#running.appliance().firstAccountCode() ?? '';
  }

  /** A console of its own, with nobody signed in. */
  async open(hash = '#/board', theme: 'dark' | 'light' = 'dark'): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: theme });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(`${this.#running.appliance().http?.url}${hash}`);
    return page;
  }

  /** What the host may do with its token. */
  async asHost<T>(way: string, input: unknown): Promise<T> {
    const response = await fetch(new URL(`api/${way}`, this.#running.appliance().http?.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${way}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The code an authenticator app shows; each counts once, so time goes on to the next one where it must. */
  code(secret: string): string {
    const step = () => Math.floor(this.clock.now() / 30_000);
    if ((this.#opened.get(secret) ?? -1) >= step()) this.clock.by(30_000);
    this.#opened.set(secret, step());
    return new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: this.clock.now() });
  }

  /** One line of the unit event feed. */
  async cad(...columns: readonly string[]): Promise<void> {
    const address = this.#running.appliance().feeds.find(({ id }) => id === 'units')?.address ?? '';
    const [host, port] = address.split(':');
    const socket = connect(Number(port), host ?? '');
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    const line = [new Date(this.clock.now()).toISOString(), ...columns].join('|');
    await new Promise<void>((done) => socket.end(`${line}\r\n`, done));
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.#running?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
