import type { Kysely } from 'kysely';
import { openDetail } from './auditDetail';
import type { Personal } from './personal';
import type { Schema } from './schema';

export interface AuditLine {
  readonly id: number;
  readonly at: number;
  readonly identity: string;
  readonly source: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  /** Undefined where it was not asked for, or its key is gone. */
  readonly detail: Readonly<Record<string, unknown>> | undefined;
}

interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What an export and a review are made of: audit entries of a time, oldest first. */
export class AuditReports {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  /** Entries after the one with id `after`. `withDetail` opens what people wrote. */
  async lines(range: Range & { after: number; limit: number; withDetail: boolean }): Promise<AuditLine[]> {
    const rows = await this.#between(range).where('id', '>', range.after).selectAll().orderBy('id').limit(range.limit).execute();
    return rows.map(({ detail, detailProof: _proof, ...row }) => ({
      ...row,
      detail: range.withDetail ? this.#detail(detail) : undefined,
    }));
  }

  /** When the audit was found not to be whole, and in how many places; undefined where it was not, or is again. */
  async lastCheck(): Promise<{ readonly since: number; readonly places: number } | undefined> {
    const query = this.db.selectFrom('audit').selectAll().where('action', '=', 'auditChecked').orderBy('id', 'desc').limit(1);
    const last = await query.executeTakeFirst();
    if (last === undefined || last.outcome === 'success') return undefined;
    const places = Number(this.#detail(last.detail)?.places);
    return { since: last.at, places: places > 0 ? places : 1 };
  }

  /** How often each did what, with the last time. */
  async tallies(range: Range) {
    const rows = await this.#between(range)
      .select((eb) => [
        'identity',
        'action',
        'subject',
        'outcome',
        eb.fn.countAll<number>().as('count'),
        eb.fn.max('at').as('lastAt'),
      ])
      .groupBy(['identity', 'action', 'subject', 'outcome'])
      .execute();
    return rows.map((row) => ({ ...row, count: Number(row.count), lastAt: Number(row.lastAt) }));
  }

  #between({ from, to }: Range) {
    let query = this.db.selectFrom('audit');
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    return query;
  }

  #detail(stored: string): Record<string, unknown> | undefined {
    try {
      return openDetail(this.personal, stored).detail;
    } catch {
      return undefined;
    }
  }
}
