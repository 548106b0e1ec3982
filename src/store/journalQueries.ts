import { type Kysely, sql } from 'kysely';
import type { Input, JournaledInput } from '../intake/input';
import type { JournalEntry } from '../intake/journal';
import { readInput } from './inputTable';
import type { Personal } from './personal';
import type { Schema } from './schema';

type Frame = JournalEntry['frames'][number];

const FRAME_KINDS = ['frames', 'frameUnhandled'];

/** Reads the journal of inputs, in the order in which they happened. Reads only. */
export class JournalQueries {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  /**
   * Entries after the one with this id, at most `limit`; only of these kinds, where some are given.
   */
  async entries(after: number, limit: number, kinds?: readonly Input['kind'][]): Promise<readonly JournalEntry[]> {
    let query = this.db.selectFrom('input').selectAll().where('id', '>', after).orderBy('id').limit(limit);
    if (kinds !== undefined) query = query.where((eb) => eb(eb.ref('kind'), 'in', [...kinds]));
    const rows = await query.execute();
    const framed = rows.filter(({ kind }) => FRAME_KINDS.includes(kind));
    const first = framed[0]?.firstFrame ?? undefined;
    const last = framed.at(-1)?.lastFrame ?? undefined;
    const frames = first === undefined || last === undefined ? new Map<number, Frame>() : await this.#frames(first, last);
    return rows.map((row) => {
      const { input, ...rest } = readInput(row, this.personal);
      const own: Frame[] = [];
      if ('first' in input) {
        for (let id = input.first; id <= input.last; id += 1) {
          const frame = frames.get(id);
          if (frame !== undefined) own.push(frame);
        }
      }
      return { ...rest, input, frames: own };
    });
  }

  /** The last input of this kind with an id up to `id`: what a period begins with. */
  async lastOf(kind: 'started' | 'policy', id: number): Promise<JournaledInput | undefined> {
    const row = await this.db
      .selectFrom('input')
      .selectAll()
      .where('kind', '=', kind)
      .where('kind', 'in', ['started', 'policy'])
      .where('id', '<=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : readInput(row, this.personal);
  }

  /** The ids of the first and last input in a period, and how many frames came with them; undefined where there are none. */
  async span(from: number, to: number): Promise<{ first: number; last: number; frames: number } | undefined> {
    const row = await this.db
      .selectFrom('input')
      .select((eb) => [eb.fn.min('id').as('first'), eb.fn.max('id').as('last')])
      .select((eb) => [eb.fn.min('firstFrame').as('firstFrame'), eb.fn.max('lastFrame').as('lastFrame')])
      .where('at', '>=', from)
      .where('at', '<=', to)
      .executeTakeFirst();
    if (row?.first == null || row.last == null) return undefined;
    const frames = row.firstFrame == null || row.lastFrame == null ? 0 : row.lastFrame - row.firstFrame + 1;
    return { first: row.first, last: row.last, frames };
  }

  /**
   * When the oldest record still here came, when the last of a period did, and in how many stretches of `everyMs` of the
   * period some came; undefined where none is here.
   */
  async coverage(
    from: number,
    to: number,
    everyMs: number,
  ): Promise<{ beginsAt: number; lastAt: number | undefined; stretches: number } | undefined> {
    const oldest = await this.db.selectFrom('frame').select(['id', 'receivedAt']).orderBy('id').limit(1).executeTakeFirst();
    if (oldest === undefined) return undefined;
    const row = await this.db
      .selectFrom('input')
      .select((eb) => eb.fn.max('at').as('lastAt'))
      .select(sql<number>`COUNT(DISTINCT (at - ${from}) / ${everyMs})`.as('stretches'))
      .where('at', '>=', from)
      .where('at', '<', to)
      .where('firstFrame', '>=', oldest.id)
      .executeTakeFirst();
    return { beginsAt: oldest.receivedAt, lastAt: row?.lastAt ?? undefined, stretches: Number(row?.stretches ?? 0) };
  }

  /** Numbers that were suppressed before `at` and are still. */
  async suppressedBefore(at: number): Promise<readonly { phone: string; reason: string; at: number }[]> {
    const rows = await this.db.selectFrom('suppression').select(['phone', 'reason', 'at']).where('at', '<', at).execute();
    return rows.map((row) => ({ ...row, phone: this.personal.open(row.phone, 'suppression.phone') }));
  }

  async #frames(first: number, last: number): Promise<Map<number, Frame>> {
    const rows = await this.db
      .selectFrom('frame')
      .select(['id', 'feedId', 'receivedAt', 'bytes'])
      .where('id', '>=', first)
      .where('id', '<=', last)
      .execute();
    return new Map(
      rows.map(({ id, feedId, receivedAt, bytes }) => [
        id,
        { feedId, receivedAt, bytes: this.personal.openBytes(bytes, 'frame.bytes') },
      ]),
    );
  }
}
