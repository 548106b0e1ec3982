import { nextPurgeAt } from '../../../src/store/care/purgeTimes';

const at = (text: string) => Date.parse(`2025-06-${text}Z`);
const utcHour = (moment: number) => new Date(moment).getUTCHours();
const next = (last: string, now: string) => new Date(nextPurgeAt(at(last), at(now), utcHour)).toISOString().slice(8, 16);

it.each([
  ['the night after', '03T03:10', '03T16:00', '04T02:00'],
  ['now, in the night, when the last is long enough ago', '03T03:10', '04T02:20', '04T02:20'],
  ['not before twenty hours have passed', '03T20:00', '04T02:20', '05T02:00'],
  ['at once after two days', '01T03:10', '03T16:00', '03T16:00'],
])('%s', (_name, last, now, expected) => expect(next(last, now)).toBe(expected));

it('by the agency’s clock, an hour off by the half', () => {
  const hour = (moment: number) => utcHour(moment + 5.5 * 3_600_000);
  expect(new Date(nextPurgeAt(at('03T00:00'), at('03T16:00'), hour)).toISOString()).toBe('2025-06-03T20:30:00.000Z');
});
