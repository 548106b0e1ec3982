import type { Kysely } from 'kysely';
import type { Anchor } from './auditAnchors';
import { type ChainHead, chainKeyOf } from './auditChain';
import { type ChainEntry, DIGEST_BYTES, joinOf, linkHash, sameBytes, unpackEntries } from './auditProofs';
import { type PurgeMarks, purgeMarks } from './auditPurges';
import { faultKey, type RestoreMark, restoreMarks } from './auditRestores';
import { lastRowId, type ProvenRow, ROW_KINDS, type RowKind, rowsBetween } from './auditRows';
import type { Personal } from './personal';
import type { Schema } from './schema';

export interface AuditFault {
  readonly kind: 'changed' | 'removed' | 'inserted' | 'reordered' | 'truncated' | 'unreadable';
  /** `audit 17`, `decision 203`, `messageChange 9`, `link 55` */
  readonly entry: string;
  readonly at: number | null;
  readonly text: string;
}

export interface VerifyProgress {
  /** The first link, where those before it have had their time. */
  beginsWith: { readonly link: number; readonly at: number } | null;
  links: number;
  ofLinks: number;
  entries: number;
  purged: number;
  /** Damaged stores that were restored, and how many entries and links were found lost then, at least. */
  readonly restores: { readonly at: number; lost: number }[];
  anchoredTo: number | null;
  faultCount: number;
  /** The first hundred. */
  readonly faults: AuditFault[];
}

const LINKS_AT_ONCE = 500;
const BYTES_AT_ONCE = 1_048_576;
const FAULTS_TOLD = 100;
const ROW_WORDS: Readonly<Record<RowKind, string>> = {
  audit: 'audit entry',
  decision: 'decision',
  messageChange: 'change of a message',
};

/** An entry, and in which link and when it was written. */
type Slot = ChainEntry & { readonly link: number; readonly at: number };

interface Link {
  readonly id: number;
  readonly at: number;
  readonly entries: Uint8Array;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
}

export interface VerifyOptions {
  readonly db: Kysely<Schema>;
  readonly personal: Personal;
  /** What was written down outside of the store, oldest first. */
  readonly anchors: readonly Anchor[];
  /** Where the chain must end: what a running appliance knows. Undefined for a copy. */
  readonly head?: (() => ChainHead) | undefined;
  /** How many faults are told, by default a hundred. */
  readonly told?: number | undefined;
  /** Called between portions, so that others get their turn. */
  readonly pause?: () => Promise<void>;
}

/**
 * Looks at every link and every row: each link at its place and unchanged, each row the one the chain has seen, none
 * missing but what retention has purged on record, none that the chain has not seen, and the end no earlier than the last
 * anchor. `progress` is filled as it goes.
 */
export async function verifyAudit(options: VerifyOptions, progress: VerifyProgress = newProgress()): Promise<VerifyProgress> {
  for (;;) {
    const before = await purgedUpTo(options.db);
    await new Verification(options, progress).run();
    // A purge that runs at the same time takes away what is just looked for.
    if (progress.faultCount === 0 || (await purgedUpTo(options.db)) === before) return progress;
    Object.assign(progress, newProgress());
  }
}

/** Changes with every purge. */
async function purgedUpTo(db: Kysely<Schema>): Promise<string> {
  const first = await db
    .selectFrom('auditLink')
    .select((eb) => eb.fn.min('id').as('id'))
    .executeTakeFirst();
  return JSON.stringify([first?.id, await purgeMarks(db)]);
}

export function newProgress(): VerifyProgress {
  return {
    beginsWith: null,
    links: 0,
    ofLinks: 0,
    entries: 0,
    purged: 0,
    restores: [],
    anchoredTo: null,
    faultCount: 0,
    faults: [],
  };
}

/** The sentence by which links that are missing are told, and known again. */
export function linksGoneText(from: number, to: number): string {
  return from === to ? `Link ${from} of the chain was removed` : `Links ${from} to ${to} of the chain were removed`;
}

/** What a link covers, each with the time it was first covered at. */
function slotsOf({ id, at, entries }: Link): Slot[] {
  let coveredAt = at;
  return (unpackEntries(entries) ?? []).flatMap((entry) => {
    if (entry.kind === 'carried') coveredAt = entry.id;
    return entry.kind === 'carried' ? [] : [{ ...entry, link: id, at: coveredAt }];
  });
}

class Verification {
  readonly #options: VerifyOptions;
  readonly #progress: VerifyProgress;
  readonly #head: ChainHead | undefined;
  readonly #key: string;
  /** Up to which id rows of each kind have been looked at. */
  readonly #seen: Record<RowKind, number> = { audit: 0, decision: 0, messageChange: 0 };
  readonly #joins = new Map<number, number>();
  /** Decisions that do not fit as they are: perhaps they were made before two incidents became one. */
  readonly #moved: { readonly slot: ChainEntry; readonly row: ProvenRow }[] = [];
  #previous: Pick<Link, 'id' | 'hash'> = { id: 0, hash: new Uint8Array(DIGEST_BYTES) };
  /** The last link that was purged, as the first that is there says it. A `begin` has to say the same. */
  #purged: Pick<Link, 'id' | 'hash'> | undefined;
  #isBeginProven = false;
  /** Rows that no link has covered so far. What purged links covered is covered anew later in the chain. */
  readonly #uncovered: Record<RowKind, Map<number, ProvenRow>> = {
    audit: new Map(),
    decision: new Map(),
    messageChange: new Map(),
  };
  #purges!: PurgeMarks;
  #restores: readonly RestoreMark[] = [];

  constructor(options: VerifyOptions, progress: VerifyProgress) {
    this.#options = options;
    this.#progress = progress;
    this.#head = options.head?.();
    this.#key = chainKeyOf(options.personal);
  }

  async run(): Promise<VerifyProgress> {
    const { db, pause = async () => undefined } = this.#options;
    this.#purges = await purgeMarks(db);
    this.#restores = await restoreMarks(db, this.#options.personal);
    this.#tellRestores();
    const last = this.#head?.link ?? (await this.#lastLink());
    this.#progress.ofLinks = last;
    const anchors = new Map(this.#anchors().map((anchor) => [anchor.link, anchor]));
    for (;;) {
      const links = await this.#linksAfter(this.#previous.id, last);
      if (links.length === 0) break;
      if (this.#previous.id === 0 && links[0] !== undefined) this.#begin(links[0], anchors, last);
      for (const link of links) this.#link(link, anchors.get(link.id));
      const slots = links.flatMap(slotsOf);
      for (const slot of slots) if (slot.kind === 'begin') this.#proveBegin(slot);
      await this.#rows(slots.filter((slot) => !this.#isLost(slot)));
      this.#progress.links += links.length;
      await pause();
    }
    await this.#end(last);
    return this.#progress;
  }

  /** Of anchors those that are about links that still have to be there. */
  #anchors(): readonly Anchor[] {
    return this.#options.anchors.filter((anchor) => this.#restoreThatLost(anchor) === undefined);
  }

  #restoreThatLost({ link, at }: Anchor): RestoreMark | undefined {
    return this.#restores.find((mark) => link > mark.link && at <= mark.at);
  }

  /** Before its number is given to another row: what is known to be lost is not looked for. */
  #isLost({ kind, id, link }: Slot): boolean {
    return this.#restores.some((mark) => link <= mark.link && mark.known.has(`removed ${kind} ${id}`));
  }

  #tellRestores(): void {
    for (const mark of this.#restores) {
      const lostLinks = this.#options.anchors.filter((anchor) => this.#restoreThatLost(anchor) === mark).map(({ link }) => link);
      const lost = [...mark.known].filter((key) => !key.startsWith('inserted ')).length;
      this.#progress.restores.push({ at: mark.at, lost: lost + Math.max(0, Math.max(mark.link, ...lostLinks) - mark.link) });
    }
  }

  /** Links before the first that is there were purged, if a link says so: whether one does is known at the end. */
  #begin(first: Link, anchors: ReadonlyMap<number, Anchor>, last: number): void {
    if (first.id === 1) return;
    this.#purged = { id: first.id - 1, hash: first.prev };
    this.#previous = this.#purged;
    this.#progress.beginsWith = { link: first.id, at: first.at };
    this.#progress.ofLinks = last - this.#purged.id;
    const anchor = anchors.get(this.#purged.id);
    if (anchor === undefined || anchor.hash === Buffer.from(first.prev).toString('hex')) return;
    const text = `Link ${first.id} does not follow the link ${anchor.link} that was written down outside of the store`;
    this.#fault('changed', `link ${first.id}`, first.at, text);
  }

  #proveBegin({ id, digest }: ChainEntry): void {
    if (id === this.#purged?.id && sameBytes(digest, this.#purged.hash)) this.#isBeginProven = true;
  }

  #link(link: Link, anchor: Anchor | undefined): void {
    const named = `link ${link.id}`;
    if (link.id > this.#previous.id + 1) this.#linksGone(this.#previous.id + 1, link.id - 1);
    const fits = (id: number) => sameBytes(linkHash(this.#key, link.prev, id, link.at, link.entries), link.hash);
    if (!fits(link.id)) {
      const original = this.#placeOf(link, fits);
      if (original === undefined) this.#fault('changed', named, link.at, `Link ${link.id} of the chain was changed`);
      else this.#fault('reordered', named, link.at, `Link ${link.id} of the chain was link ${original}`);
    } else if (link.id === this.#previous.id + 1 && !sameBytes(link.prev, this.#previous.hash)) {
      this.#fault('inserted', named, link.at, `Link ${link.id} does not follow link ${this.#previous.id}: one of them was put in`);
    } else if (anchor !== undefined && anchor.hash !== Buffer.from(link.hash).toString('hex')) {
      this.#fault('changed', named, link.at, `Link ${link.id} is not the one that was written down outside of the store`);
    }
    if (unpackEntries(link.entries) === undefined) this.#fault('unreadable', named, link.at, `Link ${link.id} cannot be read`);
    this.#previous = link;
  }

  /** Another place this link would fit: near, as a whole chain put elsewhere is told by its first. */
  #placeOf(link: Link, fits: (id: number) => boolean): number | undefined {
    for (let away = 1; away <= LINKS_AT_ONCE; away++) {
      if (fits(link.id + away)) return link.id + away;
      if (link.id > away && fits(link.id - away)) return link.id - away;
    }
    return undefined;
  }

  #linksGone(from: number, to: number): void {
    this.#fault('removed', `link ${from}`, null, linksGoneText(from, to));
  }

  async #rows(entries: readonly Slot[]): Promise<void> {
    const { db, personal } = this.#options;
    for (const entry of entries) {
      if (entry.kind !== 'join') continue;
      const { from, into } = joinOf(entry);
      this.#joins.set(from, into);
    }
    for (const kind of ROW_KINDS) {
      const slots = entries.filter((entry) => entry.kind === kind);
      const through = slots.reduce((id, slot) => Math.max(id, slot.id), this.#seen[kind]);
      const rows = await rowsBetween(db, kind, this.#seen[kind], through, this.#key, personal);
      this.#compare(kind, slots, new Map(rows.map((row) => [row.id, row])));
      this.#seen[kind] = through;
    }
  }

  #compare(kind: RowKind, slots: readonly Slot[], rows: Map<number, ProvenRow>): void {
    const byDigest = new Map(slots.map((slot) => [Buffer.from(slot.digest).toString('hex'), slot.id]));
    for (const slot of slots) {
      const named = `${kind} ${slot.id}`;
      const row = rows.get(slot.id) ?? this.#uncovered[kind].get(slot.id);
      const isExpired = slot.at < this.#purges[kind];
      rows.delete(slot.id);
      this.#uncovered[kind].delete(slot.id);
      if (row === undefined) {
        if (isExpired) this.#progress.purged += 1;
        else this.#fault('removed', named, null, `The ${ROW_WORDS[kind]} ${slot.id} was removed`);
        continue;
      }
      if (row.forgotten || (isExpired && row.emptied)) {
        this.#progress.purged += 1;
        continue;
      }
      const digest = row.digest();
      if (sameBytes(digest, slot.digest)) {
        if (row.contentWrong) this.#fault('changed', named, row.at, `The content of ${ROW_WORDS[kind]} ${slot.id} was changed`);
        else this.#progress.entries += 1;
        continue;
      }
      const elsewhere = byDigest.get(Buffer.from(digest).toString('hex'));
      if (elsewhere !== undefined) {
        const text = `The ${ROW_WORDS[kind]} ${slot.id} is the one that was written as ${elsewhere}: they were reordered`;
        this.#fault('reordered', named, row.at, text);
      } else if (kind === 'decision') this.#moved.push({ slot, row });
      else this.#fault('changed', named, row.at, `The ${ROW_WORDS[kind]} ${slot.id} was changed`);
    }
    for (const [id, row] of rows) {
      if (this.#purged === undefined) this.#putIn(kind, row);
      else this.#uncovered[kind].set(id, row);
    }
  }

  #putIn(kind: RowKind, row: ProvenRow): void {
    const text = `The ${ROW_WORDS[kind]} ${row.id} was put in: the chain has never seen it`;
    this.#fault('inserted', `${kind} ${row.id}`, row.at, text);
  }

  async #end(last: number): Promise<void> {
    const { db, personal } = this.#options;
    const anchors = this.#anchors();
    for (const { slot, row } of this.#moved) this.#decisionMoved(slot, row);
    for (const kind of ROW_KINDS) {
      // Of a running appliance rows may have come since; a new link covers them.
      const through = this.#head === undefined ? await lastRowId(db, kind) : this.#seen[kind];
      const rows = await rowsBetween(db, kind, this.#seen[kind], through, this.#key, personal);
      this.#compare(kind, [], new Map(rows.map((row) => [row.id, row])));
      for (const row of this.#uncovered[kind].values()) this.#putIn(kind, row);
    }
    if (this.#purged !== undefined && !this.#isBeginProven) this.#linksGone(1, this.#purged.id);
    const end = this.#previous;
    if (end.id < last) this.#linksGone(end.id + 1, last);
    const newest = anchors.at(-1);
    this.#progress.anchoredTo = newest?.at ?? null;
    if (newest !== undefined && newest.link > Math.max(end.id, last)) {
      const text = `The end was cut off: the chain ends with link ${end.id}, and link ${newest.link} was written down outside of the store`;
      this.#fault('truncated', `link ${end.id + 1}`, newest.at, text);
    }
  }

  #decisionMoved(slot: ChainEntry, row: ProvenRow): void {
    for (const from of this.#joins.keys()) {
      if (this.#ends(from) !== row.incidentId) continue;
      if (!sameBytes(row.digest(from), slot.digest)) continue;
      this.#progress.entries += 1;
      return;
    }
    this.#fault('changed', `decision ${slot.id}`, row.at, `The decision ${slot.id} was changed`);
  }

  #ends(incidentId: number): number {
    let at = incidentId;
    for (let steps = 0; steps < 100 && this.#joins.has(at); steps++) at = this.#joins.get(at) as number;
    return at;
  }

  async #lastLink(): Promise<number> {
    const row = await this.#options.db
      .selectFrom('auditLink')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst();
    return Number(row?.id ?? 0);
  }

  async #linksAfter(id: number, through: number): Promise<Link[]> {
    const { db } = this.#options;
    const links = db.selectFrom('auditLink').where('id', '>', id).where('id', '<=', through).orderBy('id');
    const sizes = await links
      .select((eb) => ['id', eb.fn<number>('length', ['entries']).as('bytes')])
      .limit(LINKS_AT_ONCE)
      .execute();
    let bytes = 0;
    const fit = sizes.filter((link, index) => {
      bytes += link.bytes;
      return index === 0 || bytes <= BYTES_AT_ONCE;
    });
    return links.selectAll().limit(Math.max(1, fit.length)).execute();
  }

  #fault(kind: AuditFault['kind'], entry: string, at: number | null, text: string): void {
    const isKnown = kind === 'removed' || kind === 'inserted' || entry.startsWith('link ');
    if (isKnown && this.#restores.some(({ known }) => known.has(faultKey({ kind, entry, text })))) return;
    this.#progress.faultCount += 1;
    if (this.#progress.faults.length < (this.#options.told ?? FAULTS_TOLD)) this.#progress.faults.push({ kind, entry, at, text });
  }
}
