import type { ConditionView } from '../../src/contract/why';

const MOMENT = 'Its moment has come';
const TOLD = 'Not told yet';

/** The condition that people ask about: that a text has gone says more than why it would not go again. */
export function decidingOf(conditions: readonly ConditionView[]): ConditionView | undefined {
  return (
    conditions.find(({ name, state }) => name === TOLD && state === 'not') ??
    conditions.find(({ state }) => state === 'not') ??
    conditions.find(({ state }) => state === 'waits')
  );
}

/** That a text has gone, or its moment has not come: no reason why somebody was not texted. */
export function isNoReason({ name }: ConditionView): boolean {
  return name === MOMENT || name === TOLD;
}

/** Texts that something but the time stands against first: they are what people ask about. */
export function rankOf(conditions: readonly ConditionView[]): number {
  const deciding = decidingOf(conditions);
  if (deciding === undefined) return 2;
  if (deciding.state === 'waits') return 1;
  return deciding.name === MOMENT ? 4 : deciding.name === TOLD ? 3 : 0;
}
