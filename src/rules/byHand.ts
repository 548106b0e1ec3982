import type { Incident } from '../incident/incident';
import type { Response } from '../incident/response';
import type { KnownMessage } from './consider';
import { baseOccurrence, type DueStage, delayRule, dueStages, hasCase } from './due';
import type { ReasonCode } from './reasons';
import { DELAY_CAUSES, RULE_STAGES, type Ruleset } from './ruleset';

/** Every text there is, in the order of an incident's life. */
export const EVERY_TEXT: readonly Pick<DueStage, 'stage' | 'cause'>[] = RULE_STAGES.flatMap((stage) => {
  const causes = stage === 'delayed' ? DELAY_CAUSES : [undefined];
  return causes.map((cause) => ({ stage, cause }));
});

/**
 * What a person may have told of an incident now: all that is true of it, though its time may have passed or is not there
 * yet. Occurrences of a wait are told apart by `freeOccurrence`; here they have the clock's name alone.
 */
export function stagesByHand(incident: Incident, response: Response, ruleset: Ruleset, now: number): readonly DueStage[] {
  const base = {
    ...{ cause: undefined, rule: undefined, caseStatus: undefined, reportNumber: undefined, eventAt: now },
    // With a detective on the case nobody waits for a first officer any more.
    not: hasCase(incident, ruleset) ? ('overtakenByCase' as const) : undefined,
  };
  const clock = String(response.restarts + 1);
  const stages: DueStage[] = dueStages(incident, response, ruleset, now)
    .due.filter(({ stage }) => stage !== 'delayed' && stage !== 'received')
    .map((due) => ({ ...due, eventAt: now }));
  if (response.open && response.nobodyOn && response.firstArrivedAt === undefined) {
    stages.push({ ...base, stage: 'received', occurrence: '1' });
  }
  if (response.waitingSince !== undefined) {
    const rule = delayRule(ruleset, 'waiting', response);
    const not = base.not ?? (rule === undefined ? ('noDelayRule' as const) : undefined);
    stages.push({ ...base, stage: 'delayed', cause: 'waiting', occurrence: `waiting-${clock}`, rule: rule?.id, not });
  }
  if (response.diverted?.higherPriority === true) {
    const rule = delayRule(ruleset, 'diverted', response);
    const not = base.not ?? (rule === undefined ? ('noDelayRule' as const) : undefined);
    stages.push({ ...base, stage: 'delayed', cause: 'diverted', occurrence: `diverted-${clock}`, rule: rule?.id, not });
  }
  return stages;
}

/**
 * The occurrence that a text by hand takes: the very one that the rules would take next, so that the two cannot both be
 * sent. `known` are this person's messages of this stage and cause.
 */
export function freeOccurrence(
  due: DueStage,
  known: readonly KnownMessage[],
  ruleset: Ruleset,
): { readonly occurrence: string; readonly not: ReasonCode | undefined } {
  const of = (occurrence: string) => known.filter((message) => baseOccurrence(message.occurrence) === occurrence);
  const row = (occurrence: string, not?: ReasonCode) => {
    const taken = of(occurrence).length;
    return { occurrence: taken === 0 ? occurrence : `${occurrence}~${taken + 1}`, not };
  };
  if (known.some((message) => message.open)) return row(due.occurrence, 'waitsAlready');
  if (due.cause !== 'waiting') {
    return row(due.occurrence, of(due.occurrence).some((message) => message.maybeTexted) ? 'alreadyTexted' : undefined);
  }
  const rule = ruleset.delays.find(({ id }) => id === due.rule);
  const max = rule?.repeatEvery === undefined ? 1 : rule.max;
  for (let n = 1; n <= max; n += 1) {
    const occurrence = `${due.occurrence}-${n}`;
    if (!of(occurrence).some((message) => message.maybeTexted)) return row(occurrence);
  }
  return row(due.occurrence, 'delayCapped');
}

/** Whether a text by hand is of this stage: of a wait, whichever of its repetitions it is. */
export function isOrdered(due: DueStage, message: KnownMessage): boolean {
  if (due.stage !== message.stage || due.cause !== message.cause) return false;
  const base = baseOccurrence(message.occurrence);
  return base === due.occurrence || (due.cause === 'waiting' && base.startsWith(`${due.occurrence}-`));
}
