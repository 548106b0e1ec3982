import { labelledFormat } from '../../../src/feed/formats/labelled';
import { type LabelledLayoutInput, labelledLayoutSchema } from '../../../src/feed/formats/labelledLayout';
import type { PartialCall } from '../../../src/incident/fact';

const timeZone = 'America/New_York';
const at = (iso: string) => Date.parse(iso);

const base: LabelledLayoutInput = {
  kind: 'labelled',
  times: ['MM/dd/yyyy HH:mm:ss', 'MM/dd/yy HH:mm:ss', 'MM/dd/yyyy', 'MM/dd HH:mm', 'HH:mm:ss', 'HH:mm'],
  labels: {
    No: 'incidentNumber',
    Date: 'date',
    Call: 'createdAt',
    Written: 'reportedAt',
    Unit: 'unit',
    Dsp: 'dispatched',
    Enr: 'enRoute',
    Arv: 'arrived',
    Clr: 'cleared',
  },
};

function read(
  lines: string,
  receivedAt: string,
  layout: Partial<LabelledLayoutInput> = {},
  ambiguous?: Map<number, number>,
): PartialCall {
  const format = labelledFormat(labelledLayoutSchema.parse({ ...base, ...layout }));
  const outcome = format.parse(Buffer.from(`No: 1\n${lines}`), { timeZone, receivedAt: at(receivedAt), ambiguous });
  if ('rejected' in outcome) throw new Error(outcome.rejected.message);
  const [fact] = outcome.facts;
  if (fact?.kind !== 'report') throw new Error('no report');
  return fact.report;
}
const timesOf = (report: PartialCall) => report.units[0]?.times;

it('a time of day takes the date of the record', () => {
  const report = read('Date: 11/21/2014\nCall: 18:07:54\nUnit: A  Dsp: 18:08:03', '2026-01-01T00:00:00Z');
  expect(report.createdAt).toBe(at('2014-11-21T18:07:54-05:00'));
  expect(timesOf(report)).toEqual({ dispatched: at('2014-11-21T18:08:03-05:00') });
});

it('midnight lies between the call and what followed', () => {
  const report = read('Date: 12/31/2025\nCall: 23:58\nUnit: A  Dsp: 23:59  Arv: 00:10  Clr: 01:30', '2026-01-01T07:00:00Z');
  expect(timesOf(report)).toEqual({
    dispatched: at('2025-12-31T23:59:00-05:00'),
    arrived: at('2026-01-01T00:10:00-05:00'),
    cleared: at('2026-01-01T01:30:00-05:00'),
  });
});

it('midnight lies between milestones where the date is all there is', () => {
  const report = read('Date: 12/31/2025\nUnit: A  Dsp: 23:59  Arv: 00:10', '2026-01-01T07:00:00Z');
  expect(timesOf(report)).toEqual({ dispatched: at('2025-12-31T23:59:00-05:00'), arrived: at('2026-01-01T00:10:00-05:00') });
});

it('times before the time of writing, without any date but that', () => {
  const report = read('Written: 03/02 00:20\nUnit: A  Dsp: 11:05:00  Clr: 00:15:00', '2026-03-02T05:21:00Z');
  expect(timesOf(report)).toEqual({ dispatched: at('2026-03-01T11:05:00-05:00'), cleared: at('2026-03-02T00:15:00-05:00') });
});

it('times without any date lie in the day before their arrival, not in the hours after', () => {
  // A clear report of a long call: plain nearness would put the morning's dispatch on the next morning.
  const report = read('Unit: A  Dsp: 09:00  Clr: 22:55', '2026-03-02T23:00:00-05:00');
  expect(timesOf(report)).toEqual({ dispatched: at('2026-03-02T09:00:00-05:00'), cleared: at('2026-03-02T22:55:00-05:00') });
});

it('a CAD clock that is a little ahead does not put an event on yesterday', () => {
  expect(timesOf(read('Unit: A  Dsp: 12:05', '2026-03-02T12:01:00-05:00'))).toEqual({
    dispatched: at('2026-03-02T12:05:00-05:00'),
  });
});

it('no year: the one that brings it close, over New Year', () => {
  expect(read('Written: 12/31 23:59', '2026-01-01T05:01:00Z').reportedAt).toBe(at('2025-12-31T23:59:00-05:00'));
});

it('two digits of a year', () => {
  expect(timesOf(read('Unit: A\nDsp: 06/12/25  20:51:29', '2025-06-13T00:52:00Z'))).toEqual({
    dispatched: at('2025-06-12T20:51:29-04:00'),
  });
});

it.each(['', '  :  :', '/  /', '00/00/0000', '00/00/0000 00:00:00'])('"%s" is no time', (text) => {
  expect(timesOf(read(`Unit: A\nDsp: ${text}`, '2026-03-02T12:00:00Z'))).toEqual({});
});

it('midnight is a time, unless the layout says that zeros mean none', () => {
  const lines = 'Date: 03/02/2026\nUnit: A\nDsp: 00:00:00';
  expect(timesOf(read(lines, '2026-03-02T12:00:00Z'))).toEqual({ dispatched: at('2026-03-02T00:00:00-05:00') });
  expect(timesOf(read(lines, '2026-03-02T12:00:00Z', { unset: ['00:00:00'] }))).toEqual({});
});

describe('the day with 25 hours', () => {
  // Clocks went back at 02:00 EDT on 1 November 2026, 06:00 UTC.
  it('a time in the repeated hour is the pass that was over when the report came, and is marked', () => {
    const ambiguous = new Map<number, number>();
    const report = read('Date: 11/01/2026\nUnit: A\nDsp: 01:30:00', '2026-11-01T01:31:00-04:00', {}, ambiguous);
    expect(timesOf(report)).toEqual({ dispatched: at('2026-11-01T01:30:00-04:00') });
    expect([...ambiguous.keys()]).toContain(at('2026-11-01T01:30:00-04:00'));
  });

  it('later in the repeated hour, the second pass', () => {
    const report = read('Date: 11/01/2026\nUnit: A\nDsp: 01:30:00', '2026-11-01T01:31:00-05:00');
    expect(timesOf(report)).toEqual({ dispatched: at('2026-11-01T01:30:00-05:00') });
  });

  it('an arrival on the clock before its dispatch is in the second pass', () => {
    const report = read('Date: 11/01/2026\nUnit: A  Dsp: 01:50:00  Arv: 01:05:00', '2026-11-01T01:06:00-05:00');
    expect(timesOf(report)).toEqual({ dispatched: at('2026-11-01T01:50:00-04:00'), arrived: at('2026-11-01T01:05:00-05:00') });
  });

  it('times of the evening before, and of the morning after', () => {
    const report = read('Date: 10/31/2026\nCall: 23:50\nUnit: A  Dsp: 23:55  Clr: 03:10', '2026-11-01T03:11:00-05:00');
    expect(timesOf(report)).toEqual({ dispatched: at('2026-10-31T23:55:00-04:00'), cleared: at('2026-11-01T03:10:00-05:00') });
  });
});

it('the day with 23 hours', () => {
  const report = read('Date: 03/08/2026\nCall: 01:58\nUnit: A  Dsp: 01:59  Arv: 03:04', '2026-03-08T03:05:00-04:00');
  expect(timesOf(report)).toEqual({ dispatched: at('2026-03-08T01:59:00-05:00'), arrived: at('2026-03-08T03:04:00-04:00') });
});
