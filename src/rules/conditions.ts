import type { Incident } from '../incident/incident';
import { type Response, responseOf } from '../incident/response';
import { callTypeOf } from './callTypes';
import { type Circumstances, ONCE } from './consider';
import { baseOccurrence, type DueStage, dueStages } from './due';
import { standingExclusion } from './exclusion';
import { gapEndsAt, numberBlock } from './numberFacts';
import { quietUntil } from './quietHours';
import { type ReasonCode, sentence } from './reasons';
import { type Recipient, recipientsOf } from './recipients';
import type { CallType, DelayCause, RuleStage } from './ruleset';
import { textFor } from './textFor';
import { UNCAPPED } from './textTally';
import { tellsThirdParty } from './thirdParty';

/** One thing that must hold for a text to go out, with what was seen of it. `waits`: not now, and not never. */
export interface Condition {
  readonly name: string;
  readonly seen: string;
  readonly state: 'met' | 'not' | 'waits';
  /** The reason it gives where it does not hold; undefined where the text's moment has merely not come. */
  readonly code: ReasonCode | undefined;
}

export interface ConditionsOf {
  readonly stage: RuleStage;
  readonly cause: DelayCause | undefined;
  /** Which of several, as with the second time that a wait is told: the last; undefined before its moment. */
  readonly occurrence: string | undefined;
  /** Undefined where there is nobody to text. */
  readonly recipient: Recipient | undefined;
  /** In the order in which the rules ask: the first that is not met decides. */
  readonly conditions: readonly Condition[];
}

/** What the rules go by; `mode` says whether what they decide is sent at all. */
type Asked = Circumstances & { readonly mode?: string };

/**
 * Every condition of one text, for each person it would go to, for people who ask why. Decides nothing: `evaluate` does, and
 * tests compare the two over all scenarios. Pure.
 */
export function conditionsOf(
  text: Pick<DueStage, 'stage' | 'cause'>,
  incident: Incident,
  circumstances: Asked,
): readonly ConditionsOf[] {
  const { policy, now } = circumstances;
  const response = responseOf(incident, policy.agency.cadAgency);
  const callType = callTypeOf(policy.ruleset, response.context?.callType);
  const { due, nextAt } = dueStages(incident, response, policy.ruleset, now);
  const own = due.filter(({ stage, cause }) => stage === text.stage && cause === text.cause).at(-1);
  const before = [
    ...ofIncident(incident, response, callType, circumstances),
    ...ofStage(text, own, response, callType, nextAt, circumstances),
  ];
  const people = recipientsOf(incident, text.stage, callType);
  if ('none' in people) {
    const nobody = check('Somebody to text', sentence(people.none), false, people.none);
    return [{ ...text, occurrence: own?.occurrence, recipient: undefined, conditions: [...before, nobody] }];
  }
  return people.recipients.map((recipient) => ({
    ...text,
    occurrence: own?.occurrence,
    recipient,
    conditions: [
      ...before,
      check('Somebody to text', `the ${recipient.role}`, true),
      ...ofPerson({ ...text, own, recipient, incident, response, callType }, circumstances),
    ],
  }));
}

function check(name: string, seen: string, met: boolean, code?: ReasonCode): Condition {
  return { name, seen, state: met ? 'met' : 'not', code: met ? undefined : code };
}

function wait(name: string, seen: string, waits: boolean, code: ReasonCode): Condition {
  return { name, seen, state: waits ? 'waits' : 'met', code: waits ? code : undefined };
}

function ofIncident(
  incident: Incident,
  response: Response,
  callType: CallType | undefined,
  { policy }: Circumstances,
): readonly Condition[] {
  const { context } = response;
  const standing = standingExclusion(incident);
  const blank = (context?.callType ?? '').trim() === '';
  const foreign = context === undefined && incident.contexts.length > 0;
  return [
    check(
      'Not stopped by a person',
      incident.suppressed === undefined ? 'nobody has' : `stopped: ${incident.suppressed.reason}`,
      incident.suppressed === undefined,
      'suppressedIncident',
    ),
    ...exclusionsOf(incident, policy.ruleset.exclusions, standing?.rule),
    check(
      'This agency’s call',
      foreign ? incident.contexts.map(({ agency }) => agency ?? 'no agency').join(', ') : (context?.agency ?? 'no other named'),
      !foreign,
      'otherAgency',
    ),
    ...(foreign ? [] : [check('A call type', blank ? 'blank' : (context?.callType ?? ''), !blank, 'callTypeBlank')]),
    ...(foreign || blank
      ? []
      : [
          check(
            'Call type on the agency’s list',
            callType === undefined ? `${context?.callType} is not` : `${callType.code}, ${callType.label ?? 'no label'}`,
            callType !== undefined,
            'callTypeUnknown',
          ),
        ]),
  ];
}

/** Each exclusion by name: the one that stands first, since it is the one that counts. */
function exclusionsOf(
  incident: Incident,
  exclusions: readonly { readonly id: string; readonly reason: string }[],
  standing: string | undefined,
): readonly Condition[] {
  const known = new Map(exclusions.map(({ id, reason }) => [id, reason]));
  // An exclusion outlives its rule.
  for (const { rule, reason } of incident.exclusions) if (!known.has(rule)) known.set(rule, reason);
  const one = ([id, reason]: readonly [string, string]) => {
    const hits = incident.exclusions.filter(({ rule }) => rule === id);
    const hit = hits.find(({ lifted }) => lifted === undefined);
    const seen = hit === undefined ? (hits.length > 0 ? 'fitted, and was lifted' : 'does not fit') : `fits: ${hit.matched}`;
    return check(`Not excluded: ${reason}`, seen, hit === undefined, 'excluded');
  };
  return [...known].sort(([a], [b]) => Number(b === standing) - Number(a === standing)).map(one);
}

function ofStage(
  { stage, cause }: Pick<DueStage, 'stage' | 'cause'>,
  own: DueStage | undefined,
  response: Response,
  callType: CallType | undefined,
  nextAt: number | undefined,
  { policy }: Circumstances,
): readonly Condition[] {
  const { enabled } = policy.ruleset.stages[stage];
  const gets = callType?.stages ?? [];
  const first = [check('The agency sends this text', enabled ? 'yes' : 'no', enabled, 'stageDisabled')];
  if (callType !== undefined) {
    const fits = gets.includes(stage);
    first.push(check('This call type gets this text', fits ? 'yes' : 'no', fits, 'stageNotForCallType'));
  }
  if (own === undefined) return [...first, check('Its moment has come', notYet(cause, response, nextAt !== undefined), false)];
  const seen = own.not === undefined ? (own.rule === undefined ? 'yes' : `yes, by rule ${own.rule}`) : sentence(own.not);
  return [...first, check('Its moment has come', seen, own.not === undefined, own.not)];
}

function notYet(cause: DelayCause | undefined, response: Response, comes: boolean): string {
  if (response.cancelled) return 'no: the incident was cancelled';
  if (cause === undefined) return response.open ? 'not yet' : 'no: it did not before the incident ended';
  if (cause === 'waiting' && response.doubtfulSince !== undefined) return `no: ${sentence('unitUncertain').toLowerCase()}`;
  if (cause === 'waiting' && response.waitingSince === undefined) return 'no: nobody waits for a first officer';
  if (cause === 'diverted' && response.diverted === undefined) return 'no: no officer was taken away';
  return comes ? 'not yet: it has not been long enough' : 'no: no delay rule fits';
}

interface Person {
  readonly stage: RuleStage;
  readonly cause: DelayCause | undefined;
  readonly own: DueStage | undefined;
  readonly recipient: Recipient;
  readonly incident: Incident;
  readonly response: Response;
  readonly callType: CallType | undefined;
}

function ofPerson(person: Person, circumstances: Asked): readonly Condition[] {
  const { stage, cause, own, recipient } = person;
  const { policy, now, messages, numbers } = circumstances;
  const { caps, stages } = policy.ruleset;
  const facts = numbers.get(recipient.phone);
  const block = numberBlock(facts);
  const theirs = messages.filter(({ phone }) => phone === recipient.phone);
  const same = theirs.filter((message) => message.stage === stage && message.cause === cause);
  const told = theirs.filter((m) => m.maybeTexted && !UNCAPPED.includes(m.stage)).length;
  const today = facts?.textsLastDay ?? 0;
  const late = own !== undefined && now >= Math.min(own.eventAt, now) + stages[stage].expires;
  const gone = same.filter(({ maybeTexted }) => maybeTexted);
  const again = gone.some(({ occurrence }) => ONCE.includes(stage) || (own !== undefined && sameMoment(occurrence, own)));
  const toldBefore = gone.length === 0 ? 'no text of this kind has gone' : 'not of this; one of this kind has gone before';
  const taken = ONCE.includes(stage) && theirs.some((m) => m.stage === stage && m.code === 'cancelledByPerson');
  return [
    check(
      'The number may be texted',
      block === undefined ? 'nothing against it' : sentence(block.code, block.detail),
      block === undefined,
      block?.code,
    ),
    check('Still of use', own === undefined ? 'its time has not begun' : late ? 'its time is over' : 'yes', !late, 'expired'),
    check('Not told yet', again ? 'this person has had it' : toldBefore, !again, 'alreadyTexted'),
    check('Not cancelled by a person', taken ? 'it was' : 'it was not', !taken, 'cancelledByPerson'),
    ...(cause === 'diverted' ? [delayCap(person, same, circumstances)] : []),
    ...(UNCAPPED.includes(stage)
      ? []
      : [check('Few enough about this incident', `${told} of ${caps.perIncident}`, told < caps.perIncident, 'cappedPerIncident')]),
    check('Few enough in 24 hours', `${today} of ${caps.perNumberPerDay}`, today < caps.perNumberPerDay, 'cappedPerDay'),
    ...wording(person, circumstances),
    ...waits(person, facts, circumstances),
  ];
}

function delayCap(
  { own }: Person,
  same: readonly { readonly maybeTexted: boolean; readonly open: boolean }[],
  { policy }: Circumstances,
) {
  const max = policy.ruleset.delays.find(({ id }) => id === own?.rule)?.max ?? 1;
  const told = same.filter((message) => message.maybeTexted).length;
  return check('Not told as often as its rule allows', `${told} of ${max}`, told < max, 'delayCapped');
}

function wording({ stage, cause, own, recipient, incident, response, callType }: Person, { policy }: Circumstances) {
  const what = { stage, cause, caseStatus: own?.caseStatus, reportNumber: own?.reportNumber };
  const text = textFor(what, incident, response, recipient.language, policy);
  if ('problem' in text) {
    const field = text.problem === 'emptyField' ? text.field : undefined;
    return [check('Words for it', sentence(text.problem, field), false, text.problem)];
  }
  const told = tellsThirdParty(text.template, recipient, incident, callType, policy.ruleset);
  return [
    check('Words for it', `in ${text.language}, every field filled`, true),
    check('Nothing for the victim alone', told ? 'this person may be somebody else' : 'nothing that is', !told, 'thirdPartyCaller'),
  ];
}

function waits(
  { stage, cause, own, recipient }: Person,
  facts: ReturnType<Circumstances['numbers']['get']>,
  circumstances: Asked,
): readonly Condition[] {
  const { policy, now, holdAll, messages, mode, unheard = false } = circumstances;
  const { stages, caps, quietHours, breaker } = policy.ruleset;
  const made = messages.find(
    (m) => m.open && m.stage === stage && m.cause === cause && m.phone === recipient.phone && sameMoment(m.occurrence, own),
  );
  const age = own === undefined ? 0 : now - Math.min(own.eventAt, now);
  const quiet = stages[stage].quietHours ? quietUntil(now, quietHours, policy.agency.timeZone) : undefined;
  const gap = gapEndsAt(facts, caps.minGap, now) !== undefined;
  const old = made === undefined && age > breaker.maxEventAge;
  const held = made?.code === 'hold' || made?.code === 'catchUp' || made?.code === 'heldByPerson' ? made.code : undefined;
  const watching = mode === 'watch';
  const stops = wait(
    'Sending goes on',
    holdAll === undefined ? 'yes' : sentence(holdAll),
    holdAll !== undefined,
    holdAll ?? 'stopped',
  );
  const all = [
    ...(watching && holdAll === undefined ? [] : [stops]),
    wait(
      'No reply to be read first',
      facts?.reply === undefined ? 'none' : sentence(facts.reply),
      facts?.reply !== undefined,
      facts?.reply ?? 'replyWaits',
    ),
    ...(stage === 'delayed' ? [wait('CAD is heard', unheard ? 'it is not' : 'yes', unheard, 'feedUnheard')] : []),
    wait('Heard in time', old ? 'what happened was already old' : 'yes', old, 'oldEvent'),
    wait('No hold on it', held === undefined ? 'none' : sentence(held), held !== undefined, held ?? 'hold'),
    wait('Outside quiet hours', quietWords(quietHours, stages[stage].quietHours), quiet !== undefined, 'quietHours'),
    wait('Not right after another text', gap ? 'one left a moment ago' : 'none just before', gap, 'minGap'),
  ];
  if (!watching) return all;
  // What waits for something else first is still there should somebody go live meanwhile.
  const state = all.some((each) => each.state === 'waits') ? 'waits' : 'not';
  return [
    ...all,
    { name: 'Herald is live', seen: 'no, watch-only: everything is decided, nothing is sent', state, code: 'watchOnly' },
  ];
}

function quietWords(hours: { readonly from: string; readonly to: string } | null, observed: boolean): string {
  if (!observed) return 'this text may go at any hour';
  return hours === null ? 'the agency has none' : `they are ${hours.from} to ${hours.to}`;
}

function sameMoment(occurrence: string, own: DueStage | undefined): boolean {
  return own === undefined || baseOccurrence(occurrence) === own.occurrence;
}
