import type { EventFact } from '../../../src/incident/fact';
import { type CheckOptions, checkLayout } from '../../../src/layoutCheck';
import { shippedLayout, shippedSample } from '../../support/shippedLayout';

function events(name: string, options: CheckOptions): readonly (readonly EventFact[])[] {
  const checked = checkLayout(shippedLayout(name), shippedSample(name), options);
  expect(checked.unaccounted).toEqual([]);
  expect(checked.records.flatMap((record) => record.faults)).toEqual([]);
  return checked.records.map(({ facts }) => facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : [])));
}

const told = (record: readonly EventFact[] = [], timeZone: string) =>
  record.map(({ event, occurredAt, details }) => {
    const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(occurredAt);
    return `${time} ${event}${details.unit === undefined ? '' : ` ${details.unit}`}`;
  });

describe('cis-status-log', () => {
  const timeZone = 'America/New_York';
  const read = () => events('cis-status-log', { timeZone, framing: 'sentinel', framingOptions: { begins: 'Notification from' } });

  it('reads a unit that was taken off and sent again', () => {
    expect(told(read()[0], timeZone)).toEqual([
      '2025-11-17 14:31:40 incidentCreated',
      '2025-11-17 14:32:38 unitDispatched H911',
      '2025-11-17 14:33:05 unitEnRoute H911',
      '2025-11-17 14:35:10 unitCleared H911',
      '2025-11-17 14:41:22 unitDispatched H911',
      '2025-11-17 14:52:00 unitArrived H911',
    ]);
  });

  it('reads what was sent before as the very same events, and what is new', () => {
    const [first = [], second = []] = read();
    const bare = (record: readonly EventFact[]) => record.map(({ event, occurredAt, numbers }) => ({ event, occurredAt, numbers }));
    expect(bare(second).slice(0, first.length)).toEqual(bare(first));
    expect(told(second.slice(first.length), timeZone)).toEqual([
      '2025-11-17 15:20:09 unitCleared H911',
      '2025-11-17 15:20:15 incidentClosed',
    ]);
    expect(second.at(-1)?.details.disposition).toBe('1 Report');
  });

  it('gives the first event what the head says of the call', () => {
    expect(read()[0]?.[0]).toMatchObject({
      numbers: { incidentNumber: '25-11702' },
      details: { callType: 'THEFT FROM AUTO', priority: '4', contacts: [{ role: 'caller', phone: '859-555-0187' }] },
    });
  });
});

it('orange-log reads times of day over midnight from one date, and free text for exclusions', () => {
  const timeZone = 'America/Los_Angeles';
  const [record] = events('orange-log', { timeZone, receivedAt: Date.parse('2025-11-18T00:43:00-08:00') });
  expect(told(record, timeZone)).toEqual([
    '2025-11-17 23:58:12 incidentCreated',
    '2025-11-17 23:59:56 unitDispatched 4A21',
    '2025-11-18 00:00:26 unitEnRoute 4A21',
    '2025-11-18 00:11:45 unitArrived 4A21',
    '2025-11-18 00:42:00 unitCleared 4A21',
    '2025-11-18 00:42:03 incidentClosed',
  ]);
  expect(record?.[0]?.details).toMatchObject({ callType: '459R', narrative: 'RP WILL BE AT THE GATE' });
  expect(record?.[1]?.details.officerId).toBe('4277');
});

it('event-times-log makes no status of quoted free text', () => {
  const timeZone = 'America/Los_Angeles';
  const [record] = events('event-times-log', { timeZone });
  expect(told(record, timeZone)).toEqual([
    '2025-10-13 19:20:01 unitDispatched C31_12',
    '2025-10-13 19:22:36 unitEnRoute C31_12',
    '2025-10-13 19:41:02 unitArrived C31_12',
    '2025-10-13 20:03:44 unitCleared C31_12',
  ]);
  expect(record?.[0]?.details.narrative).toBe('SHED OPENED OVERNIGHT\n"RP SAYS C31_12 : ATSCNE ALREADY"');
});
