import { GrowingDelay } from '../../src/feed/growingDelay';

it('doubles up to its longest, and starts anew when told', () => {
  const delay = new GrowingDelay(500, 30_000, () => 0);
  expect(Array.from({ length: 8 }, () => delay.next())).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  delay.reset();
  expect(delay.next()).toBe(500);
});

it('takes up to half off, but never goes below its shortest', () => {
  const delay = new GrowingDelay(500, 30_000, () => 1);
  expect(Array.from({ length: 4 }, () => delay.next())).toEqual([500, 500, 1_000, 2_000]);
});
