import type { ChangeNotice } from '../../src/console/backend';
import { TapNotices } from '../../src/console/tapNotices';
import { FakeClock } from '../support/fakeClock';

function notices() {
  const clock = new FakeClock(0);
  const told: ChangeNotice[] = [];
  return { clock, told, tap: new TapNotices(clock, (notice) => void told.push(notice)) };
}

it('nobody is told of frames while nobody taps', () => {
  const { tap, told } = notices();
  tap.committed();
  expect(told).toEqual([]);
});

it('a burst is told at once and once more, not each frame', () => {
  const { clock, tap, told } = notices();
  tap.tapped();
  for (let frame = 0; frame < 500; frame++) tap.committed();
  expect(told).toEqual([{ topics: ['frames'], incidentIds: [] }]);
  clock.advance(1_000);
  expect(told).toHaveLength(2);
  clock.advance(10_000);
  expect(told).toHaveLength(2);
});

it('who no longer asks is no longer told', () => {
  const { clock, tap, told } = notices();
  tap.tapped();
  clock.advance(61_000);
  tap.committed();
  expect(told).toEqual([]);
});
