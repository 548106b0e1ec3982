import { localTimeAt, placeLocalTime, readIsoTime } from '../../../src/feed/formats/placeTime';
import { compileTimeStyle, type TimeReader } from '../../../src/feed/formats/timeStyle';

const timeZone = 'America/New_York';
const at = (iso: string) => Date.parse(iso);
const context = (receivedAt: string) => ({ timeZone, receivedAt: at(receivedAt) });
const local = (hour: number, minute: number, day: number, month: number, year = 2026) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0,
  millisecond: 0,
});

function reader(style: string): TimeReader {
  const compiled = compileTimeStyle(style);
  if (typeof compiled !== 'function') throw new Error(compiled.problem);
  return compiled;
}

describe('a local time', () => {
  it('is placed in the zone of the agency, in winter and in summer', () => {
    expect(placeLocalTime(local(9, 38, 26, 1), context('2026-01-26T14:38:32Z'))).toBe(at('2026-01-26T14:38:00Z'));
    expect(placeLocalTime(local(9, 38, 26, 7), context('2026-07-26T14:38:32Z'))).toBe(at('2026-07-26T13:38:00Z'));
  });

  it('of the hour that autumn repeats is the pass closer to when it was received', () => {
    // Clocks go back on 1 November 2026 at 06:00 UTC: 01:30 comes at 05:30 and again at 06:30 UTC.
    expect(placeLocalTime(local(1, 30, 1, 11), context('2026-11-01T05:30:02Z'))).toBe(at('2026-11-01T05:30:00Z'));
    expect(placeLocalTime(local(1, 30, 1, 11), context('2026-11-01T06:30:02Z'))).toBe(at('2026-11-01T06:30:00Z'));
  });

  it('of the hour that spring skips is read as of a clock not yet put forward', () => {
    expect(placeLocalTime(local(2, 30, 8, 3), context('2026-03-08T07:30:05Z'))).toBe(at('2026-03-08T07:30:00Z'));
  });

  it('close to a change of the clocks is still exact', () => {
    expect(placeLocalTime(local(0, 59, 1, 11), context('2026-11-01T04:59:05Z'))).toBe(at('2026-11-01T04:59:00Z'));
    expect(placeLocalTime(local(2, 0, 1, 11), context('2026-11-01T07:00:05Z'))).toBe(at('2026-11-01T07:00:00Z'));
    expect(placeLocalTime(local(3, 0, 8, 3), context('2026-03-08T07:00:05Z'))).toBe(at('2026-03-08T07:00:00Z'));
  });

  it('that no calendar has is undefined', () => {
    expect(placeLocalTime(local(9, 0, 30, 2), context('2026-02-28T00:00:00Z'))).toBeUndefined();
    expect(placeLocalTime(local(24, 0, 3, 2), context('2026-02-28T00:00:00Z'))).toBeUndefined();
    expect(placeLocalTime(local(9, 0, 3, 13), context('2026-02-28T00:00:00Z'))).toBeUndefined();
  });

  it('is the way back from a moment', () => {
    expect(localTimeAt(at('2026-07-26T13:38:00Z'), timeZone)).toEqual(local(9, 38, 26, 7));
  });

  it('in a zone that does not exist is an error', () => {
    expect(() => placeLocalTime(local(9, 0, 1, 1), { timeZone: 'Mars/Olympus', receivedAt: 0 })).toThrow(
      'There is no time zone Mars/Olympus',
    );
  });
});

describe('ISO times', () => {
  const now = context('2026-01-26T14:38:32Z');

  it.each([
    ['2026-01-26T09:38:30', '2026-01-26T14:38:30Z'],
    ['2022-12-03 11:10:15Z', '2022-12-03T11:10:15Z'],
    ['2022-12-03T11:10:15Z', '2022-12-03T11:10:15Z'],
    ['2021-04-30T14:43:49.439-04:00', '2021-04-30T18:43:49.439Z'],
    ['2021-04-30T14:42:00.0-0400', '2021-04-30T18:42:00Z'],
    ['2026-01-26T09:38', '2026-01-26T14:38:00Z'],
    ['2026-01-26', '2026-01-26T05:00:00Z'],
    ['2026-01-26T09:38:30.5', '2026-01-26T14:38:30.500Z'],
  ])('%s', (written, expected) => {
    expect(readIsoTime(written, now)).toBe(at(expected));
  });

  it.each(['', 'yesterday', '2026-13-26T09:38:30', '2026-02-30', '26.01.2026', '2026-01-26T25:00:00', '2026-01-26T09:38:30 EST'])(
    'not %p',
    (written) => {
      expect(readIsoTime(written, now)).toBeUndefined();
    },
  );
});

describe('time styles', () => {
  const now = context('2026-01-01T05:00:30Z');

  it.each([
    ['yyyy-MM-dd HH:mm:ss', '2026-01-26 09:38:30', '2026-01-26T14:38:30Z'],
    ['M/d/yyyy h:mm:ss a', '1/6/2026 12:05:09 AM', '2026-01-06T05:05:09Z'],
    ['M/d/yyyy h:mm a', '1/6/2026 12:05 p.m.', '2026-01-06T17:05:00Z'],
    ['MM-dd-yy HH:mm', '01-06-26 23:05', '2026-01-07T04:05:00Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", '2026-01-26T09:38:30.250', '2026-01-26T14:38:30.250Z'],
    ['yyyy-MM-ddTHH:mm:ss', '2026-01-26T09:38:30', '2026-01-26T14:38:30Z'],
    ['yyyyMMddHHmmss', '20260126093830', '2026-01-26T14:38:30Z'],
    ['yyyy-MM-dd HH:mm:ssZZ', '2026-01-26 09:38:30-06:00', '2026-01-26T15:38:30Z'],
    ['dd MMM yyyy HH:mm', '26 Jan 2026 09:38', '2026-01-26T14:38:00Z'],
    ['X', '1769438310', '2026-01-26T14:38:30Z'],
    ['iso', '2026-01-26T09:38:30', '2026-01-26T14:38:30Z'],
  ])('%s', (style, written, expected) => {
    expect(reader(style)(written, now)).toBe(at(expected));
  });

  it('without a date lies on the side of midnight that is closer to the arrival', () => {
    // Received half a minute after midnight.
    expect(reader('HH:mm:ss')('23:59:58', now)).toBe(at('2026-01-01T04:59:58Z'));
    expect(reader('HH:mm:ss')('00:00:10', now)).toBe(at('2026-01-01T05:00:10Z'));
  });

  it('without a year lies in the year closer to the arrival', () => {
    expect(reader('MM/dd HH:mm')('12/31 23:59', now)).toBe(at('2026-01-01T04:59:00Z'));
    expect(reader('MM/dd HH:mm')('01/01 00:00', now)).toBe(at('2026-01-01T05:00:00Z'));
  });

  it('refuses text in another style', () => {
    expect(reader('yyyy-MM-dd HH:mm:ss')('01/26/2026 09:38:30', now)).toBeUndefined();
    expect(reader('yyyy-MM-dd HH:mm:ss')('2026-01-26 09:38:30 and more', now)).toBeUndefined();
    expect(reader('h:mm a')('13:05 PM', now)).toBeUndefined();
  });

  it.each([
    ['YYYY-MM-DD hh:mm', /not a luxon format|12/],
    ['h:mm', /AM or PM/],
    ['yyyy', /part of a date/],
    ['ss', /neither/],
    ['dd MMM HH:mm', /whole date/],
  ])('says what is wrong with %s', (style, problem) => {
    expect(compileTimeStyle(style)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
