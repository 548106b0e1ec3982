import { type Clock, durations } from '../clock';
import { assertNever } from '../heraldError';
import type { E164 } from '../incident/phone';
import type { Logger } from '../logger';
import type { CarrierLine } from './carrierLine';
import type { OutboxInput } from './outboxState';
import type { ClaimedMessage, OutboxDetails, OutboxStore } from './outboxStore';
import { recordInput } from './recordInput';
import { retryDelayMs } from './retryPolicy';
import type { SegmentThrottle } from './segmentThrottle';
import type { SendOutcome, SmsCarrier } from './smsCarrier';
import type { Unrecorded } from './unrecorded';
import { errorName } from './wakefulLoop';

/** A crash leaves at most this many unconfirmed. */
const MAX_IN_FLIGHT = 10;
/**
 * One, and then its POST begins: the truth check is as fresh as it can be, and a crash in between leaves one text that never
 * left, of which the carrier's list can never tell.
 */
const CLAIMED_AT_ONCE = 1;
/** Time for the POST to get out before the next claim keeps the processor busy. */
const APART_MS = 2;
/** Less time than this and the carrier would only drop it, or call the expiry wrong. */
const MIN_TIME_LEFT_MS = durations.SECOND;
/** One bad text is its own fault; this many in a row are not, and would use up the whole queue. */
const REFUSALS_IN_A_ROW = 5;
/** A message the carrier fails on this often is put behind the others, or nothing else would be tried. */
const ATTEMPTS_BEFORE_ASIDE = 5;
const ASIDE_MS = 5 * durations.MINUTE;
/** With something due that is not ours to claim, or will not be claimed yet. */
const LOOK_AGAIN_MS = 200;
const NOTHING_DUE_MS = 30 * durations.SECOND;

export interface SenderDeps {
  readonly store: OutboxStore;
  readonly carrier: SmsCarrier;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly line: CarrierLine;
  readonly throttle: SegmentThrottle;
  readonly unrecorded: Unrecorded;
  readonly random: () => number;
  readonly gateIsOpen: () => boolean;
  readonly onChange: (change: 'recovered' | 'claimed' | 'accepted' | 'unknown' | 'settled') => void;
}

/** Claims what is due and hands it to the carrier, and records what became of it. */
export class Sender {
  readonly #deps: SenderDeps;
  /** The send to each number: two texts to one person leave one after the other, in order. */
  readonly #sends = new Map<E164, Promise<void>>();
  /** Claimed while another text to the same person was under way. */
  readonly #waiting = new Set<Promise<void>>();
  #inFlight = 0;
  #refusalsInARow = 0;
  /** Rows may say `sending` that no send of ours stands behind: after a crash, or a claim whose answer was lost. */
  #mustRecover = true;
  #stopping = false;
  #abandoned = false;
  lastAcceptedAt: number | undefined;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get hasRecovered(): boolean {
    return !this.#mustRecover;
  }

  isSendingTo(to: E164): boolean {
    return this.#sends.has(to);
  }

  start(): void {
    this.#mustRecover = true;
    this.#stopping = false;
    this.#abandoned = false;
  }

  /**
   * What has not left is given back; resolves when all that left is recorded, or after `graceMs`. A claim may still be on
   * its way in the loop: `claimsEnded` says when there is none.
   */
  async stop(graceMs: number, claimsEnded: Promise<void>): Promise<void> {
    this.#stopping = true;
    let cancel = () => {};
    const grace = new Promise<void>((resolve) => {
      cancel = this.#deps.clock.after(graceMs, resolve);
    });
    await Promise.race([claimsEnded.then(() => Promise.all([...this.#sends.values(), ...this.#waiting])), grace]);
    cancel();
    this.#abandoned = true;
  }

  /** One look at what is due; answers in how many milliseconds to look again. A send that ends wakes the loop too. */
  async step(): Promise<number> {
    const { store, clock, line, throttle, unrecorded, logger } = this.#deps;
    if (this.#mustRecover) {
      // What is in flight also says `sending`, and is not to be recovered.
      if (this.#inFlight > 0) return NOTHING_DUE_MS;
      const recovered = await store.recoverSending();
      this.#mustRecover = false;
      if (recovered > 0) logger.warn('outbox.recovered', { messages: recovered });
      this.#deps.onChange('recovered');
    }
    // With outcomes piling up that nobody can read, more texts would only make more of them.
    if (this.#stopping || !this.#deps.gateIsOpen() || unrecorded.isWedged) return NOTHING_DUE_MS;
    const pausedMs = line.msUntilTry();
    if (pausedMs > 0) return pausedMs;
    const probe = !line.isOpen;
    const room = probe ? (this.#inFlight === 0 ? 1 : 0) : MAX_IN_FLIGHT - this.#inFlight;
    const limit = Math.min(room, CLAIMED_AT_ONCE);
    if (limit <= 0) return NOTHING_DUE_MS;
    const segments = throttle.available();
    if (segments === 0) return throttle.msUntilAvailable();

    const claimed = await this.#claim(limit, segments);
    for (const message of claimed) {
      throttle.take(message.segments);
      this.#begin(message, probe);
    }
    if (claimed.length > 0) {
      this.#deps.onChange('claimed');
      return APART_MS;
    }
    const dueAt = await store.nextDueAt();
    if (dueAt === undefined) return NOTHING_DUE_MS;
    return Math.max(dueAt - clock.now(), LOOK_AGAIN_MS);
  }

  async #claim(limit: number, segments: number): Promise<readonly ClaimedMessage[]> {
    try {
      return await this.#deps.store.claimReady(limit, segments);
    } catch (error) {
      // The claim may have been committed all the same.
      this.#mustRecover = true;
      throw error;
    }
  }

  #begin(message: ClaimedMessage, probe: boolean): void {
    this.#inFlight++;
    const before = this.#sends.get(message.to);
    // Waiting may take as long as a POST that hangs, and what was true may not be any more: it is claimed, and with that
    // checked, anew.
    const work = before === undefined ? this.#send(message, probe) : before.then(() => this.#giveBack(message));
    const ended = work
      .catch((error) => this.#deps.logger.error('outbox.sendFailed', { message: message.id, error: errorName(error) }))
      .then(() => {
        this.#inFlight--;
        if (before === undefined) this.#sends.delete(message.to);
        else this.#waiting.delete(ended);
        this.#deps.onChange('settled');
      });
    if (before === undefined) this.#sends.set(message.to, ended);
    else this.#waiting.add(ended);
  }

  async #giveBack(message: ClaimedMessage, nextAttemptAt?: number): Promise<void> {
    this.#deps.throttle.take(-message.segments);
    await this.#record(message, { type: 'carrier did not take it' }, { nextAttemptAt });
  }

  async #send(message: ClaimedMessage, probe: boolean): Promise<void> {
    const { carrier, clock, line } = this.#deps;
    // Time may have passed since the claim, as while somebody pressed stop.
    const outOfTime = message.expiresAt - clock.now() < MIN_TIME_LEFT_MS;
    if (outOfTime || this.#stopping || !this.#deps.gateIsOpen() || (!probe && !line.isOpen)) {
      await this.#giveBack(message, outOfTime ? message.expiresAt : undefined);
      return;
    }
    let outcome: SendOutcome;
    try {
      outcome = await carrier.send({ to: message.to, text: message.text, tag: message.id, expiresAt: message.expiresAt });
    } catch (error) {
      // A carrier never throws; should it, nobody knows whether the text left.
      outcome = { type: 'unknown', detail: errorName(error) };
    }
    await this.#settle(message, outcome, probe);
  }

  async #settle(message: ClaimedMessage, outcome: SendOutcome, probe: boolean): Promise<void> {
    const { line, clock, logger, throttle, random } = this.#deps;
    logger.info('outbox.outcome', {
      message: message.id,
      outcome: outcome.type,
      ...('detail' in outcome && { detail: outcome.detail }),
    });
    if (outcome.type !== 'refused') this.#refusalsInARow = 0;
    switch (outcome.type) {
      case 'accepted': {
        line.sendWorked(probe);
        this.lastAcceptedAt = clock.now();
        const { carrierMessageId, segmentCount } = outcome;
        if (segmentCount !== undefined) throttle.take(segmentCount - message.segments);
        await this.#record(message, { type: 'carrier accepted', carrierMessageId }, { segmentCount });
        this.#deps.onChange('accepted');
        return;
      }
      case 'refused': {
        const { reason, detail } = outcome;
        if (++this.#refusalsInARow < REFUSALS_IN_A_ROW) line.sendWorked(probe);
        else line.sendFailed({ trouble: 'accountSetup', detail: `every text is refused: ${detail}` }, probe);
        await this.#record(message, { type: 'carrier refused it for good', reason }, { detail });
        return;
      }
      case 'notTaken': {
        const { trouble, detail, retryAfterMs } = outcome;
        line.sendFailed({ trouble, detail }, probe, retryAfterMs);
        // Otherwise without a time of its own: the oldest is tried first again, so nothing is reordered.
        const aside = trouble === 'serverError' && message.attempt >= ATTEMPTS_BEFORE_ASIDE;
        const nextAttemptAt = aside ? clock.now() + retryDelayMs(1, random) + ASIDE_MS : undefined;
        await this.#record(message, { type: 'carrier did not take it' }, { detail, nextAttemptAt });
        return;
      }
      case 'unknown': {
        // The next might vanish the same way, so the line is taken for broken until one gets an answer.
        line.sendFailed({ trouble: 'unreachable', detail: outcome.detail }, probe);
        await this.#record(message, { type: 'carrier outcome unknown' }, { detail: outcome.detail });
        this.#deps.onChange('unknown');
        return;
      }
      default:
        assertNever(outcome);
    }
  }

  async #record(message: ClaimedMessage, input: OutboxInput, details: OutboxDetails): Promise<void> {
    const { store, clock, logger, unrecorded } = this.#deps;
    const deps = { store, clock, logger, unrecorded, abandoned: () => this.#abandoned };
    // Its row says `sending`, and nothing stands behind that any more: the carrier's list may still tell.
    if ((await recordInput(deps, message.id, input, details)) === 'notRecorded') this.#mustRecover = true;
  }
}
