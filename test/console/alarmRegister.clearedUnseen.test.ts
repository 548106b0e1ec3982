import { durations } from '../../src/clock';
import { AlarmRegister } from '../../src/console/alarmRegister';
import { type FoundAlarm, withEffect } from '../../src/console/foundAlarm';
import { AlarmEpisodes } from '../../src/store/alarmEpisodes';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const lost: FoundAlarm = {
  ...withEffect({ code: 'feedLost', priority: 1, since: 1, text: 'Feed cad is lost', action: 'Look.', count: 1 }),
  id: 'feedLost cad',
};

/** A register over a real store; `again` is the next start of the appliance. */
async function night() {
  const desk = await desks.open();
  const episodes = new AlarmEpisodes(desk.store.db, desk.store.personal);
  const start = () => AlarmRegister.open(episodes, desk.clock.now());
  const at = (ms: number) => {
    desk.clock.advance(ms);
    return desk.clock.now();
  };
  const register = await start();
  register.observe([lost], at(0));
  register.observe([], at(durations.MINUTE));
  register.observe([], at(durations.MINUTE));
  await register.idle();
  return { register, start, at };
}

it('an alarm that was over before anybody saw it is still there after a restart, until somebody acknowledges it', async () => {
  const { start, at } = await night();
  const next = await start();
  expect(next.entries(at(0))).toMatchObject([
    {
      id: 'feedLost cad',
      state: 'cleared',
      priority: 1,
      text: 'A feed was lost: cad',
      action: expect.stringContaining('It is over'),
    },
  ]);
  expect(next.acknowledge('feedLost cad', 'casey', at(0))).toBe('done');
  expect(next.entries(at(0))).toEqual([]);
  await next.idle();
  expect((await start()).entries(at(0))).toEqual([]);
});

it('one that was acknowledged, by the very run that saw it go, is not brought back', async () => {
  const { register, start, at } = await night();
  expect(register.acknowledge('feedLost cad', 'casey', at(0))).toBe('done');
  await register.idle();
  expect((await start()).entries(at(0))).toEqual([]);
});

it('one that came back is what it is now, and its first time is not told again', async () => {
  const { start, at } = await night();
  const next = await start();
  next.observe([lost], at(1));
  expect(next.entries(at(0))).toMatchObject([{ id: 'feedLost cad', state: 'new', text: 'Feed cad is lost' }]);
  await next.idle();
  const later = await start();
  later.observe([lost], at(1));
  expect(later.entries(at(0)).map(({ state }) => state)).toEqual(['new']);
  later.acknowledge('feedLost cad', 'casey', at(0));
  later.observe([], at(durations.MINUTE));
  later.observe([], at(durations.MINUTE));
  await later.idle();
  expect((await start()).entries(at(0))).toEqual([]);
});

it('is forgotten after half a day', async () => {
  const { start, at } = await night();
  at(13 * durations.HOUR);
  expect((await start()).entries(at(0))).toEqual([]);
});
