import type { MessagePort, Worker } from 'node:worker_threads';
import { isHeraldError } from '../heraldError';
import type { JournalEntry } from '../intake/journal';
import { type RehearsalDeps, type RehearsalFindings, type RehearsalOrder, rehearse } from './rehearse';

/** What the thread says. */
type FromThread =
  | { readonly kind: 'want' }
  | { readonly kind: 'progress'; readonly frames: number }
  | { readonly kind: 'done'; readonly findings: RehearsalFindings }
  | { readonly kind: 'failed'; readonly reason: string };
/** What it is told: entries when it wants them; an empty page is the end. */
type ToThread = readonly JournalEntry[];

/** So many frames between two words of progress. */
const PROGRESS_FRAMES = 500;

/** The thread's own end: asks for one page after the other, so that never more than one is on the way. */
export async function runInThread(order: RehearsalOrder, port: MessagePort, openStore: RehearsalDeps['openStore']): Promise<void> {
  const say = (message: FromThread) => port.postMessage(message);
  async function* entries(): AsyncGenerator<JournalEntry> {
    for (;;) {
      const page = new Promise<ToThread>((resolve) => port.once('message', resolve));
      say({ kind: 'want' });
      const received = await page;
      if (received.length === 0) return;
      yield* received;
    }
  }
  let told = 0;
  const onProgress = (frames: number) => {
    if (frames - told < PROGRESS_FRAMES) return;
    told = frames;
    say({ kind: 'progress', frames });
  };
  try {
    say({ kind: 'done', findings: await rehearse(order, entries(), { openStore, onProgress }) });
  } catch (error) {
    // Messages of unforeseen errors may quote what they choked on.
    say({ kind: 'failed', reason: isHeraldError(error) ? error.message : 'It could not be done; the log says no more' });
  }
}

/**
 * The other end: hands pages to a thread until it is done. `pages` is asked once at a time. Rejects with the thread's reason.
 */
export function superviseThread(
  thread: Worker,
  pages: () => Promise<readonly JournalEntry[]>,
  onProgress: (frames: number) => void,
): Promise<RehearsalFindings> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: FromThread) => {
      if (message.kind === 'want') {
        pages().then((entries) => thread.postMessage(entries), reject);
      } else if (message.kind === 'progress') onProgress(message.frames);
      else if (message.kind === 'done') resolve(message.findings);
      else reject(new Error(message.reason));
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('It was ended')));
  });
}
