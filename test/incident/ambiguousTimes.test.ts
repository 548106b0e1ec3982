import { asToldBefore, earliestReading, markAmbiguous, otherReading } from '../../src/incident/ambiguousTimes';
import type { CadEvent } from '../../src/incident/cadEvent';
import type { CallSnapshot, PartialCall } from '../../src/incident/fact';

const HOUR = 3_600_000;
const FIRST = Date.UTC(2025, 10, 2, 5, 30);
const SECOND = FIRST + HOUR;
/** What was 01:30, resolved as the second. */
const ambiguous = new Map([[SECOND, FIRST]]);

const empty = { contexts: [], contacts: [], units: [], flags: [], dispositions: [], narratives: [] };
const unit = (times: CallSnapshot['units'][number]['times']) => ({ unit: '2A1', primary: false, officers: [], times });
const snapshot = (more: Partial<CallSnapshot>): CallSnapshot => ({
  ...{ ...empty, numbers: { callId: '71' }, closed: false, cancelled: false },
  ...more,
});
const report = (more: Partial<PartialCall>): PartialCall => ({ ...empty, numbers: { callId: '71' }, ...more });

describe('a call told again', () => {
  const before = snapshot({
    createdAt: FIRST,
    closedAt: FIRST,
    units: [unit({ assigned: FIRST })],
    contexts: [{ agency: 'Police', closed: true, closedAt: FIRST, cancelled: false }],
  });

  it('keeps the times that were told before, everywhere in a snapshot', () => {
    const now = snapshot({
      createdAt: SECOND,
      closedAt: SECOND,
      units: [unit({ assigned: SECOND })],
      contexts: [{ agency: 'Police', closed: true, closedAt: SECOND, cancelled: false }],
    });
    expect(asToldBefore(now, before, ambiguous)).toEqual(before);
  });

  it('keeps them in a report, too', () => {
    const now = report({
      createdAt: SECOND,
      endedAt: SECOND,
      units: [unit({ assigned: SECOND })],
      callTimes: { assigned: SECOND },
    });
    expect(asToldBefore(now, before, ambiguous)).toMatchObject({
      createdAt: FIRST,
      endedAt: FIRST,
      units: [{ times: { assigned: FIRST } }],
      callTimes: { assigned: FIRST },
    });
  });

  it('has what is new as it was resolved', () => {
    const now = snapshot({ createdAt: SECOND, units: [unit({ assigned: SECOND, arrived: SECOND })] });
    expect(asToldBefore(now, before, ambiguous).units[0]?.times).toEqual({ assigned: FIRST, arrived: SECOND });
    expect(asToldBefore(now, undefined, ambiguous)).toBe(now);
  });

  it('that was of the second pass all along stays there', () => {
    const known = snapshot({ units: [unit({ assigned: SECOND })] });
    expect(asToldBefore(snapshot({ units: [unit({ assigned: SECOND })] }), known, ambiguous).units).toEqual(known.units);
  });
});

it('reads a fact in the other pass, and in the first', () => {
  const at = (occurredAt: number) =>
    ({ kind: 'event', event: { numbers: { incidentNumber: '25-1' }, event: 'incidentCreated', occurredAt, details: {} } }) as const;
  expect(otherReading(at(SECOND), ambiguous)).toEqual(at(FIRST));
  expect(earliestReading(at(SECOND), ambiguous)).toEqual(at(FIRST));
  expect(earliestReading(at(FIRST), new Map([[FIRST, SECOND]]))).toEqual(at(FIRST));
});

it('marks what is ambiguous and nothing else', () => {
  const events = [FIRST, SECOND, SECOND + 1].map((occurredAt): CadEvent => ({ type: 'incidentCreated', occurredAt }));
  expect(markAmbiguous(events, ambiguous).map(({ ambiguousTime }) => ambiguousTime)).toEqual([true, true, undefined]);
  expect(markAmbiguous(events, new Map())).toBe(events);
});
