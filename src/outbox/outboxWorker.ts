import { type Clock, durations } from '../clock';
import { HeraldError } from '../heraldError';
import type { Logger } from '../logger';
import { applyReceipt } from './applyReceipt';
import { CarrierLine } from './carrierLine';
import type { CarrierState, CarrierStatus } from './carrierStatus';
import { troubleWords } from './carrierWords';
import { LISTS_PER_SECOND, Listing, type ListingDeps } from './listing';
import type { AcceptedMessage, OutboxStore } from './outboxStore';
import { pollReceipts } from './pollReceipts';
import { reconcile } from './reconcile';
import { FIRST_ASK_MS, FIRST_POLL_MS } from './retryPolicy';
import { SegmentThrottle } from './segmentThrottle';
import { Sender } from './sender';
import type { CarrierMessage, CarrierTrouble, SmsCarrier } from './smsCarrier';
import { Unrecorded } from './unrecorded';
import { WakefulLoop } from './wakefulLoop';

/** Whether anything may be sent at all, apart from the carrier: stopped, watch-only, no opt-out path. */
export type SendingGate = { readonly open: true } | { readonly open: false; readonly state: CarrierState; readonly reason: string };

export interface OutboxWorkerDeps {
  readonly store: OutboxStore;
  /** Undefined while no account is set up: then everything waits. */
  readonly carrier: SmsCarrier | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly segmentsPerSecond: number;
  /** Looked at before every claim and again before every POST. */
  readonly gate: () => SendingGate;
  /** Called when the status has changed; must not throw. */
  readonly onStatus?: (status: CarrierStatus) => void;
  /** For jitter; between 0 and 1. */
  readonly random?: () => number;
}

/** Twice this, at most: SIGTERM has 5 s for everything. */
const STOP_GRACE_MS = 2 * durations.SECOND;

/**
 * Carries the outbox to the carrier: claims and sends what is due, reconciles what nobody knows, looks up delivery. Three
 * loops, so that a hanging list request never holds a text back. It never has more than 10 messages under way, and none
 * of its loops ends by a failure.
 */
export class OutboxWorker {
  readonly #deps: OutboxWorkerDeps;
  readonly #line: CarrierLine;
  readonly #unrecorded: Unrecorded;
  readonly #sender: Sender | undefined;
  readonly #sendLoop: WakefulLoop | undefined;
  readonly #askLoop: WakefulLoop | undefined;
  readonly #pollLoop: WakefulLoop | undefined;
  #started = false;
  #stopping: Promise<void> | undefined;
  #status: CarrierStatus;

  constructor(deps: OutboxWorkerDeps) {
    this.#deps = deps;
    const { store, carrier, clock, logger } = deps;
    const random = deps.random ?? Math.random;
    const line = new CarrierLine(clock, random);
    this.#line = line;
    const unrecorded = new Unrecorded(clock, () => this.#onUnrecorded());
    this.#unrecorded = unrecorded;
    if (carrier !== undefined) {
      const sender = new Sender({
        store,
        carrier,
        clock,
        logger,
        line,
        random,
        throttle: new SegmentThrottle(deps.segmentsPerSecond, clock),
        unrecorded,
        gateIsOpen: () => deps.gate().open,
        onChange: (change) => this.#onSenderChange(change),
      });
      const listThrottle = new SegmentThrottle(LISTS_PER_SECOND, clock);
      const abandoned = () => !this.#started;
      const listing: ListingDeps = { store, carrier, clock, logger, random, listThrottle, unrecorded, abandoned };
      const asking = { ...listing, listing: new Listing(listing, 'unconfirmed'), isSendingTo: sender.isSendingTo.bind(sender) };
      const polling = { ...listing, listing: new Listing(listing, 'receipts'), line };
      this.#sender = sender;
      this.#sendLoop = new WakefulLoop({ clock, logger }, 'send', () => this.#afterStep(sender.step()));
      this.#askLoop = new WakefulLoop({ clock, logger }, 'unconfirmed', () => this.#afterStep(reconcile(asking)));
      this.#pollLoop = new WakefulLoop({ clock, logger }, 'receipts', () => this.#afterStep(pollReceipts(polling)));
    }
    this.#status = this.#currentStatus(undefined);
  }

  /** Idempotent. What a crash left `sending` is made `unconfirmed` before anything is claimed. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#stopping = undefined;
    this.#sender?.start();
    this.#sendLoop?.start();
    this.#askLoop?.start();
    this.#pollLoop?.start();
    this.#refreshStatus();
  }

  /**
   * Idempotent. Nothing more leaves; what is under way gets 2 s to be recorded, and is reconciled at the next start
   * where that is not enough. Afterwards the store is not touched any more.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    const sent = this.#sender?.stop(STOP_GRACE_MS, this.#sendLoop?.stop() ?? Promise.resolve());
    // A list request that hangs is not worth waiting for: whatever it answers is left alone.
    let cancel = () => {};
    const grace = new Promise<void>((resolve) => {
      cancel = this.#deps.clock.after(STOP_GRACE_MS, resolve);
    });
    await Promise.all([sent, Promise.race([Promise.all([this.#askLoop?.stop(), this.#pollLoop?.stop()]), grace])]);
    cancel();
    this.#refreshStatus();
  }

  /**
   * A word of the carrier's on a text, that came by itself. Settles when what follows from it is durable; throws
   * `outbox.stopping` where that can no longer be promised.
   */
  async receipt(message: Pick<AcceptedMessage, 'id' | 'to' | 'acceptedAt'>, row: CarrierMessage): Promise<void> {
    const { store, clock, logger } = this.#deps;
    const abandoned = () => !this.#started;
    await applyReceipt({ store, clock, logger, line: this.#line, unrecorded: this.#unrecorded, abandoned }, message, row);
    if (abandoned()) throw new HeraldError('outbox.stopping', 'The appliance is stopping');
    this.#refreshStatus();
  }

  /** Something may have become due, or the gate may have changed. Cheap; call it after every such commit. */
  wake(): void {
    this.#sendLoop?.wake();
    this.#refreshStatus();
  }

  /** Somebody says that what paused the carrier is mended: tries at once instead of when it would by itself. */
  retryNow(): void {
    this.#line.reopen();
    this.wake();
  }

  status(): CarrierStatus {
    this.#refreshStatus();
    return this.#status;
  }

  #onSenderChange(change: 'recovered' | 'claimed' | 'accepted' | 'unknown' | 'settled'): void {
    switch (change) {
      case 'recovered':
      case 'unknown':
        this.#askLoop?.within(FIRST_ASK_MS);
        break;
      case 'accepted':
        this.#pollLoop?.within(FIRST_POLL_MS);
        break;
      case 'settled':
        // A slot is free, and perhaps the line has opened.
        this.#sendLoop?.wake();
        break;
      case 'claimed':
        break;
    }
    this.#refreshStatus();
  }

  #onUnrecorded(): void {
    if (!this.#unrecorded.isWedged) this.#sendLoop?.wake();
    this.#refreshStatus();
  }

  async #afterStep(step: Promise<number>): Promise<number> {
    const wasOpen = this.#line.isOpen;
    const waitMs = await step;
    if (!wasOpen && this.#line.isOpen) this.#sendLoop?.wake();
    this.#refreshStatus();
    return waitMs;
  }

  #refreshStatus(): void {
    const status = this.#currentStatus(this.#status);
    if (sameStatus(status, this.#status)) return;
    this.#status = status;
    this.#deps.onStatus?.(status);
  }

  #currentStatus(before: CarrierStatus | undefined): CarrierStatus {
    const { state, reason, trouble } = this.#stateAndReason();
    const since =
      before !== undefined && before.state === state && before.reason === reason ? before.since : this.#deps.clock.now();
    const nextTryAt = trouble === undefined ? undefined : this.#line.nextTryAt;
    return { state, reason, trouble, since, nextTryAt, lastAcceptedAt: this.#sender?.lastAcceptedAt };
  }

  #stateAndReason(): { state: CarrierState; reason: string | undefined; trouble: CarrierTrouble | undefined } {
    const gate = this.#deps.gate();
    if (!gate.open) return { state: gate.state, reason: gate.reason, trouble: undefined };
    if (this.#sender === undefined) return { state: 'waiting', reason: troubleWords('notConfigured'), trouble: 'notConfigured' };
    if (this.#unrecorded.isWedged) {
      return { state: 'paused', reason: 'The store does not take what the carrier answered', trouble: undefined };
    }
    const problem = this.#line.trouble;
    if (problem !== undefined) {
      const away = problem.trouble === 'unreachable' || problem.trouble === 'portal';
      return {
        state: away ? 'offline' : 'paused',
        reason: troubleWords(problem.trouble, problem.detail),
        trouble: problem.trouble,
      };
    }
    return { state: this.#sender.inFlight > 0 ? 'sending' : 'ready', reason: undefined, trouble: undefined };
  }
}

function sameStatus(a: CarrierStatus, b: CarrierStatus): boolean {
  return (
    a.state === b.state &&
    a.reason === b.reason &&
    a.trouble === b.trouble &&
    a.nextTryAt === b.nextTryAt &&
    a.lastAcceptedAt === b.lastAcceptedAt
  );
}
