import { type IncidentDetail, leftText, pastEntries, plannedEntries, standingDecisions } from '../../renderer/screens/timeline';
import type { DecisionView, MessageView } from '../../src/contract/views';
import { fakeIncidents } from '../support/fakeIncidents';

const NOW = Date.UTC(2026, 2, 3, 18, 0, 0);
const MINUTE = 60_000;
const example = fakeIncidents(NOW).find(({ messages }) => messages.length > 0) as IncidentDetail;
const [anyMessage] = example.messages as [MessageView];
const [anyDecision] = example.decisions as [DecisionView];

const message = (change: Partial<MessageView>): MessageView => ({ ...anyMessage, notBefore: null, ...change });
const decision = (change: Partial<DecisionView>): DecisionView => ({
  ...anyDecision,
  stage: 'dispatched',
  cause: null,
  role: null,
  ...change,
});
const detail = (change: Partial<IncidentDetail>): IncidentDetail => ({
  incident: { ...example.incident, nextAt: null, waitingSince: null },
  events: [],
  decisions: [],
  messages: [],
  ...change,
});

test('what waits is planned, what left or ended is past', () => {
  const mixed = detail({
    messages: [
      message({ id: 'late', state: 'held', dueAt: NOW, notBefore: NOW + 9 * MINUTE }),
      message({ id: 'soon', state: 'ready', dueAt: NOW + MINUTE }),
      message({ id: 'left', state: 'unconfirmed', sendingAt: NOW - MINUTE }),
      message({ id: 'over', state: 'cancelled', sendingAt: null, acceptedAt: null, endedAt: NOW - 2 * MINUTE }),
    ],
  });
  expect(pastEntries(mixed).map(({ id }) => id)).toEqual(['message over', 'message left']);
  expect(plannedEntries(mixed, NOW).map(({ id, at }) => [id, at])).toEqual([
    ['message soon', NOW + MINUTE],
    ['message late', NOW + 9 * MINUTE],
  ]);
});

test('at one moment the fact comes first, then what was decided on it', () => {
  const [event] = example.events as [IncidentDetail['events'][number]];
  const same = detail({ events: [{ ...event, occurredAt: NOW }], decisions: [decision({ at: NOW })] });
  expect(pastEntries(same).map(({ kind }) => kind)).toEqual(['event', 'decisions']);
});

test('a decision is told when it changes, not each time it is made', () => {
  const skip = { outcome: 'skip', code: 'phoneMissing', reason: 'No phone number is known' } as const;
  const send = { outcome: 'send', code: 'due', reason: 'It is due and true' } as const;
  const decisions = [skip, skip, send, send].map((what, index) => decision({ ...what, id: index, at: NOW + index * MINUTE }));
  const told = pastEntries(detail({ decisions })).map(({ at }) => at);
  expect(told).toEqual([NOW, NOW + 2 * MINUTE]);
});

test('the newest decision of each stage stands, and what withheld a text is on top', () => {
  const stands = standingDecisions([
    decision({ id: 1, at: NOW, outcome: 'skip', code: 'phoneMissing' }),
    decision({ id: 2, at: NOW + MINUTE, outcome: 'send', code: 'due' }),
    decision({ id: 3, at: NOW, stage: 'completed', outcome: 'skip', code: 'fieldMissing' }),
  ]);
  expect(stands.map(({ stage, outcome }) => [stage, outcome])).toEqual([
    ['completed', 'skip'],
    ['dispatched', 'send'],
  ]);
});

test('a delay that is coming is planned, unless its text is listed already', () => {
  const nextAt = NOW + 4 * MINUTE;
  const incident = { ...example.incident, nextAt, waitingSince: NOW - MINUTE };
  expect(plannedEntries(detail({ incident }), NOW)).toMatchObject([{ kind: 'next', at: nextAt }]);
  const listed = detail({ incident, messages: [message({ state: 'held', dueAt: NOW, notBefore: nextAt })] });
  expect(plannedEntries(listed, NOW).map(({ kind }) => kind)).toEqual(['message']);
});

test('what left is told of a stage, also where it does not go a second time', () => {
  const left = message({ id: 'left', stage: 'dispatched', cause: null, role: 'caller', state: 'delivered', sendingAt: NOW });
  const skip = decision({ outcome: 'skip', code: 'overtakenByArrival', role: 'caller' });
  expect(leftText(skip, [left])).toBe(left);
  expect(leftText(decision({ outcome: 'send', role: 'caller' }), [left])).toBe(left);
  expect(leftText({ ...skip, stage: 'completed' }, [left])).toBeUndefined();
  expect(leftText({ ...skip, role: 'victim' }, [left])).toBeUndefined();
});

test('a further text of its kind that waits is not said to have left', () => {
  const first = message({ id: 'first', stage: 'delayed', cause: 'waiting', role: 'caller', state: 'delivered', sendingAt: NOW });
  const second = { ...first, id: 'second', state: 'held' as const, sendingAt: null };
  const again = decision({ stage: 'delayed', cause: 'waiting', outcome: 'send', role: 'caller' });
  expect(leftText(again, [first, second])).toBeUndefined();
  expect(leftText(again, [first])).toBe(first);
});

test('what was said while there was nobody to text is over once somebody is decided about', () => {
  const nobody = decision({ id: 1, at: NOW, outcome: 'skip', code: 'phoneIncomplete' });
  const caller = decision({ id: 2, at: NOW + MINUTE, outcome: 'send', code: 'due', role: 'caller' });
  expect(standingDecisions([nobody, caller])).toEqual([caller]);
  const withdrawn = { ...nobody, id: 3, at: NOW + 2 * MINUTE };
  expect(standingDecisions([nobody, caller, withdrawn])).toEqual([withdrawn, caller]);
});
