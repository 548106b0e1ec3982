import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Personal } from './personal';
import type { Schema } from './schema';

/** The profile that was entered in the console last. */
export interface KeptProfile {
  /** JSON as it was entered. */
  readonly text: string;
  readonly hash: string;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  /** Who let it send; undefined while it only watches. */
  readonly live: { readonly by: string; readonly at: number; readonly reason: string } | undefined;
}

/** Profiles entered in the console: every one is kept, the newest counts. */
export class KeptProfiles {
  constructor(
    readonly db: Kysely<Schema>,
    readonly personal: Personal,
  ) {}

  async newest(): Promise<KeptProfile | undefined> {
    const row = await this.db.selectFrom('keptProfile').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
    if (row === undefined) return undefined;
    const { liveBy, liveAt, liveReason } = row;
    return {
      text: this.personal.open(row.body, 'keptProfile.body'),
      hash: row.hash,
      at: row.at,
      by: row.by,
      reason: this.personal.openText(row.reason, 'keptProfile.reason'),
      live:
        liveBy === null || liveAt === null
          ? undefined
          : {
              by: liveBy,
              at: liveAt,
              reason: liveReason === null ? '' : this.personal.openText(liveReason, 'keptProfile.liveReason'),
            },
    };
  }

  /** Whether it is live is taken from the one before: a changed profile neither begins nor ends the sending. */
  async keep(entry: { readonly text: string; readonly at: number; readonly by: string; readonly reason: string }): Promise<void> {
    const before = await this.newest();
    await this.db
      .insertInto('keptProfile')
      .values({
        at: entry.at,
        by: entry.by,
        reason: this.personal.sealText(entry.reason, 'keptProfile.reason'),
        hash: profileHash(entry.text),
        body: this.personal.seal(entry.text, 'keptProfile.body'),
        liveBy: before?.live?.by ?? null,
        liveAt: before?.live?.at ?? null,
        liveReason: this.#sealedReason(before?.live),
      })
      .execute();
  }

  /** Lets the newest send, or only watch. False where there is none. */
  async setLive(live: { readonly by: string; readonly at: number; readonly reason: string } | undefined): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('keptProfile')
      .set({ liveBy: live?.by ?? null, liveAt: live?.at ?? null, liveReason: this.#sealedReason(live) })
      .where('id', '=', (eb) => eb.selectFrom('keptProfile').select((max) => max.fn.max('id').as('id')))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #sealedReason(live: KeptProfile['live']): string | null {
    return live === undefined ? null : this.personal.sealText(live.reason, 'keptProfile.liveReason');
  }
}

/** Names a profile's text, so that a change made meanwhile is seen. */
export function profileHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
