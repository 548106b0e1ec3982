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
    ...(begin === undefined ? {} : { begin: { ...begin, policy: begin.profile, answers: answersOf(begin.profile) } }),
  });
}

function answersOf({ carrier }: Profile) {
  return { texts: carrier.replies, networkConfirms: carrier.optOut === 'tollFree' };
}

/** Every decision, byte for byte, unsealed: a seal is another each time. */
export async function decisionsOf(store: Store): Promise<string[]> {
  const { rows } = await sql<{ detail: string | null }>`select * from decision order by id`.execute(store.db);
  return rows.map(({ detail, ...row }) =>
    JSON.stringify({ ...row, detail: detail === null ? null : store.personal.openText(detail, 'decision.detail') }),
  );
}

/** Every message and how it got there, without what only the asking of the carrier's list changes. */
export async function messagesOf(store: Store): Promise<string[]> {
  const { rows } = await sql<{ phone: Uint8Array; text: Uint8Array; detail: string | null }>`
    select id, incidentId, stage, cause, occurrence, role, recipient, phone, text, language, segments, status,
      case code when 'statusUnavailable' then 'acceptedByCarrier' else code end code, detail,
      createdAt, dueAt, notBefore, expiresAt, sendingAt, acceptedAt, endedAt, attempts, carrierMessageId, released, resent, policyVersion
    from message order by rowid`.execute(store.db);
  const { personal } = store;
  return rows.map(({ phone, text, detail, ...row }) =>
    JSON.stringify({
      ...row,
      phone: personal.open(phone, 'message.phone'),
      text: personal.open(text, 'message.text'),
      detail: detail === null ? null : personal.openText(detail, 'message.detail'),
    }),
  );
}
