import { type Clock, durations } from '../clock';
import { readPhone } from '../incident/phone';
import type { InboundText } from '../intake/inboundTexts';
import type { RecordStore } from '../intake/records';
import type { Logger } from '../logger';
import type { SmsCarrier } from '../outbox/smsCarrier';
import { WakefulLoop } from '../outbox/wakefulLoop';

/** One question a minute: far below what the carrier allows a site, and soon enough for a text that is still to come. */
const EVERY_MS = durations.MINUTE;
/** Overlaps with the last question: the list may lag, and clocks differ. What is known already changes nothing. */
const LOOK_BACK_MS = 30 * durations.MINUTE;
/** After being away: the list reaches back 14 days. */
const REACH_MS = 13 * durations.DAY;
/** So long after the last text somebody may still answer it. */
const WORTH_ASKING_MS = 14 * durations.DAY;
const FAILED_AFTER = 5;

export interface InboundPollOptions {
  readonly store: RecordStore;
  readonly carrier: SmsCarrier;
  readonly receive: (texts: readonly InboundText[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Without a receiver for callbacks nobody sees what people reply, but the carrier's list shows that they did. Asks it, as
 * long as there is something to reply to.
 */
export class InboundPoll {
  readonly #options: InboundPollOptions;
  readonly #loop: WakefulLoop;
  #askedUpTo: number | undefined;
  #failures = 0;
  #failedSince: number | undefined;
  #stopped = false;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: InboundPollOptions) {
    this.#options = options;
    this.#loop = new WakefulLoop(options, 'inbound', () => this.step());
  }

  start(): void {
    this.#stopped = false;
    this.#loop.start();
  }

  /** A question under way is not waited for: what it answers is left alone, and asked for again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    void this.#loop.stop();
    await this.#keeping.catch(() => undefined);
  }

  /** Since when the list cannot be had; undefined while it can. */
  failingSince(): number | undefined {
    return this.#failures >= FAILED_AFTER ? this.#failedSince : undefined;
  }

  /** Asks once, where there is reason to; answers in how many milliseconds to ask again. */
  async step(): Promise<number> {
    const { store, carrier, clock, logger } = this.#options;
    const now = clock.now();
    if (carrier.listInbound === undefined) return EVERY_MS;
    const since = now - WORTH_ASKING_MS;
    if (!(await store.transaction((records) => records.optOut.anyTextSince(since)))) return EVERY_MS;
    this.#askedUpTo ??= (await store.transaction((records) => records.setting('inboundAskedUpTo'))) ?? now - durations.DAY;
    const fromAt = Math.max(now - REACH_MS, Math.min(this.#askedUpTo, now) - LOOK_BACK_MS);
    const answer = await carrier.listInbound({ fromAt, toAt: now + durations.MINUTE * 5 });
    if (this.#stopped) return EVERY_MS;
    if (answer.type === 'failed') {
      this.#failures += 1;
      this.#failedSince ??= now;
      logger.info('inbound.listFailed', { trouble: answer.trouble, detail: answer.detail });
      return Math.max(EVERY_MS, answer.retryAfterMs ?? 0);
    }
    this.#failures = 0;
    this.#failedSince = undefined;
    const texts = answer.texts.flatMap(({ carrierMessageId, from, receivedAt, textLength }): InboundText[] => {
      const read = readPhone(from);
      if ('problem' in read) return [];
      return [{ carrierMessageId, from: read.phone, text: undefined, characters: textLength, receivedAt }];
    });
    this.#keeping = this.#keep(texts, answer.complete ? now : undefined);
    await this.#keeping;
    return EVERY_MS;
  }

  /** `upTo` is undefined where the list was cut short and has not shown all of that time. */
  async #keep(texts: readonly InboundText[], upTo: number | undefined): Promise<void> {
    const { store, receive } = this.#options;
    if (texts.length > 0) await receive(texts);
    if (upTo === undefined) return;
    await store.transaction((records) => records.saveSetting('inboundAskedUpTo', upTo));
    this.#askedUpTo = upTo;
  }
}
