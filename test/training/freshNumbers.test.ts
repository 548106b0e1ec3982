import { readPhone } from '../../src/incident/phone';
import { freshNumbers } from '../../src/training/freshNumbers';
import { FakeClock } from '../support/fakeClock';

const ZONE = 'America/New_York';
/** One second before 2026 begins in New York. */
const NEW_YEARS_EVE = Date.UTC(2026, 0, 1, 4, 59, 59);

it('incident numbers carry the year of the agency’s calendar, and no two are the same', () => {
  const clock = new FakeClock(NEW_YEARS_EVE);
  const numbers = freshNumbers(clock, ZONE);
  const given = [numbers.incidentNumber(), numbers.incidentNumber()];
  clock.advance(1_000);
  given.push(numbers.incidentNumber(), numbers.incidentNumber());
  expect(given).toEqual(['25-94607997', '25-94607998', '26-00000000', '26-00000001']);
});

it('call numbers begin anew at midnight, call ids never', () => {
  const clock = new FakeClock(NEW_YEARS_EVE);
  const numbers = freshNumbers(clock, ZONE);
  const before = { callNumber: numbers.callNumber(), callId: Number(numbers.callId()) };
  clock.advance(1_000);
  expect(before.callNumber).toBe('8640');
  expect(numbers.callNumber()).toBe('1');
  expect(Number(numbers.callId())).toBeGreaterThan(before.callId);
});

it('phones are textable, invented, and 400 in all', () => {
  const numbers = freshNumbers(new FakeClock(), ZONE);
  const phones = Array.from({ length: 400 }, () => numbers.phone());
  expect(new Set(phones).size).toBe(400);
  for (const phone of phones) {
    expect(phone).toMatch(/^(813|727|352|941)55501\d\d$/);
    expect(readPhone(phone)).toEqual({ phone: `+1${phone}` });
  }
});
