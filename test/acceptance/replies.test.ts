import { systemClock } from '../../src/clock';
import type { InboundView, NumberFactsView, SuppressionView } from '../../src/contract/optOut';
import type { TemplateFinding } from '../../src/contract/templates';
import { startCarrierSimulator } from '../../src/training/carrierSimulator';
import { type ProfileJson, RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(60_000);
const PHONE = '+19415550111';
const FAST = { BANDWIDTH_SEGMENTS_PER_SECOND: '100' };
const RECEIVER = {
  BANDWIDTH_CALLBACK_LISTEN: '127.0.0.1:0',
  BANDWIDTH_CALLBACK_USER: 'bandwidth',
  BANDWIDTH_CALLBACK_PASSWORD: 'a secret of the agency',
};

function line(event: string, incident: string, values: Readonly<Record<string, string>> = {}): string {
  const names = ['callType', 'priority', 'unit', 'callerPhone', 'officerId', 'reportNumber', 'disposition', 'flags', 'narrative'];
  const columns = [new Date().toISOString(), incident, event, ...names.map((name) => values[name] ?? ''), '', ''];
  return `${columns.join('|')}\n`;
}

const quick = (change: (profile: ProfileJson) => void) => (profile: ProfileJson) => {
  for (const stage of Object.values(profile.ruleset.stages) as { hold: string }[]) stage.hold = '0s';
  profile.ruleset.quietHours = null;
  profile.ruleset.caps.minGap = '0s';
  change(profile);
};

async function post<T>(appliance: RealAppliance, path: string, input: unknown): Promise<T> {
  const response = await fetch(new URL(`api${path}`, appliance.ready.console), {
    method: 'POST',
    headers: { authorization: `Bearer ${appliance.ready.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return (await response.json()) as T;
}

it('STOP comes by a callback, is confirmed once, survives kill -9, and its receipt comes without polling', async () => {
  const carrier = rig.carrier();
  const profile = rig.fixture(
    quick((p) => {
      p.carrier.optOut = 'callbacks';
    }),
  );
  const args = ['--data', rig.directory(), '--profile', profile];
  const env = { ...carrier.environment, ...FAST, ...RECEIVER };
  let appliance = await RealAppliance.ready(args, env);
  const target = (url = '') => ({ url, username: 'bandwidth', password: RECEIVER.BANDWIDTH_CALLBACK_PASSWORD });
  carrier.callBack(target(appliance.ready.callbacks));
  expect((await appliance.status()).carrier.stopSeenBy).toBe('callbacks');
  const call = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
  await appliance.feed('units', line('NEW', '25-1', call), line('DISP', '25-1', { unit: 'A1' }));
  await until(
    () => appliance.incident('25-1'),
    (found) => found?.messages[0]?.state === 'delivered',
  );
  expect((await appliance.incident('25-1'))?.messages[0]?.numberFrom).toMatchObject({ feed: 'units' });
  carrier.reply(PHONE, 'Stop.');
  await until(
    () => carrier.textsTo(PHONE).length,
    (texts) => texts === 2,
  );
  expect(carrier.textsTo(PHONE)[1]?.text).toBe('Palm Key PD: You have opted out and will get no more texts from us.');
  expect(carrier.callbackAnswers.every(({ status }) => status === 204)).toBe(true);
  await appliance.kill();

  appliance = await RealAppliance.ready(args, env);
  carrier.callBack(target(appliance.ready.callbacks));
  carrier.reply(PHONE, 'STOP');
  carrier.reply('+19415550122', 'wrong number');
  const waiting = await until(
    () => appliance.get<{ items: InboundView[] }>('/inbound'),
    ({ body }) => body.items.length === 1,
  );
  expect(waiting.body.items[0]).toMatchObject({ number: '...0122', text: 'wrong number', suggested: 'optOut', needsPerson: true });
  expect((await appliance.status()).alarms.map(({ code }) => code)).toContain('repliesWait');
  await appliance.feed('units', line('NEW', '25-2', call), line('DISP', '25-2', { unit: 'A1' }));
  const second = await until(
    () => appliance.incident('25-2'),
    (found) => found?.decisions.some(({ outcome }) => outcome === 'skip') === true,
  );
  expect(second?.decisions.at(-1)?.reason).toBe('This person asked for no more texts: by text');
  expect(carrier.textsTo(PHONE).length).toBe(2);

  const id = waiting.body.items[0]?.id;
  expect((await appliance.command('resolveInbound', { id, meaning: 'optOut', reason: 'a stranger' })).status).toBe(200);
  expect((await appliance.command('resolveInbound', { id, meaning: 'nothing', reason: 'again' })).status).toBe(409);
  const { body } = await appliance.get<{ items: SuppressionView[] }>('/suppressions?kind=optOut');
  expect(body.items.map(({ number, source }) => [number, source])).toEqual([
    ['...0122', 'asked by text'],
    ['...0111', 'asked by text'],
  ]);
  const facts = await post<NumberFactsView>(appliance, '/numbers/check', { number: '941-555-0111' });
  expect(facts).toMatchObject({
    number: '...0111',
    valid: true,
    texted: false,
    textsLastDay: 1,
    suppressions: [{ kind: 'optOut' }],
  });
  expect((await appliance.command('resubscribe', { number: PHONE, reason: 'asked again' })).status).toBe(200);
  expect((await appliance.command('resubscribe', { number: PHONE, reason: 'asked again' })).status).toBe(404);
  expect((await appliance.command('recordOptOut', { number: '911', how: 'desk', reason: 'x' })).status).toBe(400);
  expect(await appliance.stop()).toBe(0);
  // What was logged tells nothing of anybody.
  expect(appliance.process.stderr()).not.toMatch(/5550111|5550122|wrong number|a secret of/);
});

it('without a receiver, texts wait where the profile relies on one, and the status says why', async () => {
  const profile = rig.fixture((p) => {
    p.carrier.optOut = 'callbacks';
  });
  const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', profile], rig.carrier().environment);
  const { carrier, alarms } = await appliance.status();
  expect(carrier).toMatchObject({ state: 'waiting', reason: expect.stringContaining('BANDWIDTH_CALLBACK_LISTEN') });
  expect(alarms.map(({ code }) => code)).toContain('callbacksMissing');
  expect(await appliance.stop()).toBe(0);
});

it('a landline found by the number lookup is not texted', async () => {
  const carrier = await startCarrierSimulator({ clock: systemClock, lineOf: () => 'FIXED' });
  try {
    const profile = rig.fixture((p) => {
      p.carrier.lookup = true;
      p.ruleset.stages.dispatched.hold = '3s';
    });
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', profile], {
      ...carrier.environment,
      ...FAST,
    });
    const call = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
    await appliance.feed('units', line('NEW', '25-1', call), line('DISP', '25-1', { unit: 'A1' }));
    const found = await until(
      () => appliance.incident('25-1'),
      (incident) => incident?.decisions.some(({ outcome }) => outcome === 'skip') === true,
    );
    expect(found?.decisions.at(-1)?.code).toBe('phoneLandline');
    expect(carrier.messages).toEqual([]);
    const check = await post<{ findings: TemplateFinding[]; savable: boolean }>(appliance, '/templates/check', {
      stage: 'dispatched',
      language: 'en',
      text: 'Officer {{officer}} is on the way!',
    });
    expect(check.savable).toBe(false);
    expect(check.findings[0]).toMatchObject({ code: 'stageField', severity: 'error', from: 8, to: 19 });
    expect(await appliance.stop()).toBe(0);
  } finally {
    await carrier.stop();
  }
});
