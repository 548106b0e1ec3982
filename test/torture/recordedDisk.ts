import fs from 'node:fs';
import path from 'node:path';

/** What happened to the files of one directory, in order. A file keeps its number through renames. */
export type DiskStep =
  | { readonly type: 'create'; readonly file: number; readonly name: string }
  | { readonly type: 'unlink'; readonly name: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'write'; readonly file: number; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly type: 'truncate'; readonly file: number; readonly size: number }
  | { readonly type: 'sync'; readonly file: number }
  | { readonly type: 'syncDirectory' };

/** True for a sync that is to be left out: it is answered as done, and nothing has reached the disk. */
export type SkipSync = (sync: {
  readonly type: 'sync' | 'syncDirectory';
  readonly name: string;
  readonly count: number;
}) => boolean;

interface Options {
  /** Told after each step that was written down; from then on nothing more is, where it answers true: the power is off. */
  readonly isOff?: (steps: number) => boolean;
  readonly skipSync?: SkipSync;
}

const recording = new Map<string, RecordedDisk>();
let unpatch: (() => void) | undefined;

/**
 * Listens to every write, truncation, sync, creation, removal and renaming below a directory, which also take place:
 * node-sqlite3-wasm does all its input and output through the functions of `node:fs` that are listened to here.
 */
export class RecordedDisk {
  readonly steps: DiskStep[] = [];
  readonly #options: Options;
  readonly #files = new Map<string, number>();
  readonly #open = new Map<number, number | 'directory'>();
  #made = 0;
  #syncs = 0;
  #off = false;

  constructor(
    readonly directory: string,
    options: Options = {},
  ) {
    this.#options = options;
    // What was there before is on the disk.
    for (const name of fs.readdirSync(directory).filter(isForFiles)) {
      const file = this.#make(name);
      this.steps.push({ type: 'create', file, name });
      this.steps.push(
        { type: 'write', file, offset: 0, bytes: fs.readFileSync(path.join(directory, name)) },
        { type: 'sync', file },
      );
    }
    this.steps.push({ type: 'syncDirectory' });
    recording.set(path.resolve(directory), this);
    unpatch ??= patchFs();
  }

  /** Nothing more is listened to. The files stay. */
  end(): void {
    recording.delete(path.resolve(this.directory));
    if (recording.size > 0) return;
    unpatch?.();
    unpatch = undefined;
  }

  opened(name: string, handle: number, existedBefore: boolean, truncated: boolean): void {
    let file = this.#files.get(name);
    if (file === undefined || !existedBefore) {
      file = this.#make(name);
      this.#step({ type: 'create', file, name });
    } else if (truncated) {
      this.#step({ type: 'truncate', file, size: 0 });
    }
    this.#open.set(handle, file);
  }

  openedDirectory(handle: number): void {
    this.#open.set(handle, 'directory');
  }

  closed(handle: number): void {
    this.#open.delete(handle);
  }

  knows(handle: number): boolean {
    return this.#open.has(handle);
  }

  wrote(handle: number, offset: number, bytes: Uint8Array): void {
    const file = this.#open.get(handle);
    if (typeof file === 'number') this.#step({ type: 'write', file, offset, bytes: Uint8Array.prototype.slice.call(bytes) });
  }

  truncated(handle: number, size: number): void {
    const file = this.#open.get(handle);
    if (typeof file === 'number') this.#step({ type: 'truncate', file, size });
  }

  synced(handle: number): void {
    const file = this.#open.get(handle);
    if (file === undefined) return;
    const type = file === 'directory' ? 'syncDirectory' : 'sync';
    const name = [...this.#files].find(([, number]) => number === file)?.[0] ?? '';
    this.#syncs += 1;
    if (this.#options.skipSync?.({ type, name, count: this.#syncs }) === true) return;
    this.#step(file === 'directory' ? { type: 'syncDirectory' } : { type: 'sync', file });
  }

  unlinked(name: string): void {
    if (this.#files.delete(name)) this.#step({ type: 'unlink', name });
  }

  renamed(from: string, to: string): void {
    const file = this.#files.get(from);
    if (file === undefined) return;
    this.#files.delete(from);
    this.#files.set(to, file);
    this.#step({ type: 'rename', from, to });
  }

  #step(step: DiskStep): void {
    if (this.#off) return;
    this.steps.push(step);
    this.#off = this.#options.isOff?.(this.steps.length) === true;
  }

  #make(name: string): number {
    this.#made += 1;
    this.#files.set(name, this.#made);
    return this.#made;
  }
}

function placeOf(file: unknown): { disk: RecordedDisk; name: string } | undefined {
  if (typeof file !== 'string') return undefined;
  const disk = recording.get(path.dirname(path.resolve(file)));
  return disk === undefined ? undefined : { disk, name: path.basename(file) };
}

function diskOf(handle: number): RecordedDisk | undefined {
  for (const disk of recording.values()) if (disk.knows(handle)) return disk;
  return undefined;
}

/** Puts the listening functions in; answers how to take them out again. */
function patchFs(): () => void {
  const real = { ...fs };
  const put = <K extends keyof typeof fs>(name: K, listening: unknown) => {
    (fs as unknown as Record<string, unknown>)[name] = listening;
  };
  put('openSync', (file: string, flags: string | number = 'r', mode?: number) => {
    const asDirectory = recording.get(path.resolve(String(file)));
    const place = placeOf(file);
    const existed = place !== undefined && real.existsSync(file);
    const handle = real.openSync(file, flags, mode);
    if (asDirectory !== undefined) asDirectory.openedDirectory(handle);
    else if (place !== undefined && isForFiles(place.name)) {
      const truncates = typeof flags === 'string' ? flags.startsWith('w') : (flags & fs.constants.O_TRUNC) !== 0;
      place.disk.opened(place.name, handle, existed, truncates);
    }
    return handle;
  });
  put('closeSync', (handle: number) => {
    real.closeSync(handle);
    diskOf(handle)?.closed(handle);
  });
  put('writeSync', (handle: number, data: Uint8Array | string, ...where: (number | null | undefined)[]) => {
    const disk = diskOf(handle);
    if (disk === undefined) return (real.writeSync as (...args: unknown[]) => number)(handle, data, ...where);
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const [from = 0, length = bytes.byteLength - (from ?? 0), position] = typeof data === 'string' ? [] : where;
    const at = position ?? real.fstatSync(handle).size;
    const written = real.writeSync(handle, bytes, from ?? 0, length ?? undefined, position ?? undefined);
    disk.wrote(handle, at, bytes.subarray(from ?? 0, (from ?? 0) + written));
    return written;
  });
  put('ftruncateSync', (handle: number, size = 0) => {
    real.ftruncateSync(handle, size);
    diskOf(handle)?.truncated(handle, size);
  });
  put('fsyncSync', (handle: number) => {
    const disk = diskOf(handle);
    // A real sync takes its time and proves nothing here: what is durable is known from the steps.
    if (disk === undefined) real.fsyncSync(handle);
    disk?.synced(handle);
  });
  put('unlinkSync', (file: string) => {
    real.unlinkSync(file);
    const place = placeOf(file);
    place?.disk.unlinked(place.name);
  });
  put('renameSync', (from: string, to: string) => {
    real.renameSync(from, to);
    const place = placeOf(from);
    const target = placeOf(to);
    if (place !== undefined && target?.disk === place.disk) place.disk.renamed(place.name, target.name);
  });
  return () => {
    for (const name of ['openSync', 'closeSync', 'writeSync', 'ftruncateSync', 'fsyncSync', 'unlinkSync', 'renameSync'] as const) {
      put(name, real[name]);
    }
  };
}

/** A lock is an empty directory: after a power cut the start clears it away. */
function isForFiles(name: string): boolean {
  return !name.endsWith('.lock');
}
