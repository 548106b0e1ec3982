import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../../../src/logger';
import { type CarrierFault, ownError } from '../../../src/training/carrierFaults';
import { carrierFrom, smsTo } from '../../support/carrierUnderTest';
import { FakeClock } from '../../support/fakeClock';
import { readImports } from '../../support/importBoundaries';
import { RealAppliance, rigPerTest } from '../../support/realAppliance';
import { phoneOf, sendingDeskPerTest } from '../../support/sendingDesk';
import { projectRoot } from '../../support/stubProject';

const desks = sendingDeskPerTest();
const rig = rigPerTest();
const MINUTE = 60_000;

test('hazard 21: where no way in is configured, the status says that a STOP is not seen', async () => {
  const profile = rig.fixture((json) => {
    json.carrier.optOut = 'acceptedBlind';
  });
  const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', profile, '--port', '0'], {
    ...rig.carrier().environment,
  });
  try {
    const status = await appliance.status();
    expect(status.alarms).toContainEqual(expect.objectContaining({ code: 'stopNotSeen', text: expect.stringContaining('STOP') }));
  } finally {
    await appliance.stop();
  }
});

test('hazard 22: neither a log nor what a person reads carries password, token, number or text, whatever fails', async () => {
  const logged: unknown[] = [];
  const log = (event: string, fields?: object) => void logged.push(event, fields);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const environment = () => ({ BANDWIDTH_PASSWORD: 'training' });
  const desk = await desks.open({ logger, environment });
  const quote = `${phoneOf(1)} and "An officer has been assigned" by Basic dHJhaW5pbmc6dHJhaW5pbmc=`;
  const faults: CarrierFault[] = [
    ownError(500, quote, quote),
    ownError(403, '2065550101', quote),
    ownError(429, quote, quote),
    { type: 'answer', status: 200, body: `<html>${quote}` },
    { type: 'resetAfterAccepting' },
  ];
  for (const fault of faults) desk.simulator.fail('create', fault);
  desk.simulator.fail('list', ownError(400, quote, quote), 2);
  await desk.due(1);
  desk.worker.start();
  const shown: unknown[] = [];
  await desk.pass(
    async () => {
      shown.push(desk.worker.status(), (await desk.row(1)).detail, ...(await desk.desk.reasons('25-0001')));
      return (await desk.row(1)).status === 'delivered';
    },
    10 * MINUTE,
    1_000,
  );
  expect(logged.length).toBeGreaterThan(10);
  expect(JSON.stringify([logged, shown])).not.toMatch(/training|dHJh|Basic|Bearer|555|officer has been/i);
});

test('hazard 23: texts that leave together make one token request; a 401 renews it once; a hanging one holds nothing for good', async () => {
  const desk = await desks.open({
    environment: () => ({
      BANDWIDTH_USERNAME: undefined,
      BANDWIDTH_PASSWORD: undefined,
      BANDWIDTH_CLIENT_ID: 'training-client',
      BANDWIDTH_CLIENT_SECRET: 'training-secret',
    }),
  });
  const tokens = () => desk.simulator.requests.filter(({ endpoint }) => endpoint === 'token').length;
  for (const n of [1, 2, 3]) await desk.due(n);
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 3, 10_000);
  expect(tokens()).toBe(1);

  desk.simulator.revokeTokens();
  for (const n of [4, 5]) await desk.due(n);
  await desk.pass(() => desk.simulator.messages.length === 5, 10_000);
  expect(tokens()).toBe(2);

  desk.simulator.revokeTokens();
  desk.simulator.fail('token', { type: 'hangAfterAccepting' });
  await desk.due(6);
  await desk.pass(() => desk.worker.status().state === 'offline', MINUTE);
  await desk.pass(() => desk.simulator.messages.length === 6, 2 * MINUTE);
  expect(desk.simulator.textsTo(phoneOf(6))).toHaveLength(1);
});

test('hazard 24: a proxy of the environment is not used, one that was set on purpose is', async () => {
  const before = process.env.HTTP_PROXY;
  process.env.HTTP_PROXY = 'http://127.0.0.1:9';
  try {
    const direct = await desks.open();
    await direct.due(1);
    direct.worker.start();
    await direct.pass(() => direct.simulator.messages.length === 1, 5_000);
  } finally {
    if (before === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = before;
  }
  const through = await desks.open({
    // Nobody listens there: only by the proxy can the text arrive.
    environment: ({ port }) => ({
      BANDWIDTH_MESSAGING_URL: 'http://localhost:9/api/v2',
      BANDWIDTH_PROXY: `http://127.0.0.1:${port}`,
    }),
  });
  await through.due(1);
  through.worker.start();
  await through.pass(() => through.simulator.messages.length === 1, 5_000);
});

test('hazard 25: with nothing said of an address, as by a wrong argument, no test reaches Bandwidth', async () => {
  const clock = new FakeClock();
  const environment = { BANDWIDTH_ACCOUNT_ID: 'a', BANDWIDTH_APPLICATION_ID: 'b', BANDWIDTH_FROM: '+12065550100' };
  const access = { BANDWIDTH_USERNAME: 'nobody', BANDWIDTH_PASSWORD: 'nothing' };
  expect(await carrierFrom({ ...environment, ...access }, clock).send(smsTo(clock))).toEqual({
    type: 'notTaken',
    trouble: 'unreachable',
    detail: 'no connection (ENOTFOUND)',
  });
  const client = { BANDWIDTH_CLIENT_ID: 'nobody', BANDWIDTH_CLIENT_SECRET: 'nothing' };
  expect(await carrierFrom({ ...environment, ...client }, clock).send(smsTo(clock))).toMatchObject({ trouble: 'unreachable' });
});

test('hazard 26: only src/bandwidth loads the SDK; pages and the preload script cannot reach it', () => {
  const imports = readImports(projectRoot, ['src', 'main', 'renderer']);
  const loading = imports.filter(({ to }) => to.includes('bandwidth-sdk')).map(({ from }) => path.dirname(from));
  expect(new Set(loading)).toEqual(new Set(['src/bandwidth']));
  const reach = new Set(['main/preload.ts', ...imports.filter(({ from }) => from.startsWith('renderer/')).map(({ from }) => from)]);
  for (const file of reach) for (const { from, to } of imports) if (from === file) reach.add(to);
  expect([...reach].filter((file) => file.startsWith('src/bandwidth'))).toEqual([]);
});

test('hazard 28: axios is pinned by the lockfile, and the package leaves out what the SDK ships for its developers', () => {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  expect(lock.packages['node_modules/axios']).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    integrity: expect.any(String),
  });
  const own = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  expect(own.dependencies['bandwidth-sdk']).toMatch(/^\d/);
  const parts = ['coverage', 'tests', 'docs', 'dist'].map((part) => `/node_modules/bandwidth-sdk/${part}/index.js`);
  const code = `import { shippedFilter } from './.scripts/packageFiles.mjs'; console.log(${JSON.stringify(parts)}.filter(shippedFilter()).length)`;
  // Of the SDK only what the bundle holds is shipped.
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: projectRoot, encoding: 'utf8' })).toBe('0\n');
});
