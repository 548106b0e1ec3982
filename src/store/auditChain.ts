import type { Kysely } from 'kysely';
import {
  type AuditRow,
  auditDigest,
  type ChainEntry,
  type ChainKey,
  type DecisionRow,
  DIGEST_BYTES,
  decisionDigest,
  joinEntry,
  linkHash,
  type MessageChangeRow,
  messageChangeDigest,
  packEntries,
  sentProof,
} from './auditProofs';
import type { Personal } from './personal';
import type { Schema } from './schema';
import { hotQuery } from './sqlite/hotQuery';

type Db = Kysely<Schema>;

/** Where the chain ends; `link` 0 is its beginning. */
export interface ChainHead {
  readonly link: number;
  readonly at: number;
  readonly hash: Uint8Array;
}

const insertLink = hotQuery((db: Db, p: { id: number; at: number; entries: Uint8Array; prev: Uint8Array; hash: Uint8Array }) =>
  db.insertInto('auditLink').values({ id: p.id, at: p.at, entries: p.entries, prev: p.prev, hash: p.hash }),
);

const BEGINNING: ChainHead = { link: 0, at: 0, hash: new Uint8Array(DIGEST_BYTES) };

/** One key for the chain, that stays the same as long as numbers are found by the same hash. */
export function chainKeyOf(personal: Personal): ChainKey {
  return personal.lookupKey('auditChain', 'key');
}

/**
 * The chain over audit entries, decisions and message changes: one link for each transaction that wrote any, written in
 * that transaction. A link covers the one before it, so that nothing can be changed, removed, put in or put elsewhere
 * without the links from there on coming apart.
 */
export class AuditChain {
  #head: ChainHead;
  #draft: ChainHead | undefined;

  constructor(
    readonly key: ChainKey,
    head: ChainHead | undefined,
  ) {
    this.#head = head ?? BEGINNING;
  }

  /** As of the last commit. */
  head(): ChainHead {
    return this.#head;
  }

  /** The entries of one transaction, in the order in which they come. */
  begin(): ChainTrail {
    const trail: ChainTrail = new ChainTrail(this.key, (db) => this.write(db, trail));
    return trail;
  }

  /**
   * Writes a link over what the transaction has to prove and no link covers yet, as the last thing before it commits.
   * Nothing to cover is no link.
   */
  async write(db: Db, trail: ChainTrail): Promise<void> {
    if (trail.entries.length === 0) return;
    trail.failed = true;
    const end = this.#draft ?? this.#head;
    const id = end.link + 1;
    const at = trail.at === 0 ? end.at : trail.at;
    const entries = packEntries(trail.entries);
    const hash = linkHash(this.key, end.hash, id, at, entries);
    await insertLink(db, { id, at, entries, prev: end.hash, hash });
    trail.covered();
    trail.failed = false;
    this.#draft = { link: id, at, hash };
  }

  committed(): void {
    if (this.#draft !== undefined) this.#head = this.#draft;
    this.#draft = undefined;
  }

  rolledBack(): void {
    this.#draft = undefined;
  }
}

/** So many entries are covered by one link at most: a stop of all sending may change a million messages. */
const ENTRIES_PER_LINK = 5_000;

/** What one transaction has to prove. */
export class ChainTrail {
  /** Those that no link covers yet. */
  readonly entries: ChainEntry[] = [];
  /** Anything was to be proven. */
  isUsed = false;
  /** An audit entry could not be written: nothing of the transaction counts. */
  failed = false;
  /** The latest time any of its rows carries. */
  at = 0;

  constructor(
    private readonly key: ChainKey,
    private readonly write: (db: Db) => Promise<void>,
  ) {}

  audit(id: number, row: AuditRow): void {
    this.#add({ kind: 'audit', id, digest: auditDigest(this.key, row) }, row.at);
  }

  decision(id: number, row: DecisionRow): void {
    this.#add({ kind: 'decision', id, digest: decisionDigest(this.key, row) }, row.at);
  }

  messageChange(id: number, row: MessageChangeRow): void {
    this.#add({ kind: 'messageChange', id, digest: messageChangeDigest(this.key, row) }, row.at);
  }

  /** Decisions of incident `from` are `into`'s from now on. */
  joined(from: number, into: number): void {
    this.#add(joinEntry(from, into), 0);
  }

  /** Links up to this one were purged. */
  begins(link: number, hash: Uint8Array): void {
    this.#add({ kind: 'begin', id: link, digest: hash }, 0);
  }

  /** What a purged link has covered and is still there stays as it was covered then. */
  carried(at: number, hash: Uint8Array, entries: readonly ChainEntry[]): void {
    this.#add({ kind: 'carried', id: at, digest: hash }, 0);
    for (const entry of entries) this.#add(entry, 0);
  }

  sentProof(phone: string, text: string): Uint8Array {
    return sentProof(this.key, phone, text);
  }

  /** To be awaited after what adds many. */
  async spill(db: Db): Promise<void> {
    if (this.entries.length >= ENTRIES_PER_LINK) await this.write(db);
  }

  covered(): void {
    this.entries.length = 0;
  }

  #add(entry: ChainEntry, at: number): void {
    this.isUsed = true;
    this.entries.push(entry);
    if (at > this.at) this.at = at;
  }
}
