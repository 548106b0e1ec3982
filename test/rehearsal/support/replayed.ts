import { sql } from 'kysely';
import type { FrameFormat } from '../../../src/feed/formats/format';
import type { JournalEntry } from '../../../src/intake/journal';
import type { Profile } from '../../../src/profile';
import { formatOf } from '../../../src/rehearsal/feedFormats';
import { replayJournal } from '../../../src/rehearsal/replayJournal';
import { JournalQueries } from '../../../src/store/journalQueries';
import type { Store } from '../../../src/store/store';

export async function* journalOf(store: Store): AsyncGenerator<JournalEntry> {
  const journal = new JournalQueries(store.db, store.personal);
  for (let after = 0; ; ) {
    const entries = await journal.entries(after, 50);
    yield* entries;
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Replays what a store has journaled into another, which is empty but for incident ids that are taken already. */
export async function replayInto(
  into: Store,
  from: Store,
  begin?: { profile: Profile; mode: 'live' | 'watch' | 'training'; formats: ReadonlyMap<string, FrameFormat> },
): Promise<void> {
  await replayJournal({
    entries: journalOf(from),
    store: into,
    formatOf,
    versionOf: (id) => from.transaction((records) => records.policies.version(id)),
    ...(begin === undefined ? {} : { begin: { ...begin, policy: begin.profile } }),
  });
}

/** Every decision, byte for byte. */
export async function decisionsOf(store: Store): Promise<string[]> {
  const { rows } = await sql`select * from decision order by id`.execute(store.db);
  return rows.map((row) => JSON.stringify(row));
}

/** Every message and how it got there, without what only the asking of the carrier's list changes. */
export async function messagesOf(store: Store): Promise<string[]> {
  const { rows } = await sql<{ phone: Uint8Array; text: Uint8Array; input?: string }>`
    select id, incidentId, stage, cause, occurrence, role, recipient, phone, text, language, segments, status,
      nullif(code, 'statusUnavailable') code, detail,
      createdAt, dueAt, notBefore, expiresAt, sendingAt, acceptedAt, endedAt, attempts, carrierMessageId, released, resent, policyVersion
    from message order by rowid`.execute(store.db);
  const open = (sealed: Uint8Array) => store.personal.open(sealed);
  return rows.map((row) => JSON.stringify({ ...row, phone: open(row.phone), text: open(row.text) }));
}
