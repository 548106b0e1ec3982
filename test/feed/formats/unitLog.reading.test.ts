import { unitLogFormat } from '../../../src/feed/formats/unitLog';
import { type UnitLogLayoutInput, unitLogLayoutSchema } from '../../../src/feed/formats/unitLogLayout';
import type { EventFact } from '../../../src/incident/fact';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T12:00:00-05:00') };
const base: UnitLogLayoutInput = {
  kind: 'unit-log',
  times: ['HHmmss', 'MM/dd/yyyy'],
  lines: [
    '(?<at>\\d{6}) (?<callNumber>C\\d+) (?<unit>\\S+) (?<status>\\S+)',
    '(?<at>\\d{6}) (?<unit>\\S+) (?<status>\\S+)',
    'CALL (?<callNumber>C\\d+)(?: (?<date>\\d\\d/\\d\\d/\\d{4}))?(?: (?<callType>[A-Z]+))?',
    'NOTE (?<narrative>.+)',
  ],
  statuses: { DSP: 'unitDispatched', ENR: 'unitEnRoute', ARR: 'unitArrived', CLR: 'unitCleared', TR: '-' },
};
function parse(text: string, layout: Partial<UnitLogLayoutInput> = {}) {
  return unitLogFormat(unitLogLayoutSchema.parse({ ...base, ...layout })).parse(Buffer.from(text), context);
}
function events(text: string, layout: Partial<UnitLogLayoutInput> = {}): EventFact[] {
  const outcome = parse(text, layout);
  if ('rejected' in outcome) throw new Error(outcome.rejected.message);
  return outcome.facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []));
}

it('one line is one event', () => {
  expect(events('115900 C12 A1 ARR')).toMatchObject([
    {
      numbers: { callNumber: 'C12' },
      event: 'unitArrived',
      occurredAt: Date.parse('2026-03-02T11:59:00-05:00'),
      details: { unit: 'A1' },
    },
  ]);
});

it('calls follow each other in one frame', () => {
  const read = events('CALL C1 LARC\n110000 A1 DSP\nCALL C2\n110100 A2 DSP\n110200 C1 A1 ARR');
  expect(read.map(({ numbers, details }) => `${numbers.callNumber} ${details.unit}`)).toEqual(['C1 A1', 'C2 A2', 'C1 A1']);
});

it('a log without a date lies before its arrival, over midnight', () => {
  const log = unitLogFormat(unitLogLayoutSchema.parse(base));
  const outcome = log.parse(Buffer.from('CALL C1\n235900 A1 DSP\n000700 A1 ARR'), {
    ...context,
    receivedAt: Date.parse('2026-03-02T00:08:00-05:00'),
  });
  expect('facts' in outcome && outcome.facts.map((fact) => fact.kind === 'event' && fact.event.occurredAt)).toEqual([
    Date.parse('2026-03-01T23:59:00-05:00'),
    Date.parse('2026-03-02T00:07:00-05:00'),
  ]);
});

it('a log that is sent again a day later still has its own date', () => {
  expect(events('CALL C1 02/27/2026\n110000 A1 DSP')[0]?.occurredAt).toBe(Date.parse('2026-02-27T11:00:00-05:00'));
});

describe('what cannot be read', () => {
  it('a status that nobody knows rejects a line, and is told of in a log', () => {
    expect(parse('115900 C12 A1 ZZZ')).toMatchObject({ rejected: { code: 'feed.unknownStatus', field: 'status' } });
    expect(parse('115900 C12 A1 ZZZ\n115901 C12 A1 ARR')).toMatchObject({
      facts: [{ event: { event: 'unitArrived' } }],
      faults: [{ code: 'feed.unknownStatus', message: expect.stringContaining('line 1') }],
    });
  });

  it('unless the layout says that all others say nothing', () => {
    expect(parse('115900 C12 A1 ZZZ', { statuses: { ...base.statuses, '*': '-' } })).toEqual({ facts: [] });
  });

  it('a status that says nothing gives no event', () => {
    expect(parse('115900 C12 A1 TR')).toEqual({ facts: [] });
  });

  it('a line without a number of a call', () => {
    expect(parse('115900 A1 ARR')).toMatchObject({ rejected: { code: 'feed.noNumber' } });
  });

  it('a line that is none of the layout', () => {
    expect(parse('hello there')).toMatchObject({ rejected: { code: 'feed.unknownLine' } });
  });

  it('a time that is none', () => {
    expect(parse('256161 C12 A1 ARR')).toMatchObject({ rejected: { code: 'feed.badTime', field: 'at' } });
  });
});

it('free text is read for exclusions, all of it, with a status or without', () => {
  expect(events('CALL C1\nNOTE one\nNOTE two\n115900 A1 ARR')[0]?.details.narrative).toBe('one\ntwo');
  expect(events('CALL C1\nNOTE one')).toMatchObject([{ event: 'noteAdded', details: { narrative: 'one' } }]);
});

it('a pattern that would take forever elsewhere takes no time here', () => {
  const hostile = `${'a'.repeat(4_000)}!`;
  const lines = [...(base.lines as string[]), '(?<callType>(a|a)*)(?<unit>(a*)*)b'];
  expect(parse(hostile, { lines })).toMatchObject({ rejected: { code: 'feed.unknownLine' } });
});
