import { type Clock, durations } from './clock';
import type { FeedLinkStatus } from './feed/frame';
import { isSilent } from './feed/silence';
import type { Logger } from './logger';
import { FEEDS_CHANCE_MS, SETTLING_MS } from './machineRest';

/** One feed that would tell of units. */
export interface HeardFeed {
  readonly id: string;
  readonly silentAfterMs: number | undefined;
  readonly link: () => FeedLinkStatus;
}

export interface FeedHearingDeps {
  readonly feeds: readonly HeardFeed[];
  readonly startedAt: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Puts on record that these are not heard from now on. */
  readonly keep: (unheard: readonly string[]) => Promise<void>;
}

const LOOK_EVERY_MS = durations.SECOND;

/**
 * Knows which feeds are not heard: their link is lost, or they are silent beyond their limit. Whether an officer has come by
 * now is then known to nobody, and a caller must not be told that none has.
 */
export class FeedHearing {
  readonly #deps: FeedHearingDeps;
  #kept: string;
  #looking: Promise<void> | undefined;
  #cancel = () => {};
  #stopped = false;

  /** `kept`: what is on record from before. */
  constructor(deps: FeedHearingDeps, kept: readonly string[]) {
    this.#deps = deps;
    this.#kept = JSON.stringify(kept);
  }

  start(): void {
    const { clock, logger } = this.#deps;
    const again = () => {
      this.look()
        .catch((error) => logger.error('feedHearing.failed', { error: error instanceof Error ? error.name : 'unknown' }))
        .finally(() => {
          if (!this.#stopped) this.#cancel = clock.after(LOOK_EVERY_MS, again);
        });
    };
    again();
  }

  /** Looks now, and has put on record what is new when it resolves. */
  async look(): Promise<void> {
    await this.#looking?.catch(() => undefined);
    const unheard = this.#unheard();
    const now = JSON.stringify(unheard);
    if (now === this.#kept || this.#stopped) return;
    this.#looking = this.#deps.keep(unheard).then(() => {
      this.#kept = now;
    });
    await this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#looking?.catch(() => undefined);
  }

  #unheard(): readonly string[] {
    return this.#deps.feeds.filter((feed) => !this.#isHeard(feed)).map(({ id }) => id);
  }

  #isHeard({ silentAfterMs, link }: HeardFeed): boolean {
    const { clock, startedAt } = this.#deps;
    const now = clock.now();
    const { state, lastFrameAt, gapSuspectedAt: backAt } = link();
    if (state === 'lost' || state === 'failed') return false;
    if (isSilent({ lastFrameAt, startedAt, silentAfterMs, now })) return false;
    // What it says first after its link was lost often says the opposite of what was true before.
    if (backAt === undefined || now - backAt >= FEEDS_CHANCE_MS || now < backAt) return true;
    return lastFrameAt !== undefined && lastFrameAt >= backAt && now - backAt >= SETTLING_MS;
  }
}
