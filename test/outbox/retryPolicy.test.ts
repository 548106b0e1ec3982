import { askAgainDelayMs, pollAgainDelayMs, retryDelayMs } from '../../src/outbox/retryPolicy';

const MINUTE = 60_000;
const DAY = 86_400_000;

test('retries grow from a second to at most thirty, with jitter below that', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((failures) => retryDelayMs(failures, () => 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect(retryDelayMs(6, () => 0)).toBe(15_000);
});

test('the list is asked for about half an hour, then a person', () => {
  let total = 0;
  let asked = 1;
  for (let delayMs = askAgainDelayMs(asked); delayMs !== undefined; delayMs = askAgainDelayMs(asked)) {
    total += delayMs;
    asked++;
  }
  expect(total / MINUTE).toBeGreaterThan(25);
  expect(total / MINUTE).toBeLessThan(35);
});

test('delivery is looked up every five minutes within the hour, rarely later, and not for ever', () => {
  expect(pollAgainDelayMs(1, 5_000)).toBe(10_000);
  expect(pollAgainDelayMs(20, 30 * MINUTE)).toBe(5 * MINUTE);
  expect(pollAgainDelayMs(30, 2 * DAY)).toBeGreaterThan(60 * MINUTE);
  expect(pollAgainDelayMs(50, 14 * DAY)).toBeUndefined();
});
