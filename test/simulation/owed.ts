import type { Records } from '../../src/intake/records';
import { incidentsIn } from './incidentsIn';
import { Violation } from './oracle';
import { type Call, callsIn, type Line, type Told } from './told';
import { ALLOWED } from './truth';

/** A stage that is certainly due, by what the world said and the appliance confirmed. */
export interface Owed {
  readonly call: Call;
  readonly stage: string;
}

const COMING = ['ASG', 'DISP', 'ENR'];
/** They may exclude the call, and are no reason to say nothing of the stage at all. */
const ASIDE = ['NEW', 'NOTE', 'PRI', 'FLAG', 'CALLER'];
const MAY_BE_SAID: Readonly<Record<string, readonly string[]>> = {
  dispatched: [...ASIDE, ...COMING],
  arrived: [...ASIDE, ...COMING, 'ARR'],
  completed: [...ASIDE, ...COMING, 'ARR', 'RPT', 'CLOSE'],
};
const BECOMES_DUE_BY: Readonly<Record<string, readonly string[]>> = {
  dispatched: COMING,
  arrived: ['ARR'],
  completed: ['CLOSE', 'RPT'],
};

/**
 * What became due as a line was confirmed, where nothing that was said leaves a doubt. That it may not be sent, for whatever
 * reason, is no doubt: then the appliance says why.
 */
export function owedBy(line: Line, told: Told): readonly Owed[] {
  const { call } = line;
  if (told.clockWasSet || call.earlier > 0) return [];
  return Object.keys(BECOMES_DUE_BY)
    .filter((stage) => BECOMES_DUE_BY[stage]?.includes(line.event) && isPlain(call, stage, told) && isWhole(call, stage))
    .map((stage) => ({ call, stage }));
}

/** Calls to which nobody was ever sent, long after: their callers waited. */
export function owedForWaiting(told: Told): readonly Owed[] {
  if (told.clockWasSet) return [];
  return (
    told.calls
      .filter((call) => call.earlier === 0 && isTold(call, 'NEW') && isAllowed(call, 'delayed'))
      // Of an excluded call that is said at once, and no clock runs for it.
      .filter((call) => call.suppressedAs === undefined)
      .filter((call) => call.lines.every(({ event, excludes }) => ASIDE.includes(event) && excludes === undefined))
      .map((call) => ({ call, stage: 'delayed' }))
  );
}

/** Each has a text, in whatever state, or a decision that says why not. */
export async function checkOwed(owed: readonly Owed[], records: Records): Promise<void> {
  const spokenOf = new Set<string>();
  for (const { incident, lastDecisions } of await incidentsIn(records)) {
    const rows = (await records.messagesOf(incident.id)).map(({ stage }) => stage);
    const decided = Object.keys(lastDecisions).map((key) => key.split('|')[0]);
    for (const call of callsIn(incident.seen.flags)) for (const stage of [...rows, ...decided]) spokenOf.add(`${call} ${stage}`);
  }
  const silent = owed.find(({ call, stage }) => !spokenOf.has(`${call.name} ${stage}`));
  if (silent !== undefined) throw new Violation(`nothing was made of ${silent.stage} of ${silent.call.name}, and nothing says why`);
}

/** Nothing was said of the call, heard or not, that might make it untrue. */
function isPlain(call: Call, stage: string, told: Told): boolean {
  if (!isTold(call, 'NEW') || !isAllowed(call, stage)) return false;
  if (!call.lines.every(({ event }) => MAY_BE_SAID[stage]?.includes(event))) return false;
  const units = new Set(call.lines.flatMap(({ values }) => values.unit ?? []));
  return !told.lines.some((other) => other.call !== call && units.has(other.values.unit ?? ''));
}

/** What else the stage needs was confirmed too. */
function isWhole(call: Call, stage: string): boolean {
  return stage !== 'completed' || (isTold(call, 'CLOSE') && isTold(call, 'RPT') && isTold(call, 'ARR'));
}

function isAllowed(call: Call, stage: string): boolean {
  const types = call.lines.flatMap(({ values }) => values.callType ?? []);
  return types.length > 0 && types.every((type) => ALLOWED[type]?.includes(stage));
}

function isTold(call: Call, event: string): boolean {
  return call.lines.some((line) => line.event === event && line.confirmedAs !== undefined);
}
