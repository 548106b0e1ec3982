import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import { PURGE_ACTION, purgeSubject } from '../auditPurges';
import type { DataKeyInfo, KeyRing } from '../keys/keyRing';
import { type Kind, PLACES } from '../personal';
import { type Position, SEALED_COLUMNS, sealAgain } from '../sealedColumns';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';
import type { Store } from '../store';
import type { Backups } from './backups';
import { type PurgeStep, purgeSteps, type Retention } from './purgeRows';

export interface PurgeDeps {
  readonly store: Store;
  readonly ring: KeyRing;
  readonly retention: Retention;
  readonly backups: Backups;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Frames wait to be read, or texts to be sent: the purge does not hurry. */
  readonly isBusy: () => boolean;
}

export interface Purged {
  readonly frames: number;
  readonly incidents: number;
  readonly texts: number;
  readonly audit: number;
  /** Links of the audit's chain. */
  readonly links: number;
  /** Values sealed again, since they are still needed although their key's time was over. */
  readonly sealedAgain: number;
  readonly keysDestroyed: number;
}

/** A step takes a few milliseconds; between two, everything else has its turn. */
const PAUSE_MS = 15;
const BUSY_PAUSE_MS = 500;
const STEP_MS = 4;
const CLOSED_KINDS: Readonly<Partial<Record<Kind, keyof Retention>>> = {
  frames: 'frames',
  incidents: 'incidents',
  texts: 'texts',
  audit: 'audit',
};

/**
 * Deletes what has had its time, and destroys the data keys of periods that are over. Disks do not promise to forget, and
 * neither do logs and backups: without its key, what they still hold of it is noise.
 */
export async function purge(deps: PurgeDeps): Promise<Purged> {
  const { store, retention, clock, logger } = deps;
  const now = clock.now();
  const walk = (step: (database: SqliteDatabase, after: number) => PurgeStep) => walkThrough(deps, step);
  const before = { frames: now - retention.frames, incidents: now - retention.incidents, texts: now - retention.texts };
  await store.transaction((records) =>
    records.audit({
      at: now,
      identity: 'herald',
      action: PURGE_ACTION,
      subject: purgeSubject({ incidents: before.incidents, audit: now - retention.audit }),
      outcome: 'success',
      detail: {},
    }),
  );
  const frames = await walk((database, after) => purgeSteps.purgeFrames(database, before.frames, after));
  await walk((database) => purgeSteps.purgeCallerInfo(database, before.frames));
  await walk((database) => purgeSteps.purgeInputs(database, before.frames));
  const texts = await walk((database, after) => purgeSteps.purgeTexts(database, before.texts, after));
  await walk((database) => purgeSteps.purgeReplies(database, before.texts, before.incidents));
  const incidents = await walk((database, after) =>
    purgeSteps.purgeIncidents(database, before.incidents, after, store.personal, (id) => store.forgetIncident(id)),
  );
  const audit = await walk((database) => purgeSteps.purgeAudit(database, now - retention.audit));
  // After the rows: what is still there then is covered anew.
  const links = await purgeOldLinks(deps, Math.min(before.incidents, now - retention.audit));
  const keys = await giveUpKeys(deps, now);
  const purged = { frames, incidents, texts, audit, links, ...keys };
  logger.info('store.purged', { ...purged });
  return purged;
}

async function walkThrough(deps: PurgeDeps, step: (database: SqliteDatabase, after: number) => PurgeStep): Promise<number> {
  let total = 0;
  let after: number | undefined = -1;
  while (after !== undefined) {
    await turn(deps);
    const from: number = after;
    const { purged, next } = await deps.store.between((database) => inTransaction(database, () => step(database, from)));
    total += purged;
    after = next;
  }
  return total;
}

/** Links that cover only what is older than the longer of both periods: neither decisions nor audit entries of them are left. */
async function purgeOldLinks(deps: PurgeDeps, before: number): Promise<number> {
  let total = 0;
  for (;;) {
    await turn(deps);
    const { purged, more, brokenAt } = await deps.store.purgeLinks(before);
    total += purged;
    if (brokenAt !== undefined) deps.logger.error('audit.chainBroken', { link: brokenAt, todo: 'audit verify says what is wrong' });
    if (!more) return total;
  }
}

async function giveUpKeys(deps: PurgeDeps, now: number): Promise<{ readonly sealedAgain: number; readonly keysDestroyed: number }> {
  const { ring, retention, backups } = deps;
  const oldestBackup = backups.list().at(-1)?.at ?? now;
  const due = ring.dataKeys.filter((key) => isOver(key, retention, now));
  const taken = ring.dataKeys.filter((key) => key.retired && !due.includes(key));
  if (due.length + taken.length === 0) return { sealedAgain: 0, keysDestroyed: 0 };
  const sealedAgain = await sealWhatIsNeeded(deps, [...due, ...taken]);
  // What lives on is in backups under the old key only, so first there is one under the new.
  if (sealedAgain > 0 && (await backups.make()).backup === undefined) return { sealedAgain, keysDestroyed: 0 };
  // Keys taken out of use by a rotation still open backups from before it.
  const unneeded = taken.filter(({ until }) => sealedAgain === 0 && oldestBackup > until);
  const destroyed = [...due, ...unneeded].map(({ id }) => id);
  ring.destroy(destroyed);
  return { sealedAgain, keysDestroyed: destroyed.length };
}

/** Everything it sealed is older than such things are kept. */
function isOver({ kind, until }: DataKeyInfo, retention: Retention, now: number): boolean {
  const period = CLOSED_KINDS[kind];
  return period !== undefined && until < now - retention[period];
}

/** Walks through all that these keys may have sealed: what was not purged is needed, as of an incident that lives on. */
async function sealWhatIsNeeded(deps: PurgeDeps, keys: readonly DataKeyInfo[]): Promise<number> {
  const { store } = deps;
  const kinds = new Set(keys.map(({ kind }) => kind));
  const due = { clear: false, keyIds: new Set(keys.map(({ id }) => id)) };
  let total = 0;
  for (const column of SEALED_COLUMNS) {
    if (!kinds.has(PLACES[column.place])) continue;
    let after: Position;
    do {
      await turn(deps);
      const from: Position = after;
      const { next, sealed } = await store.between((database) =>
        sealAgain(database, column, { due, personal: store.personal, after: from, forMs: STEP_MS }),
      );
      total += sealed;
      after = next;
    } while (after !== undefined);
  }
  return total;
}

async function turn({ clock, signal, isBusy }: PurgeDeps): Promise<void> {
  signal.throwIfAborted();
  await pause(clock, PAUSE_MS, signal);
  while (isBusy()) await pause(clock, BUSY_PAUSE_MS, signal);
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}

function inTransaction<T>(database: SqliteDatabase, work: () => T): T {
  database.execute('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.execute('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.execute('ROLLBACK');
    throw error;
  }
}
