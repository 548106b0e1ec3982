import type { Kysely, Selectable } from 'kysely';
import type { Personal } from './personal';
import type { Schema } from './schema';

/** From when an alarm was raised until its cause was over, and what people made of it. */
export interface AlarmEpisode {
  readonly alarm: string;
  readonly code: string;
  readonly priority: number;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
  readonly shelved: { readonly by: string; readonly at: number; readonly until: number; readonly reason: string } | null;
}

export type StoredEpisode = AlarmEpisode & { readonly id: number };

/** What the report on alarms is made of. */
export type RaisedAlarm = Pick<AlarmEpisode, 'priority' | 'raisedAt' | 'clearedAt'>;

/** Alarms in the store. They hold no text: what an alarm says is made anew from what is. */
export class AlarmEpisodes {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  async standing(): Promise<readonly StoredEpisode[]> {
    const rows = await this.db.selectFrom('alarmEpisode').selectAll().where('clearedAt', 'is', null).orderBy('raisedAt').execute();
    return this.#episodes(rows);
  }

  /** Those that were over since `at` before anybody had acknowledged or shelved them. */
  async clearedUnseen(at: number): Promise<readonly StoredEpisode[]> {
    const rows = await this.db
      .selectFrom('alarmEpisode')
      .selectAll()
      .where('clearedAt', '>=', at)
      .where('acknowledgedAt', 'is', null)
      .where('shelvedAt', 'is', null)
      // One that came back is what came after.
      .where('id', 'in', (of) =>
        of
          .selectFrom('alarmEpisode')
          .select(({ fn }) => fn.max<number>('id').as('id'))
          .groupBy('alarm'),
      )
      .orderBy('raisedAt')
      .execute();
    return this.#episodes(rows);
  }

  #episodes(rows: readonly Selectable<Schema['alarmEpisode']>[]): readonly StoredEpisode[] {
    return rows.map(({ id, alarm, code, priority, raisedAt, clearedAt, ...marks }) => ({
      id,
      alarm,
      code,
      priority,
      raisedAt,
      clearedAt,
      acknowledged:
        marks.acknowledgedBy === null || marks.acknowledgedAt === null
          ? null
          : { by: marks.acknowledgedBy, at: marks.acknowledgedAt },
      shelved:
        marks.shelvedBy === null || marks.shelvedAt === null || marks.shelvedUntil === null
          ? null
          : { by: marks.shelvedBy, at: marks.shelvedAt, until: marks.shelvedUntil, reason: this.#reason(marks.shelvedReason) },
    }));
  }

  async add(episode: AlarmEpisode): Promise<number> {
    const { insertId } = await this.db.insertInto('alarmEpisode').values(this.#columns(episode)).executeTakeFirstOrThrow();
    return Number(insertId);
  }

  async save(id: number, episode: AlarmEpisode): Promise<void> {
    await this.db.updateTable('alarmEpisode').set(this.#columns(episode)).where('id', '=', id).execute();
  }

  #reason(stored: string | null): string {
    return stored === null ? '' : this.personal.openText(stored, 'alarmEpisode.shelvedReason');
  }

  #columns(episode: AlarmEpisode) {
    const { shelvedReason, ...rest } = columns(episode);
    return { ...rest, shelvedReason: shelvedReason && this.personal.sealText(shelvedReason, 'alarmEpisode.shelvedReason') };
  }

  async raisedSince(at: number): Promise<readonly RaisedAlarm[]> {
    return this.db
      .selectFrom('alarmEpisode')
      .select(['priority', 'raisedAt', 'clearedAt'])
      .where('raisedAt', '>=', at)
      .orderBy('raisedAt')
      .limit(100_000)
      .execute();
  }

  async forgetBefore(at: number): Promise<void> {
    await this.db.deleteFrom('alarmEpisode').where('raisedAt', '<', at).where('clearedAt', 'is not', null).execute();
  }
}

function columns({ acknowledged, shelved, ...episode }: AlarmEpisode) {
  const { alarm, code, priority, raisedAt, clearedAt } = episode;
  return {
    alarm,
    code,
    priority,
    raisedAt,
    clearedAt,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedAt: acknowledged?.at ?? null,
    shelvedBy: shelved?.by ?? null,
    shelvedAt: shelved?.at ?? null,
    shelvedUntil: shelved?.until ?? null,
    shelvedReason: shelved?.reason ?? null,
  };
}
