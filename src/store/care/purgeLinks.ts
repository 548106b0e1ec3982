import type { Kysely } from 'kysely';
import { type ChainTrail, chainKeyOf } from '../auditChain';
import { type ChainEntry, linkHash, sameBytes, unpackEntries } from '../auditProofs';
import { restoreMarks } from '../auditRestores';
import { ROW_KINDS } from '../auditRows';
import { linksGoneText } from '../auditVerify';
import type { Personal } from '../personal';
import type { Schema } from '../schema';

export interface PurgedLinks {
  readonly purged: number;
  /** There may be more to purge. */
  readonly more: boolean;
  /** The first link that does not fit the one before it: it and those after it stay, for whoever looks into it. */
  readonly brokenAt: number | undefined;
}

type Link = Schema['auditLink'];
const LINKS_AT_ONCE = 200;

/**
 * Purges links from the beginning of the chain, up to the first that is not older than `before`, some at once. The chain
 * then says itself, in the transaction's own link, up to which link it was purged and what hash that had; and it covers
 * anew, with the digests of then, what purged links covered and is still there, as of an incident that lives on.
 *
 * Nothing is purged that does not fit: a digest put into an old link would become a true one by being carried over.
 */
export async function purgeLinks(
  db: Kysely<Schema>,
  options: {
    readonly personal: Personal;
    readonly trail: ChainTrail;
    /** Epoch milliseconds UTC. */
    readonly before: number;
    /** The link with which the chain ends. */
    readonly last: number;
  },
): Promise<PurgedLinks> {
  const { trail, before, last } = options;
  const oldest = await db.selectFrom('auditLink').selectAll().where('id', '<=', last).orderBy('id').limit(LINKS_AT_ONCE).execute();
  const young = oldest.findIndex(({ at }) => at >= before);
  const old = young < 0 ? oldest : oldest.slice(0, young);
  const unfit = await firstUnfit(db, old, options.personal);
  const due = unfit === undefined ? old : old.slice(0, old.indexOf(unfit));
  const end = due.at(-1);
  if (end === undefined) return { purged: 0, more: false, brokenAt: unfit?.id };
  for (const { at, hash, entries } of timed(due)) {
    const still = await stillThere(db, entries);
    if (still.length > 0) trail.carried(at, hash, still);
    await trail.spill(db);
  }
  trail.begins(end.id, end.hash);
  await db.deleteFrom('auditLink').where('id', '<=', end.id).execute();
  return { purged: due.length, more: young < 0 && unfit === undefined && oldest.length === LINKS_AT_ONCE, brokenAt: unfit?.id };
}

async function firstUnfit(db: Kysely<Schema>, links: readonly Link[], personal: Personal): Promise<Link | undefined> {
  const key = chainKeyOf(personal);
  const restores = await restoreMarks(db, personal);
  const isKnownGap = (from: number, to: number) => restores.some(({ known }) => known.has(linksGoneText(from, to)));
  return links.find(({ id, at, entries, prev, hash }, index) => {
    const previous = links[index - 1];
    if (!sameBytes(linkHash(key, prev, id, at, entries), hash)) return true;
    if (previous === undefined) return false;
    return id === previous.id + 1 ? !sameBytes(prev, previous.hash) : !isKnownGap(previous.id + 1, id - 1);
  });
}

interface Timed {
  readonly at: number;
  readonly hash: Uint8Array;
  readonly entries: readonly ChainEntry[];
}

/** The entries of links, each with the time and the hash of the link that covered it first. */
function* timed(links: readonly Link[]): Generator<Timed> {
  for (const { at, hash, entries } of links) {
    let group: { at: number; hash: Uint8Array; entries: ChainEntry[] } = { at, hash, entries: [] };
    for (const entry of unpackEntries(entries) ?? []) {
      if (entry.kind === 'carried') {
        yield group;
        group = { at: entry.id, hash: entry.digest, entries: [] };
      } else group.entries.push(entry);
    }
    yield group;
  }
}

/** Joins stay for good: they are few, and without them decisions that moved cannot be proven. */
async function stillThere(db: Kysely<Schema>, entries: readonly ChainEntry[]): Promise<readonly ChainEntry[]> {
  const there = new Set<string>();
  for (const kind of ROW_KINDS) {
    const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += LINKS_AT_ONCE) {
      const found = db
        .selectFrom(kind)
        .select('id')
        .where('id', 'in', ids.slice(from, from + LINKS_AT_ONCE));
      for (const { id } of await found.execute()) there.add(`${kind} ${id}`);
    }
  }
  return entries.filter(({ kind, id }) => kind === 'join' || there.has(`${kind} ${id}`));
}
