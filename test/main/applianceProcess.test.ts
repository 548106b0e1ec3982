import { EventEmitter } from 'node:events';
import type { RunOptions } from '../../src/runAppliance';

const START = { type: 'start', args: ['--training'], dataDirectory: '/stand-in/data' };

/** Runs applianceProcess.ts whole; the appliance that it starts is `run`. */
async function applianceProcess(run: (options: RunOptions, onSwitched: () => void) => Promise<unknown>) {
  jest.resetModules();
  jest.doMock('../../src/runAppliance', () => ({ runAppliance: run }));
  const told: unknown[] = [];
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => told.push(message) });
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
  return { attached, stop, running: { appliance: () => ({ attachPort: (port: unknown) => attached.push(port) }), stop } };
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
