import type { Kysely } from 'kysely';
import { openDetail } from './auditDetail';
import type { Personal } from './personal';
import type { Schema } from './schema';

/** The audit action that says what of the audit a restored store has lost; its subject is the link with which it then ended. */
export const RESTORE_ACTION = 'restoreAudit';

/** What was lost when a damaged store was restored, as it was found then and put on record. */
export interface RestoreMark {
  readonly at: number;
  /** Links after this one were lost, and their numbers given again. */
  readonly link: number;
  /** Keys of faults, as `faultKey` makes them. */
  readonly known: ReadonlySet<string>;
}

/** What tells one fault from all others. Of links the sentence does, as it names all that are missing together. */
export function faultKey({ kind, entry, text }: { readonly kind: string; readonly entry: string; readonly text: string }): string {
  return entry.startsWith('link ') ? text : `${kind} ${entry}`;
}

/** Read from audit entries, which the chain proves as it does all others. */
export async function restoreMarks(db: Kysely<Schema>, personal: Personal): Promise<RestoreMark[]> {
  const rows = await db.selectFrom('audit').selectAll().where('action', '=', RESTORE_ACTION).orderBy('id').execute();
  return rows.flatMap(({ at, subject, detail }): RestoreMark[] => {
    const link = /^link (\d+)$/.exec(subject)?.[1];
    if (link === undefined) return [];
    return [{ at, link: Number(link), known: new Set(knownIn(personal, detail)) }];
  });
}

function knownIn(personal: Personal, stored: string): readonly string[] {
  try {
    const { known } = openDetail(personal, stored).detail;
    return Array.isArray(known) ? known.map(String) : [];
  } catch {
    // Its key is gone, and with it what it speaks of: retention's marks stand for that.
    return [];
  }
}
