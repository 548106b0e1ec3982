import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { QueryClient } from '@tanstack/query-core';
import type { Change } from '../../src/contract/contract';
import type { Client, Connection } from './connection';
import { isClosedFor } from './passwordAgain';
import { type Changed, refreshInRounds } from './refresh';

/** `opening` until the first answer, and while the appliance answers nobody but to sign in or unlock; `lost` when what is on screen can no longer be trusted to be current. */
export type LinkState = { readonly state: 'opening' | 'open' | 'lost'; readonly answeredAt: number | undefined };

const ASK_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 3_000;
/** With ASK_EVERY_MS and the tick below, a lost link shows within 7 s. */
const LOST_AFTER_MS = 6_000;
const TICK_MS = 500;
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000];

/** Changes that began to be followed, and what ends that. */
interface Followed {
  readonly changes: Promise<AsyncIterable<Change>>;
  readonly stop: AbortController;
}

/** Typed query keys and options for every procedure of the contract. */
export type Queries = ReturnType<typeof createTanstackQueryUtils<Client>>;

/**
 * Keeps what is on screen current: asks for the status every two seconds (that is also how a lost link is noticed),
 * follows `changes`, and asks again for what changed. A store for `useSyncExternalStore`.
 */
export class LiveLink {
  readonly queries: Queries;
  #state: LinkState = { state: 'opening', answeredAt: undefined };
  #clockOffsetMs = 0;
  #followedAt: number | undefined;
  #refusedAt = 0;
  #ahead: Followed | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #refresh: (changed: Changed) => void;

  constructor(
    private readonly connection: Connection,
    private readonly queryClient: QueryClient,
  ) {
    this.queries = createTanstackQueryUtils(connection.client);
    this.#refresh = refreshInRounds(queryClient, this.queries);
  }

  /**
   * Starts following; the returned function stops it. What changed is asked for when `answered` resolves, so that first
   * questions still under way are not asked anew.
   */
  start(answered: Promise<unknown> = Promise.resolve()): () => void {
    const stopped = new AbortController();
    const startedAt = Date.now();
    const tick = setInterval(() => this.#judge(startedAt), TICK_MS);
    const unlisten = this.connection.onReplaced(() => this.#refresh('all'));
    void this.#keepAsking(stopped.signal);
    void this.#followChanges(stopped.signal, answered);
    return () => {
      stopped.abort();
      clearInterval(tick);
      unlisten();
    };
  }

  /**
   * Follows before anything is asked: what is asked once this resolves is current. Where it is not followed within
   * `withinMs`, all is asked for again as soon as it is.
   */
  async followAhead(withinMs: number): Promise<void> {
    const stop = new AbortController();
    let late = false;
    const follow = async () => {
      const changes = (await this.connection.client.changes(undefined, { signal: stop.signal }))[Symbol.asyncIterator]();
      const first = await changes.next();
      // It names everything: nothing to ask for again while nothing was asked yet.
      return late && !first.done ? beginningWith(first.value, changes) : changes;
    };
    const changes = follow();
    this.#ahead = { changes, stop };
    const followed = changes.catch(() => {
      // It is begun anew once it starts.
      this.#ahead = undefined;
    });
    await Promise.race([followed, pause(withinMs, stop.signal)]);
    late = true;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): LinkState => this.#state;

  /** The appliance's clock now, epoch milliseconds; while the link is lost, when it last answered. */
  now(): number {
    const { state, answeredAt } = this.#state;
    return (state === 'lost' && answeredAt !== undefined ? answeredAt : Date.now()) + this.#clockOffsetMs;
  }

  /** Asks once. Never fails: whatever the cause, no answer is what counts, and `#judge` says when it has been too long. */
  async askForStatus(stopped?: AbortSignal): Promise<void> {
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    try {
      const signal = stopped === undefined ? late : AbortSignal.any([stopped, late]);
      const status = await this.connection.client.status(undefined, { signal });
      this.#clockOffsetMs = status.now - Date.now();
      this.queryClient.setQueryData(this.queries.status.queryKey(), status);
      this.#answered();
    } catch (error) {
      // Else nothing to do: the next one is asked for in time.
      if (isClosedFor(error)) this.#refused();
    }
  }

  async #keepAsking(stopped: AbortSignal): Promise<void> {
    // It was asked just before this began.
    if (this.#state.answeredAt !== undefined) await pause(ASK_EVERY_MS, stopped);
    while (!stopped.aborted) {
      await this.askForStatus(stopped);
      await pause(ASK_EVERY_MS, stopped);
    }
  }

  async #followChanges(stopped: AbortSignal, answered: Promise<unknown>): Promise<void> {
    for (let failures = 0; !stopped.aborted; ) {
      try {
        const changes = await (this.#takeAhead(stopped) ?? this.connection.client.changes(undefined, { signal: stopped }));
        this.#followedAt = Date.now();
        this.#judge(Date.now());
        failures = 0;
        // The first one names everything: what changed while nobody followed is not told again.
        for await (const change of changes) void answered.then(() => this.#refresh(change));
      } catch {
        failures += 1;
      }
      this.#followedAt = undefined;
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? ASK_EVERY_MS, stopped);
    }
  }

  #takeAhead(stopped: AbortSignal): Followed['changes'] | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined) stopped.addEventListener('abort', () => ahead.stop.abort(), { once: true });
    return ahead?.changes;
  }

  #answered(): void {
    const wasLost = this.#state.state === 'lost';
    this.#set({ state: this.#followedAt === undefined && wasLost ? 'lost' : 'open', answeredAt: Date.now() });
  }

  /** It answers, though only that somebody must first sign in, unlock or choose a password: for as long as they take. */
  #refused(): void {
    this.#refusedAt = Date.now();
    if (this.#state.state !== 'opening') this.#set({ state: 'opening', answeredAt: undefined });
  }

  #judge(startedAt: number): void {
    const since = this.#state.answeredAt ?? Math.max(startedAt, this.#refusedAt);
    const silentMs = Date.now() - since;
    // A clock set back counts as silence too: better to ask again than to show what may be old as current.
    const lost = silentMs > LOST_AFTER_MS || silentMs < -LOST_AFTER_MS;
    if (lost && this.#state.state !== 'lost') this.#set({ ...this.#state, state: 'lost' });
    if (!lost && this.#state.state === 'lost' && this.#followedAt !== undefined) this.#set({ ...this.#state, state: 'open' });
  }

  #set(state: LinkState): void {
    const changed = state.state !== this.#state.state;
    this.#state = state;
    if (changed) for (const listener of this.#listeners) listener();
  }
}

async function* beginningWith(first: Change, rest: AsyncIterable<Change>): AsyncGenerator<Change> {
  yield first;
  yield* rest;
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) return resolve();
    const timer = setTimeout(done, ms);
    stopped.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    }
  });
}
