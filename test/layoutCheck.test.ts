import { layoutSchema } from '../src/feed/formats/layout';
import { checkLayout } from '../src/layoutCheck';

const layout = layoutSchema.parse({
  kind: 'labelled',
  times: ['HH:mm'],
  starts: 'CALL',
  labels: { No: 'callNumber', Type: 'callType', Sent: 'dispatched', Unit: 'unit' },
});
const read = (text: string | Uint8Array, options = {}) =>
  checkLayout(layout, typeof text === 'string' ? Buffer.from(text) : text, options);

it('tells records and the lines that nothing was made of', () => {
  const checked = read('mailed by desk\nCALL\nNo: 1   Type: LARC\nWeather fair\nCALL\nNo: 2  Grid: 5');
  expect(checked.records).toMatchObject([{ line: 1, recordNames: ['report', 'report'], faults: [] }]);
  expect(checked.unaccounted).toEqual([
    { line: 1, text: 'mailed by desk' },
    { line: 4, text: 'Weather fair' },
    { line: 6, text: 'Grid: 5' },
  ]);
});

it('counts lines of the sample, whatever it is cut by', () => {
  const checked = read('CALL\nNo: 1\n\f\nCALL\nNo: 2\nfoo bar\n\fCALL\nType: X\n', { framing: 'formfeed' });
  expect(checked.records.map(({ line, facts, faults }) => [line, facts.length, faults.map(({ code }) => code)])).toEqual([
    [1, 1, []],
    [3, 1, []],
    [7, 0, ['feed.noNumber']],
  ]);
  expect(checked.unaccounted).toEqual([{ line: 6, text: 'foo bar' }]);
});

it('reads lines by a layout of lines, as a feed does', () => {
  const lines = layoutSchema.parse({
    kind: 'delimited',
    delimiter: '|',
    columns: ['occurredAt', 'callNumber', 'event'],
    time: 'iso',
    events: { NEW: 'incidentCreated' },
  });
  const checked = checkLayout(lines, Buffer.from('2026-03-02T10:00:00Z|1|NEW\n2026-03-02T10:00:00Z|2|WHAT\n'));
  expect(checked.records.map(({ line, faults }) => [line, faults.map(({ code }) => code)])).toEqual([
    [1, []],
    [2, ['feed.unknownEvent']],
  ]);
});

it('tells times that could mean two moments', () => {
  const options = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-11-01T01:40:00-05:00') };
  expect(read('CALL\nNo: 1\nUnit: A\nSent: 01:30', options).ambiguousTimes).toContain(Date.parse('2026-11-01T01:30:00-05:00'));
  expect(read('CALL\nNo: 1\nUnit: A\nSent: 00:30', options).ambiguousTimes).toEqual([]);
});
