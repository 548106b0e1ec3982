import { JsonFramer } from '../../../src/feed/framers/jsonFramer';
import { frameAll } from '../support/framing';

const BOM = '\xef\xbb\xbf';
const framed = (chunks: string[], maxFrameBytes = 1_024) => frameAll(new JsonFramer(maxFrameBytes), chunks);

it('splits values that follow each other, with and without mark and space between', () => {
  const values = ['{"a":{"b":[1,2]}}', '[]', '[{"c":null},[3]]', '{}'];
  expect(framed([`${BOM}${values[0]}\r\n${values[1]}${values[2]} ${BOM}${values[3]}\n`])).toEqual({
    frames: values,
    discarded: {},
    separatorBytes: 10,
  });
});

it.each([
  ['brackets in strings', '{"a":"}]{[","b":"]"}'],
  ['escaped quotes and backslashes', '{"a":"\\"}","b":"\\\\","c":"\\\\\\""}'],
  ['line ends between its parts', '{\r\n  "a": [\n    1,\n    {}\n  ]\n}'],
  ['XML in a string', '{"location":"<point a=\\"1\\">{</point>"}'],
])('frames a value with %s', (_, value) => {
  expect(framed([`${value}${value}`])).toEqual({ frames: [value, value], discarded: {}, separatorBytes: 0 });
});

it('takes nothing but objects and arrays for values', () => {
  expect(framed(['"hello" 12 null {"a":1} true, [2] }'])).toEqual({
    frames: ['{"a":1}', '[2]'],
    discarded: { garbageBetweenFrames: 19 },
    separatorBytes: 6,
  });
});

describe('a value whose end was lost becomes a frame for the format to reject', () => {
  it.each([
    ['before the next value', '{"a":{"b":1}', '{"c":2}'],
    ['in an array before the next value', '[{"a":1}', '[{"c":2}]'],
    ['in a name', '{"a":1,"b', '\n{"c":2}'],
    ['in a string', '{"a":"hel', '\r\n{"c":2}'],
    ['in a word', '{"a":tru', '{"c":2}'],
  ])('%s', (_, cut, next) => {
    expect(framed([cut, next]).frames).toEqual([cut, next.trim()]);
  });

  it('and does not take the next values with it when a quote was lost', () => {
    const outcome = framed(['{"a":"x,"b":1}{"c":2}\n{"d":3}\n']);
    expect(outcome.frames[0]).toBe('{"a":"x,"b');
    expect(outcome.frames).toContain('{"d":3}');
  });
});

describe('a value that is too long', () => {
  const long = `{"a":["${'x'.repeat(120)}",{"b":1}]}`;

  it('is discarded up to its end', () => {
    expect(framed([`{"b":1}${long}{"c":2}`], 100)).toEqual({
      frames: ['{"b":1}', '{"c":2}'],
      discarded: { tooLong: long.length },
      separatorBytes: 0,
    });
  });

  it('is discarded up to the next value where its end is lost', () => {
    const cut = long.slice(0, -2);
    expect(framed([cut, '{"c":2}'], 100)).toEqual({ frames: ['{"c":2}'], discarded: { tooLong: cut.length }, separatorBytes: 0 });
  });

  it('takes a value of exactly the longest length', () => {
    const value = `{"a":"${'x'.repeat(92)}"}`;
    expect(framed([value, '{}'], 100).frames).toEqual([value, '{}']);
  });
});

it('keeps an incomplete value when the connection ends', () => {
  expect(framed(['{"a":1}{"b":[2,'])).toEqual({ frames: ['{"a":1}', '{"b":[2,'], discarded: {}, separatorBytes: 0 });
});
