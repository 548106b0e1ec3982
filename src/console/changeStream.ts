import type { Clock } from '../clock';
import type { Change } from '../contract/contract';
import type { ChangeNotice } from './backend';
import type { ChangeSource } from './changeSource';

const MAX_INCIDENT_IDS = 50;
/** A dispatch center's busiest minute must not make a console ask again more than ten times a second. */
const MIN_GAP_MS = 100;

const ALL_TOPICS = ['status', 'incidents', 'outbox', 'frames', 'agency', 'audit'] as const satisfies Change['topics'];

/**
 * What one console is told. The first change names everything, since a console that comes back does not know what it
 * missed; later ones are put together while the console is busy, so that one that does not read costs no memory.
 * Ends when `signal` aborts, which is the only way to end it while it waits.
 */
export async function* changeStream(source: ChangeSource, clock: Clock, signal: AbortSignal): AsyncGenerator<Change, void, void> {
  const pending = pendingChange();
  let wake: (() => void) | undefined;
  const unsubscribe = source.subscribe((notice) => {
    pending.add(notice);
    wake?.();
  });
  const onAbort = () => wake?.();
  signal.addEventListener('abort', onAbort);
  try {
    pending.add({ topics: ALL_TOPICS, incidentIds: [] });
    while (!signal.aborted) {
      if (pending.isEmpty()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      yield pending.take();
      await pause(clock, MIN_GAP_MS, signal);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}

function pendingChange() {
  let topics = new Set<Change['topics'][number]>();
  let incidentIds = new Set<number>();
  return {
    isEmpty: () => topics.size === 0,
    add(notice: ChangeNotice): void {
      for (const topic of notice.topics) topics.add(topic);
      for (const id of notice.incidentIds) {
        topics.add('incidents');
        if (incidentIds.size >= MAX_INCIDENT_IDS) break;
        incidentIds.add(id);
      }
    },
    take(): Change {
      const change = { topics: [...topics], incidentIds: [...incidentIds] };
      topics = new Set();
      incidentIds = new Set();
      return change;
    },
  };
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(delayMs, done);
    signal.addEventListener('abort', done);
    function done() {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
