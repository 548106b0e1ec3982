import fc from 'fast-check';
import type { E164 } from '../../src/incident/phone';
import { matchUnconfirmed } from '../../src/outbox/matchUnconfirmed';
import type { UnconfirmedMessage } from '../../src/outbox/outboxStore';
import type { CarrierMessage } from '../../src/outbox/smsCarrier';

const T = Date.UTC(2025, 5, 3, 20, 0, 0);
const to = '+12065550142' as E164;

function our(id: string, changes: Partial<UnconfirmedMessage> = {}): UnconfirmedMessage {
  return { id, to, textLength: 100, segments: 1, sendingAt: T, unconfirmedAt: T + 10_000, asked: 0, ...changes };
}
function row(carrierMessageId: string, changes: Partial<CarrierMessage> = {}): CarrierMessage {
  return {
    carrierMessageId,
    to,
    from: '+12065550100',
    receivedAt: T + 500,
    status: 'SENT',
    errorCode: undefined,
    segmentCount: 1,
    textLength: 100,
    ...changes,
  };
}
const verdicts = (ours: UnconfirmedMessage[], rows: CarrierMessage[]) => Object.fromEntries(matchUnconfirmed(ours, rows));

test('one match settles it', () => {
  expect(verdicts([our('a')], [row('x')])).toEqual({ a: { type: 'settled', carrierMessageId: 'x' } });
});

test('no row, or only rows of another time, is none', () => {
  expect(verdicts([our('a')], [])).toEqual({ a: { type: 'none', resembling: [] } });
  expect(verdicts([our('a')], [row('x', { receivedAt: T - 121_000 }), row('y', { receivedAt: T + 301_000 })])).toEqual({
    a: { type: 'none', resembling: [] },
  });
});

test('a row of another length is none, but is shown to the person who decides', () => {
  expect(verdicts([our('a')], [row('x', { textLength: 99 }), row('y', { segmentCount: 2 })])).toEqual({
    a: { type: 'none', resembling: ['x', 'y'] },
  });
});

test('what a row does not say cannot speak against it', () => {
  const silent = row('x', { textLength: undefined, segmentCount: undefined, receivedAt: undefined });
  expect(verdicts([our('a')], [silent])).toEqual({ a: { type: 'settled', carrierMessageId: 'x' } });
});

test('two matches mean a person', () => {
  expect(verdicts([our('a')], [row('x'), row('y')])).toEqual({ a: { type: 'several', candidates: ['x', 'y'] } });
});

test('two that look alike, and two rows: both were taken, in order', () => {
  expect(
    verdicts([our('later', { sendingAt: T + 1_000 }), our('sooner')], [row('y', { receivedAt: T + 1_500 }), row('x')]),
  ).toEqual({
    sooner: { type: 'settled', carrierMessageId: 'x' },
    later: { type: 'settled', carrierMessageId: 'y' },
  });
});

test('two that look alike, and one row: nobody can say whose it is', () => {
  expect(verdicts([our('a'), our('b')], [row('x')])).toEqual({
    a: { type: 'tooFew', candidates: ['x'] },
    b: { type: 'tooFew', candidates: ['x'] },
  });
});

test('two that look alike, and three rows: nobody can say either', () => {
  const found = verdicts([our('a'), our('b')], [row('x'), row('y'), row('z')]);
  expect(found).toMatchObject({ a: { type: 'several' }, b: { type: 'several' } });
});

test('two of different length do not get in each other’s way', () => {
  expect(verdicts([our('a'), our('b', { textLength: 50 })], [row('x', { textLength: 50 })])).toEqual({
    a: { type: 'none', resembling: ['x'] },
    b: { type: 'settled', carrierMessageId: 'x' },
  });
});

test('no row is ever given to two, and none that does not fit', () => {
  const ours = fc.array(
    fc.record({ sendingAt: fc.integer({ min: 0, max: 900_000 }), textLength: fc.integer({ min: 1, max: 3 }) }),
    {
      maxLength: 6,
    },
  );
  const rows = fc.array(
    fc.record({
      receivedAt: fc.integer({ min: 0, max: 900_000 }),
      textLength: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(ours, rows, (ourChanges, rowChanges) => {
      const messages = ourChanges.map((change, i) => our(`m${i}`, { ...change, sendingAt: T + change.sendingAt }));
      const list = rowChanges.map((change, i) => row(`r${i}`, { ...change, receivedAt: T + change.receivedAt }));
      const found = matchUnconfirmed(messages, list);
      expect(found.size).toBe(messages.length);
      const given = [...found.values()].flatMap((verdict) => (verdict.type === 'settled' ? [verdict.carrierMessageId] : []));
      expect(new Set(given).size).toBe(given.length);
      for (const [id, verdict] of found) {
        if (verdict.type !== 'settled') continue;
        const message = messages.find((other) => other.id === id);
        const match = list.find((other) => other.carrierMessageId === verdict.carrierMessageId);
        expect(match?.textLength ?? message?.textLength).toBe(message?.textLength);
        expect(Math.abs((match?.receivedAt ?? 0) - (message?.sendingAt ?? 0))).toBeLessThanOrEqual(300_000);
      }
    }),
  );
});
