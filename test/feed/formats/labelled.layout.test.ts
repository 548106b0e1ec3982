import { readdirSync } from 'node:fs';
import path from 'node:path';
import { layoutSchema } from '../../../src/feed/formats/layout';
import { shippedLayout, shippedSample } from '../../support/shippedLayout';

const good = { kind: 'labelled', times: ['HH:mm:ss'], labels: { No: 'callNumber', Narr: 'narrative' } };
const log = {
  kind: 'unit-log',
  times: ['HHmmss'],
  lines: ['(?<at>\\d{6}) (?<callNumber>\\d+) (?<unit>\\S+) (?<status>\\S+)'],
  statuses: {},
};

/** `path: message` of the first thing that is wrong. */
function problem(layout: object): string {
  const read = layoutSchema.safeParse(layout);
  if (read.success) return 'nothing';
  const [issue] = read.error.issues;
  return `${issue?.path.join('.')}: ${issue?.message}`;
}

it('a small layout is one', () => {
  expect(problem(good)).toBe('nothing');
  expect(problem(log)).toBe('nothing');
});

it.each([
  ['labels.No', { ...good, labels: { No: 'callNumbr' } }],
  ['labels: Needs one of', { ...good, labels: { Type: 'callType' } }],
  ['times.0: The time style', { ...good, times: ['HHH'] }],
  ['sections.0.reads', { ...good, sections: [{ heading: 'X', reads: 'everything' }] }],
  [
    'sections.0.until: There is no section "Units"',
    { ...good, sections: [{ heading: 'X', reads: 'narrative', until: ['Units'] }] },
  ],
  ['sections.0.header: Needs either', { ...good, sections: [{ heading: 'X', reads: 'units' }] }],
  [
    'sections.0.header: Needs a column unit',
    { ...good, sections: [{ heading: 'X', reads: 'units', header: { DP: 'dispatched' } }] },
  ],
  [
    'sections.0.patterns.0: There is no field foo',
    { ...good, sections: [{ heading: 'X', reads: 'lines', patterns: ['(?<foo>.)'] }] },
  ],
  ['patterns.0: The pattern is not a regular expression', { ...good, patterns: ['(?<unit>.'] }],
  ['patterns.0: The pattern is not a regular expression', { ...good, patterns: ['(?<unit>.)(?=x)'] }],
  ['records.0: Has no title', { ...good, records: [{ name: 'a' }, { name: 'b', title: 'B' }] }],
  ['Unrecognized key', { ...good, sparkle: true }],
  ['lines: Needs a pattern with the groups status and at', { ...log, lines: ['(?<callNumber>\\d+)'] }],
  ['lines: Needs a pattern with one of', { ...log, lines: ['(?<at>\\d+) (?<unit>\\S+) (?<status>\\S+)'] }],
  ['statuses.AR', { ...log, statuses: { AR: 'arrived' } }],
])('names the key: %s', (expected, layout) => {
  expect(problem(layout)).toContain(expected);
});

const layouts = path.resolve(__dirname, '../../../resources/layouts');
const names = readdirSync(layouts)
  .filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'));

it.each(names)('%s ships with a sample', (name) => {
  expect(shippedSample(name).length).toBeGreaterThan(0);
});

it.each(names.filter((name) => shippedLayout(name).kind !== 'ali'))('%s: phone numbers in its sample are invented ones', (name) => {
  const phones = [
    ...shippedSample(name)
      .toString('latin1')
      .matchAll(/(?<!\d)\(?\d{3}\)?[ -]\d{3}-\d{4}/g),
  ].map(([phone]) => phone);
  expect(phones.length).toBeGreaterThan(0);
  expect(phones.filter((phone) => !/555-01\d\d$/.test(phone))).toEqual([]);
});
