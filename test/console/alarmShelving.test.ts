import { alarmBackend } from '../../src/console/alarmBackend';
import { AlarmRegister } from '../../src/console/alarmRegister';
import type { Caller } from '../../src/console/backend';
import { type FoundAlarm, withEffect } from '../../src/console/foundAlarm';
import { AlarmEpisodes } from '../../src/store/alarmEpisodes';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

const HOST: Caller = { identity: 'host' };
const by = (role: 'dispatcher' | 'supervisor' | 'administrator'): Caller => ({ identity: `a ${role}`, role });
const silent = (priority: 1 | 2): FoundAlarm => ({
  ...withEffect({ code: 'feedSilent', priority, since: 1, text: 'Silent', action: 'Look', count: 1 }),
  id: 'feedSilent cad',
});
const FOR_A_WHILE = { id: 'feedSilent cad', minutes: 30, reason: 'It is being mended' };

async function standing(priority: 1 | 2) {
  const { store, clock } = await desks.open();
  const register = await AlarmRegister.open(new AlarmEpisodes(store.db, store.personal), clock.now());
  register.observe([silent(priority)], clock.now());
  const alarms = alarmBackend({
    register,
    look: async () => {},
    expiredBetween: async () => 0,
    store,
    clock,
    onAcknowledged: async () => {},
    onMarked: () => {},
  });
  const state = async () => (await alarms.alarms()).alarms[0]?.state;
  const audit = () => store.db.selectFrom('audit').select(['action', 'outcome', 'identity']).orderBy('id').execute();
  return { alarms, register, clock, state, audit };
}

it.each(['dispatcher', 'administrator'] as const)(
  'an urgent alarm is not put aside by a %s, and the try is on record',
  async (role) => {
    const { alarms, state, audit } = await standing(1);
    expect(await alarms.shelve(by(role), FOR_A_WHILE)).toBe('forbidden');
    expect(await state()).toBe('new');
    expect((await audit()).at(-1)).toEqual({ action: 'shelveAlarm', outcome: 'failure', identity: `a ${role}` });
  },
);

it.each([by('supervisor'), HOST])('an urgent alarm is put aside by %j', async (caller) => {
  const { alarms, state } = await standing(1);
  expect(await alarms.shelve(caller, FOR_A_WHILE)).toBe('done');
  expect(await state()).toBe('shelved');
});

it('what is not urgent a dispatcher may put aside; it comes back by itself', async () => {
  const { alarms, clock, state } = await standing(2);
  expect(await alarms.shelve(by('dispatcher'), FOR_A_WHILE)).toBe('done');
  expect(await state()).toBe('shelved');
  clock.advance(30 * 60_000);
  expect(await state()).toBe('new');
});

it('one that was put aside comes back when it becomes urgent', async () => {
  const { alarms, register, clock, state } = await standing(2);
  await alarms.shelve(by('dispatcher'), FOR_A_WHILE);
  register.observe([silent(1)], clock.now());
  expect(await state()).toBe('new');
});
