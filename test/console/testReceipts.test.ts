import { TestReceipts } from '../../src/console/testReceipts';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER, carrierFrom, smsTo } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';

let clock: FakeClock;
let simulator: CarrierSimulator;
let fate: { errorCode?: number; staysSent?: boolean } = {};
let tests: TestReceipts;
let id: string;
beforeEach(async () => {
  clock = new FakeClock(Date.UTC(2026, 10, 26, 7, 0, 0));
  simulator = await startCarrierSimulator({ clock, fate: () => fate });
  const carrier = carrierFrom(simulator.environment, clock);
  tests = new TestReceipts(carrier, clock);
  const outcome = await carrier.send(smsTo(clock));
  id = outcome.type === 'accepted' ? outcome.carrierMessageId : '';
  tests.sent(id, CALLER);
});
afterEach(() => simulator.stop());
const lists = () => simulator.requests.filter(({ endpoint }) => endpoint === 'list').length;

test('is asked for as long as somebody looks, and no more often than needed', async () => {
  expect(await tests.look('another')).toBeUndefined();
  const looks = await Promise.all([tests.look(id), tests.look(id)]);
  expect(looks.map((look) => look?.state)).toEqual(['accepted', 'accepted']);
  expect(lists()).toBe(1);
  clock.advance(4_000);
  expect(await tests.look(id)).toMatchObject({ state: 'delivered', final: true });
  clock.advance(4_000);
  await tests.look(id);
  expect(lists()).toBe(2);
});

test('says in words why it did not arrive', async () => {
  fate = { errorCode: 4720 };
  const carrier = carrierFrom(simulator.environment, clock);
  const outcome = await carrier.send(smsTo(clock, { tag: 'message-2' }));
  const second = outcome.type === 'accepted' ? outcome.carrierMessageId : '';
  tests.sent(second, CALLER);
  clock.advance(5_000);
  expect(await tests.look(second)).toMatchObject({ state: 'undelivered', final: true, detail: expect.stringMatching(/\w+ \w+/) });
  fate = {};
});

test('a callback settles it without asking, and a list that cannot be had is said', async () => {
  simulator.fail('list', { type: 'answer', status: 503 });
  expect(await tests.look(id)).toMatchObject({ state: 'accepted', detail: expect.stringContaining('cannot be asked') });
  tests.heard({ carrierMessageId: id, status: 'DELIVERED' } as never);
  expect(await tests.look(id)).toMatchObject({ state: 'delivered', final: true });
  expect(lists()).toBe(1);
});

test('of one that is never heard of again it is said so, and the carrier is left alone', async () => {
  fate = { staysSent: true };
  const carrier = carrierFrom(simulator.environment, clock);
  const outcome = await carrier.send(smsTo(clock, { tag: 'message-3' }));
  const third = outcome.type === 'accepted' ? outcome.carrierMessageId : '';
  tests.sent(third, CALLER);
  clock.advance(5_000);
  expect(await tests.look(third)).toMatchObject({ state: 'accepted', detail: expect.stringContaining('left'), final: false });
  clock.advance(16 * 60_000);
  expect(await tests.look(third)).toMatchObject({ state: 'unknown', final: true });
  fate = {};
});
