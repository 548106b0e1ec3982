import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { resolveCarrierSettings } from '../src/carrierSettings';
import { systemClock } from '../src/clock';
import { HeraldError } from '../src/heraldError';
import type { Logger } from '../src/logger';
import { type Running, runAppliance } from '../src/runAppliance';

const ENTERED = {
  accountId: '9900123',
  applicationId: 'app-456',
  from: '+12065550100',
  credentials: { type: 'basic' as const, username: 'herald-api', password: 'hunter2-and-more' },
  segmentsPerSecond: 5,
  reason: 'first set up',
};
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

let directory: string;
let running: Running | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'herald-settings-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(directory, { recursive: true, force: true });
});

it('entered in the console are kept by the host and used at once, and only if it kept them', async () => {
  const kept: Record<string, string>[] = [];
  let locked = true;
  let switched = () => {};
  const isSwitched = new Promise<void>((resolve) => {
    switched = resolve;
  });
  running = await runAppliance(
    {
      dataDirectory: join(directory, 'data'),
      profileFile: resolve('test/fixtures/profile.json'),
      feeds: new Map(),
      training: false,
      http: undefined,
      env: {},
      carrierKeeping: {
        kept: undefined,
        keep: async (settings) => {
          if (locked) throw new HeraldError('settings.notKept', 'The keychain is locked');
          kept.push({ ...settings });
        },
        whyNotSet: undefined,
      },
      resourcesDirectory: resolve('resources'),
      clock: systemClock,
      logger: silent,
      version: '0',
    },
    () => switched(),
  );
  const settings = () => (running as Running).appliance().backend.carrierSettings;
  const caller = { identity: 'host' };
  expect(await settings().get()).toMatchObject({ source: 'none', canSet: true, settings: null });
  expect(await settings().set(caller, ENTERED)).toEqual({ conflict: 'The keychain is locked' });
  await expect(settings().set(caller, { ...ENTERED, from: '911' })).rejects.toMatchObject({ context: { field: 'from' } });
  expect((await settings().get()).source).toBe('none');

  locked = false;
  expect(await settings().set(caller, ENTERED)).toBe('done');
  await isSwitched;
  expect(kept).toEqual([
    {
      BANDWIDTH_ACCOUNT_ID: '9900123',
      BANDWIDTH_APPLICATION_ID: 'app-456',
      BANDWIDTH_FROM: '+12065550100',
      BANDWIDTH_SEGMENTS_PER_SECOND: '5',
      BANDWIDTH_USERNAME: 'herald-api',
      BANDWIDTH_PASSWORD: 'hunter2-and-more',
    },
  ]);
  const view = await settings().get();
  expect(view).toMatchObject({
    source: 'keychain',
    settings: { accountId: '...123', credentialsName: '...api', segmentsPerSecond: 5 },
  });
  expect(JSON.stringify(view)).not.toMatch(/9900123|hunter2|herald-api/);
  const { items } = await (running as Running).appliance().backend.audit({ limit: 10 });
  expect(JSON.stringify(items)).not.toMatch(/9900123|hunter2|herald-api/);
  expect(items.filter(({ action }) => action === 'setCarrierSettings').length).toBeGreaterThan(1);
});

it('of the environment win over what was kept', () => {
  const keeping = { kept: { BANDWIDTH_ACCOUNT_ID: 'kept' }, keep: async () => {}, whyNotSet: undefined };
  expect(resolveCarrierSettings({ BANDWIDTH_ACCOUNT_ID: 'machine' }, keeping).origin).toMatchObject({ keep: undefined });
  expect(resolveCarrierSettings({}, keeping).origin.keep).toBeDefined();
});
