import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// Bundled, so that no start depends on a file beside it.
import shippedWords from '../resources/bannedPasswords.json';
import { AccessControl } from './access/accessControl';
import { AccountAdministration } from './access/accountAdministration';
import { AccountBook } from './access/accountBook';
import { readBannedWords } from './access/passwordRules';
import { type Clock, durations } from './clock';
import type { AccessParts } from './console/accessRouter';
import { revealing } from './console/revealing';
import type { Logger } from './logger';
import { ANCHOR_FILE, anchorOf, appendAnchor } from './store/auditAnchors';
import type { Store } from './store/store';

/** An agency's own additions, in its data directory: read anew at every change of a password. */
const OWN_WORDS = 'bannedPasswords.txt';

/** Accounts and sessions of a store, as consoles use them. */
export async function setUpAccess(
  store: Store,
  { directory, agency, clock }: { readonly directory: string; readonly agency: () => string; readonly clock: Clock },
): Promise<AccessParts> {
  const book = new AccountBook(store, clock);
  await book.load();
  const control = new AccessControl({ book, agency, banned: () => new Set([...shippedWords, ...ownWords(directory)]) });
  return { control, administration: new AccountAdministration(book), revealing: revealing(store, clock) };
}

function ownWords(directory: string): ReadonlySet<string> {
  try {
    return readBannedWords(readFileSync(join(directory, OWN_WORDS), 'utf8'));
  } catch {
    return new Set();
  }
}

const ANCHOR_MS = 5 * durations.MINUTE;

/**
 * Writes down the end of the audit's chain where a change of the store does not reach it: every five minutes in which it
 * grew, and at the end, into each of `files` and the log. The returned function ends that.
 */
export function anchorAudit(
  store: Store,
  files: readonly string[],
  { clock, logger }: { clock: Clock; logger: Logger },
): () => void {
  let written = 0;
  let cancel = () => {};
  const write = () => {
    const head = store.auditHead();
    if (head.link <= written) return;
    written = head.link;
    const anchor = anchorOf(head, clock.now());
    for (const file of files) {
      try {
        appendAnchor(file, anchor);
      } catch (error) {
        logger.error('audit.anchorNotWritten', { error: (error as NodeJS.ErrnoException).code });
      }
    }
    logger.info('audit.anchor', { ...anchor });
  };
  const again = () => {
    write();
    cancel = clock.after(ANCHOR_MS, again);
  };
  cancel = clock.after(ANCHOR_MS, again);
  return () => {
    cancel();
    write();
  };
}

export function anchorFiles(directory: string, elsewhere: string | undefined): string[] {
  return [join(directory, ANCHOR_FILE), ...(elsewhere === undefined ? [] : [elsewhere])];
}
