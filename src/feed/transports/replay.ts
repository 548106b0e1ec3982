import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { HeraldError } from '../../heraldError';
import { errorCode, errorReason } from '../errorReason';
import type { ReplayAddress } from '../feedUrl';
import { inExportOrder, isExportName } from './exportOrder';
import { readRecording } from './recording';
import type { Transport, TransportLink } from './transport';
import { Waits } from './waits';

/**
 * Replays a file once: a `.jsonl` recording chunk by chunk, at `speed` times the speed recorded, or as fast as its frames
 * are taken where that is 0; any other file as it is. Of a directory every file in export order, each as a connection of its
 * own. `ended` means that all frames are durable. `start` rejects with `feed.cannotRead`.
 */
export function replay(address: ReplayAddress, link: TransportLink): Transport {
  const waits = new Waits(link.clock);
  let source: Readable | undefined;
  let stopped = false;
  let running: Promise<void> | undefined;

  async function run(files: readonly string[]): Promise<void> {
    const durable: Promise<boolean>[] = [];
    for (const file of files) {
      if (stopped) return;
      source = file.endsWith('.jsonl') ? Readable.from(paced(file), { objectMode: false }) : createReadStream(file);
      const connection = link.connected(source);
      durable.push(connection.durable);
      const end = await connection.ended;
      if (stopped) return;
      if (end.how === 'cut') {
        link.state('failed', end.error ? errorReason(end.error) : 'cut off');
        return;
      }
    }
    await Promise.race([Promise.all(durable), waits.ended]);
    if (!stopped) link.state('ended');
  }

  async function* paced(file: string): AsyncGenerator<Uint8Array> {
    const startedAt = link.clock.monotonicMs();
    for await (const { at, bytes } of readRecording(file)) {
      const dueAt = address.speed === 0 ? startedAt : startedAt + at / address.speed;
      const waitMs = dueAt - link.clock.monotonicMs();
      if (waitMs > 0) await waits.wait(waitMs);
      if (stopped) return;
      if (bytes.length > 0) yield bytes;
    }
  }

  return {
    async start() {
      const files = await filesToReplay(address.file, link.feedId);
      link.state('open');
      running = run(files);
    },
    async stop() {
      stopped = true;
      waits.end();
      source?.destroy();
      await running;
    },
  };
}

async function filesToReplay(file: string, feedId: string): Promise<string[]> {
  try {
    if ((await stat(file)).isDirectory()) {
      const entries = await readdir(file, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isFile() && isExportName(entry.name)).map((entry) => entry.name);
      return inExportOrder(names).map((name) => path.join(file, name));
    }
    await (await open(file)).close();
    return [file];
  } catch (error) {
    const context = { feedId, file, error: errorCode(error) };
    throw new HeraldError('feed.cannotRead', `Feed ${feedId} cannot read ${file}: ${errorReason(error)}`, context, {
      cause: error,
    });
  }
}
