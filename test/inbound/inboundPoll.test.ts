import { InboundPoll } from '../../src/inbound/inboundPoll';
import { receiveTexts } from '../../src/intake/inboundTexts';
import { silentLogger } from '../../src/logger';
import { ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { carrierFrom } from '../support/carrierUnderTest';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const PHONE = '+19415550111';
let desk: Desk;
let simulator: CarrierSimulator;
let poll: InboundPoll;

beforeEach(async () => {
  desk = await desks.open();
  simulator = await startCarrierSimulator({ clock: desk.clock });
  poll = start();
});
afterEach(() => simulator.stop());

function start(): InboundPoll {
  const { store, clock, inbound } = desk;
  const carrier = carrierFrom(simulator.environment, clock);
  return new InboundPoll({ store, carrier, receive: (texts) => receiveTexts(inbound, texts), clock, logger: silentLogger });
}

async function text(): Promise<void> {
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: 'A1' });
  await desk.passSending(20_000);
}

const lists = () => simulator.requests.filter(({ endpoint }) => endpoint === 'list').length;
const kept = () => desk.store.db.selectFrom('inbound').select(['outcome', 'holds', 'text', 'characters']).execute();

it('asks nothing while nobody was texted, and once a minute after', async () => {
  expect(await poll.step()).toBe(60_000);
  expect(lists()).toBe(0);
  await text();
  expect(await poll.step()).toBe(60_000);
  expect(lists()).toBe(1);
});

it('a reply holds what is still to come, whatever it says, and is kept once', async () => {
  await text();
  simulator.reply(PHONE, 'STOP');
  await poll.step();
  desk.clock.advance(60_000);
  await poll.step();
  expect(await kept()).toEqual([{ outcome: 'unseen', holds: 1, text: null, characters: 4 }]);
  await desk.line('ARR', '25-1', { unit: 'A1', officerId: '3266' });
  await desk.line('RPT', '25-1', { reportNumber: 'R25-7', officerId: '3266' });
  await desk.line('CLOSE', '25-1');
  expect(await desk.passSending(600_000)).toEqual([]);
  expect(await desk.decisions('25-1')).toContain('completed hold repliedUnseen');
});

it('after a time without power it looks back', async () => {
  await text();
  await poll.step();
  simulator.reply(PHONE, 'STOP');
  desk.clock.advance(3 * 86_400_000);
  await desk.restart();
  poll = start();
  await poll.step();
  expect(await kept()).toMatchObject([{ outcome: 'unseen' }]);
});

it('says when the list cannot be had for some time, and is well again after', async () => {
  await text();
  simulator.fail('list', ownError(500, 'internal', 'broken'), 5);
  const since = desk.clock.now();
  for (let failure = 1; failure <= 5; failure++) {
    expect(poll.failingSince()).toBeUndefined();
    await poll.step();
  }
  expect(poll.failingSince()).toBe(since);
  await poll.step();
  expect(poll.failingSince()).toBeUndefined();
});
