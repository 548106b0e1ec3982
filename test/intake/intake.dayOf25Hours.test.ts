import { eventView } from '../../src/console/incidentView';
import { type Desk, deskPerTest } from '../support/desk';
import { type NewWorldCall, newWorldXml } from '../support/newWorldCall';

// Clocks go back on 2 November 2025 at 06:00 UTC: 01:30 comes at 05:30 and again at 06:30 UTC.
const desks = deskPerTest();
const at = (time: string) => Date.parse(`2025-11-02T${time}Z`);
const FIRST_0130 = at('05:30:00');
const SECOND_0130 = at('06:30:00');

const open = () => desks.open({ startAt: at('04:00:00') });

/** The clock of the console shows `time`, UTC. */
function clockTo(desk: Desk, time: number): void {
  desk.clock.advance(time - desk.clock.now());
}

/** A line with a local time that has no offset, received now. */
async function line(desk: Desk, local: string, number: string, event: string, values: Record<string, string> = {}): Promise<void> {
  const columns = (desk.profile.layouts.events as { columns: string[] }).columns;
  const all: Record<string, string> = { occurredAt: `2025-11-02T${local}`, incidentNumber: number, event, ...values };
  await desk.receive('units', columns.map((column) => all[column] ?? '').join('|'));
}

interface Told {
  readonly type: string;
  readonly occurredAt: number;
  readonly ambiguousTime: boolean;
}

/** What happened to units. */
async function unitEvents(desk: Desk, number: string): Promise<Told[]> {
  const { id } = await desk.incident(number);
  const events = (await desk.queries.eventsOf(id)).map(({ event }) => event).filter((event) => event.type.startsWith('unit'));
  return events.map(({ type, occurredAt, ambiguousTime = false }) => ({ type, occurredAt, ambiguousTime }));
}

const ambiguous = (type: string, occurredAt: number): Told => ({ type, occurredAt, ambiguousTime: true });

const NEW = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };

describe('a feed of lines', () => {
  it('has each of two events at 01:30 in its own hour, and marked', async () => {
    const desk = await open();
    clockTo(desk, FIRST_0130);
    await line(desk, '01:29:00', '25-1', 'NEW', NEW);
    await line(desk, '01:30:00', '25-1', 'DISP', { unit: '2A1' });
    clockTo(desk, SECOND_0130);
    await line(desk, '01:29:00', '25-2', 'NEW', NEW);
    await line(desk, '01:30:00', '25-2', 'DISP', { unit: '2A2' });
    expect(await unitEvents(desk, '25-1')).toEqual([ambiguous('unitDispatched', FIRST_0130)]);
    expect(await unitEvents(desk, '25-2')).toEqual([ambiguous('unitDispatched', SECOND_0130)]);
    // An hour apart, so neither was taken for a text that is an hour late.
    expect((await desk.incident('25-1')).createdAt).toBe(FIRST_0130 - 60_000);
    expect((await desk.incident('25-2')).createdAt).toBe(SECOND_0130 - 60_000);
  });

  it('hears a line again in the second 01:30 as that of the first', async () => {
    const desk = await open();
    clockTo(desk, FIRST_0130);
    const lines: [string, string, Record<string, string>?][] = [
      ['01:20:00', 'NEW', NEW],
      ['01:25:00', 'DISP', { unit: '2A1' }],
      ['01:29:00', 'CLR', { unit: '2A1' }],
      ['01:29:30', 'CLOSE'],
    ];
    const sayAll = async () => {
      for (const [local, event, values] of lines) await line(desk, local, '25-1', event, values);
    };
    await sayAll();
    const before = await desk.incident('25-1');
    const events = await unitEvents(desk, '25-1');
    for (const later of [at('06:05:00'), SECOND_0130, at('06:59:00'), at('14:00:00')]) {
      clockTo(desk, later);
      await sayAll();
    }
    expect(await unitEvents(desk, '25-1')).toEqual(events);
    expect(await desk.incident('25-1')).toEqual(before);
  });

  it('tells a new line from an old one although both are of the same second', async () => {
    const desk = await open();
    clockTo(desk, FIRST_0130);
    await line(desk, '01:30:00', '25-1', 'NEW', NEW);
    clockTo(desk, SECOND_0130);
    await line(desk, '01:30:00', '25-1', 'DISP', { unit: '2A1' });
    expect(await unitEvents(desk, '25-1')).toEqual([ambiguous('unitDispatched', SECOND_0130)]);
  });

  it('marks nothing outside of the hour, and says in words what is marked', async () => {
    const desk = await open();
    clockTo(desk, at('04:59:30'));
    await line(desk, '00:59:00', '25-1', 'NEW', NEW);
    await line(desk, '00:59:10', '25-1', 'ASG', { unit: '2A1' });
    clockTo(desk, SECOND_0130);
    await line(desk, '01:30:00', '25-1', 'DISP', { unit: '2A1' });
    clockTo(desk, at('07:00:05'));
    await line(desk, '02:00:00', '25-1', 'ARR', { unit: '2A1' });
    const { id } = await desk.incident('25-1');
    const texts = (await desk.queries.eventsOf(id)).map((stored) => eventView(stored).text);
    expect(texts.filter((text) => /2A1/.test(text))).toEqual(['2A1 assigned', '2A1 dispatched (time ambiguous)', '2A1 arrived']);
  });
});

describe('a feed of New World snapshots', () => {
  const call = (id: string, unit: Partial<NonNullable<NewWorldCall['units']>[number]>, more: NewWorldCall = {}): string =>
    newWorldXml({
      callId: id,
      callNumber: id,
      created: '2025-11-02T01:10:00',
      callerPhone: '941-555-0111',
      contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: 'P3', created: '2025-11-02T01:10:00' }],
      units: [{ unit: '2A1', jurisdiction: 'PD', ...unit }],
      ...more,
    });
  const on = (time: string) => `2025-11-02T${time}`;

  it('that tells a call again in the second 01:30 has not moved its times', async () => {
    const desk = await open();
    clockTo(desk, at('05:20:00'));
    await desk.receive('cad', call('71', { assigned: on('01:12:00'), dispatched: on('01:12:00') }));
    clockTo(desk, at('05:41:00'));
    await desk.receive('cad', call('71', { assigned: on('01:12:00'), dispatched: on('01:12:00'), arrived: on('01:40:00') }));
    clockTo(desk, at('06:41:00'));
    const cleared = { assigned: on('01:12:00'), dispatched: on('01:12:00'), arrived: on('01:40:00'), cleared: on('01:41:00') };
    await desk.receive('cad', call('71', cleared));
    clockTo(desk, at('15:00:00'));
    await desk.receive('cad', call('71', cleared, { closed: true, closedAt: on('09:59:00') }));
    expect(await unitEvents(desk, '71')).toEqual([
      ambiguous('unitAssigned', at('05:12:00')),
      ambiguous('unitDispatched', at('05:12:00')),
      ambiguous('unitArrived', at('05:40:00')),
      ambiguous('unitCleared', at('06:41:00')),
    ]);
    expect((await desk.incident('71')).createdAt).toBe(at('05:10:00'));
  });

  it('has each of two calls at 01:30 in its own hour', async () => {
    const desk = await open();
    clockTo(desk, FIRST_0130 + 2_000);
    await desk.receive('cad', call('71', { assigned: on('01:30:00') }));
    clockTo(desk, SECOND_0130 + 2_000);
    await desk.receive('cad', call('72', { unit: '2A2', assigned: on('01:30:00') }));
    expect(await unitEvents(desk, '71')).toEqual([ambiguous('unitAssigned', FIRST_0130)]);
    expect(await unitEvents(desk, '72')).toEqual([ambiguous('unitAssigned', SECOND_0130)]);
  });

  it('still tells of a time that the dispatcher corrected', async () => {
    const desk = await open();
    clockTo(desk, at('05:20:00'));
    await desk.receive('cad', call('71', { assigned: on('01:12:00') }));
    clockTo(desk, at('06:20:00'));
    await desk.receive('cad', call('71', { assigned: on('01:13:00') }));
    expect((await unitEvents(desk, '71')).map(({ type }) => type)).toEqual(['unitAssigned', 'unitTimeCorrected']);
  });
});
