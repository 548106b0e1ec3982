import { silentLogger } from '../../src/logger';
import { startCadSimulator } from '../../src/training/cadSimulator';
import { FakeClock } from '../support/fakeClock';
import { connectionsOf } from './support/connections';
import { FeedServer } from './support/feedServer';
import { shippedEvening } from './support/trainingFiles';

const evening = shippedEvening();
const callIds = (server: FeedServer) => new Set(server.bytes.toString().match(/(?<=<CallId>)\d+/g) ?? []);

/** Lets the time go on, a little at a time, until it is so. */
async function untilTrue(clock: FakeClock, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It never became so');
    clock.advance(100);
    await new Promise(setImmediate);
  }
}

function start(address: string, clock: FakeClock, logger = silentLogger) {
  return startCadSimulator({ addresses: { cad: address }, clock, logger, timeZone: 'America/New_York', evening });
}

it('connects again when the appliance comes back, and goes on with the evening', async () => {
  const clock = new FakeClock();
  const first = await FeedServer.listen();
  const { port } = first;
  const simulator = start(first.address, clock);
  await first.nextConnection();
  await untilTrue(clock, () => callIds(first).size >= 2);
  await first.close();
  await untilTrue(clock, () => clock.monotonicMs() > 30_000);
  const second = await FeedServer.listen(port);
  await untilTrue(clock, () => callIds(second).size >= 2);
  await simulator.stop();
  await second.allClosed();
  await second.close();
  // What happened meanwhile was not lost: the blank call type began while nobody listened.
  expect(second.bytes.toString()).toContain('Kelsey Marsh');
  expect(clock.pending).toBe(0);
});

it('stops while nobody listens', async () => {
  const clock = new FakeClock();
  const gone = await FeedServer.listen();
  const { address } = gone;
  await gone.close();
  const simulator = start(address, clock);
  clock.advance(10_000);
  await simulator.stop();
  clock.advance(60_000);
  expect(clock.pending).toBe(0);
});

it('uses no number twice when it is started again on the same evening', async () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  for (let run = 0; run < 3; run += 1) {
    const server = await FeedServer.listen();
    const { logger, allOpen } = connectionsOf(1);
    const simulator = start(server.address, clock, logger);
    clock.advance(4_000);
    await allOpen;
    await simulator.stop();
    await server.allClosed();
    await server.close();
    const text = server.bytes.toString();
    seen.push(...callIds(server), ...new Set(text.match(/(?<=<Number>)[^<]+/g) ?? []));
  }
  expect(seen.length).toBe(12);
  expect(new Set(seen).size).toBe(seen.length);
});
