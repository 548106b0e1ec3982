import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { systemClock } from '../../../src/clock';
import { type Running, type RunOptions, runAppliance } from '../../../src/runAppliance';
import { starterProfile } from '../../../src/starterProfile';
import { until } from '../../support/consoleServer';

export const RESOURCES = resolve(__dirname, '..', '..', '..', 'resources');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const PASSWORD = 'correct horse battery staple 7';

// biome-ignore lint/suspicious/noExplicitAny: a profile as JSON, for tests to change, also into a wrong one
export const starter = (): any => JSON.parse(starterProfile(RESOURCES).text);

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** An appliance of this process in a temporary directory, not set up, for each test of a file. */
export function applianceToSetUp() {
  let data = '';
  let running: Running;
  let switched = 0;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'herald-setup-'));
    switched = 0;
  });
  afterEach(async () => {
    await running?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  async function api<T>(path: string, body?: unknown, token = 'the-token'): Promise<Answer<T>> {
    const url = new URL(`api${path}`, running.appliance().http?.url);
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  return {
    api,
    running: () => running,
    async start(changes: Partial<RunOptions> = {}): Promise<void> {
      running = await runAppliance(
        {
          dataDirectory: data,
          profileFile: undefined,
          feeds: new Map(),
          training: false,
          http: { port: 0, token: 'the-token', filesDirectory: undefined },
          env: {},
          resourcesDirectory: RESOURCES,
          clock: systemClock,
          logger: silent,
          version: 'test',
          ...changes,
        },
        () => {
          switched += 1;
        },
      );
    },
    /** Asks for something after which the appliance starts again, and waits for the new one. */
    async andAgain(path: string, body: unknown, token?: string): Promise<void> {
      const before = switched;
      const answer = await api<unknown>(path, body, token);
      expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
      await until(() => switched > before);
    },
    /** Makes the first account, an administrator's, with its second factor; its session. */
    async firstAccount(name: string): Promise<string> {
      const first = running.appliance().firstAccountCode();
      const { body } = await api<{ session: string }>('/access/firstAccount', { code: first, name, password: PASSWORD });
      expect(body).toEqual({ session: expect.any(String) });
      const { session } = body;
      const { secret } = (await api<{ secret: string }>('/access/enrolTotp', { password: PASSWORD }, session)).body;
      const code = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate();
      expect((await api('/access/confirmTotp', { code }, session)).status).toBe(200);
      return session;
    },
  };
}
