import { createReadStream, type FSWatcher, type ReadStream, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, errorReason } from '../errorReason';
import type { WatchAddress } from '../feedUrl';
import { inExportOrder, isExportName } from './exportOrder';
import type { SeenFiles } from './seenFiles';
import type { Transport, TransportLink } from './transport';
import { Waits } from './waits';

/** Looks at the whole directory at least so often: on network shares nobody tells of new files. */
const RESCAN_MS = 5_000;
/** A directory that is slow to read is read less often: reading it takes at most this part of the time. */
const RESCAN_SHARE = 20;

interface FileSize {
  readonly size: number;
  readonly mtimeMs: number;
}

interface Look extends FileSize {
  readonly since: number;
}

/**
 * Reads each file of a directory once, as a connection of its own, when it has stopped changing; in export order. Never
 * changes, moves or deletes a file. A file counts as seen once all its frames are durable; one that changes is read again.
 */
export function watchDirectory(address: WatchAddress, seenFiles: SeenFiles, link: TransportLink): Transport {
  return new DirectoryWatch(address, seenFiles, link);
}

class DirectoryWatch implements Transport {
  readonly #address: WatchAddress;
  readonly #seen: SeenFiles;
  readonly #link: TransportLink;
  readonly #waits: Waits;
  /** Files that may have to be read, with what they were like when last looked at. */
  readonly #candidates = new Map<string, Look | undefined>();
  /** Read, but not all of it durable yet. */
  readonly #inDelivery = new Set<string>();
  #watcher: FSWatcher | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;
  #reading: ReadStream | undefined;
  #nextScanAt = 0;
  #idle = false;
  #wasOpen = false;

  constructor(address: WatchAddress, seenFiles: SeenFiles, link: TransportLink) {
    this.#address = address;
    this.#seen = seenFiles;
    this.#link = link;
    this.#waits = new Waits(link.clock);
  }

  async start(): Promise<void> {
    this.#link.state('connecting');
    await this.#scan();
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unwatch();
    this.#waits.end();
    this.#reading?.destroy();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (this.#link.clock.monotonicMs() >= this.#nextScanAt) await this.#scan();
      for (const name of inExportOrder(await this.#settled())) {
        if (!this.#stopped) await this.#read(name);
      }
      if (this.#stopped) return;
      this.#idle = this.#candidates.size === 0;
      const untilScanMs = Math.max(0, this.#nextScanAt - this.#link.clock.monotonicMs());
      await this.#waits.wait(this.#idle ? untilScanMs : Math.min(untilScanMs, this.#address.settleMs));
    }
  }

  async #scan(): Promise<void> {
    const startedAt = this.#link.clock.monotonicMs();
    try {
      const names = (await readdir(this.#address.directory)).filter(isExportName);
      for (const name of names) if (!this.#candidates.has(name)) this.#candidates.set(name, undefined);
      this.#seen.present?.(names);
      this.#watch();
      this.#wasOpen = true;
      this.#link.state('open');
    } catch (error) {
      this.#unwatch();
      this.#link.state(this.#wasOpen ? 'lost' : 'connecting', errorReason(error));
    }
    const tookMs = this.#link.clock.monotonicMs() - startedAt;
    this.#nextScanAt = startedAt + Math.max(RESCAN_MS, RESCAN_SHARE * tookMs);
  }

  /** One watch on the directory, only to hear sooner of what the next scan would find. */
  #watch(): void {
    if (this.#watcher !== undefined || this.#stopped) return;
    try {
      this.#watcher = watch(this.#address.directory, (_, name) => this.#changed(name));
      this.#watcher.on('error', () => this.#unwatch());
    } catch (error) {
      // Such as no watches left in the system: the scans go on.
      this.#link.logger.warn('feed.notWatched', { feedId: this.#link.feedId, error: errorCode(error) });
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #changed(name: string | null): void {
    if (name === null || !isExportName(name)) return;
    if (!this.#candidates.has(name)) this.#candidates.set(name, undefined);
    // Otherwise a file being written would keep the loop busy.
    if (this.#idle) this.#waits.wake();
  }

  /** The candidates that did not change for as long as it takes. Drops those that are no files, or were read already. */
  async #settled(): Promise<string[]> {
    const settled: string[] = [];
    for (const [name, before] of [...this.#candidates]) {
      const found = await stat(path.join(this.#address.directory, name)).catch(() => undefined);
      if (found === undefined || !found.isFile() || this.#isRead(name, found)) {
        this.#candidates.delete(name);
        continue;
      }
      const now = this.#link.clock.monotonicMs();
      if (before === undefined || before.size !== found.size || before.mtimeMs !== found.mtimeMs) {
        this.#candidates.set(name, { size: found.size, mtimeMs: found.mtimeMs, since: now });
      } else if (now - before.since >= this.#address.settleMs) settled.push(name);
    }
    return settled;
  }

  #isRead(name: string, file: FileSize): boolean {
    return this.#seen.has(name, versionOf(file)) || this.#inDelivery.has(keyOf(name, file));
  }

  async #read(name: string): Promise<void> {
    const look = this.#candidates.get(name);
    if (look === undefined) return;
    const key = keyOf(name, look);
    const version = versionOf(look);
    if (look.size > this.#address.maxFileBytes) {
      this.#link.discarded('tooLong', look.size);
      this.#link.logger.warn('feed.fileTooLarge', { feedId: this.#link.feedId, bytes: look.size });
    }
    if (look.size === 0 || look.size > this.#address.maxFileBytes) {
      this.#seen.add(name, version);
      this.#candidates.delete(name);
      return;
    }
    // What is appended from now on makes it another file, to be read again.
    this.#reading = createReadStream(path.join(this.#address.directory, name), { end: look.size - 1 });
    const connection = this.#link.connected(this.#reading);
    const end = await connection.ended;
    this.#reading = undefined;
    if (end.how === 'cut') {
      // Locked by its writer, most likely: looked at again after the settling time.
      this.#candidates.set(name, { ...look, since: this.#link.clock.monotonicMs() });
      return;
    }
    this.#candidates.delete(name);
    this.#inDelivery.add(key);
    void connection.durable.then((durable) => {
      if (durable) this.#seen.add(name, version);
      this.#inDelivery.delete(key);
    });
  }
}

function versionOf({ size, mtimeMs }: FileSize): string {
  return `${size}|${mtimeMs}`;
}

function keyOf(name: string, file: FileSize): string {
  return `${name}|${versionOf(file)}`;
}
