import { type RawBuilder, sql } from 'kysely';
import type { MeasureNumber } from '../intake/measured';
import { ONCE } from '../rules/consider';

type Sql = RawBuilder<unknown>;

/** A span of time, epoch milliseconds; up to but not with `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** What is not over yet has lived until now. */
  readonly now: number;
}

/** What was never closed has lived so long at most. */
const LONGEST_LIFE_MS = 24 * 3_600_000;
/** `left`: nobody can rule out that it has been sent. */
const LEFT = sql`(acceptedAt is not null or status in ('sending', 'unconfirmed'))`;
/** A text that a decision speaks of went out: that it does not go again keeps nothing from anybody. */
const TOLD = sql`exists (select 1 from message m where m.incidentId = d.incidentId and m.stage = d.stage and m.cause is d.cause
  and (d.role is null or m.role = d.role) and ${LEFT}
  and (m.stage in (${sql.join(ONCE)}) or m.occurrence = d.occurrence or m.occurrence like d.occurrence || '~%'))`;
/** Stages of a call that is not over: the first of them that left was the first word that its caller had. */
const UNDER_WAY = sql`('received', 'dispatched', 'delayed', 'arrived')`;

/** The dispatch that a text speaks of: the first since a unit was last taken off the call, as far as the text could know. */
const DISPATCHED_AT = sql`(select min(occurredAt) from event where event.incidentId = message.incidentId
  and type in ('unitAssigned', 'unitDispatched', 'unitEnRoute')
  and occurredAt >= coalesce((select max(off.occurredAt) from event off where off.incidentId = message.incidentId
    and off.type in ('unitAssignmentCancelled', 'unitCleared') and off.occurredAt < message.createdAt), 0))`;

const began = ({ from, to }: Span, table: Sql) =>
  sql`${table}.createdAt >= ${from} and ${table}.createdAt < ${to} and length(${table}.state) > 1`;

const calls = (span: Span) => sql`
  select number.recipient recipient, incident.id incidentId, incident.createdAt at, incident.id || '|' || number.recipient key,
    coalesce((select max(occurredAt) from event where event.incidentId = incident.id
      and type in ('incidentClosed', 'incidentCancelled')), min(${span.now}, incident.createdAt + ${LONGEST_LIFE_MS})) endedAt,
    exists (select 1 from message where message.incidentId = incident.id and message.recipient = number.recipient
      and ${LEFT}) texted
  from incident join contactNumber number on number.incidentId = incident.id
  where ${began(span, sql`incident`)}`;

/**
 * Everything that numbers of the measures count, a row for each. A number is a set and a condition: sums and the lists
 * behind them are both made of these, so that they cannot come apart.
 */
const SETS = {
  incidents: (span: Span) => sql`
    select id incidentId, createdAt at, cast(id as text) key,
      exists (select 1 from message m where m.incidentId = incident.id and ${LEFT}) texted,
      exists (select 1 from decision d where d.incidentId = incident.id and d.stage = 'delayed') late,
      exists (select 1 from message m where m.incidentId = incident.id and m.stage = 'delayed' and m.acceptedAt is not null) told,
      (select min(m.sendingAt) from message m where m.incidentId = incident.id and m.acceptedAt is not null
        and m.stage in ${UNDER_WAY}) - createdAt measuredMs
    from incident where ${began(span, sql`incident`)}`,
  texts: ({ from, to }: Span) => sql`
    select id messageId, incidentId, createdAt at, id key, status, stage, cause, coalesce(code, 'noReason') code, segments,
      ${LEFT} hasLeft, acceptedAt is not null taken,
      case when stage = 'dispatched' and acceptedAt is not null then sendingAt - ${DISPATCHED_AT} end measuredMs
    from message where createdAt >= ${from} and createdAt < ${to}`,
  calls,
  repeats: (span: Span) => sql`
    select call.recipient recipient, call.incidentId incidentId, call.at at, call.key || '|' || again.id key, texted,
      again.id againId
    from (${calls(span)}) call join contactNumber other on other.recipient = call.recipient
      join incident again on again.id = other.incidentId
    where again.id <> call.incidentId and again.createdAt > call.at and again.createdAt <= call.endedAt`,
  optOuts: ({ from, to }: Span) => sql`
    select recipient || '-' || kind key, at from suppression where at >= ${from} and at < ${to} and kind = 'optOut'`,
  // Whoever it was for: a text is kept back once, also where its recipient became known later. What only the mode keeps back
  // is decided, written and not sent: a message, not a decision.
  skips: (span: Span) => sql`
    select d.incidentId incidentId, incident.createdAt at, d.stage stage, d.cause cause, max(d.role) role, d.code code,
      max(d.id) decisionId,
      d.incidentId || '|' || d.stage || '|' || coalesce(d.cause, '') || '|' || d.occurrence || '|' || d.code key
    from incident join decision d on d.incidentId = incident.id
    where ${began(span, sql`incident`)} and d.outcome = 'skip' and not ${TOLD}
    group by d.incidentId, d.stage, d.cause, d.occurrence, d.code
    union all
    select incidentId, incident.createdAt at, message.stage stage, message.cause cause, max(message.role) role, message.code code,
      null decisionId, incidentId || '|' || message.stage || '|' || coalesce(message.cause, '') || '|' || message.occurrence || '|text' key
    from incident join message on message.incidentId = incident.id
    where ${began(span, sql`incident`)} and message.status = 'cancelled' and message.code = 'watchOnly'
    group by incidentId, message.stage, message.cause, message.occurrence`,
  // Those of which a part lies in the span: a feed that went down the day before was down.
  outages: ({ from, to, now }: Span) => sql`
    select cast(id as text) key, raisedAt at, substr(alarm, instr(alarm, ' ') + 1) feed, code, clearedAt until,
      min(coalesce(clearedAt, ${now}), ${to}, max(${now}, raisedAt)) - max(raisedAt, ${from}) downMs
    from alarmEpisode where code in ('feedLost', 'feedSilent') and raisedAt < ${to} and coalesce(clearedAt, ${to}) > ${from}`,
} satisfies Record<string, (span: Span) => Sql>;

export type MeasureSet = keyof typeof SETS;

const all = sql`true`;
const status = (...statuses: string[]) => sql`status in (${sql.join(statuses)})`;

/** Which rows of which set a number counts. */
export const NUMBERS: Readonly<Record<MeasureNumber, readonly [MeasureSet, Sql]>> = {
  incidents: ['incidents', all],
  incidentsTexted: ['incidents', sql`texted`],
  late: ['incidents', sql`late`],
  lateTold: ['incidents', sql`late and told`],
  callToText: ['incidents', sql`measuredMs is not null`],
  due: ['texts', all],
  left: ['texts', sql`hasLeft`],
  taken: ['texts', sql`taken`],
  delivered: ['texts', status('delivered')],
  accepted: ['texts', status('accepted')],
  undelivered: ['texts', status('undelivered')],
  unconfirmed: ['texts', status('unconfirmed')],
  expired: ['texts', status('expired')],
  cancelled: ['texts', status('cancelled')],
  open: ['texts', status('held', 'ready', 'sending')],
  dispatchToText: ['texts', sql`measuredMs is not null`],
  failed: ['texts', status('undelivered', 'unconfirmed')],
  callsTexted: ['calls', sql`texted`],
  callsNotTexted: ['calls', sql`not texted`],
  repeatsTexted: ['repeats', sql`texted`],
  repeatsNotTexted: ['repeats', sql`not texted`],
  optedOut: ['optOuts', all],
  skipped: ['skips', all],
  outages: ['outages', all],
};

/** The rows of a set; columns by the set, but always `key` and `at`. */
export function rowsOf(set: MeasureSet, span: Span): Sql {
  return SETS[set](span);
}
