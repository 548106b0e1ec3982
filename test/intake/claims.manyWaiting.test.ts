import type { StoredMessage } from '../../src/intake/records';
import { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { type Desk, deskPerTest } from '../support/desk';
import { testPhone } from '../support/testPhone';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
afterEach(() => jest.restoreAllMocks());
const MINUTE = 60_000;

/** No breaker: many calls at once are no flood here. */
function calm() {
  const profile = testProfile();
  const { ruleset } = profile;
  return { ...profile, ruleset: { ...ruleset, breaker: { ...ruleset.breaker, maxTextsPerMinute: 10_000 } } };
}

/**
 * As an outage leaves them: so many whose time is over, then as many of a call that was closed unseen, and behind them the
 * true ones, each with a call of its own, oldest first.
 */
async function waiting(desk: Desk, { untrue, expired, calls }: { untrue: number; expired: number; calls: number }): Promise<void> {
  for (let n = 0; n <= calls; n++) {
    await desk.line('NEW', `26-${n}`, {
      callType: 'BURG-RES',
      priority: 'P3',
      callerPhone: `202-555-01${String(n).padStart(2, '0')}`,
    });
    await desk.line('DISP', `26-${n}`, { unit: `2A${n}` });
  }
  // The hold of their stage is over.
  desk.clock.advance(20_000);
  const now = desk.clock.now();
  const closed = (await desk.incident('26-0')).id;
  await desk.store.transaction(async (records) => {
    const all = await records.withStatus('held', 1_000);
    for (const message of all) {
      const n = Number((await records.incident(message.incidentId))?.incident.incidentNumbers[0]?.number.slice(3));
      const at = now - 10 * MINUTE + n * 1_000;
      const ready = { ...message, status: 'ready' as const, code: 'due', notBefore: undefined, createdAt: at, dueAt: at };
      await records.saveMessage({ ...ready, expiresAt: now + 60 * MINUTE }, 'release', now, 'held');
    }
    const model = all.find(({ incidentId }) => incidentId === closed) as StoredMessage;
    const copy = (n: number, age: number, left: number): StoredMessage => ({
      ...model,
      ...{ id: `copy-${age}-${n}`, occurrence: `${age}-${n}`, phone: testPhone('8135550142'), status: 'ready', code: 'due' },
      ...{ notBefore: undefined, createdAt: now - age * MINUTE + n, dueAt: now - age * MINUTE + n, expiresAt: now + left * MINUTE },
    });
    for (let n = 0; n < expired; n++) await records.addMessage(copy(n, 120, -1));
    for (let n = 0; n < untrue; n++) await records.addMessage(copy(n, 60, 30));
    const stored = await records.incident(closed);
    if (stored !== undefined) await records.saveIncident({ ...stored, incident: { ...stored.incident, closedAt: now } }, now);
  });
}

it('the oldest that are still true leave first, in order, whatever stands before them', async () => {
  const desk = await desks.open({ profile: calm() });
  await waiting(desk, { expired: 1_500, untrue: 300, calls: 25 });
  const texts: string[] = [];
  for (;;) {
    const claimed = await desk.outbox.claimReady(10, 100);
    if (claimed.length === 0) break;
    texts.push(...claimed.map(({ text }) => /26-\d+/.exec(text)?.[0] ?? text));
  }
  expect(texts).toEqual(Array.from({ length: 25 }, (_, n) => `26-${n + 1}`));
  await desk.duties.runDue();
  const left = await desk.store.transaction(async (records) => [
    (await records.withStatus('ready', 10)).length,
    (await records.withStatus('expired', 10_000)).length,
    (await records.withStatus('cancelled', 10_000)).length,
  ]);
  expect(left).toEqual([0, 1_500, 301]);
});

it('a claim does the same work before ten times as many that have expired', async () => {
  const of = async (expired: number) => {
    const desk = await desks.open({ profile: calm() });
    await waiting(desk, { expired, untrue: 0, calls: 12 });
    const execute = jest.spyOn(SqliteDatabase.prototype, 'execute');
    expect(await desk.outbox.claimReady(10, 100)).toHaveLength(10);
    const statements = execute.mock.calls.length;
    execute.mockRestore();
    return statements;
  };
  expect(await of(2_000)).toBe(await of(200));
});

it('every query that looks for what is due follows an index to its limit', async () => {
  const desk = await desks.open();
  const plans: string[] = [];
  const execute = SqliteDatabase.prototype.execute;
  const spy = jest.spyOn(SqliteDatabase.prototype, 'execute').mockImplementation(function (this: SqliteDatabase, sql, values = []) {
    if (/^select/.test(sql) && /"message"/.test(sql)) {
      const rows = execute.call(this, `explain query plan ${sql}`, values).rows;
      plans.push(
        ...rows
          .map(({ detail }) => `${detail}`)
          .filter((detail) => /^SCAN|TEMP B-TREE/.test(detail))
          .map((detail) => `${detail}: ${sql} ${JSON.stringify(rows)}`),
      );
    }
    return execute.call(this, sql, values);
  });
  await desk.store.transaction(async (records) => {
    await records.readyDue(1, 10);
    await records.heldDue(1, 10);
    await records.expiredOpen(1, 10);
    await records.openByItself(10);
    await records.heldWith(['stopped', 'breakerRate', 'oldEvent'], 1, 10);
    await records.messageFactsOf(1);
    await records.cameDueSince(1, 10);
  });
  spy.mockRestore();
  expect(plans).toEqual([]);
});
