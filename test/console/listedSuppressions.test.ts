import { OptOutBackend } from '../../src/console/optOutBackend';
import { OptOutQueries } from '../../src/store/optOutQueries';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

const SUPERVISOR = { identity: 'Avery', role: 'supervisor' } as const;
const NUMBER = '(941) 555-0142';
const WHY = { number: NUMBER, reason: 'Asked for it' };

async function console() {
  const desk = await desks.open();
  const { store, clock, commands } = desk;
  const optOut = new OptOutBackend({
    store,
    queries: new OptOutQueries(store.db, store.personal),
    commands: desk.optOut,
    suppress: (order) => commands.suppressNumber(order),
    policy: () => desk.profile,
    now: () => clock.now(),
  });
  const listed = async () => (await optOut.suppressions({ limit: 10 })).items;
  const kinds = async () => (await listed()).map(({ kind }) => kind).sort();
  const idOf = async (kind: string) => (await listed()).find((each) => each.kind === kind)?.id ?? '';
  const suppress = (reason: string) => commands.suppressNumber({ identity: 'Avery', number: NUMBER, reason });
  return { ...{ desk, optOut, clock, listed, kinds, idOf, suppress } };
}

it('lifts what a person decided by its entry in the list, and leaves the opt-out', async () => {
  const { optOut, kinds, idOf, suppress } = await console();
  await suppress('Shares a phone with the suspect');
  await optOut.recordOptOut(SUPERVISOR, { ...WHY, how: 'phone' });
  expect(await kinds()).toEqual(['optOut', 'person']);
  expect(await optOut.lift(SUPERVISOR, { id: await idOf('person'), reason: 'Moved out' })).toBe('done');
  expect(await kinds()).toEqual(['optOut']);
  expect((await optOut.checkNumber({ number: NUMBER })).texted).toBe(false);
});

it('puts back what was lifted, with its reason, until it is too long ago', async () => {
  const { optOut, kinds, idOf, suppress, listed, clock } = await console();
  await suppress('Shares a phone with the suspect');
  const id = await idOf('person');
  await optOut.lift(SUPERVISOR, { id, reason: 'Wrong row' });
  expect(await kinds()).toEqual([]);
  expect(await optOut.putBack(SUPERVISOR, { id, reason: 'Taken back' })).toBe('done');
  expect((await listed())[0]).toMatchObject({ id, reason: 'Shares a phone with the suspect (Taken back)' });

  await optOut.lift(SUPERVISOR, { id, reason: 'After all' });
  clock.advance(16 * 60_000);
  expect(await optOut.putBack(SUPERVISOR, { id, reason: 'Taken back' })).toBe('notFound');
});

it('an opt-out that is put back is not confirmed by text a second time', async () => {
  const { desk, optOut, idOf, kinds } = await console();
  await desk.reply(NUMBER, 'STOP');
  const replies = () => desk.store.db.selectFrom('reply').select('id').execute();
  const confirmed = (await replies()).length;
  expect(confirmed).toBe(1);
  const id = await idOf('optOut');
  await optOut.lift(SUPERVISOR, { id, reason: 'Wrong row' });
  expect(await optOut.putBack(SUPERVISOR, { id, reason: 'Taken back' })).toBe('done');
  expect(await kinds()).toEqual(['optOut']);
  expect(await replies()).toHaveLength(confirmed);
});

it('lifting what is not there says so', async () => {
  const { optOut } = await console();
  expect(await optOut.lift(SUPERVISOR, { id: 'nothing-person', reason: 'Why not' })).toBe('notFound');
  expect(await optOut.putBack(SUPERVISOR, { id: 'nothing-person', reason: 'Why not' })).toBe('notFound');
  expect(await optOut.liftPerson(SUPERVISOR, WHY)).toBe('notFound');
});

it('a masked number is one of the incident’s people', async () => {
  const { desk, optOut } = await console();
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: NUMBER });
  const [incidentId] = await desk.store.transaction((records) => records.findIncidents([{ kind: 'incidentNumber', name: '25-1' }]));
  const masked = { number: '…0142', incidentId };
  expect(await optOut.checkNumber(masked)).toMatchObject({ number: '...0142', valid: true, texted: true });
  expect(await optOut.recordOptOut(SUPERVISOR, { ...masked, reason: 'Said so', how: 'phone' })).toBe('done');
  expect((await optOut.checkNumber({ number: NUMBER })).texted).toBe(false);
});
