import { carrierFailure } from '../../src/bandwidth/errorCodes';
import { durations } from '../../src/clock';
import { countSegments } from '../../src/intake/considerIncident';
import type {
  CarrierListQuery,
  CarrierMessage,
  CarrierTrouble,
  ListOutcome,
  SendOutcome,
  SmsCarrier,
  SmsRequest,
} from '../../src/outbox/smsCarrier';
import type { Random } from '../fuzz/random';
import type { WorldClock } from './worldClock';

const { SECOND } = durations;
const FROM = '+12065550100';
const TROUBLES: readonly CarrierTrouble[] = [
  'unreachable',
  'portal',
  'serverError',
  'throttled',
  'credentialsRefused',
  'forbidden',
  'accountSetup',
];
const LATER_ERRORS = [4475, 4720, 4770, 4701, 5600, 9902, 4360, 4476];

export interface TakenText {
  readonly id: string;
  readonly request: SmsRequest;
  readonly at: number;
  /** Shows in the list from here on. */
  readonly listedAt: number;
  readonly finalAt: number;
  readonly errorCode: number;
}

/** How ill the carrier, or the network before it, is just now; each share between 0 and 1. */
export interface CarrierHealth {
  readonly lost: number;
  readonly vanished: number;
  readonly notTaken: number;
  readonly refused: number;
  readonly listFails: number;
  readonly failsLater: number;
  readonly slowMs: number;
  readonly listLagMs: number;
}

export const WELL: CarrierHealth = {
  ...{ lost: 0, vanished: 0, notTaken: 0, refused: 0, listFails: 0, failsLater: 0.02, slowMs: 100, listLagMs: 0 },
};

export interface CarrierListener {
  readonly leaving: (request: SmsRequest) => Promise<void>;
  /** Also where it is only possible. */
  readonly taken: (request: SmsRequest) => void;
}

/** Bandwidth behind the interface the outbox knows: what it takes and answers is drawn, also what gets lost on the way. */
export class SimulatedCarrier {
  health: CarrierHealth = WELL;
  readonly taken: TakenText[] = [];
  #made = 0;

  constructor(
    private readonly clock: WorldClock,
    private readonly random: Random,
  ) {}

  /** The carrier as one process sees it: when that is over, what it had asked is answered to nobody. */
  ofLife(life: { readonly over: boolean }, told: CarrierListener): SmsCarrier {
    return {
      send: async (request) => {
        if (life.over) return forever();
        await told.leaving(request);
        if (life.over) return forever();
        return this.#answer(life, this.#send(request, told));
      },
      list: async (query) => (life.over ? forever() : this.#answer(life, this.#list(query))),
    };
  }

  /** The carrier's word on a text, as it calls it back. */
  receiptOf(text: TakenText): CarrierMessage {
    return listed(text, this.clock.now());
  }

  #answer<T>(
    life: { readonly over: boolean },
    { outcome, afterMs }: { readonly outcome: () => T; readonly afterMs: number },
  ): Promise<T> {
    return new Promise((resolve) => {
      this.clock.after(afterMs, () => {
        if (!life.over) resolve(outcome());
      });
    });
  }

  #send(request: SmsRequest, { taken }: CarrierListener): { outcome: () => SendOutcome; afterMs: number } {
    const { random, health } = this;
    const afterMs = 1 + random.below(health.slowMs);
    const drawn = random.next();
    let share = health.lost;
    if (drawn < share) {
      // Taken, and the answer is lost: at once, at the deadline, or a while after Herald has given up.
      taken(request);
      const takenAfterMs = random.pick([0, 0, 0, 5 * SECOND, 30 * SECOND]);
      this.clock.after(takenAfterMs, () => void this.#take(request));
      return { outcome: () => ({ type: 'unknown', detail: 'lost' }), afterMs: random.pick([afterMs, 20 * SECOND]) };
    }
    share += health.vanished;
    if (drawn < share) {
      // Nobody can know that it was not.
      taken(request);
      return { outcome: () => ({ type: 'unknown', detail: 'vanished' }), afterMs: random.pick([afterMs, 20 * SECOND]) };
    }
    share += health.notTaken;
    if (drawn < share) {
      const trouble = random.pick(TROUBLES);
      const retryAfterMs = trouble === 'throttled' && random.chance(0.5) ? random.below(60) * SECOND : undefined;
      return {
        outcome: () => ({ type: 'notTaken', trouble, detail: 'drawn', ...(retryAfterMs !== undefined && { retryAfterMs }) }),
        afterMs,
      };
    }
    share += health.refused;
    if (drawn < share) return { outcome: () => ({ type: 'refused', reason: 'request-validation', detail: 'drawn' }), afterMs };
    taken(request);
    const text = this.#take(request);
    return {
      outcome: () => ({ type: 'accepted', carrierMessageId: text.id, segmentCount: countSegments(request.text) }),
      afterMs,
    };
  }

  #take(request: SmsRequest): TakenText {
    const { random, health } = this;
    const at = this.clock.now();
    this.#made += 1;
    const text: TakenText = {
      id: `carrier-${this.#made}`,
      request,
      at,
      listedAt: at + random.below(health.listLagMs + 1),
      finalAt: at + SECOND + random.below(20 * SECOND),
      errorCode: random.chance(health.failsLater) ? random.pick(LATER_ERRORS) : 0,
    };
    this.taken.push(text);
    return text;
  }

  #list(query: CarrierListQuery): { outcome: () => ListOutcome; afterMs: number } {
    const { random, health } = this;
    const afterMs = 1 + random.below(health.slowMs);
    if (random.chance(health.listFails)) {
      if (random.chance(0.3)) return { outcome: () => ({ type: 'listed', messages: [], complete: false }), afterMs };
      return { outcome: () => ({ type: 'failed', trouble: random.pick(TROUBLES), detail: 'drawn' }), afterMs };
    }
    // As it stood when it was asked: an answer that comes late is old.
    const now = this.clock.now();
    const rows = this.taken.filter(({ id, request, at, listedAt }) => {
      if (listedAt > now || at < query.fromAt || at > query.toAt) return false;
      if (query.carrierMessageId !== undefined && query.carrierMessageId !== id) return false;
      return query.to === undefined || query.to === request.to;
    });
    const messages = rows.map((row) => listed(row, now));
    return { outcome: () => ({ type: 'listed', messages, complete: true }), afterMs };
  }
}

function listed({ id, request, at, finalAt, errorCode }: TakenText, now: number): CarrierMessage {
  const final = now >= finalAt;
  return {
    carrierMessageId: id,
    to: request.to,
    from: FROM,
    receivedAt: at,
    status: !final ? 'SENT' : errorCode === 0 ? 'DELIVERED' : 'FAILED',
    errorCode: final ? errorCode : 0,
    failure: final ? carrierFailure(errorCode) : undefined,
    segmentCount: countSegments(request.text),
    textLength: request.text.length,
  };
}

function forever<T>(): Promise<T> {
  return new Promise(() => {});
}
