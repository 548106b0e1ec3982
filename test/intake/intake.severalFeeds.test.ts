import { type Desk, deskPerTest } from '../support/desk';
import { type NewWorldCall, newWorldXml } from '../support/newWorldCall';

const desks = deskPerTest();
const MINUTE = 60_000;

/** The clock on the wall of the agency, `ago` ms ago, as New World writes it. */
function local(desk: Desk, ago = 0): string {
  const shown = new Date(desk.clock.now() - ago).toLocaleString('sv-SE', { timeZone: 'America/New_York' });
  return shown.replace(' ', 'T');
}

type Units = NonNullable<NewWorldCall['units']>;

function call(created: string, units: Units, more: NewWorldCall = {}): string {
  return newWorldXml({
    callId: '7001',
    callNumber: '241',
    created,
    callerPhone: '941-555-0111',
    contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: 'P3', created, closed: more.closed ?? false }],
    incidents: [{ agency: 'Police', number: '25-500', caseNumber: more.closed ? 'R25-7' : undefined }],
    units: units.map((unit) => ({ jurisdiction: 'PD', ...unit })),
    ...more,
  });
}

it('tells one story of an incident that New World, a line feed and the records system speak of', async () => {
  const desk = await desks.open();
  const texts: string[] = [];
  const created = local(desk);
  await desk.receive('cad', call(created, []));
  await desk.line('NEW', '25-500', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  desk.clock.advance(2_000);
  const assigned = local(desk);
  await desk.line('DISP', '25-500', { unit: '2A1', officerId: '3266' });
  desk.clock.advance(3_000);
  await desk.receive('cad', call(created, [{ unit: '2A1', assigned, dispatched: assigned, officers: ['3266'] }]));
  texts.push(...(await desk.passSending(5 * MINUTE)));
  const arrived = local(desk);
  await desk.receive('cad', call(created, [{ unit: '2A1', assigned, dispatched: assigned, arrived, officers: ['3266'] }]));
  await desk.line('ARR', '25-500', { unit: '2A1' }, 1_000);
  texts.push(...(await desk.passSending(10 * MINUTE)));
  await desk.line('RPT', '25-500', { reportNumber: 'R25-7', officerId: '3266' });
  await desk.line('CLR', '25-500', { unit: '2A1' });
  const cleared = local(desk);
  const over: Units = [{ unit: '2A1', assigned, dispatched: assigned, arrived, cleared, officers: ['3266'] }];
  await desk.receive('cad', call(created, over, { closed: true, closedAt: cleared }));
  await desk.line('CLOSE', '25-500', { disposition: 'REPORT' });
  texts.push(...(await desk.passSending(10 * MINUTE)));
  await desk.rms('ASSIGNED', '25-500', { reportNumber: 'R25-7', officerId: 'D417' });
  texts.push(...(await desk.passSending(10 * MINUTE)));
  await desk.rms('STATUS', '', { reportNumber: 'R25-7', caseStatus: 'CLOSED-ARREST' });
  texts.push(...(await desk.passSending(10 * MINUTE)));

  expect(texts).toEqual([
    'Palm Key PD: An officer has been assigned to your call 25-500. Reply STOP to end texts.',
    'Palm Key PD: Report R25-7. Officer J. Ramirez, 941-555-0142. Reply STOP to end texts.',
    'Palm Key PD: Case R25-7 is assigned to Det. L. Okafor, 941-555-0177.',
    'Palm Key PD: Case R25-7 is closed.',
  ]);
  const incident = await desk.incident('25-500');
  expect([...incident.feeds].sort()).toEqual(['cad', 'rms', 'units']);
  for (const number of ['241', '7001', 'R25-7']) expect((await desk.incident(number)).id).toBe(incident.id);
  expect(incident.units.map(({ unit, assignments }) => [unit, assignments.length])).toEqual([['2A1', 1]]);
});

it('lets no text live longer because a CAD clock is ahead', async () => {
  const desk = await desks.open();
  // Ten minutes ahead, and dispatched expires after five.
  const ahead = -10 * MINUTE;
  await desk.line('NEW', '25-501', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' }, ahead);
  await desk.line('DISP', '25-501', { unit: '2A1', officerId: '3266' }, ahead);
  const receivedAt = desk.clock.now();
  await desk.pass(20_000);
  const [message] = await desk.messages('25-501');
  expect(message).toMatchObject({ stage: 'dispatched' });
  expect(message?.expiresAt).toBeLessThanOrEqual(receivedAt + 5 * MINUTE);
});

describe('the clocks of an agency', () => {
  const line = async (desk: Desk, localTime: string, number: string, event: string, values: Record<string, string> = {}) => {
    const columns = (desk.profile.layouts.events as { columns: string[] }).columns;
    const all: Record<string, string> = { occurredAt: localTime, incidentNumber: number, event, ...values };
    await desk.receive('units', columns.map((column) => all[column] ?? '').join('|'));
  };
  const eventsOf = async (desk: Desk, number: string) => {
    const { id } = await desk.incident(number);
    const events = (await desk.queries.eventsOf(id)).map(({ event }) => event);
    return events
      .filter(({ type }) => type.startsWith('unit'))
      .map(({ type, occurredAt, ambiguousTime }) => [type, new Date(occurredAt).toISOString(), ambiguousTime]);
  };

  it('go forward in spring: an hour is missing, and no event is put off by it', async () => {
    const desk = await desks.open({ startAt: Date.UTC(2026, 2, 8, 6, 59, 0) });
    await line(desk, '2026-03-08T01:59:00', '26-1', 'NEW', { callType: 'BURG-RES', priority: 'P3' });
    desk.clock.advance(30_000);
    await line(desk, '2026-03-08T01:59:30', '26-1', 'ASG', { unit: '2A1' });
    desk.clock.advance(60_000);
    await line(desk, '2026-03-08T03:00:30', '26-1', 'DISP', { unit: '2A1' });
    // A CAD whose clock was not put forward.
    desk.clock.advance(60_000);
    await line(desk, '2026-03-08T02:01:30', '26-1', 'ENR', { unit: '2A1' });
    expect(await eventsOf(desk, '26-1')).toEqual([
      ['unitAssigned', '2026-03-08T06:59:30.000Z', undefined],
      ['unitDispatched', '2026-03-08T07:00:30.000Z', undefined],
      ['unitEnRoute', '2026-03-08T07:01:30.000Z', undefined],
    ]);
  });

  it('pass midnight, and the waiting time goes on', async () => {
    const desk = await desks.open({ startAt: Date.UTC(2026, 0, 1, 4, 55, 0) });
    await line(desk, '2025-12-31T23:55:00', '25-900', 'NEW', {
      callType: 'BURG-RES',
      priority: 'P3',
      callerPhone: '941-555-0111',
    });
    desk.clock.advance(10 * MINUTE);
    await line(desk, '2026-01-01T00:05:00', '25-900', 'ASG', { unit: '2A1' });
    await line(desk, '2026-01-01T00:05:00', '25-900', 'UNASG', { unit: '2A1' });
    expect(await eventsOf(desk, '25-900')).toEqual([
      ['unitAssigned', '2026-01-01T05:05:00.000Z', undefined],
      ['unitAssignmentCancelled', '2026-01-01T05:05:00.000Z', undefined],
    ]);
    const texts = await desk.passSending(20 * MINUTE);
    expect(texts.at(-1)).toBe('Palm Key PD: Your call 25-900 is still waiting for an officer. Reply STOP to end texts.');
  });
});
