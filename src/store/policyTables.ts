import type { Kysely } from 'kysely';
import { durations } from '../clock';
import type { PolicyRecords, StoredDraft, StoredVersion } from '../intake/policyRecords';
import type { Personal } from './personal';
import type { Schema } from './schema';
import type { Turn } from './turn';

/** A call that nobody closed within so many days waits for nothing any more. */
const CONSIDERED_ANEW_MS = 7 * durations.DAY;

/** `PolicyRecords` over one transaction's connection. Bodies are sealed: the roster has names and numbers. */
export class PolicyTables implements PolicyRecords {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
    private readonly turn: Turn,
    /** Incidents have been changed in the database alone. */
    private readonly forgetIncidents: () => void,
  ) {}

  async inForce(): Promise<StoredVersion | undefined> {
    const row = await this.db.selectFrom('policyVersion').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row === undefined ? undefined : this.#version(row);
  }

  async version(id: number): Promise<StoredVersion | undefined> {
    const row = await this.db.selectFrom('policyVersion').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : this.#version(row);
  }

  async versions(before: number | undefined, limit: number) {
    let query = this.db
      .selectFrom('policyVersion')
      .select(['id', 'hash', 'at', 'by', 'proposedBy', 'approvedBy', 'source', 'note', 'reason', 'rehearsalId'])
      .select((eb) =>
        eb
          .selectFrom('policyVersion as next')
          .select('next.at')
          .whereRef('next.id', '>', 'policyVersion.id')
          .orderBy('next.id')
          .limit(1)
          .as('until'),
      )
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('id', '<', before);
    return (await query.execute()).map((row) => ({
      ...row,
      proposedBy: row.proposedBy ?? undefined,
      approvedBy: row.approvedBy ?? undefined,
      note: this.personal.openText(row.note, 'policyVersion.note'),
      reason: this.#opened(row.reason, 'policyVersion.reason'),
      rehearsalId: row.rehearsalId ?? undefined,
      until: row.until ?? undefined,
    }));
  }

  async lastOfProfile(): Promise<StoredVersion | undefined> {
    const query = this.db.selectFrom('policyVersion').selectAll().where('source', '=', 'profile');
    const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row === undefined ? undefined : this.#version(row);
  }

  async putInForce(version: Omit<StoredVersion, 'id'>, switched: (id: number) => void): Promise<number> {
    const { body, note, reason, proposedBy = null, approvedBy = null, rehearsalId = null, ...rest } = version;
    const { insertId } = await this.db
      .insertInto('policyVersion')
      .values({
        ...rest,
        proposedBy,
        approvedBy,
        rehearsalId,
        body: this.personal.seal(body, 'policyVersion.body'),
        note: this.personal.sealText(note, 'policyVersion.note'),
        reason: reason === undefined ? null : this.personal.sealText(reason, 'policyVersion.reason'),
      })
      .executeTakeFirstOrThrow();
    await this.#considerAnew(rest.at);
    const id = Number(insertId);
    this.turn.afterCommit(() => {
      this.turn.policyVersion = id;
      switched(id);
    });
    return id;
  }

  /**
   * A call that waits may be due by new rules although nothing more is told of it, and texts that wait may be untrue by them. The
   * duties look at these incidents, some at a time, as if a delay of theirs were due.
   */
  async #considerAnew(at: number): Promise<void> {
    await this.db
      .updateTable('incident')
      .set({ delayDueAt: at })
      .where('open', '=', 1)
      .where('createdAt', '>=', at - CONSIDERED_ANEW_MS)
      .where((eb) => eb.or([eb('delayDueAt', 'is', null), eb('delayDueAt', '>', at)]))
      .execute();
    this.forgetIncidents();
  }

  async draft(): Promise<StoredDraft | undefined> {
    const row = await this.db.selectFrom('policyDraft').selectAll().executeTakeFirst();
    if (row === undefined) return undefined;
    const { id: _id, body, ...rest } = row;
    return {
      ...rest,
      body: this.personal.open(body, 'policyDraft.body'),
      note: this.personal.openText(row.note, 'policyDraft.note'),
      proposedBy: row.proposedBy ?? undefined,
      proposedAt: row.proposedAt ?? undefined,
      answeredBy: row.answeredBy ?? undefined,
      answeredAt: row.answeredAt ?? undefined,
      answer: this.#opened(row.answer, 'policyDraft.answer'),
    };
  }

  async saveDraft(draft: StoredDraft): Promise<void> {
    await this.deleteDraft();
    const { proposedBy = null, proposedAt = null, answeredBy = null, answeredAt = null, answer, ...rest } = draft;
    const said = {
      ...{ proposedBy, proposedAt, answeredBy, answeredAt },
      note: this.personal.sealText(draft.note, 'policyDraft.note'),
      answer: answer === undefined ? null : this.personal.sealText(answer, 'policyDraft.answer'),
    };
    await this.db
      .insertInto('policyDraft')
      .values({ ...rest, ...said, id: 1, body: this.personal.seal(draft.body, 'policyDraft.body') })
      .execute();
  }

  async deleteDraft(): Promise<void> {
    await this.db.deleteFrom('policyDraft').execute();
  }

  #version(row: Schema['policyVersion'] | (Omit<Schema['policyVersion'], 'id'> & { id: number })): StoredVersion {
    return {
      ...row,
      id: Number(row.id),
      body: this.personal.open(row.body, 'policyVersion.body'),
      proposedBy: row.proposedBy ?? undefined,
      approvedBy: row.approvedBy ?? undefined,
      note: this.personal.openText(row.note, 'policyVersion.note'),
      reason: this.#opened(row.reason, 'policyVersion.reason'),
      rehearsalId: row.rehearsalId ?? undefined,
    };
  }

  #opened(stored: string | null, place: 'policyVersion.reason' | 'policyDraft.answer'): string | undefined {
    return stored === null ? undefined : this.personal.openText(stored, place);
  }
}
