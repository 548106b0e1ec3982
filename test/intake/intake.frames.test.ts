import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };

describe('frames', () => {
  it('that cannot be read are kept, rejected with the field and byte, and the feed goes on', async () => {
    const desk = await desks.open();
    await desk.receive('units', '2025-06-03T20:00:00Z|25-1|WHAT|BURG-RES');
    await desk.line('NEW', '25-1', BURGLARY);
    const { items } = await desk.queries.frames({ limit: 10, state: 'rejected' });
    expect(items).toMatchObject([
      { state: 'rejected', field: 'event', byte: expect.any(Number), reason: expect.stringContaining('event') },
    ]);
    expect(await desk.incident('25-1')).toBeDefined();
  });

  it('are replayed once the layout understands them', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.receive('units', `${new Date(desk.clock.now()).toISOString()}|25-1|SENT|||2A1`);
    const [rejected] = (await desk.queries.frames({ limit: 1, state: 'rejected' })).items;
    expect(await desk.intake.replay(rejected?.id ?? 0, 'host')).toMatchObject({ field: 'event' });
    (desk.profile.layouts.events as { events: Record<string, string> }).events.SENT = 'unitDispatched';
    await desk.restart();
    expect(await desk.intake.replay(rejected?.id ?? 0, 'host')).toBe('done');
    expect(await desk.passSending(20_000)).toHaveLength(1);
    expect(await desk.intake.replay(rejected?.id ?? 0, 'host')).toBe('notRejected');
    expect(await desk.intake.replay(99_999, 'host')).toBe('notFound');
  });

  it('that arrive together are committed together, and judged as it is after all of them', async () => {
    const desk = await desks.open();
    const times = (event: string, values = '') => `${new Date(desk.clock.now()).toISOString()}|25-1|${event}|${values}`;
    await Promise.all([
      desk.receive('units', times('NEW', 'BURG-RES|P3||941-555-0111')),
      desk.receive('units', times('DISP', '||2A1')),
      desk.receive('units', times('ARR', '||2A1')),
    ]);
    expect(await desk.decisions('25-1')).toEqual(['dispatched skip overtakenByArrival']);
  });

  it('of one group do not come apart when one of them cannot be handled: only that one is rejected', async () => {
    const desk = await desks.open();
    const times = new Date(desk.clock.now()).toISOString();
    const broken = desk.receive('nobody', 'x');
    const good = desk.receive('units', `${times}|25-1|NEW|BURG-RES|P3||941-555-0111`);
    await Promise.all([broken, good]);
    expect((await desk.queries.frames({ limit: 10 })).items.map(({ feedId, state }) => `${feedId} ${state}`).sort()).toEqual([
      'nobody rejected',
      'units done',
    ]);
  });

  it('are counted per feed, over restarts', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.restart();
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect((await desk.queries.feedCounts()).get('units')).toMatchObject({ frames: 2, rejected: 0 });
  });
});
