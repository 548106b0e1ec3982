import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const order = { identity: 'host', reason: 'the clock is right again' };

it('a text that left while the clock was a day ahead does not hold the next one to that number for a day', async () => {
  const desk = await desks.open();
  desk.clock.jump(24 * 60 * MINUTES);
  await desk.line('NEW', '25-1', BURGLARY);
  await desk.line('DISP', '25-1', { unit: '2A1' });
  expect(await desk.passSending(MINUTES)).toHaveLength(1);
  desk.clock.jump(-24 * 60 * MINUTES);
  await desk.commands.resume(order);
  await desk.line('NEW', '25-2', BURGLARY);
  await desk.line('DISP', '25-2', { unit: '2A2' });
  expect(await desk.passSending(3 * MINUTES)).toHaveLength(1);
});

it('a clock set back by a minute just after a text does not let the next one follow at once', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', BURGLARY);
  await desk.line('DISP', '25-1', { unit: '2A1' });
  expect(await desk.passSending(MINUTES)).toHaveLength(1);
  const accepted = (await desk.messages('25-1')).map(({ sendingAt }) => sendingAt ?? 0);
  desk.clock.jump(Math.min(...accepted) - desk.clock.now() - MINUTES);
  await desk.line('NEW', '25-2', BURGLARY);
  await desk.line('DISP', '25-2', { unit: '2A2' });
  expect(await desk.passSending(MINUTES)).toEqual([]);
  expect((await desk.messages('25-2')).map(({ status, code }) => [status, code])).toEqual([['held', 'minGap']]);
});
