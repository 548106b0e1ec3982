import type { StoredMessage } from '../../src/intake/records';
import type { SmsRequest } from '../../src/outbox/smsCarrier';
import type { SimulatedCarrier } from './simulatedCarrier';

/** Something that must never happen did. */
export class Violation extends Error {}

/**
 * What the world was told and what reached the carrier, kept apart from the appliance and simpler than it. Knows nothing
 * of how rules are written, only what must never happen.
 */
export class Oracle {
  readonly excluded = new Set<string>();
  readonly suppressed = new Set<string>();
  stopped = false;
  /** Frames whose acceptance was told to the feed. */
  framesAccepted = 0;
  posts = 0;
  readonly #posted = new Map<string, number>();
  readonly #keys = new Map<string, string>();
  readonly #maybeTaken = new Set<string>();
  readonly #resends = new Map<string, number>();

  /** A POST is about to leave. `row` is what the store says of it. */
  leaving(request: SmsRequest, row: StoredMessage | undefined, incidentNumber: string | undefined, now: number): void {
    this.posts += 1;
    if (row === undefined) throw new Violation('a text leaves that the store does not know');
    if (row.status !== 'sending') throw new Violation(`a text leaves whose row says ${row.status}`);
    if (this.stopped) throw new Violation('a text leaves although everything is stopped');
    if (this.suppressed.has(request.to)) throw new Violation('a text leaves to somebody who opted out');
    if (incidentNumber !== undefined && this.excluded.has(incidentNumber))
      throw new Violation(`a text leaves after an exclusion: ${request.text}`);
    if (request.expiresAt <= now) throw new Violation('a text leaves after its expiry');
    if (this.#maybeTaken.has(request.tag)) throw new Violation('a text is posted again that may have been taken');
    const key = keyOf(row);
    this.#keys.set(request.tag, key);
    const before = this.#posted.get(key) ?? 0;
    if (before > (this.#resends.get(key) ?? 0)) throw new Violation(`a second text for ${row.stage} to one person`);
  }

  /** The carrier took it, or may have: nobody could tell. */
  mayBeTaken({ tag }: SmsRequest): void {
    this.#maybeTaken.add(tag);
    const key = this.#keys.get(tag) ?? '';
    this.#posted.set(key, (this.#posted.get(key) ?? 0) + 1);
  }

  /** A person wants it once more, knowing what became of it. */
  resent(row: StoredMessage): void {
    this.#resends.set(keyOf(row), (this.#resends.get(keyOf(row)) ?? 0) + 1);
  }

  /** At any time: every text at the carrier has its row, and no row claims what is not its own. */
  checkRows(carrier: SimulatedCarrier, rows: readonly StoredMessage[]): void {
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { request } of carrier.taken) {
      const row = byId.get(request.tag);
      if (row === undefined) throw new Violation('a text at the carrier has no row');
      const isKnown = row.acceptedAt !== undefined || row.status === 'sending' || row.status === 'unconfirmed';
      if (!isKnown) throw new Violation(`a text at the carrier is ${row.status} here`);
    }
    const claimed = new Map<string, StoredMessage>();
    for (const row of rows) {
      if (row.carrierMessageId === undefined) continue;
      if (claimed.has(row.carrierMessageId)) throw new Violation('two rows claim one text at the carrier');
      claimed.set(row.carrierMessageId, row);
      const text = carrier.taken.find(({ id }) => id === row.carrierMessageId);
      if (text === undefined) throw new Violation('a row claims a text that the carrier never took');
      // Of texts to one person that look alike to the list, either may be given the other's row.
      if (text.request.to !== row.phone || text.request.text.length !== row.text.length)
        throw new Violation('a row claims the text of another');
    }
  }

  /** When all is calm: nothing waits without saying for what. */
  checkAccountedFor(rows: readonly StoredMessage[]): void {
    for (const row of rows) {
      switch (row.status) {
        case 'ready':
        case 'sending':
          throw new Violation(`a text is left ${row.status}`);
        case 'held':
          if (row.code === undefined) throw new Violation('a text is held without a reason');
          break;
        case 'unconfirmed':
          if (row.needsPerson === undefined) throw new Violation('a text stays unconfirmed, and no person is asked');
          break;
        default:
          if (row.code === undefined) throw new Violation(`a text is ${row.status} without a reason`);
      }
    }
  }
}

function keyOf({ stage, cause, occurrence, phone, text }: StoredMessage): string {
  return [stage, cause, occurrence.replace(/-resend-.*$/, ''), phone, text].join('|');
}
