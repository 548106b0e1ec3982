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
    ['...123', 'sending'],
    ['...123', 'accepted'],
  ]);
  expect(JSON.stringify(tests)).not.toMatch(/20655501|206-555/);
  await until(
    () => appliance.status(),
    ({ stopped }) => stopped !== null,
  );
  expect(await appliance.stop()).toBe(0);
});
