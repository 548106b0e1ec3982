import type { ChangeNotice } from './backend';

/** Where consoles hear that something changed. */
export interface ChangeSource {
  /** Calls `listener` for each notice until the returned function is called. The listener must not throw or block. */
  subscribe(listener: (notice: ChangeNotice) => void): () => void;
}

/** The appliance's end: tells every subscribed console, in this process, what a commit changed. */
export interface ChangePublisher extends ChangeSource {
  /** Returns at once; each console takes in what it can and coalesces the rest. */
  publish(notice: ChangeNotice): void;
  /** How many listeners there are now. */
  readonly listeners: number;
}

/** One per appliance. Keeps nothing: a console that was away asks for everything again. */
export function changePublisher(): ChangePublisher {
  const listeners = new Set<{ readonly hear: (notice: ChangeNotice) => void }>();
  return {
    publish(notice) {
      for (const listener of listeners) listener.hear(notice);
    },
    subscribe(listener) {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const entry = { hear: listener };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    get listeners() {
      return listeners.size;
    },
  };
}
