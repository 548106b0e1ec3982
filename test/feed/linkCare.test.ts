import { durations } from '../../src/clock';
import { delimitedFormat } from '../../src/feed/formats/delimited';
import { newWorldXmlFormat } from '../../src/feed/formats/newWorldXml';
import { LinkCare } from '../../src/feed/linkCare';
import type { CallSnapshot, EventFactType, Fact } from '../../src/incident/fact';
import { newWorldXml } from '../support/newWorldCall';

const T = Date.UTC(2025, 5, 3, 20, 0, 0);
const { MINUTE, SECOND } = durations;

const line = (incidentNumber: string, event: EventFactType, occurredAt: number): Fact => ({
  kind: 'event',
  event: { numbers: { incidentNumber }, event, occurredAt, details: { unit: '2A1' } },
});

const emptyCall: Omit<CallSnapshot, 'numbers'> = {
  ...{ contexts: [], closed: false, cancelled: false, contacts: [], units: [], flags: [], dispositions: [], narratives: [] },
};
const snapshot = (callId: string, more: Partial<CallSnapshot>): Fact => ({
  kind: 'snapshot',
  snapshot: { ...emptyCall, numbers: { callId }, ...more },
});

/** Twenty incidents, each told `lateMs` after it happened by a clock that is `aheadMs` ahead. */
function tell(care: LinkCare, lateMs: (n: number) => number, aheadMs = 0): void {
  for (let n = 0; n < 20; n++) {
    const at = T + n * MINUTE;
    care.heard([line(`25-${n}`, 'unitDispatched', at + aheadMs)], at + lateMs(n));
  }
}

describe('the clock of a CAD', () => {
  it('is not judged by a few records', () => {
    const care = new LinkCare({ measuresClock: true });
    for (let n = 0; n < 4; n++) care.heard([line(`25-${n}`, 'unitDispatched', T)], T);
    expect(care.status().clockSkewMs).toBeUndefined();
  });

  it.each([
    ['ahead', 200 * SECOND],
    ['behind', -200 * SECOND],
    ['right', 0],
  ])('that is %s shows, although records come at all kinds of lateness', (_, aheadMs) => {
    const care = new LinkCare({ measuresClock: true });
    // A third is told at once; the rest minutes later.
    tell(care, (n) => (n % 3 === 0 ? 2 * SECOND : n * MINUTE), aheadMs);
    expect(Math.abs((care.status().clockSkewMs ?? Number.NaN) - aheadMs)).toBeLessThanOrEqual(2 * SECOND);
  });

  it('is not judged by a single mistyped time', () => {
    const care = new LinkCare({ measuresClock: true });
    tell(care, () => SECOND);
    care.heard([line('25-99', 'unitDispatched', T + 365 * durations.DAY)], T);
    expect(care.status().clockSkewMs).toBe(-SECOND);
  });

  it('that is put back by an hour shows by five records, not by most of the last fifty', () => {
    const care = new LinkCare({ measuresClock: true });
    tell(care, () => SECOND);
    for (let n = 0; n < 5; n++) {
      const at = T + (30 + n) * MINUTE;
      care.heard([line(`26-${n}`, 'unitDispatched', at - durations.HOUR)], at + n * SECOND);
    }
    expect(care.status().clockSkewMs).toBeLessThan(-59 * MINUTE);
  });

  it('is not judged by a backlog that comes at once', () => {
    const care = new LinkCare({ measuresClock: true });
    tell(care, () => SECOND);
    for (let n = 0; n < 5; n++) care.heard([line(`26-${n}`, 'unitDispatched', T + 30 * MINUTE + n)], T + 90 * MINUTE + n * SECOND);
    expect(care.status().clockSkewMs).toBe(-SECOND);
  });

  it('is not judged by what is told again, nor by what is told of long ago beside it', () => {
    const care = new LinkCare({ measuresClock: true });
    tell(care, () => SECOND);
    for (let n = 0; n < 20; n++) care.heard([line(`25-${n}`, 'unitDispatched', T + n * MINUTE)], T + durations.DAY);
    for (let n = 0; n < 20; n++) care.heard([line(`25-${n}`, 'unitAssigned', T)], T + durations.DAY);
    expect(care.status().clockSkewMs).toBe(-SECOND);
  });

  it('is not judged by the records system, which tells of the day in the evening', () => {
    const care = new LinkCare({ measuresClock: true });
    for (let n = 0; n < 20; n++) care.heard([line(`25-${n}`, 'caseAssigned', T)], T + 9 * durations.HOUR);
    expect(care.status().clockSkewMs).toBeUndefined();
  });

  it('is not judged by a recording', () => {
    const care = new LinkCare({ measuresClock: false });
    tell(care, () => 400 * durations.DAY);
    expect(care.status().clockSkewMs).toBeUndefined();
  });

  it('follows a clock that was set', () => {
    const care = new LinkCare({ measuresClock: true });
    tell(care, () => SECOND, 10 * MINUTE);
    for (let n = 0; n < 50; n++) care.heard([line(`26-${n}`, 'unitDispatched', T + n * MINUTE)], T + n * MINUTE + SECOND);
    expect(care.status().clockSkewMs).toBe(-SECOND);
  });

  it('is read off the newest time of a snapshot', () => {
    const care = new LinkCare({ measuresClock: true });
    for (let n = 0; n < 10; n++) {
      const minute = String(n).padStart(2, '0');
      const xml = newWorldXml({
        callId: '71',
        created: '2025-06-03T15:00:00',
        units: [{ unit: '2A1', assigned: '2025-06-03T15:10:00', arrived: `2025-06-03T16:${minute}:00` }],
      });
      const receivedAt = T + n * MINUTE + 3 * SECOND;
      const parsed = newWorldXmlFormat().parse(Buffer.from(xml), { timeZone: 'America/New_York', receivedAt });
      care.heard('facts' in parsed ? parsed.facts : [], receivedAt);
    }
    expect(care.status()).toEqual({ clockSkewMs: -3 * SECOND, duplicates: 0, outOfOrder: 0 });
  });
});

describe('records', () => {
  it('that say what was said are duplicates: a line at any time, a snapshot if the last one said so', () => {
    const care = new LinkCare({ measuresClock: true });
    const first = line('25-1', 'unitDispatched', T);
    care.heard([first, line('25-1', 'unitArrived', T + MINUTE), first, first], T);
    expect(care.status().duplicates).toBe(2);
    const before = snapshot('71', { flags: ['HAZARD'] });
    const between = snapshot('71', { flags: [] });
    care.heard([before, before, between, before], T);
    expect(care.status()).toMatchObject({ duplicates: 3, outOfOrder: 0 });
  });

  it('are duplicates although they were exported anew', () => {
    const care = new LinkCare({ measuresClock: true });
    care.heard([snapshot('71', { exportedAt: T }), snapshot('71', { exportedAt: T + MINUTE })], T);
    expect(care.status().duplicates).toBe(1);
  });

  it('that are older than what was told of the incident are out of order; of another incident they are not', () => {
    const care = new LinkCare({ measuresClock: true });
    care.heard(
      [line('25-1', 'unitArrived', T), line('25-1', 'unitDispatched', T - MINUTE), line('25-2', 'unitDispatched', T - MINUTE)],
      T,
    );
    expect(care.status().outOfOrder).toBe(1);
    care.heard([snapshot('71', { exportedAt: T }), snapshot('71', { exportedAt: T - 1, flags: ['A'] })], T);
    expect(care.status().outOfOrder).toBe(2);
  });

  it('without a time of their writing are in the order in which they come: a time may be withdrawn', () => {
    const care = new LinkCare({ measuresClock: true });
    care.heard([snapshot('71', { createdAt: T, closedAt: T + MINUTE }), snapshot('71', { createdAt: T })], T);
    expect(care.status()).toMatchObject({ duplicates: 0, outOfOrder: 0 });
  });

  it('are remembered in a bounded number', () => {
    const care = new LinkCare({ measuresClock: true });
    for (let n = 0; n < 6_000; n++) care.heard([line(`25-${n}`, 'unitDispatched', T + n)], T + n);
    care.heard([line('25-5999', 'unitDispatched', T + 5_999), line('25-0', 'unitDispatched', T)], T);
    expect(care.status().duplicates).toBe(1);
  });
});

it('judges nothing that has no facts', () => {
  const care = new LinkCare({ measuresClock: true });
  const format = delimitedFormat({
    ...{ kind: 'delimited', delimiter: '|', columns: ['occurredAt', 'incidentNumber', 'event'], time: 'iso' },
    events: { NEW: 'incidentCreated' },
    comment: '#',
  });
  for (let n = 0; n < 10; n++) {
    const parsed = format.parse(Buffer.from('# a heartbeat'), { timeZone: 'UTC', receivedAt: T });
    care.heard('facts' in parsed ? parsed.facts : [], T);
  }
  expect(care.status()).toEqual({ clockSkewMs: undefined, duplicates: 0, outOfOrder: 0 });
});
