import { ConsoleQueries } from '../../src/store/consoleQueries';
import { Random } from '../fuzz/random';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

it('what is held until a time is counted and listed apart from what a person must let go, over 200 drawn changes', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' });
  await desk.line('DISP', '26-1', { unit: '2A1' });
  const [model] = await desk.store.transaction((records) => records.withStatus('held', 1));
  if (model === undefined) throw new Error('The call made no text');
  const queries = new ConsoleQueries(desk.store.db, desk.store.personal);
  const random = new Random(20_261_126);
  const now = desk.clock.now();
  const drawn = new Map([[model.id, model]]);
  for (let step = 0; step < 200; step++) {
    const [id, before] = [...drawn][random.below(drawn.size * 2)] ?? [`m-${step}`, undefined];
    const message = {
      ...model,
      ...{ id, occurrence: id, createdAt: before?.createdAt ?? now + step },
      status: random.pick(['held', 'held', 'ready', 'accepted'] as const),
      notBefore: random.chance(0.5) ? now + random.below(9_000) : undefined,
    };
    drawn.set(id, message);
    await desk.store.transaction(async (records) => {
      if (before === undefined) await records.addMessage(message);
      else await records.saveMessage(message, 'test', now, before.status);
    });
  }
  const all = [...drawn.values()];
  const timed = all.filter(({ status, notBefore }) => status === 'held' && notBefore !== undefined);
  const byPerson = all.filter(({ status, notBefore }) => status === 'held' && notBefore === undefined);
  const ready = all.filter(({ status }) => status === 'ready');
  const { states, heldUntilATime } = await queries.outboxCounts();
  expect({ ...states, heldUntilATime }).toMatchObject({
    held: timed.length + byPerson.length,
    ready: ready.length,
    heldUntilATime: timed.length,
  });
  const listed = async (leaves: 'byItself' | 'byPerson') =>
    (await queries.outbox({ limit: 500, leaves })).items.map(({ id }) => id).sort();
  const ids = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id).sort();
  expect(await listed('byItself')).toEqual(ids([...timed, ...ready]));
  expect(await listed('byPerson')).toEqual(ids(byPerson));
});
