import type { Incident } from '../incident/incident';
import type { Response } from '../incident/response';
import { matches, matchesAny } from './match';
import type { ReasonCode } from './reasons';
import type { DelayCause, DelayRule, RuleStage, Ruleset } from './ruleset';

/** A stage whose moment has come, or has been passed over, with what decides about it. */
export interface DueStage {
  readonly stage: RuleStage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string;
  /** The event that made it due; for a delay, the moment it became due. Epoch milliseconds UTC. */
  readonly eventAt: number;
  /** The delay rule, where one decided. */
  readonly rule: string | undefined;
  /** Set where its moment has passed, or it lacks something: why it is not to be sent. */
  readonly not: ReasonCode | undefined;
  /** Only `caseUpdated` and `caseClosed`: the agency's code. */
  readonly caseStatus: string | undefined;
  readonly reportNumber: string | undefined;
}

export interface DueStages {
  readonly due: readonly DueStage[];
  /** When a delay will be due if nothing happens before. */
  readonly nextAt: number | undefined;
}

const base = { cause: undefined, rule: undefined, not: undefined, caseStatus: undefined, reportNumber: undefined } as const;

/** Which stages' moments have come for an incident as it is at `now`. Knows nothing of people, caps or exclusions. */
export function dueStages(incident: Incident, response: Response, ruleset: Ruleset, now: number): DueStages {
  const due: DueStage[] = [];
  const { nobodyOn, firstArrivedAt, open, doubtfulSince } = response;
  const caseMoved = hasCase(incident, ruleset);
  const restart = String(response.restarts + 1);

  if (ruleset.stages.received.enabled && open && nobodyOn && firstArrivedAt === undefined) {
    due.push({ ...base, stage: 'received', occurrence: '1', eventAt: incident.createdAt });
  }

  const assignedAt = response.firstAssignedAt ?? firstArrivedAt ?? doubtfulSince;
  if (assignedAt !== undefined) {
    const inDoubt = doubtfulSince === undefined ? undefined : 'unitUncertain';
    const not = endedReason(response) ?? (caseMoved ? 'overtakenByCase' : inDoubt);
    due.push({ ...base, stage: 'dispatched', occurrence: restart, eventAt: assignedAt, not });
  }
  const delays = delayStages(response, ruleset, now, caseMoved ? 'overtakenByCase' : undefined);
  due.push(...delays.due);

  if (ruleset.stages.arrived.enabled && firstArrivedAt !== undefined) {
    const not = response.cancelled ? 'cancelledIncident' : open ? undefined : 'overtakenByClosing';
    due.push({ ...base, stage: 'arrived', occurrence: restart, eventAt: firstArrivedAt, not });
  }
  const completed = completedStage(response);
  if (completed !== undefined) due.push(completed);
  due.push(...caseStages(incident, ruleset));
  return { due, nextAt: delays.nextAt };
}

function endedReason(response: Response): ReasonCode | undefined {
  if (response.cancelled) return 'cancelledIncident';
  if (response.firstArrivedAt !== undefined) return 'overtakenByArrival';
  return response.open ? undefined : 'overtakenByClosing';
}

/**
 * The records system has the case, and that may be told: whatever CAD still shows, nobody waits for a first officer any
 * more. Until the call is reopened.
 */
export function hasCase(incident: Incident, ruleset: Ruleset): boolean {
  const since = incident.reopened.at(-1) ?? Number.MIN_SAFE_INTEGER;
  return (
    incident.detectives.some(({ at }) => at >= since) ||
    incident.caseStatuses.some(({ at, status }) => at >= since && caseStatusRule(ruleset, status)?.stage != null)
  );
}

export function caseStatusRule(ruleset: Ruleset, status: string | undefined): Ruleset['caseStatuses'][number] | undefined {
  return ruleset.caseStatuses.find((candidate) => matches(candidate.code, status));
}

function completedStage(response: Response): DueStage | undefined {
  const { firstArrivedAt, closedAt, lastClearedAt, nobodyOn, report } = response;
  const allCleared = nobodyOn && lastClearedAt !== undefined && firstArrivedAt !== undefined;
  const endedAt = closedAt ?? (allCleared ? lastClearedAt : undefined);
  if (endedAt === undefined) return undefined;
  const stage = { ...base, stage: 'completed' as const, occurrence: String(response.assignments), eventAt: endedAt };
  if (response.cancelled) return { ...stage, not: 'cancelledIncident' };
  if (firstArrivedAt === undefined) return { ...stage, not: 'notArrived' };
  if (report === undefined) return { ...stage, not: 'noReport' };
  return { ...stage, eventAt: Math.max(endedAt, report.at), reportNumber: report.number };
}

function caseStages(incident: Incident, ruleset: Ruleset): DueStage[] {
  const due: DueStage[] = [];
  const detective = incident.detectives.at(-1);
  if (detective !== undefined) {
    due.push({
      ...base,
      stage: 'caseAssigned',
      occurrence: String(incident.detectives.length),
      eventAt: detective.at,
      reportNumber: detective.reportNumber,
    });
  }
  const status = incident.caseStatuses.at(-1);
  if (status !== undefined) {
    const rule = caseStatusRule(ruleset, status.status);
    due.push({
      ...base,
      stage: rule?.stage ?? 'caseUpdated',
      occurrence: String(incident.caseStatuses.length),
      eventAt: status.at,
      not: rule?.stage == null ? 'caseStatusUntold' : undefined,
      caseStatus: status.status,
      reportNumber: status.reportNumber,
    });
  }
  return due;
}

function delayStages(response: Response, ruleset: Ruleset, now: number, not: ReasonCode | undefined): DueStages {
  const due: DueStage[] = [];
  let nextAt: number | undefined;
  const clock = String(response.restarts + 1);
  const waiting = delayRule(ruleset, 'waiting', response);
  if (waiting !== undefined && response.waitingSince !== undefined) {
    for (let n = 1; n <= waiting.max; n += 1) {
      if (n > 1 && waiting.repeatEvery === undefined) break;
      const eventAt = response.waitingSince + waiting.after + (n - 1) * (waiting.repeatEvery ?? 0);
      if (eventAt > now) {
        nextAt = eventAt;
        break;
      }
      due.push({
        ...base,
        stage: 'delayed',
        cause: 'waiting',
        occurrence: `waiting-${clock}-${n}`,
        eventAt,
        rule: waiting.id,
        not,
      });
    }
  }
  const diverted = delayRule(ruleset, 'diverted', response);
  if (diverted !== undefined && response.diverted?.higherPriority === true) {
    // As with waiting: until then nothing was to be told, so nothing is late.
    const eventAt = response.diverted.at + diverted.after;
    if (eventAt > now) nextAt = Math.min(nextAt ?? eventAt, eventAt);
    else
      due.push({ ...base, stage: 'delayed', cause: 'diverted', occurrence: `diverted-${clock}`, eventAt, rule: diverted.id, not });
  }
  return { due, nextAt: not === undefined ? nextAt : undefined };
}

/** Of several delay rules of one cause the first that fits applies; `*` fits a blank value too. */
export function delayRule(ruleset: Ruleset, cause: DelayCause, response: Response): DelayRule | undefined {
  const fits = (patterns: readonly string[], value: string | undefined) =>
    patterns.some((pattern) => pattern.trim() === '*') || matchesAny(patterns, value);
  return ruleset.delays.find(
    (rule) =>
      rule.cause === cause && fits(rule.callTypes, response.context?.callType) && fits(rule.priorities, response.context?.priority),
  );
}

/** Without the mark of a row that took the place of one that was taken back. */
export function baseOccurrence(occurrence: string): string {
  return occurrence.split('~')[0] ?? occurrence;
}
