import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const host = { identity: 'host', reason: 'because' };

async function withMessage() {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', BURGLARY);
  await desk.line('DISP', '25-1', { unit: '2A1' });
  const [message] = await desk.messages('25-1');
  return { desk, id: message?.id ?? '' };
}

async function unconfirmed() {
  const { desk, id } = await withMessage();
  await desk.pass(15_000);
  expect(await desk.outbox.claimReady(10, 100)).toHaveLength(1);
  expect(await desk.outbox.apply(id, { type: 'carrier outcome unknown' })).toBe('unconfirmed');
  return { desk, id };
}

describe('a message that has not left', () => {
  it('is held until released, and leaves then', async () => {
    const { desk, id } = await withMessage();
    expect(await desk.commands.hold({ ...host, id })).toBe('done');
    expect(await desk.passSending(60_000)).toEqual([]);
    expect(await desk.commands.release({ ...host, id })).toBe('done');
    expect(await desk.send()).toHaveLength(1);
  });

  it('expires though a person holds it', async () => {
    const { desk, id } = await withMessage();
    await desk.commands.hold({ ...host, id });
    await desk.pass(6 * 60_000);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'expired' });
    expect(await desk.commands.release({ ...host, id })).toMatchObject({ conflict: expect.any(String), state: 'expired' });
  });

  it('is not released once it is untrue', async () => {
    const { desk, id } = await withMessage();
    await desk.commands.hold({ ...host, id });
    await desk.line('ARR', '25-1', { unit: '2A1' });
    expect(await desk.commands.release({ ...host, id })).toMatchObject({ state: 'cancelled' });
  });

  it('that was old when it came asks a person again once a hold is taken back', async () => {
    const desk = await desks.open();
    for (const [event, values, ago] of [
      ['NEW', BURGLARY, 5],
      ['DISP', { unit: '2A1', officerId: '3266' }, 4],
      ['ARR', { unit: '2A1' }, 3],
      ['RPT', { reportNumber: 'R1' }, 2],
      ['CLOSE', {}, 1],
    ] as const) {
      await desk.line(event, '25-1', values, ago * 3_600_000);
    }
    const [message] = await desk.messages('25-1');
    expect(message).toMatchObject({ status: 'held', code: 'oldEvent' });
    const order = { ...host, id: message?.id ?? '' };
    expect(await desk.commands.hold(order)).toBe('done');
    expect(await desk.commands.unhold(order)).toBe('done');
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'held', code: 'oldEvent', notBefore: undefined });
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it('is cancelled, once', async () => {
    const { desk, id } = await withMessage();
    expect(await desk.commands.cancelMessage({ ...host, id })).toBe('done');
    expect(await desk.commands.cancelMessage({ ...host, id })).toMatchObject({ state: 'cancelled' });
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it('stays held by release while everything is stopped', async () => {
    const { desk, id } = await withMessage();
    await desk.commands.stopAll(host);
    expect(await desk.commands.release({ ...host, id })).toMatchObject({ state: 'held' });
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it('keeps its own hold where a release was refused, and does not leave with the next resume', async () => {
    const { desk, id } = await withMessage();
    await desk.commands.hold({ ...host, id });
    await desk.commands.stopAll(host);
    expect(await desk.commands.release({ ...host, id })).toMatchObject({ state: 'held' });
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'held', code: 'heldByPerson', released: false });
    await desk.commands.resume(host);
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it.each([
    ['cancelMessage', 'cancelledByPerson'],
    ['suppressNumber', 'suppressedNumber'],
  ] as const)('has a decision that says why it ended: %s', async (command, code) => {
    const { desk, id } = await withMessage();
    await desk.commands[command]({ ...host, id, number: '941-555-0111' });
    const { id: incidentId } = await desk.incident('25-1');
    const decisions = await desk.queries.decisionsOf([incidentId]);
    expect(decisions.filter((decision) => decision.code === code)).toEqual([
      expect.objectContaining({ stage: 'dispatched', occurrence: '1', outcome: 'skip', detail: 'because', role: 'caller' }),
    ]);
  });

  it('is not there under another id', async () => {
    const { desk } = await withMessage();
    expect(await desk.commands.hold({ ...host, id: 'nobody' })).toBe('notFound');
  });
});

describe('a message that has left', () => {
  it('can neither be held, released nor cancelled', async () => {
    const { desk, id } = await withMessage();
    await desk.passSending(20_000);
    for (const command of ['hold', 'release', 'cancelMessage'] as const) {
      expect(await desk.commands[command]({ ...host, id })).toMatchObject({
        conflict: expect.stringMatching(/Too late/),
        state: 'accepted',
      });
    }
  });
});

describe('a message of which nobody knows', () => {
  it('is never sent again by itself', async () => {
    const { desk } = await unconfirmed();
    expect(await desk.passSending(24 * 3_600_000)).toEqual([]);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'unconfirmed' });
  });

  it('becomes unconfirmed at a start after a crash', async () => {
    const { desk } = await withMessage();
    await desk.pass(15_000);
    await desk.outbox.claimReady(10, 100);
    await desk.restart();
    expect(await desk.outbox.recoverSending()).toBe(1);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'unconfirmed' });
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it('is settled by a person, and a carrier’s id serves one message only', async () => {
    const { desk, id } = await unconfirmed();
    expect(await desk.commands.settle({ ...host, id, outcome: 'accepted', carrierMessageId: 'c-1' })).toBe('done');
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'accepted', carrierMessageId: 'c-1' });
    const other = await unconfirmed();
    await other.desk.line('NEW', '25-2', { ...BURGLARY, callerPhone: '941-555-0112' });
    expect(await other.desk.commands.settle({ ...host, id: other.id, outcome: 'notSent' })).toBe('done');
    expect((await other.desk.messages('25-1'))[0]).toMatchObject({ status: 'undelivered', code: 'settledByPerson' });
  });

  it('is resent as a new occurrence, once, while it is true', async () => {
    const { desk, id } = await unconfirmed();
    expect(await desk.commands.resend({ ...host, id })).toBe('done');
    const messages = await desk.messages('25-1');
    expect(messages.map(({ occurrence, status }) => [occurrence, status])).toEqual([
      ['1', 'undelivered'],
      ['1-resend-1', 'ready'],
    ]);
    expect(await desk.commands.resend({ ...host, id })).toMatchObject({ conflict: expect.any(String) });
    expect(await desk.send()).toHaveLength(1);
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it.each([
    ['accepted', { type: 'carrier accepted', carrierMessageId: 'c-9' }],
    ['unconfirmed', { type: 'carrier outcome unknown' }],
  ] as const)('is not resent again, nor any of its resends, while one of them is %s', async (state, input) => {
    const { desk, id } = await unconfirmed();
    await desk.commands.resend({ ...host, id });
    const [claimed] = await desk.outbox.claimReady(10, 100);
    await desk.outbox.apply(claimed?.id ?? '', input);
    expect(await desk.commands.resend({ ...host, id })).toEqual({ conflict: expect.stringMatching(/again already/), state });
    expect(await desk.messages('25-1')).toHaveLength(2);
  });

  it('is resent once more where the resend failed, and then none of the earlier ones is', async () => {
    const { desk, id } = await unconfirmed();
    await desk.commands.resend({ ...host, id });
    const [first] = await desk.outbox.claimReady(10, 100);
    await desk.outbox.apply(first?.id ?? '', { type: 'carrier refused it for good', reason: 'badRequest' });
    expect(await desk.commands.resend({ ...host, id: first?.id ?? '' })).toBe('done');
    expect(await desk.send()).toHaveLength(1);
    for (const earlier of [id, first?.id ?? '']) {
      expect(await desk.commands.resend({ ...host, id: earlier })).toMatchObject({ state: 'accepted' });
    }
    const messages = await desk.messages('25-1');
    expect(messages.map(({ status }) => status)).toEqual(['undelivered', 'undelivered', 'accepted']);
    expect(new Set(messages.map(({ occurrence }) => occurrence)).size).toBe(3);
  });

  it('is not resent while everything is stopped, and not by the resume either', async () => {
    const { desk, id } = await unconfirmed();
    await desk.commands.stopAll(host);
    expect(await desk.commands.resend({ ...host, id })).toMatchObject({ state: 'unconfirmed' });
    await desk.commands.resume(host);
    expect(await desk.passSending(60_000)).toEqual([]);
  });

  it('is not resent when its time is over, or it is excluded by now', async () => {
    const late = await unconfirmed();
    late.desk.clock.advance(6 * 60_000);
    expect(await late.desk.commands.resend({ ...host, id: late.id })).toMatchObject({
      conflict: expect.stringMatching(/time is over/),
    });
    const excluded = await unconfirmed();
    await excluded.desk.line('TYPE', '25-1', { callType: 'DV1' });
    expect(await excluded.desk.commands.resend({ ...host, id: excluded.id })).toMatchObject({ conflict: expect.any(String) });
    expect(await excluded.desk.passSending(60_000)).toEqual([]);
    // Nothing took its place: whether it was sent is still to be found out.
    expect((await excluded.desk.messages('25-1'))[0]).toMatchObject({ id: excluded.id, status: 'unconfirmed' });
  });
});

it('a resume is remembered with its time', async () => {
  const { desk } = await withMessage();
  await desk.commands.stopAll(host);
  desk.clock.advance(1_000);
  await desk.commands.resume(host);
  expect(await desk.store.transaction((records) => records.setting('resumedAt'))).toBe(desk.clock.now());
});

it('every command leaves an audit entry, also one that came too late', async () => {
  const { desk, id } = await withMessage();
  await desk.commands.cancelMessage({ ...host, id });
  await desk.commands.cancelMessage({ ...host, id });
  await desk.commands.suppressNumber({ ...host, number: '12' });
  const { items } = await desk.queries.audit({ limit: 10 });
  expect(items.map(({ action, outcome, identity }) => `${action} ${outcome} ${identity}`)).toEqual([
    'suppressNumber failure host',
    'cancelMessage failure host',
    'cancelMessage success host',
  ]);
});

describe('a number that a person suppressed before', () => {
  it('is said to be so, stays so, and keeps its first reason', async () => {
    const { desk } = await withMessage();
    const number = '941-555-0111';
    expect(await desk.commands.suppressNumber({ ...host, number, reason: 'somebody else has the phone' })).toBe('done');
    expect(await desk.commands.suppressNumber({ ...host, number })).toMatchObject({
      conflict: expect.stringMatching(/said before/),
    });
    const listed = await desk.store.transaction((records) => records.optOut.suppressionsOf('+19415550111' as never));
    expect(listed).toMatchObject([{ kind: 'person', reason: 'somebody else has the phone' }]);
  });
});
