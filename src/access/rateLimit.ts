import type { Clock } from '../clock';

/** So many at once, and so many a second from then on. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

const KEPT = 10_000;

/** Lets each of its keys take so much at a time. Bounded: of many keys those seen longest ago begin anew. */
export class RateLimit {
  readonly #left = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly rate: Rate,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  /** 0 where it may go on, else the milliseconds after which the next may. */
  take(key: string): number {
    const { burst, perSecond } = this.rate;
    const now = this.clock.monotonicMs();
    const known = this.#left.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond);
    const allowed = tokens >= 1;
    this.#left.delete(key);
    this.#left.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    if (this.#left.size > KEPT) this.#left.delete(this.#left.keys().next().value as string);
    return allowed ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
  }
}
