import { RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(60_000);

describe('training mode', () => {
  it('shows incidents, decisions and texts within 30 s, marked as training, whatever the carrier settings say', async () => {
    const carrier = rig.carrier();
    const appliance = await RealAppliance.ready(['--training', '--data', rig.directory()], carrier.environment);
    const status = await until(
      () => appliance.status(),
      ({ outbox }) => outbox.accepted + outbox.delivered > 1,
      30_000,
    );
    expect(status.mode).toBe('training');
    const outbox = await appliance.outbox();
    const texted = outbox.find(({ state }) => state === 'accepted' || state === 'delivered');
    const detail = await appliance.incident(texted?.incident ?? '');
    expect(detail?.decisions).toEqual(expect.arrayContaining([expect.objectContaining({ outcome: 'send' })]));
    // The agency's own account is not touched.
    expect(carrier.requests).toEqual([]);
    expect(await appliance.stop()).toBe(0);
  });

  it('is offered where nothing is configured, and starts at a word from the console', async () => {
    const appliance = await RealAppliance.ready(['--data', rig.directory()]);
    expect((await appliance.get<{ configured: boolean }>('/agency')).body.configured).toBe(false);
    expect((await appliance.command('startTraining', {})).status).toBe(200);
    const switched = await until(
      () => appliance.status().catch(() => undefined),
      (status) => status?.mode === 'training' && status.feeds.some(({ frames }) => frames > 0),
    );
    expect(switched?.agency).toMatch(/training/);
    expect((await appliance.command('startTraining', {})).status).toBe(409);
    expect(await appliance.stop()).toBe(0);
  });
});
