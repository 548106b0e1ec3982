import type { PolicyChangeView } from '../contract/policy';
import type { RehearsalRowView } from '../contract/rehearsal';
import { matches } from '../rules/match';
import { sentence } from '../rules/reasons';
import type { Outcome } from './outcomes';

/** A difference of less is none: both clocks stand at the same things. */
const SAME_TIME_MS = 1_000;

/** Why something kept from texts is nobody's safety until it is lifted, or may well be. */
const SAFETY: ReadonlySet<string> = new Set(['excluded', 'suppressedIncident', 'suppressedNumber']);
const ATTENTION: ReadonlySet<string> = new Set([
  'callTypeUnknown',
  'callTypeBlank',
  'otherAgency',
  'callerNotVictim',
  'stageNotForCallType',
  'stageDisabled',
]);

/** Every stage of every incident under both policies, side by side. Those that come up under one only have no other side. */
export function compareOutcomes(
  before: readonly Outcome[],
  after: readonly Outcome[],
  changes: readonly PolicyChangeView[],
): readonly RehearsalRowView[] {
  const moments = new Map<string, { before: Outcome[]; after: Outcome[] }>();
  const at = (outcome: Outcome) => {
    const key = `${outcome.incidentKey}|${outcome.stage}|${outcome.cause}|${outcome.occurrence}`;
    const moment = moments.get(key) ?? { before: [], after: [] };
    moments.set(key, moment);
    return moment;
  };
  for (const outcome of before) at(outcome).before.push(outcome);
  for (const outcome of after) at(outcome).after.push(outcome);
  return [...moments.values()].flatMap((moment) => pairs(moment.before, moment.after).map((pair) => rowOf(...pair, changes)));
}

type Pair = [Outcome | undefined, Outcome | undefined];

/** By number, then by role, then whoever is left: what is skipped before anybody is looked for is about nobody. */
function pairs(before: readonly Outcome[], after: readonly Outcome[]): Pair[] {
  const left = [...after];
  const unmatched: Outcome[] = [];
  const found: Pair[] = [];
  const take = (outcome: Outcome, fits: (other: Outcome) => boolean) => {
    const index = left.findIndex(fits);
    if (index < 0) return false;
    found.push([outcome, left.splice(index, 1)[0]]);
    return true;
  };
  for (const outcome of before) {
    if (!take(outcome, (other) => other.phone === outcome.phone && other.role === outcome.role)) unmatched.push(outcome);
  }
  for (const outcome of unmatched) {
    const oneIsNobody = (other: Outcome) => other.phone === null || outcome.phone === null;
    if (take(outcome, (other) => other.role === outcome.role && oneIsNobody(other)) || take(outcome, oneIsNobody)) continue;
    found.push([outcome, undefined]);
  }
  return [...found, ...left.map((outcome): Pair => [undefined, outcome])];
}

function rowOf(before: Outcome | undefined, after: Outcome | undefined, changes: readonly PolicyChangeView[]): RehearsalRowView {
  const some = (after ?? before) as Outcome;
  const phone = after?.phone ?? before?.phone ?? null;
  const change = changeOf(before, after);
  const bearing = change === 'same' ? [] : changes.flatMap((each, index) => (bears(each, some, before, after) ? [index] : []));
  return {
    incident: some.incident,
    callType: some.callType,
    priority: some.priority,
    stage: some.stage,
    cause: some.cause,
    occurrence: some.occurrence,
    role: after?.role ?? before?.role ?? null,
    to: phone === null ? null : `···${phone.slice(-3)}`,
    change,
    before: before?.view ?? null,
    after: after?.view ?? null,
    because: becauseOf(
      change,
      before,
      after,
      bearing.map((index) => (changes[index] as PolicyChangeView).sentence),
    ),
    changes: bearing,
    risk: change === 'newlyTexted' ? riskOf(before) : null,
  };
}

function changeOf(before: Outcome | undefined, after: Outcome | undefined): RehearsalRowView['change'] {
  const [was, is] = [before?.view, after?.view];
  if (was?.outcome !== 'texted' && is?.outcome === 'texted') return 'newlyTexted';
  if (was?.outcome === 'texted' && is?.outcome !== 'texted') return 'noLongerTexted';
  if (was?.outcome === 'texted' && is?.outcome === 'texted') {
    if (was.text !== is.text) return 'otherText';
    return Math.abs(was.at - is.at) >= SAME_TIME_MS ? 'otherTime' : 'same';
  }
  const same = was !== undefined && is !== undefined && was.outcome === is.outcome && was.reason === is.reason;
  return same ? 'same' : 'otherReason';
}

function becauseOf(
  change: RehearsalRowView['change'],
  before: Outcome | undefined,
  after: Outcome | undefined,
  changes: readonly string[],
): string {
  if (change === 'same') return '';
  const was = before === undefined ? 'did not come up' : before.view.reason;
  const is = after === undefined ? 'does not come up any more' : after.view.reason;
  const what = change === 'newlyTexted' ? `Before: ${was}` : change === 'otherText' || change === 'otherTime' ? '' : `Now: ${is}`;
  return [changes.join('; '), what].filter((part) => part !== '').join('. ');
}

/** Whether a change of the policy can be why this came out otherwise. */
function bears(change: PolicyChangeView, some: Outcome, before: Outcome | undefined, after: Outcome | undefined): boolean {
  const rules = [before?.view.rule, after?.view.rule];
  const codes = [before?.view.code, after?.view.code];
  const { area, subject } = change;
  switch (area) {
    case 'delays':
      return some.stage === 'delayed' && (subject === '' || rules.includes(subject) || rules.every((rule) => rule == null));
    case 'callTypes':
      return subject === '' ? true : matches(subject, some.callType ?? undefined);
    case 'exclusions':
      return rules.includes(subject);
    case 'templates':
      return subject.startsWith(some.stage) && before?.view.text !== after?.view.text;
    case 'stages':
      return subject === some.stage;
    case 'quietHours':
      return codes.includes('quietHours') || before?.view.at !== after?.view.at;
    case 'caps':
      return (
        codes.some((code) => code === 'cappedPerIncident' || code === 'cappedPerDay' || code === 'minGap') ||
        sameText(before, after)
      );
    case 'breaker':
      return codes.some((code) => code === 'oldEvent' || code === 'breakerRate');
    case 'caseStatuses':
      return some.stage === 'caseUpdated' || some.stage === 'caseClosed' || codes.includes('overtakenByCase');
    case 'priorityOrder':
      return some.cause === 'diverted';
    case 'agency':
    case 'roster':
      return before?.view.text !== after?.view.text || area === 'agency';
    default:
      return false;
  }
}

/** The same text at another time. */
function sameText(before: Outcome | undefined, after: Outcome | undefined): boolean {
  return before?.view.outcome === 'texted' && after?.view.outcome === 'texted' && before.view.text === after.view.text;
}

function riskOf(before: Outcome | undefined): RehearsalRowView['risk'] {
  if (before === undefined) return null;
  const { code } = before.view;
  const level = SAFETY.has(code) ? ('safety' as const) : ATTENTION.has(code) ? ('attention' as const) : undefined;
  return level === undefined ? null : { level, sentence: `What kept it back: ${sentence(code, before.detail ?? undefined)}` };
}
