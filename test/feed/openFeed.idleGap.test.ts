import { FakeClock } from '../support/fakeClock';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { until } from './support/until';

afterEach(stopFeeds);
const turn = () => new Promise((resolve) => setImmediate(resolve));

class CountingClock extends FakeClock {
  started = 0;
  override after(delayMs: number, work: () => void): () => void {
    this.started++;
    return super.after(delayMs, work);
  }
}

async function reading(query: string, limits?: { frames: number; bytes: number }) {
  const clock = new CountingClock();
  const opened = await startFeed(`tcp-listen://127.0.0.1:0?${query}`, { clock, ...(limits && { limits }) });
  const { socket } = await connectTo(opened.port);
  await until('it is connected', () => opened.feed.linkStatus().connections === 1);
  clock.started = 0;
  return { ...opened, clock, socket };
}

it('ends a record when nothing has come for the time given', async () => {
  const { sink, clock, socket } = await reading('format=labelled&framing=idle&idle=2s');
  socket.write('one\r\n');
  await until('it is read', () => clock.started === 1);
  clock.advance(1_900);
  socket.write('more');
  await until('that is read', () => clock.started === 2);
  clock.advance(1_900);
  await turn();
  expect(sink.frames).toEqual([]);
  clock.advance(100);
  await until('it has come', () => sink.frames.length === 1);
  expect(sink.texts).toEqual(['one\r\nmore']);
});

it('ends the last report of the evening, which no other follows', async () => {
  const { sink, clock, socket } = await reading('format=labelled&framing=sentinel&begins=EVENT');
  socket.write('EVENT 1\nEVENT 2\n');
  await until('the first has come', () => sink.frames.length === 1 && clock.started === 1);
  clock.advance(5_000);
  await until('the last has come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['EVENT 1\n', 'EVENT 2\n']);
});

it('takes its own pause for none of the sender’s', async () => {
  const { sink, clock, socket } = await reading('format=labelled&framing=sentinel&begins=EVENT&idle=2s', {
    ...{ frames: 1, bytes: 1_000_000 },
  });
  let letGo = () => {};
  sink.answer = () =>
    new Promise((resolve) => {
      letGo = resolve;
    });
  socket.write('EVENT 1\nEVENT 2 be');
  await until('the first is handed over', () => sink.offered === 1);
  clock.advance(60_000);
  await turn();
  expect(sink.offered).toBe(1);
  socket.write('gins\n');
  sink.answer = async () => {};
  const started = clock.started;
  letGo();
  await until('it reads on', () => clock.started > started);
  socket.write('EVENT 3\n');
  await until('the second has come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['EVENT 1\n', 'EVENT 2 begins\n']);
});
