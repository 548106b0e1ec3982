import fc from 'fast-check';
import { readLayoutDraft } from '../src/feedReading';
import { readJsonWithPlaces } from '../src/jsonPlaces';

const GOOD = `{
  "kind": "delimited",
  "$comment": "any key with a dollar is a comment",
  "delimiter": "|",
  "columns": ["occurredAt", "incidentNumber", "event", "unit"],
  "time": "iso",
  "events": {"NEW": "incidentCreated", "DISP": "unitDispatched"}
}`;

function problemsOf(draft: string): string[] {
  const read = readLayoutDraft(draft);
  return 'problems' in read ? read.problems.map(({ path, message, line, column }) => `${line}:${column} ${path} ${message}`) : [];
}

it('a draft as the profile would hold it is a format', () => {
  const read = readLayoutDraft(GOOD);
  expect('problems' in read ? read.problems : read.format.name).toBe('delimited');
});

it.each([
  ['', '1:1  It ends too early: a value is missing'],
  ['{', '1:2  Expected a key in double quotes, and it ends'],
  [GOOD.replace('"iso",', '"iso"'), '7:3  Expected a comma or }'],
  [GOOD.replace('"unit"]', '"unit",]'), '5:62  A comma with nothing after it'],
  [GOOD.replace('"|"', '"|'), '4:16  A quote is never closed'],
  [GOOD.replace('"|"', "'|'"), '4:16  Expected a value, such as "text" or [ ]'],
  [GOOD.replace('"|"', '"\\q"'), '4:16  A backslash that JSON does not know: write \\\\ for one'],
  [GOOD.replace('"time"', '"delimiter"'), '6:3  The key delimiter is there twice'],
  [`${GOOD}]`, '8:2  Something follows after the end'],
])('broken JSON is told by line and column: %#', (draft, problem) => {
  expect(problemsOf(draft)).toEqual([problem]);
});

it.each([
  [GOOD.replace('"unit"', '"units"'), /^5:56 columns\[3\] Must be one of occurredAt, event, /],
  [GOOD.replace('"unitDispatched"', '"dispatched"'), /^7:48 events\.DISP Must be one of incidentCreated, /],
  [GOOD.replace('"iso"', '"YYYY"'), /^6:11 time The time style /],
  [GOOD.replace('"delimited"', '"delimted"'), /^2:11 kind Must be one of delimited, /],
  ['[1, 2]', /^1:1 {2}Must be of the type object, not array$/],
])('a wrong key is told by its path and its place: %#', (draft, problem) => {
  const problems = problemsOf(draft);
  expect(problems.some((each) => problem.test(each))).toBe(true);
});

it('a key that is missing and one that is not known are both told, each where it belongs', () => {
  expect(problemsOf(GOOD.replace('"time"', '"tyme"'))).toEqual(['1:1 time Is missing', '6:11 tyme There is no such key']);
});

it('reads any JSON as JSON.parse does, and says where each value begins', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), fc.constantFrom(undefined, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const read = readJsonWithPlaces(text);
      if ('problem' in read) throw new Error(read.problem);
      expect(read.value).toEqual(JSON.parse(text));
      const { line, column } = read.placeOf([]);
      expect([line, column]).toEqual([1, 1]);
    }),
  );
});

it('never throws, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat(GOOD.length).map((at) => GOOD.slice(0, at)),
        fc.jsonValue().map((each) => JSON.stringify(each)),
      ),
      (draft) => {
        const read = readLayoutDraft(draft);
        if ('problems' in read) expect(read.problems.length).toBeGreaterThan(0);
      },
    ),
  );
});
