import { EventEmitter } from 'node:events';
import type { RunOptions } from '../../src/runAppliance';
import { fakeStatus } from '../support/fakeStatus';

const KEY = Buffer.alloc(32, 7);
const SECRETS = { storeKey: KEY.toString('base64url'), carrier: undefined, keychainProblem: undefined };
const NO_KEYCHAIN = { storeKey: undefined, carrier: undefined, keychainProblem: 'There is no keychain' };
const START = { type: 'start', args: ['--training'], dataDirectory: '/stand-in/data', secrets: SECRETS };

/** Runs applianceProcess.ts whole; the appliance that it starts is `run`. */
async function applianceProcess(run: (options: RunOptions, onSwitched: () => void) => Promise<unknown>) {
  jest.resetModules();
  jest.doMock('../../src/runAppliance', () => ({ runAppliance: run }));
  const told: { type: string }[] = [];
  const parentPort = Object.assign(new EventEmitter(), {
    postMessage: (message: { type: string }) => message.type !== 'glance' && told.push(message),
  });
  Object.assign(process, { parentPort });
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  await import('../../main/applianceProcess');
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    told,
    exit,
    tell: async (data: unknown, ...ports: unknown[]) => {
      parentPort.emit('message', { data, ports });
      await settled();
    },
  };
}

afterEach(() => {
  Reflect.deleteProperty(process, 'parentPort');
  jest.restoreAllMocks();
});

function standInAppliance() {
  const attached: unknown[] = [];
  const stop = jest.fn(async () => undefined);
  const powers: string[] = [];
  const backend = { status: async () => fakeStatus(0), stopAll: jest.fn(async (): Promise<unknown> => 'done') };
  const appliance = {
    attachPort: (port: unknown) => attached.push(port),
    backend,
    changes: { subscribe: () => () => undefined },
    power: (event: string) => powers.push(event),
    diagnostics: async () => ({ version: '1.2.3' }),
    firstAccountCode: (): string | undefined => undefined,
  };
  return { attached, stop, backend, powers, appliance, running: { appliance: () => appliance, stop } };
}

it('runs the appliance with the flags given, in the shell’s data directory, without HTTP, and says when it is ready', async () => {
  const { running } = standInAppliance();
  let given: RunOptions | undefined;
  const { tell, told } = await applianceProcess(async (options) => {
    given = options;
    return running;
  });
  expect(given).toBeUndefined();
  await tell(START);
  expect(given).toMatchObject({ training: true, dataDirectory: '/stand-in/data', http: undefined });
  expect(given?.resourcesDirectory).toMatch(/resources$/);
  expect(told).toEqual([{ type: 'ready' }]);
});

it('protects the store with the keychain’s key, unless the person brings one', async () => {
  const given: RunOptions[] = [];
  const { tell } = await applianceProcess(async (options) => {
    given.push(options);
    return standInAppliance().running;
  });
  await tell({ ...START, args: [] });
  await tell({ ...START, args: ['--key-file', '/elsewhere/herald.key'] });
  expect(given[0]?.storeKey).toEqual({ kind: 'keychain', key: new Uint8Array(KEY) });
  expect(given[1]?.storeKey).toEqual({ kind: 'keyFile', file: '/elsewhere/herald.key' });
});

it('runs nothing real where there is no keychain: training, and it says so; with a profile it refuses', async () => {
  const given: RunOptions[] = [];
  const { tell, told } = await applianceProcess(async (options) => {
    given.push(options);
    return standInAppliance().running;
  });
  await tell({ ...START, args: [], secrets: NO_KEYCHAIN });
  expect(given[0]).toMatchObject({ training: true, carrierKeeping: { keep: undefined, whyNotSet: 'There is no keychain' } });
  expect(told.at(-1)).toEqual({ type: 'notice', message: 'There is no keychain. So only training mode runs' });
  await tell({ ...START, args: ['--profile', '/p.json'], secrets: NO_KEYCHAIN });
  expect(told.at(-1)).toEqual({ type: 'failed', message: 'There is no keychain. Or start it with --key-file FILE' });
  await tell({ ...START, args: ['--profile', '/p.json', '--key-file', '/k'], secrets: NO_KEYCHAIN });
  expect(given).toHaveLength(2);
  expect(given[1]).toMatchObject({ training: false, profileFile: '/p.json' });
});

it('hands carrier settings to the shell to keep, and believes what that answers', async () => {
  let given: RunOptions | undefined;
  const { tell, told } = await applianceProcess(async (options) => {
    given = options;
    return standInAppliance().running;
  });
  await tell({ ...START, secrets: { ...SECRETS, carrier: { BANDWIDTH_ACCOUNT_ID: '1' } } });
  expect(given?.carrierKeeping?.kept).toEqual({ BANDWIDTH_ACCOUNT_ID: '1' });
  const kept = given?.carrierKeeping?.keep?.({ BANDWIDTH_ACCOUNT_ID: '2' });
  expect(told.at(-1)).toEqual({ type: 'keep', id: 1, carrier: { BANDWIDTH_ACCOUNT_ID: '2' } });
  await tell({ type: 'kept', id: 1, problem: null });
  await kept;
  const refused = given?.carrierKeeping?.keep?.({ BANDWIDTH_ACCOUNT_ID: '3' });
  const refusal = expect(refused).rejects.toMatchObject({ code: 'settings.notKept', message: 'The keychain is locked' });
  await tell({ type: 'kept', id: 2, problem: 'The keychain is locked' });
  await refusal;
});

it('tells the appliance of sleep and wake, stops all sending, and asks it for diagnostics', async () => {
  const { running, powers, backend } = standInAppliance();
  const { tell, told } = await applianceProcess(async () => running);
  await tell({ type: 'stopAll', reason: 'too early' });
  expect(told.at(-1)).toMatchObject({ type: 'notice', message: expect.stringContaining('nothing is being sent') });
  await tell(START);
  await tell({ type: 'power', event: 'suspend' });
  await tell({ type: 'power', event: 'resume' });
  expect(powers).toEqual(['suspend', 'resume']);
  await tell({ type: 'stopAll', reason: 'drill' });
  expect(backend.stopAll).toHaveBeenCalledWith({ identity: 'host' }, { reason: 'drill' });
  await tell({ type: 'diagnose', id: 4 });
  expect(told.at(-1)).toEqual({ type: 'diagnosis', id: 4, report: { version: '1.2.3' } });
  backend.stopAll.mockRejectedValueOnce(new Error('disk'));
  await tell({ type: 'stopAll', reason: 'drill' });
  expect(told.at(-1)).toMatchObject({ type: 'notice', message: expect.stringContaining('could not be stopped') });
});

it('prefers a data directory from the flags', async () => {
  let given: RunOptions | undefined;
  const { tell } = await applianceProcess(async (options) => {
    given = options;
    return standInAppliance().running;
  });
  await tell({ ...START, args: ['--data=/elsewhere'] });
  expect(given?.dataDirectory).toBe('/elsewhere');
});

it('connects each console to the appliance, those that come early as soon as it runs', async () => {
  const { attached, running } = standInAppliance();
  let become: (value: unknown) => void = () => {};
  const { tell } = await applianceProcess(
    () =>
      new Promise((resolve) => {
        become = resolve;
      }),
  );
  await tell(START);
  await tell({ type: 'console' }, 'early');
  expect(attached).toEqual([]);
  become(running);
  await tell({ type: 'console' }, 'later');
  expect(attached).toEqual(['early', 'later']);
});

it('says so when another appliance took its place, so that consoles get new ports', async () => {
  let switched = () => {};
  const { tell, told } = await applianceProcess(async (_, onSwitched) => {
    switched = onSwitched;
    return standInAppliance().running;
  });
  await tell(START);
  switched();
  expect(told).toEqual([{ type: 'ready' }, { type: 'ready' }]);
});

it('says why it cannot run, and waits to be ended', async () => {
  const { tell, told, exit } = await applianceProcess(async () => {
    // The copy of the class that the process under test has.
    const { HeraldError } = await import('../../src/heraldError');
    throw new HeraldError('profile.bad', 'agency.timeZone: no such time zone');
  });
  await tell(START);
  expect(told).toEqual([{ type: 'failed', message: 'agency.timeZone: no such time zone' }]);
  expect(exit).not.toHaveBeenCalled();
  await tell({ ...START, args: ['--trainign'] });
  expect(told).toHaveLength(2);
});

it('stops the appliance before it ends, even one that is still starting', async () => {
  const { stop, running } = standInAppliance();
  let become: (value: unknown) => void = () => {};
  const { tell, exit } = await applianceProcess(
    () =>
      new Promise((resolve) => {
        become = resolve;
      }),
  );
  await tell(START);
  await tell({ type: 'stop' });
  expect([stop.mock.calls.length, exit.mock.calls.length]).toEqual([0, 0]);
  become(running);
  await tell({ type: 'console' });
  expect(stop).toHaveBeenCalledTimes(1);
  expect(exit).toHaveBeenCalledWith(0);
});

it('hands the shell the code for the first account, and logs it nowhere', async () => {
  const written: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const { running, appliance } = standInAppliance();
  appliance.firstAccountCode = () => 'ABCD-EFGH-JKLM';
  const { tell, told } = await applianceProcess(async () => running);
  await tell({ ...START, args: ['--profile', '/p.json'] });
  expect(told).toEqual([{ type: 'ready' }, { type: 'firstAccount', code: 'ABCD-EFGH-JKLM' }]);
  expect(written.join('')).not.toContain('ABCD');
});

it('sees to it that no crash dump of the process that holds the keys is written', async () => {
  const { running } = standInAppliance();
  const writeNoCrashDumps = jest.fn();
  jest.resetModules();
  jest.doMock('../../src/noCrashDumps', () => ({ writeNoCrashDumps }));
  const { tell } = await applianceProcess(async () => {
    expect(writeNoCrashDumps).toHaveBeenCalledTimes(1);
    return running;
  });
  await tell(START);
  expect(writeNoCrashDumps).toHaveBeenCalledTimes(1);
  jest.dontMock('../../src/noCrashDumps');
});
