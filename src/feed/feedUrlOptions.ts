import { HeraldError } from '../heraldError';
import { parseDurationMs } from '../rules/duration';

/** The query of a feed URL, read parameter by parameter; what nobody read is unknown. */
export class FeedUrlOptions {
  readonly #url: string;
  readonly #values = new Map<string, string>();
  readonly #known: string[] = [];

  constructor(url: string, query: string) {
    this.#url = url;
    for (const [name, value] of new URLSearchParams(query)) {
      if (this.#values.has(name)) throw badFeedUrl(url, name, 'is given twice');
      if (value === '') throw badFeedUrl(url, name, 'has no value');
      this.#values.set(name, value);
    }
  }

  text(name: string): string | undefined {
    this.#known.push(name);
    return this.#values.get(name);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw badFeedUrl(this.#url, name, 'is missing');
    return value;
  }

  oneOf<T extends string | number>(name: string, allowed: readonly T[], otherwise: T): T {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const found = allowed.find((one) => String(one) === value);
    if (found === undefined) throw badFeedUrl(this.#url, name, `must be one of ${allowed.join(', ')}`);
    return found;
  }

  flag(name: string): boolean {
    return this.oneOf(name, ['true', 'false'], 'false') === 'true';
  }

  integer(name: string, least: number, most: number, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw badFeedUrl(this.#url, name, `must be a whole number from ${least} to ${most}`);
  }

  /** A number of at least 0, such as `0.5`. */
  number(name: string, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (/^\d{1,9}(\.\d{1,9})?$/.test(value)) return Number(value);
    throw badFeedUrl(this.#url, name, 'must be a number, such as 1 or 0.5');
  }

  /** Milliseconds, of at least one. */
  durationMs(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const ms = parseDurationMs(value);
    if (ms === undefined || ms < 1) throw badFeedUrl(this.#url, name, 'must be a duration, such as "500ms", "90s" or "10m"');
    return ms;
  }

  /** Call it last: whatever nobody asked for is a mistake, most often a misspelling. */
  refuseOthers(): void {
    const unknown = [...this.#values.keys()].find((name) => !this.#known.includes(name));
    if (unknown === undefined) return;
    throw badFeedUrl(this.#url, unknown, `is not an option of this feed; known are ${this.#known.join(', ')}`);
  }
}

/** `feed.badUrl`; the message names the part that is wrong. */
export function badFeedUrl(url: string, part: string, problem: string): HeraldError {
  return new HeraldError('feed.badUrl', `Feed URL "${url}": ${part} ${problem}`, { url, part });
}
