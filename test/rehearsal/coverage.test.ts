import { durations } from '../../src/clock';
import { coverageOf, stretchOf } from '../../src/rehearsal/coverage';
import { JournalQueries } from '../../src/store/journalQueries';
import { Desk } from '../support/desk';

const { DAY, HOUR } = durations;
const ZONE = 'America/New_York';
let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const line = (incident: string) => desk.line('NEW', incident, { callType: 'BURG', priority: '3', callerPhone: '206-555-0123' });
const lastWeek = async () => {
  const to = desk.clock.now();
  const period = { from: to - 7 * DAY, to };
  const found = await new JournalQueries(desk.store.db, desk.store.personal).coverage(period.from, to, stretchOf(period));
  return coverageOf(period, found, ZONE);
};

it('says when the journal began, where that is within the period: four days are no week', async () => {
  for (const day of [1, 2, 3, 4]) {
    await line(`25-${day}`);
    await desk.pass(day === 4 ? HOUR : DAY);
  }
  const { sentence, period } = await lastWeek();
  expect(period).toBe('7 days');
  // The desk begins at 16:00 on June 3.
  expect(sentence).toBe('The journal begins on Jun 3, 16:00: 4 of 7 days');
});

it('says on how many days records came in, and since when none did', async () => {
  for (let day = 1; day <= 9; day += 1) {
    if (day !== 5) await line(`25-${day}`);
    await desk.pass(DAY);
  }
  expect((await lastWeek()).sentence).toBe('Records came in on 6 of 7 days only. Nothing came in after Jun 11, 16:00');
});

it('has nothing to say of a whole week, and of an empty journal says so by having none', async () => {
  const empty = await new JournalQueries(desk.store.db, desk.store.personal).coverage(0, desk.clock.now(), DAY);
  expect(empty).toBeUndefined();
  for (let half = 1; half <= 15; half += 1) {
    await line(`25-${half}`);
    await desk.pass(12 * HOUR);
  }
  await line('25-16');
  await desk.pass(1);
  expect((await lastWeek()).sentence).toBeNull();
});
