import { durations } from '../../clock';
import { HeraldError } from '../../heraldError';
import { KINDS, type Kind } from '../personal';
import type { DataKey, DataKeys } from './dataSeal';
import { type RingContent, writeRing } from './ringFile';
import { newStoreKey, type StoreKeyInfo } from './storeKey';
import { keyName, unwrapKey, wrapKey } from './wrap';

/** So long at most is one data key used: what it sealed can only be forgotten together. */
const USED_FOR_MS: Readonly<Record<Kind, number>> = {
  frames: durations.DAY,
  incidents: 7 * durations.DAY,
  texts: 7 * durations.DAY,
  audit: 7 * durations.DAY,
  // Never destroyed for its age; a rotation of the keys begins another.
  lasting: Number.POSITIVE_INFINITY,
};

export interface DataKeyInfo {
  readonly id: number;
  readonly kind: Kind;
  /** First used then. */
  readonly from: number;
  /** Not used from then on; infinite for one that is used until a rotation. */
  readonly until: number;
  /** A rotation took it out of use: it goes as soon as nothing is sealed by it any more. */
  readonly retired: boolean;
}

/** A store was rotated, and those within its directory not yet. */
export interface UnfinishedRotation {
  readonly storeKey: Uint8Array;
  readonly info: Omit<StoreKeyInfo, 'name'>;
  readonly before: { readonly name: string; readonly key: Uint8Array };
  readonly sealAgain: boolean;
  readonly directories: readonly string[];
}

const LOOKUP = 'herald lookup key';
const PREVIOUS = 'herald previous store key';
const purposeOf = (key: { id: number; kind: Kind; from: number }) => `herald data key ${key.id} ${key.kind} ${key.from}`;

function newDataKey(named: { id: number; kind: Kind; from: number }, storeKey: Uint8Array) {
  const key = newStoreKey();
  return { key, wrapped: { ...named, retired: false, key: wrapKey(key, storeKey, purposeOf(named)) } };
}

/**
 * The keys of one data directory: the lookup key, and data keys per kind and period, each wrapped by the store key in
 * `herald.keys`. Destroying a period's data key forgets all that it sealed, wherever copies of that may be.
 */
export class KeyRing implements DataKeys {
  readonly #directory: string;
  readonly #now: () => number;
  readonly #opened = new Map<number, DataKey>();
  readonly #inUse = new Map<Kind, { readonly key: DataKey; readonly from: number }>();
  #storeKey: Uint8Array;
  #content: RingContent;

  private constructor(directory: string, storeKey: Uint8Array, content: RingContent, now: () => number) {
    this.#directory = directory;
    this.#storeKey = storeKey;
    this.#content = content;
    this.#now = now;
  }

  /** Makes the ring of a new or, with `lookupKey`, of a store that is still in the clear. Durable when it returns. */
  static make(
    directory: string,
    storeKey: Uint8Array,
    made: { readonly info: Omit<StoreKeyInfo, 'name'>; readonly lookupKey: Uint8Array | undefined; readonly holdsClear: boolean },
    now: () => number,
  ): KeyRing {
    const from = Math.round(now());
    const content: RingContent = {
      format: 'herald-keys',
      version: 1,
      serial: 1,
      storeKey: { ...made.info, name: keyName(storeKey) },
      lookupKey: wrapKey(made.lookupKey ?? newStoreKey(), storeKey, LOOKUP),
      // All at once: each writing costs several syncs, and a new store needs them all in its first minute.
      dataKeys: KINDS.map((kind, index) => newDataKey({ id: index + 1, kind, from }, storeKey).wrapped),
      nextId: KINDS.length + 1,
      holdsClear: made.holdsClear,
    };
    const ring = new KeyRing(directory, storeKey, content, now);
    ring.#write(content);
    return ring;
  }

  /** Throws `store.keyWrong` where `storeKey` is not the one these keys were wrapped by. */
  static open(directory: string, storeKey: Uint8Array, content: RingContent, now: () => number): KeyRing {
    const ring = new KeyRing(directory, storeKey, content, now);
    // Opening it proves the store key: with a wrong one Herald would find nobody who asked not to be texted.
    void ring.lookupKey;
    return ring;
  }

  get storeKeyInfo(): StoreKeyInfo {
    return this.#content.storeKey;
  }

  get lookupKey(): Uint8Array {
    const key = unwrapKey(this.#content.lookupKey, this.#storeKey, LOOKUP);
    if (key === undefined) throw new HeraldError('store.keyWrong', 'The key given is not the key of this store');
    return key;
  }

  /** The database may still hold values in the clear. */
  get holdsClear(): boolean {
    return this.#content.holdsClear;
  }

  get dataKeys(): readonly DataKeyInfo[] {
    return this.#content.dataKeys.map(({ id, kind, from, retired }) => {
      const later = this.#content.dataKeys.find((other) => other.kind === kind && other.id > id);
      return { id, kind, from, until: Math.min(later?.from ?? Number.POSITIVE_INFINITY, from + USED_FOR_MS[kind]), retired };
    });
  }

  current(kind: Kind): DataKey {
    const used = this.#inUse.get(kind) ?? this.#lastOf(kind);
    // While the clock is back behind its beginning the key stays; a new one would not be newer.
    if (used !== undefined && this.#now() - used.from < USED_FOR_MS[kind]) return used.key;
    return this.#begin(kind);
  }

  byId(id: number): DataKey | undefined {
    const known = this.#opened.get(id);
    if (known !== undefined) return known;
    const wrapped = this.#content.dataKeys.find((key) => key.id === id);
    if (wrapped === undefined) return undefined;
    const key = unwrapKey(wrapped.key, this.#storeKey, purposeOf(wrapped));
    if (key === undefined) throw new HeraldError('store.keyDamaged', `Data key ${id} in herald.keys is damaged`);
    const opened = { id, kind: wrapped.kind, key };
    this.#opened.set(id, opened);
    return opened;
  }

  /** For good, in both copies of the file. Nothing that is still needed may be sealed by them. */
  destroy(ids: readonly number[]): void {
    if (ids.length === 0) return;
    this.#write({ ...this.#content, dataKeys: this.#content.dataKeys.filter(({ id }) => !ids.includes(id)) });
    for (const id of ids) {
      this.#opened.get(id)?.key.fill(0);
      this.#opened.delete(id);
      for (const [kind, { key }] of this.#inUse) if (key.id === id) this.#inUse.delete(kind);
    }
  }

  /**
   * Wraps everything by another store key and begins new data keys, in one writing; `sealAgain` also marks the old ones as
   * to be given up. `within` names directories in this one that are to follow: until `followed` they open by the key before.
   */
  rotate(
    storeKey: Uint8Array,
    info: Omit<StoreKeyInfo, 'name'>,
    { sealAgain, within = [] }: { readonly sealAgain: boolean; readonly within?: readonly string[] },
  ): void {
    const lookupKey = wrapKey(this.lookupKey, storeKey, LOOKUP);
    const kept = this.#content.dataKeys.map((wrapped) => {
      const { key } = this.byId(wrapped.id) as DataKey;
      return { ...wrapped, retired: wrapped.retired || sealAgain, key: wrapKey(key, storeKey, purposeOf(wrapped)) };
    });
    const from = Math.round(this.#now());
    const kinds = KINDS.filter((kind) => kept.some((key) => key.kind === kind));
    const begun = kinds.map((kind, index) => newDataKey({ id: this.#content.nextId + index, kind, from }, storeKey));
    const { name } = this.#content.storeKey;
    const before = { name, key: wrapKey(this.#storeKey, storeKey, PREVIOUS), sealAgain, directories: [...within] };
    this.#write({
      ...this.#content,
      storeKey: { ...info, name: keyName(storeKey) },
      lookupKey,
      dataKeys: [...kept, ...begun.map(({ wrapped }) => wrapped)],
      nextId: this.#content.nextId + begun.length,
      previous: within.length === 0 ? undefined : before,
    });
    this.#storeKey = storeKey;
    this.#inUse.clear();
  }

  /** What a rotation that was cut short has left to do; undefined where there is nothing. */
  unfinishedRotation(): UnfinishedRotation | undefined {
    const { previous, storeKey } = this.#content;
    if (previous === undefined) return undefined;
    const key = unwrapKey(previous.key, this.#storeKey, PREVIOUS);
    if (key === undefined) throw new HeraldError('store.keyDamaged', 'The key of before the last rotation is damaged');
    const { name: _name, ...info } = storeKey;
    const { name, sealAgain, directories } = previous;
    return { storeKey: this.#storeKey, info, before: { name, key }, sealAgain, directories };
  }

  /** Those within have followed: the key before is given up. */
  followed(): void {
    this.#write({ ...this.#content, previous: undefined });
  }

  /** Everything in the clear has been sealed. */
  clearIsSealed(): void {
    this.#write({ ...this.#content, holdsClear: false });
  }

  #lastOf(kind: Kind): { readonly key: DataKey; readonly from: number } | undefined {
    const last = this.#content.dataKeys.filter((key) => key.kind === kind && !key.retired).at(-1);
    if (last === undefined) return undefined;
    const used = { key: this.byId(last.id) as DataKey, from: last.from };
    this.#inUse.set(kind, used);
    return used;
  }

  #begin(kind: Kind): DataKey {
    const id = this.#content.nextId;
    const from = Math.round(this.#now());
    const { key, wrapped } = newDataKey({ id, kind, from }, this.#storeKey);
    // On disk before anything is sealed by it: a value whose key a power cut took would be lost.
    this.#write({ ...this.#content, dataKeys: [...this.#content.dataKeys, wrapped], nextId: id + 1 });
    const used = { key: { id, kind, key }, from };
    this.#opened.set(id, used.key);
    this.#inUse.set(kind, used);
    return used.key;
  }

  #write(content: RingContent): void {
    const next = { ...content, serial: this.#content.serial + 1 };
    try {
      writeRing(this.#directory, next);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const full = code === 'ENOSPC' || code === 'EDQUOT';
      const kind = full ? 'store.full' : code === 'EROFS' || code === 'EACCES' ? 'store.readOnly' : 'store.failed';
      throw new HeraldError(kind, `herald.keys cannot be written: ${code ?? 'unknown'}`);
    }
    this.#content = next;
  }
}
