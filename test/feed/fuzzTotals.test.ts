import { FORMAT_NAMES } from '../../src/feed/formats/formatByName';
import { fuzz } from '../fuzz/fuzzRun';
import { fuzzSubjects } from '../fuzz/subjects';

it('accounts for every one of 20,000 fuzzed frames, over all formats: understood, rejected or discarded', () => {
  const { totals, byFormat } = fuzz({ frames: 20_000, seed: 20_251_123, subjects: fuzzSubjects() });
  expect(totals.framesIn).toBeGreaterThanOrEqual(20_000);
  expect(totals.understood + totals.rejected + totals.discarded).toBe(totals.framesIn);
  expect(totals.frameBytes + totals.discardedBytes + totals.separatorBytes).toBe(totals.bytesIn);
  for (const [name, one] of byFormat) {
    expect([name, one.understood + one.rejected + one.discarded]).toEqual([name, one.framesIn]);
    // What is always the same would not have been fuzzed.
    expect([name, one.understood > 0, one.framesIn > 100]).toEqual([name, true, true]);
  }
  expect(totals.rejected).toBeGreaterThan(1_000);
  expect(totals.discarded).toBeGreaterThan(10);
});

it('leaves out no format', () => {
  const fuzzed = new Set(fuzzSubjects().map(({ format }) => format.name));
  expect([...fuzzed]).toEqual(expect.arrayContaining([...FORMAT_NAMES]));
});

it('sends the same for the same seed', () => {
  const subjects = fuzzSubjects();
  expect(fuzz({ frames: 2_000, seed: 7, subjects })).toEqual(fuzz({ frames: 2_000, seed: 7, subjects }));
});
