import type { CarrierSettingsView } from '../../src/contract/carrierSettings';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(60_000);

async function post(
  appliance: RealAppliance,
  path: string,
  input: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(new URL(`api${path}`, appliance.ready.console), {
    method: 'POST',
    headers: { authorization: `Bearer ${appliance.ready.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('are shown without secrets, are the machine’s to set, and can be tried with one text', async () => {
  const carrier = rig.carrier();
  const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', rig.fixture(() => {})], carrier.environment);
  const { body: view } = await appliance.get<CarrierSettingsView>('/carrierSettings');
  expect(view).toMatchObject({ source: 'environment', canSet: false, whyNotSet: expect.stringContaining('environment') });
  const { BANDWIDTH_PASSWORD = '', BANDWIDTH_USERNAME = '', BANDWIDTH_ACCOUNT_ID = '' } = carrier.environment;
  for (const secret of [BANDWIDTH_PASSWORD, BANDWIDTH_USERNAME, BANDWIDTH_ACCOUNT_ID]) {
    expect(secret).not.toBe('');
    expect(JSON.stringify(view)).not.toContain(secret);
  }
  const entered = {
    accountId: '1',
    applicationId: '2',
    from: '+12065550100',
    credentials: { type: 'basic', username: 'u', password: 'p' },
    reason: 'x',
  };
  expect(await post(appliance, '/carrierSettings', entered)).toMatchObject({ status: 409 });

  const test = (number: string) => post(appliance, '/carrierSettings/testSend', { number, reason: 'trying it' });
  expect(await test('206-555-0123')).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  expect(carrier.messages.map(({ to, text }) => [to, text])).toEqual([
    ['+12065550123', 'Palm Key PD: this is a test of our text alerts. No reply is needed.'],
  ]);
  expect(await test('206-555-0123')).toMatchObject({ status: 409, body: { message: expect.stringContaining('a moment ago') } });
  expect(await test('911')).toMatchObject({ status: 409 });
  await appliance.command('suppressNumber', { number: '206-555-0124', reason: 'asked' });
  expect(await test('206-555-0124')).toMatchObject({ status: 409, body: { message: expect.stringContaining('must not') } });
  await appliance.command('stopAll', { reason: 'drill' });
  expect(await test('206-555-0125')).toMatchObject({ status: 409, body: { message: expect.stringContaining('stopped') } });
  expect(carrier.messages).toHaveLength(1);

  interface Entry {
    action: string;
    subject: string;
    detail: Record<string, unknown>;
  }
  const { items } = (await appliance.get<{ items: Entry[] }>('/audit')).body;
  const tests = items.filter(({ action }) => action === 'testText').reverse();
  expect(tests.slice(0, 2).map(({ subject, detail }) => [subject, detail.step])).toEqual([
    ['...0123', 'sending'],
    ['...0123', 'accepted'],
  ]);
  expect(JSON.stringify(tests)).not.toMatch(/20655501|206-555/);
  await until(
    () => appliance.status(),
    ({ stopped }) => stopped !== null,
  );
  expect(await appliance.stop()).toBe(0);
});

it('a draft goes to a phone of one’s own, marked as a test and also in watch-only; never to somebody of a call, never as a message', async () => {
  const carrier = rig.carrier();
  const profile = rig.fixture((json) => {
    json.mode = 'watch';
  });
  const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', profile], carrier.environment);
  const columns = ['25-77', 'NEW', 'BURG', '3', '', '206-555-0188'];
  await appliance.feed('units', `${[new Date().toISOString(), ...columns].join('|')}\r\n`);
  await until(
    () => appliance.incident('25-77'),
    (found) => found !== undefined,
  );
  const draft = {
    stage: 'received',
    cause: null,
    language: 'en',
    text: '{{agency}}: we have your call {{incident}}. STOP ends texts.',
  };
  const { body } = await post(appliance, '/templates/onCalls', draft);
  const [call] = body.calls as { kind: string; incidentId: number; text: string }[];
  expect(call?.text).toBe('Palm Key PD: we have your call 25-77. STOP ends texts.');
  expect(JSON.stringify(body)).not.toMatch(/206.?555.?0188/);

  const on = { kind: call?.kind, incidentId: call?.incidentId };
  const send = (number: string, changed: object = {}) =>
    post(appliance, '/templates/sendToPhone', { ...draft, on, seen: call?.text, number, ...changed });
  const refused = (message: string) => ({ status: 409, body: { message: expect.stringContaining(message) } });
  expect(await send('206-555-0188')).toMatchObject(refused('somebody’s of a call'));
  expect(await send('206-555-0123', { seen: 'Something else' })).toMatchObject(refused('reads otherwise'));
  expect(await send('206-555-0123', { text: 'See https://bit.ly/x' })).toMatchObject(refused('put right first'));
  expect(await send('206-555-0123', { on: { kind: 'missing', incidentId: null }, seen: '' })).toMatchObject(
    refused('another preview'),
  );
  expect(await send('206-555-0123')).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  expect(await send('206-555-0123')).toMatchObject(refused('a moment ago'));
  expect(carrier.messages.map(({ to, text }) => [to, text])).toEqual([
    ['+12065550123', 'TEST, not about a real call: Palm Key PD: we have your call 25-77. STOP ends texts.'],
  ]);

  // It is a test on the record, and nothing of it is among the texts to callers.
  expect((await appliance.outbox()).filter(({ state }) => state !== 'cancelled')).toEqual([]);
  const { items } = (await appliance.get<{ items: { action: string; subject: string; detail: object }[] }>('/audit')).body;
  expect(items.find(({ detail }) => 'step' in detail && detail.step === 'accepted')).toMatchObject({
    subject: '...0123',
    detail: { template: 'received', language: 'en', step: 'accepted' },
  });
  expect(JSON.stringify(items.filter(({ action }) => action === 'testText'))).not.toMatch(/we have your call|555/);
  expect(await appliance.stop()).toBe(0);
});
