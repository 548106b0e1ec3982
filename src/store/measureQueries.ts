import { type Kysely, sql } from 'kysely';
import type { MeasuredSpan } from '../intake/measured';
import type { Schema } from './schema';

const SENT = sql`(acceptedAt is not null or status in ('sending', 'unconfirmed'))`;
/** What is not over yet has lived until now; what was never closed, for so long at most. */
const LONGEST_LIFE_MS = 24 * 3_600_000;

/** Sums over incidents that began, and texts that came due, in a span of time. Reads only, and through indexes by time. */
export class MeasureQueries {
  constructor(private readonly db: Kysely<Schema>) {}

  async span(from: number, to: number, now: number): Promise<MeasuredSpan> {
    const began = sql`select id from incident where createdAt >= ${from} and createdAt < ${to} and length(state) > 1`;
    const [counted] = await this.#rows<{ incidents: number; texted: number }>(sql`
      select count(*) incidents, sum(exists (select 1 from message where incidentId = began.id and ${SENT})) texted from (${began}) began`);
    const texts = await this.#rows<{ status: string; count: number; segments: number }>(sql`
      select status, count(*) count, sum(case when ${SENT} then segments else 0 end) segments
      from message where createdAt >= ${from} and createdAt < ${to} group by status`);
    const byStage = await this.#rows<{ stage: string; cause: string | null; sent: number; delivered: number }>(sql`
      select stage, cause, sum(${SENT}) sent, sum(status = 'delivered') delivered
      from message where createdAt >= ${from} and createdAt < ${to} group by stage, cause order by stage, cause`);
    const dispatched = await this.#rows<{ ms: number | null }>(sql`
      select sendingAt - (select min(occurredAt) from event where event.incidentId = message.incidentId
        and type in ('unitAssigned', 'unitDispatched', 'unitEnRoute')) ms
      from message where createdAt >= ${from} and createdAt < ${to} and stage = 'dispatched' and acceptedAt is not null`);
    const [late] = await this.#rows<{ calls: number; told: number | null }>(sql`
      select count(*) calls, sum(exists (select 1 from message m where m.incidentId = began.id and m.stage = 'delayed' and m.acceptedAt is not null)) told
      from (${began}) began where exists (select 1 from decision d where d.incidentId = began.id and d.stage = 'delayed')`);
    const repeats = await this.#repeats(from, to, now);
    const [optedOut] = await this.#rows<{ count: number }>(sql`
      select count(*) count from suppression where at >= ${from} and at < ${to} and (source <> 'carrier' or by = 'optedOut')`);
    const skips = await this.#rows<{ code: string; count: number }>(sql`
      select code, count(distinct incidentId || stage || coalesce(cause, '') || occurrence || coalesce(role, '')) count
      from decision where incidentId in (${began}) and outcome = 'skip' group by code order by count desc`);
    return {
      incidents: Number(counted?.incidents ?? 0),
      incidentsTexted: Number(counted?.texted ?? 0),
      texts: Object.fromEntries(texts.map(({ status, count }) => [status, Number(count)])),
      byStage: byStage.map((row) => ({ ...row, sent: Number(row.sent), delivered: Number(row.delivered) })),
      dispatchToTextMs: dispatched.flatMap(({ ms }) => (ms === null ? [] : [Number(ms)])),
      late: { calls: Number(late?.calls ?? 0), told: Number(late?.told ?? 0) },
      ...repeats,
      optedOut: Number(optedOut?.count ?? 0),
      segments: texts.reduce((sum, { segments }) => sum + Number(segments), 0),
      skips: skips.map(({ code, count }) => ({ code, count: Number(count) })),
    };
  }

  /** Calls of one number, which is a keyed hash, about other incidents while one of its incidents lived. */
  async #repeats(from: number, to: number, now: number) {
    const rows = await this.#rows<{ texted: number; calls: number; repeats: number | null }>(sql`
      with call as (
        select number.recipient recipient, incident.id id, incident.createdAt createdAt,
          coalesce((select max(occurredAt) from event where event.incidentId = incident.id
            and type in ('incidentClosed', 'incidentCancelled')), min(${now}, incident.createdAt + ${LONGEST_LIFE_MS})) endedAt,
          exists (select 1 from message where message.incidentId = incident.id and message.recipient = number.recipient
            and ${SENT}) texted
        from incident join contactNumber number on number.incidentId = incident.id
        where incident.createdAt >= ${from} and incident.createdAt < ${to} and length(incident.state) > 1)
      select texted, count(*) calls, sum((select count(*) from contactNumber other join incident again on again.id = other.incidentId
        where other.recipient = call.recipient and again.id <> call.id
        and again.createdAt > call.createdAt and again.createdAt <= call.endedAt)) repeats
      from call group by texted`);
    const of = (texted: number) => {
      const row = rows.find((candidate) => Number(candidate.texted) === texted);
      return { calls: Number(row?.calls ?? 0), repeats: Number(row?.repeats ?? 0) };
    };
    return { texted: of(1), notTexted: of(0) };
  }

  async #rows<T>(query: ReturnType<typeof sql>): Promise<readonly T[]> {
    return (await query.execute(this.db)).rows as T[];
  }
}
