import { formatByName } from '../../src/feed/formats/formatByName';
import { labelledLayoutSchema } from '../../src/feed/formats/labelledLayout';
import type { Layout } from '../../src/feed/formats/layout';
import { Intake } from '../../src/intake/intake';
import { silentLogger } from '../../src/logger';
import { type Desk, deskPerTest } from '../support/desk';
import { shippedLayout, shippedSample } from '../support/shippedLayout';

const desks = deskPerTest();
const SECOND = 1_000;
const at = (iso: string) => Date.parse(iso);

/** A desk that reports come to. */
async function openDesk(layout: Layout, startAt: number): Promise<Desk> {
  const desk = await desks.open({ startAt });
  desk.intake = new Intake({
    store: desk.store,
    formats: new Map([['reports', formatByName(layout.kind, layout)]]),
    policy: () => desk.profile,
    mode: 'live',
    clock: desk.clock,
    logger: silentLogger,
    onCommitted: () => {},
  });
  return desk;
}

const theft = { callType: { 'THEFT/FROM VEHICLE': 'BURG-RES' } };
const records = shippedSample('chester-adi-html')
  .toString('utf8')
  .split(/(?=^>>>)/m);
const [first = '', second = '', clear = ''] = records;
const chester = () => labelledLayoutSchema.parse({ ...shippedLayout('chester-adi-html'), codes: theft });
const units = async (desk: Desk, number: string) =>
  (await desk.incident(number)).units.map(({ unit, assignments }) => [
    unit,
    assignments.map(({ times }) => Object.keys(times).join()),
  ]);

describe('a dispatch report for each unit', () => {
  it('makes one incident with all its units, and one text', async () => {
    const desk = await openDesk(chester(), at('2025-11-04T23:52:11-05:00'));
    for (const report of [first, second, first, second, second]) await desk.receive('reports', report);
    expect(await units(desk, 'P25061117')).toEqual([
      ['12A4', ['dispatched']],
      ['12A7', ['dispatched']],
    ]);
    expect(await desk.passSending(60 * SECOND)).toEqual([
      'Palm Key PD: An officer has been assigned to your call P25061117. Reply STOP to end texts.',
    ]);
  });

  it('and the clear report says afterwards what happened, and closes it', async () => {
    const desk = await openDesk(chester(), at('2025-11-04T23:52:11-05:00'));
    for (const report of [first, second]) await desk.receive('reports', report);
    desk.clock.advance(at('2025-11-05T00:41:31-05:00') - desk.clock.now());
    for (const report of [clear, clear]) await desk.receive('reports', report);
    const incident = await desk.incident('P25061117');
    expect(await units(desk, '4100117')).toEqual([
      ['12A4', ['dispatched,enRoute,arrived,cleared']],
      ['12A7', ['dispatched,enRoute,cleared']],
    ]);
    expect(incident.closedAt).toBe(at('2025-11-05T00:40:58-05:00'));
    expect(incident.units[1]?.assignments[0]?.times.dispatched).toBe(at('2025-11-04T23:52:14-05:00'));
  });

  it('that comes after the clear report opens nothing, and texts nobody', async () => {
    const desk = await openDesk(chester(), at('2025-11-05T00:41:31-05:00'));
    for (const report of [clear, second, first]) await desk.receive('reports', report);
    expect((await desk.incident('P25061117')).closedAt).toBe(at('2025-11-05T00:40:58-05:00'));
    expect(await desk.passSending(60 * SECOND)).toEqual([]);
  });

  it('whose free text a rule excludes texts nobody', async () => {
    const desk = await openDesk(chester(), at('2025-11-04T23:52:11-05:00'));
    await desk.receive('reports', first.replace('WINDOW BROKEN', 'EX-HUSBAND SEEN'));
    await desk.receive('reports', second);
    expect(await desk.passSending(60 * SECOND)).toEqual([]);
    expect(await desk.reasons('P25061117')).toContain('Excluded: narrative suggests danger at home');
  });
});

describe('a call number alone, which is used again every day', () => {
  const layout = labelledLayoutSchema.parse({
    kind: 'labelled',
    times: ['MM/dd/yyyy HH:mm'],
    labels: { Call: 'callNumber', Type: 'callType', Unit: 'unit', Sent: 'dispatched', Free: 'cleared', State: 'callStatus' },
    callStatuses: { Done: 'closed' },
  });

  it('names another incident once units are sent after the end', async () => {
    const desk = await openDesk(layout, at('2025-11-04T12:00:00-05:00'));
    await desk.receive('reports', 'Call: 12\nType: PARKING\nUnit: A1\nSent: 11/04/2025 11:59');
    await desk.receive('reports', 'Call: 12\nUnit: A1\nFree: 11/04/2025 12:30\nState: Done');
    desk.clock.advance(20 * 3_600_000);
    await desk.receive('reports', 'Call: 12\nType: BURG-RES\nUnit: A2\nSent: 11/05/2025 08:00');
    expect((await desk.incident('12')).contexts).toMatchObject([{ callType: 'BURG-RES' }]);
    expect(await units(desk, '12')).toEqual([['A2', ['dispatched']]]);
  });
});

it('a log that grows is heard once', async () => {
  const desk = await openDesk(shippedLayout('orange-log'), at('2025-11-17T23:59:57-05:00'));
  desk.profile = { ...desk.profile, agency: { ...desk.profile.agency, timeZone: 'America/New_York' } };
  const lines = shippedSample('orange-log').toString('utf8').trim().split('\n');
  for (let length = 3; length <= lines.length; length += 1) {
    await desk.receive('reports', lines.slice(0, length).join('\n'));
    desk.clock.advance(6 * 60 * SECOND);
  }
  const incident = await desk.incident('251117-0123');
  expect(incident.units).toMatchObject([{ unit: '4A21', officers: [{ id: '4277' }], assignments: [{ times: expect.anything() }] }]);
  const { id } = incident;
  const events = (await desk.queries.eventsOf(id)).map(({ event }) => event.type);
  expect(events.filter((type) => type === 'unitDispatched')).toHaveLength(1);
  expect(events.filter((type) => type === 'incidentClosed')).toHaveLength(1);
});
