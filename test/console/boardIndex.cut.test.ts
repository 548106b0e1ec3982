import { BoardIndex } from '../../src/console/boardIndex';
import { changePublisher } from '../../src/console/changeSource';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

/** A board that holds four of six open calls. */
async function cutBoard() {
  const desk = await desks.open();
  const changes = changePublisher();
  const board = new BoardIndex(desk.queries, () => desk.profile, changes, 4);
  const say = async (event: string, number: string) => {
    await desk.line(event, number, { callType: 'BURG-RES', priority: 'P3' });
    changes.publish({ topics: ['incidents'], incidentIds: [(await desk.incident(number)).id] });
  };
  const listed = async () => {
    const { items, isCut, total } = await board.list({ limit: 10 });
    return { numbers: items.map(({ number }) => number), isCut, total };
  };
  for (let n = 1; n <= 6; n++) await say('NEW', `26-${n}`);
  return { say, listed };
}

it('the board holds the newest only, and says so', async () => {
  const { listed, say } = await cutBoard();
  expect(await listed()).toEqual({ numbers: ['26-6', '26-5', '26-4', '26-3'], isCut: true, total: 4 });
  await say('NEW', '26-7');
  await say('DISP', '26-1');
  expect(await listed()).toEqual({ numbers: ['26-7', '26-6', '26-5', '26-4'], isCut: true, total: 4 });
});

it('older ones come back as there is room again', async () => {
  const { listed, say } = await cutBoard();
  await listed();
  await say('CLOSE', '26-6');
  await say('CLOSE', '26-5');
  expect(await listed()).toEqual({ numbers: ['26-4', '26-3', '26-2', '26-1'], isCut: false, total: 4 });
});

it('a board that was never full says that it is whole', async () => {
  const desk = await desks.open();
  const board = new BoardIndex(desk.queries, () => desk.profile, changePublisher(), 4);
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3' });
  expect(await board.list({ limit: 10 })).toMatchObject({ total: 1, isCut: false });
});
