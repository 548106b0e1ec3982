import type { Random } from '../fuzz/random';
import type { DiskStep } from './recordedDisk';

/** The files as a power cut left them, by name. */
export type DiskImage = ReadonlyMap<string, Uint8Array>;

const SECTOR = 512;

type Change = Extract<DiskStep, { type: 'write' | 'truncate' }>;
type Naming = Extract<DiskStep, { type: 'create' | 'unlink' | 'rename' }>;

interface File {
  readonly durable: Growing;
  /** Since the last sync of this file. */
  pending: Change[];
}

/**
 * What of a recording is on the disk for certain, and what may or may not be, as the steps go by. Pessimistic as far as a
 * file system that journals its names allows: names reach the disk in order, but only a sync of the directory promises
 * it; of what was written since a file's last sync any sectors may be there, in any order.
 */
export class DiskModel {
  readonly #files = new Map<number, File>();
  readonly #names = new Map<string, number>();
  #pendingNames: Naming[] = [];

  take(step: DiskStep): void {
    switch (step.type) {
      case 'create':
        this.#files.set(step.file, { durable: new Growing(), pending: [] });
        this.#pendingNames.push(step);
        return;
      case 'unlink':
      case 'rename':
        this.#pendingNames.push(step);
        return;
      case 'write':
      case 'truncate':
        this.#file(step.file).pending.push(step);
        return;
      case 'sync': {
        const file = this.#file(step.file);
        for (const change of file.pending) file.durable.apply(change);
        file.pending = [];
        return;
      }
      case 'syncDirectory':
        for (const naming of this.#pendingNames) applyNaming(this.#names, naming);
        this.#pendingNames = [];
    }
  }

  /** One of the many ways in which a power cut now could leave the files. */
  cut(random: Random): DiskImage {
    const names = new Map(this.#names);
    for (const naming of this.#pendingNames.slice(0, random.below(this.#pendingNames.length + 1))) applyNaming(names, naming);
    return this.#image(names, (file) => torn(file, random));
  }

  /** As a process leaves the files that is killed now: the system keeps what it was given. */
  killed(): DiskImage {
    const names = new Map(this.#names);
    for (const naming of this.#pendingNames) applyNaming(names, naming);
    return this.#image(names, ({ durable, pending }) => {
      const bytes = durable.copy();
      for (const change of pending) bytes.apply(change);
      return bytes.bytes();
    });
  }

  #image(names: ReadonlyMap<string, number>, read: (file: File) => Uint8Array): DiskImage {
    return new Map([...names].map(([name, number]) => [name, read(this.#file(number))]));
  }

  #file(number: number): File {
    const file = this.#files.get(number);
    if (file === undefined) throw new Error(`No file ${number}`);
    return file;
  }
}

function applyNaming(names: Map<string, number>, naming: Naming): void {
  if (naming.type === 'create') names.set(naming.name, naming.file);
  else if (naming.type === 'unlink') names.delete(naming.name);
  else {
    const file = names.get(naming.from);
    names.delete(naming.from);
    if (file !== undefined) names.set(naming.to, file);
  }
}

/** Of what was not synced: nothing, a beginning, or any sectors in any order, many or few of them. */
function torn({ durable, pending }: File, random: Random): Uint8Array {
  const way = random.below(5);
  if (pending.length === 0 || way === 0) return durable.copy().bytes();
  const bytes = durable.copy();
  if (way === 1) {
    for (const change of pending.slice(0, random.below(pending.length + 1))) bytes.apply(change);
    return bytes.bytes();
  }
  const share = way === 2 ? 0.5 : way === 3 ? 0.9 : 0.1;
  for (const change of pending) {
    if (change.type === 'truncate') {
      if (random.chance(share)) bytes.apply(change);
      continue;
    }
    for (let from = 0; from < change.bytes.byteLength; ) {
      const end = Math.min(change.bytes.byteLength, from + SECTOR - ((change.offset + from) % SECTOR));
      if (random.chance(share)) bytes.write(change.offset + from, change.bytes.subarray(from, end));
      from = end;
    }
  }
  return bytes.bytes();
}

/** Bytes of a file that grows without being copied at every write. */
class Growing {
  #room = new Uint8Array(8_192);
  #size = 0;

  apply(change: Change): void {
    if (change.type === 'write') this.write(change.offset, change.bytes);
    else this.#resize(change.size);
  }

  write(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.byteLength > this.#size) this.#resize(offset + bytes.byteLength);
    this.#room.set(bytes, offset);
  }

  copy(): Growing {
    const copied = new Growing();
    copied.#room = this.#room.slice(0, this.#size);
    copied.#size = this.#size;
    return copied;
  }

  bytes(): Uint8Array {
    return this.#room.subarray(0, this.#size);
  }

  #resize(size: number): void {
    if (size > this.#room.byteLength) {
      const room = new Uint8Array(Math.max(size, this.#room.byteLength * 2));
      room.set(this.#room.subarray(0, this.#size));
      this.#room = room;
    }
    if (size < this.#size) this.#room.fill(0, size, this.#size);
    this.#size = size;
  }
}
