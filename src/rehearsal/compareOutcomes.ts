import type { PolicyChangeView } from '../contract/policy';
import type { RehearsalRowView } from '../contract/rehearsal';
import { matches } from '../rules/match';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
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

/** Who may be named in texts, under each policy. */
export interface Rosters {
  readonly before: Policy['roster'];
  readonly after: Policy['roster'];
}

/** What keeps a text back for its words. */
const WORDING: ReadonlySet<string> = new Set(['noTemplate', 'emptyField', 'textTooLong']);

/** Every stage of every incident under both policies, side by side. Those that come up under one only have no other side. */
export function compareOutcomes(
  before: readonly Outcome[],
  after: readonly Outcome[],
  changes: readonly PolicyChangeView[],
  rosters: Rosters,
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
  return [...moments.values()].flatMap((moment) =>
    pairs(moment.before, moment.after).map((pair) => rowOf(...pair, changes, rosters)),
  );
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

function rowOf(
  before: Outcome | undefined,
  after: Outcome | undefined,
  changes: readonly PolicyChangeView[],
  rosters: Rosters,
): RehearsalRowView {
  const some = (after ?? before) as Outcome;
  const phone = after?.phone ?? before?.phone ?? null;
  const change = changeOf(before, after);
  const sides = { some, before, after, rosters, isMoved: isMoved(before, after) };
  const bearing = change === 'same' ? [] : changes.flatMap((each, index) => (bears(each, sides) ? [index] : []));
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
      bearing.map((index) => briefly(changes[index] as PolicyChangeView)),
    ),
    changes: bearing,
    risk: change === 'newlyTexted' ? riskOf(before) : null,
  };
}

/** A text that still waits at the end of the period is one that comes: only its time is not known yet. */
function changeOf(before: Outcome | undefined, after: Outcome | undefined): RehearsalRowView['change'] {
  const [was, is] = [before?.view, after?.view];
  if (!comes(before) && comes(after)) return 'newlyTexted';
  if (comes(before) && !comes(after)) return 'noLongerTexted';
  if (was === undefined || is === undefined) return 'otherReason';
  if (was.outcome === 'texted' && is.outcome === 'waiting') return 'waitsLonger';
  if (was.outcome === 'waiting' && is.outcome === 'texted') return 'waitsLess';
  if (!comes(before)) return was.reason === is.reason ? 'same' : 'otherReason';
  if (was.text !== is.text) return 'otherText';
  if (Math.abs(was.at - is.at) >= SAME_TIME_MS) return 'otherTime';
  return was.outcome === 'texted' || was.reason === is.reason ? 'same' : 'otherReason';
}

function comes(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && outcome.view.outcome !== 'skipped';
}

/** It leaves at another time, or not at all under one of the two. */
function isMoved(before: Outcome | undefined, after: Outcome | undefined): boolean {
  if (before === undefined || after === undefined || before.view.outcome !== after.view.outcome) return true;
  return Math.abs(before.view.at - after.view.at) >= SAME_TIME_MS;
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
  const what =
    change === 'newlyTexted' || change === 'waitsLess'
      ? `Before: ${was}`
      : change === 'otherText' || change === 'otherTime'
        ? ''
        : `Now: ${is}`;
  return [changes.join('; '), what].filter((part) => part !== '').join('. ');
}

/** A text's words stand beside each other below it. */
function briefly({ area, kind, sentence: whole }: PolicyChangeView): string {
  return area === 'templates' && kind === 'changed' ? whole.replace(/ reads “[\s\S]*$/, ' reads otherwise') : whole;
}

interface Sides {
  readonly some: Outcome;
  readonly before: Outcome | undefined;
  readonly after: Outcome | undefined;
  readonly rosters: Rosters;
  readonly isMoved: boolean;
}

/** Whether a change of the policy can be why this came out otherwise. */
function bears({ area, subject, path }: PolicyChangeView, { some, before, after, rosters, isMoved: moved }: Sides): boolean {
  const [was, is] = [before?.view, after?.view];
  const rules = [was?.rule, is?.rule];
  const codes = [was?.code, is?.code];
  const isReworded =
    was?.text != null && is?.text != null ? was.text !== is.text : codes.some((code) => code !== undefined && WORDING.has(code));
  const field = path.split('.').at(-1);
  switch (area) {
    case 'delays':
      return some.stage === 'delayed' && (subject === '' || rules.includes(subject) || rules.every((rule) => rule == null));
    case 'callTypes':
      if (field === 'label' && !path.endsWith(']')) return isReworded && matches(subject, some.callType ?? undefined);
      return subject === '' ? true : matches(subject, some.callType ?? undefined);
    case 'exclusions':
      return rules.includes(subject);
    case 'templates':
      return isReworded && isTemplateOf(subject, some, [was?.language, is?.language]);
    case 'stages':
      return subject === some.stage;
    case 'quietHours':
      return (
        codes.includes('quietHours') ||
        codes.includes('expired') ||
        (moved && was?.outcome === 'texted' && is?.outcome === 'texted')
      );
    case 'caps':
      if (field === 'perIncident') return codes.includes('cappedPerIncident');
      if (field === 'perNumberPerDay') return codes.includes('cappedPerDay');
      return codes.includes('minGap') || (moved && was?.outcome === 'texted' && is?.outcome === 'texted');
    case 'breaker':
      return codes.some((code) => code === 'oldEvent' || code === 'breakerRate');
    case 'caseStatuses':
      return some.stage === 'caseUpdated' || some.stage === 'caseClosed' || codes.includes('overtakenByCase');
    case 'priorityOrder':
      return some.cause === 'diverted';
    case 'roster':
      return isReworded && isNamed(subject, rosters, was?.text ?? '', is?.text ?? '');
    case 'agency':
      if (field === 'secondPerson') return false;
      return field === 'timeZone' || field === 'cadAgency' ? true : isReworded;
    default:
      return false;
  }
}

/** `subject` as changes name a template: its stage, with a delay its cause, and its language. */
function isTemplateOf(subject: string, { stage, cause }: Outcome, languages: readonly (string | null | undefined)[]): boolean {
  const moment = cause === null ? stage : `${stage} ${cause}`;
  const known = languages.filter((language) => language != null);
  return known.length === 0 ? subject.startsWith(`${moment} `) : known.some((language) => subject === `${moment} ${language}`);
}

/** Whether the text names that person, or gives their number, under the policy that has it so. */
function isNamed(id: string, { before, after }: Rosters, was: string, is: string): boolean {
  const says = (roster: Policy['roster'], text: string) =>
    roster.some((entry) => entry.id === id && [entry.name, entry.phone].some((part) => part !== '' && text.includes(part)));
  return says(before, was) || says(after, is);
}

function riskOf(before: Outcome | undefined): RehearsalRowView['risk'] {
  if (before === undefined) return null;
  const { code } = before.view;
  const level = SAFETY.has(code) ? ('safety' as const) : ATTENTION.has(code) ? ('attention' as const) : undefined;
  return level === undefined ? null : { level, sentence: `What kept it back: ${sentence(code, before.detail ?? undefined)}` };
}
