import { parseFeedUrl } from '../../src/feed/feedUrl';
import type { Feed } from '../../src/feed/frame';
import { openFeed } from '../../src/feed/openFeed';
import { silentLogger } from '../../src/logger';
import { EidoServer } from '../feed/support/eidoServer';
import { until } from '../feed/support/until';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
let desk: Desk;
let server: EidoServer;
let feed: Feed;

beforeEach(async () => {
  server = new EidoServer();
  await server.open();
  desk = await desks.open();
  await startFeed();
});

afterEach(async () => {
  await feed.stop();
  await server.close();
});

async function startFeed(): Promise<void> {
  const address = parseFeedUrl(`ws://127.0.0.1:${server.port}/ent?format=eido-json`);
  feed = openFeed({ id: 'eido', address, sink: desk.intake, clock: desk.clock, logger: silentLogger });
  await feed.start();
  await until('it is subscribed', () => feed.linkStatus().state === 'open');
}

/** The link is back after the server's connection broke. */
async function reconnected(): Promise<void> {
  await until('it waits to try again', () => feed.linkStatus().state === 'lost' && desk.clock.pending === 1);
  // The longest that it ever waits.
  desk.clock.advance(30_000);
  await until('it is open', () => feed.linkStatus().state === 'open');
}

/** All that was told up to now is answered, and so committed. */
async function answered(count: number): Promise<void> {
  await until(`${count} events are answered`, () => server.told('eventResponse').length >= count);
  expect(server.told('eventResponse')).toHaveLength(count);
}

/** A burglary; `status` of its one unit, once it has one. */
function burglary(id: string, status?: string): object {
  const stamp = { lastUpdateTimeStamp: new Date(desk.clock.now()).toISOString() };
  const callback = { $id: 'cb-1', ...stamp, callBackInformationUri: ['tel:+19415550111'] };
  const started = new Date(desk.clock.now() - 1_000).toISOString();
  const call = { $id: `call-${id}`, ...stamp, callStartTimestamp: started, callBackReference: { $ref: 'cb-1' } };
  return {
    $id: `urn:emergency:uid:incidentid:${id}`,
    ...stamp,
    incidentComponent: {
      $id: `urn:emergency:uid:incidentid:${id}`,
      ...stamp,
      incidentTypeInternalCode: 'BURG-RES',
      incidentPriorityInternalText: 'P3',
      incidentStatusCommonRegistryText: ['Active'],
      internalIncidentId: id,
    },
    callComponent: [call],
    callbackComponent: [callback],
    emergencyResourceComponent:
      status === undefined
        ? []
        : [{ $id: 'r-1', ...stamp, emergencyResourceName: '2A1', secondaryUnitStatusRegistryText: [status] }],
  };
}

async function eventTypes(number: string): Promise<string[]> {
  const { id } = await desk.incident(number);
  return (await desk.queries.eventsOf(id)).map(({ event }) => event.type);
}

const DISPATCHED = (id: string) => `Palm Key PD: An officer has been assigned to your call ${id}. Reply STOP to end texts.`;

it('loses nothing and doubles nothing when the server breaks off in the middle of a notification', async () => {
  server.tell('25-1', burglary('25-1'));
  server.tell('25-2', burglary('25-2'));
  await answered(2);
  const before = await eventTypes('25-2');
  desk.clock.advance(5_000);
  await server.tellAndBreak('25-1', burglary('25-1', 'Dispatched'));
  await reconnected();
  // Both active incidents come again: what is new of the one, and nothing of the other.
  await answered(4);
  expect((await eventTypes('25-1')).filter((type) => type.startsWith('unit'))).toEqual(['unitDispatched']);
  expect(await eventTypes('25-2')).toEqual(before);
  expect(feed.linkStatus().gapSuspectedAt).toBe(desk.clock.now());
  expect(await desk.passSending(60_000)).toEqual([DISPATCHED('25-1')]);
});

it('doubles nothing when the server breaks off before it has heard the answer', async () => {
  server.tell('25-1', burglary('25-1', 'Dispatched'));
  await answered(1);
  expect(await desk.passSending(60_000)).toEqual([DISPATCHED('25-1')]);
  const before = await eventTypes('25-1');
  for (let again = 1; again <= 3; again++) {
    server.clients.at(-1)?.terminate();
    await reconnected();
    await answered(1 + again);
  }
  expect(await eventTypes('25-1')).toEqual(before);
  expect(await desk.passSending(60_000)).toEqual([]);
});

it('hears on the next connection what changed while there was none, at every single break', async () => {
  const steps = ['Assigned', 'Dispatched', 'EnRoute', 'OnScene', 'Cleared'];
  server.tell('25-1', burglary('25-1'));
  await answered(1);
  for (const [index, status] of steps.entries()) {
    desk.clock.advance(60_000);
    await server.tellAndBreak('25-1', burglary('25-1', status));
    await reconnected();
    await answered(2 + index);
  }
  expect((await eventTypes('25-1')).filter((type) => type.startsWith('unit'))).toEqual([
    'unitAssigned',
    'unitDispatched',
    'unitEnRoute',
    'unitArrived',
    'unitCleared',
  ]);
});

it('goes on after a restart of the appliance with all active incidents, and texts nobody twice', async () => {
  server.tell('25-1', burglary('25-1', 'Dispatched'));
  await answered(1);
  expect(await desk.passSending(60_000)).toHaveLength(1);
  const before = await eventTypes('25-1');
  await feed.stop();
  await desk.restart();
  await startFeed();
  await answered(2);
  expect(await eventTypes('25-1')).toEqual(before);
  expect(await desk.passSending(60_000)).toEqual([]);
});
