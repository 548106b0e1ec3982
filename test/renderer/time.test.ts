import { clockTime, countdown, isoTime, shortTime, span } from '../../renderer/format/time';

const CHICAGO = 'America/Chicago';
/** 2026-11-01T06:59:58Z is 01:59:58 in Chicago, two seconds before the clocks go back. */
const BEFORE_FALL_BACK = Date.UTC(2026, 10, 1, 6, 59, 58);

test('a moment shows in the agency’s zone, 24 hours', () => {
  expect(clockTime(Date.UTC(2026, 6, 4, 19, 5, 7), CHICAGO)).toBe('14:05:07');
  expect(clockTime(Date.UTC(2026, 6, 4, 5, 0, 0), CHICAGO)).toBe('00:00:00');
});

test('the hour that comes twice is told apart by its offset', () => {
  expect(isoTime(BEFORE_FALL_BACK, CHICAGO)).toBe('2026-11-01T01:59:58-05:00');
  expect(isoTime(BEFORE_FALL_BACK + 2_000, CHICAGO)).toBe('2026-11-01T01:00:00-06:00');
  expect(isoTime(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00');
});

test('a time of another day carries its date', () => {
  const now = Date.UTC(2026, 6, 4, 19, 0, 0);
  expect(shortTime(now - 60_000, CHICAGO, now)).toBe('13:59');
  expect(shortTime(now - 60_000, CHICAGO, now, 'second')).toBe('13:59:00');
  expect(shortTime(now - 24 * 3_600_000, CHICAGO, now)).toBe('07-03 14:00');
});

test.each([
  [-5_000, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [7_500_000, '2 h 05'],
  [3 * 86_400_000, '3 d'],
])('%d ms ago reads %s', (ms, text) => expect(span(ms)).toBe(text));

test.each([
  [0, 'now'],
  [-1, 'now'],
  [1, 'in 0:01'],
  [249_000, 'in 4:09'],
  [3_599_001, 'in 1 h 00'],
  [3_849_000, 'in 1 h 04'],
  [76_699_000, 'in 21 h 18'],
  [2 * 86_400_000, 'in 2 d'],
])('a countdown of %d ms reads %s', (ms, text) => expect(countdown(ms)).toBe(text));
