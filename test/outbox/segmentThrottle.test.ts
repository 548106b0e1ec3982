import { SegmentThrottle } from '../../src/outbox/segmentThrottle';
import { FakeClock } from '../support/fakeClock';

test.each([0.25, 0.7, 1, 3, 50])('at %p segments a second, so many go over time and no more', (rate) => {
  const clock = new FakeClock();
  const throttle = new SegmentThrottle(rate, clock);
  const lengths = [1, 3, 1, 2];
  let gone = 0;
  for (let i = 0; clock.monotonicMs() < 200_000; i++) {
    if (throttle.available() === 0) {
      clock.advance(throttle.msUntilAvailable());
      expect(throttle.available()).toBeGreaterThan(0);
    }
    const length = lengths[i % lengths.length] ?? 1;
    throttle.take(length);
    gone += length;
  }
  const seconds = clock.monotonicMs() / 1_000;
  expect(gone).toBeGreaterThan(rate * seconds * 0.95 - 3);
  // One second's worth at first, and the last text may run into debt.
  expect(gone).toBeLessThanOrEqual(rate * seconds + Math.max(1, rate) + 3);
});

test('rest does not save up more than a second’s worth', () => {
  const clock = new FakeClock();
  const throttle = new SegmentThrottle(5, clock);
  clock.advance(3_600_000);
  expect(throttle.available()).toBe(5);
});

test('a wall clock that is set changes nothing', () => {
  const clock = new FakeClock();
  const throttle = new SegmentThrottle(1, clock);
  throttle.take(1);
  clock.jump(-3_600_000);
  expect(throttle.msUntilAvailable()).toBe(1_000);
});
