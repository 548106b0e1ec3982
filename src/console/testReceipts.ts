import { type Clock, durations } from '../clock';
import type { TestReceipt } from '../contract/carrierSettings';
import type { E164 } from '../incident/phone';
import { receiptVerdict } from '../outbox/receiptPolicy';
import type { CarrierMessage, SmsCarrier } from '../outbox/smsCarrier';

const ASK_EVERY_MS = 3 * durations.SECOND;
const GIVE_UP_MS = 15 * durations.MINUTE;
const CLOCKS_APART_MS = 5 * durations.MINUTE;
const REMEMBERED = 20;

interface Sent {
  readonly to: E164;
  readonly at: number;
  askedMs: number | undefined;
  receipt: TestReceipt;
}

const ON_ITS_WAY = 'The carrier took it. Nothing is known yet of its arrival.';

/**
 * What became of test texts. They are no messages of the outbox: the carrier is asked while a person looks, and its
 * callbacks are listened to. Forgotten when Herald ends.
 */
export class TestReceipts {
  readonly #tests = new Map<string, Sent>();
  constructor(
    readonly carrier: Pick<SmsCarrier, 'list'> | undefined,
    readonly clock: Clock,
  ) {}

  sent(carrierMessageId: string, to: E164): void {
    const receipt: TestReceipt = { state: 'accepted', detail: ON_ITS_WAY, askedAt: null, final: false };
    this.#tests.set(carrierMessageId, { to, at: this.clock.now(), askedMs: undefined, receipt });
    for (const oldest of this.#tests.keys()) {
      if (this.#tests.size <= REMEMBERED) break;
      this.#tests.delete(oldest);
    }
  }

  /** The carrier tells of a text by itself. */
  heard(row: CarrierMessage): void {
    const sent = this.#tests.get(row.carrierMessageId);
    if (sent !== undefined && !sent.receipt.final) sent.receipt = receiptOf(row, sent.receipt.askedAt);
  }

  /** Undefined where no such test was sent since the start. */
  async look(carrierMessageId: string): Promise<TestReceipt | undefined> {
    const sent = this.#tests.get(carrierMessageId);
    if (sent === undefined || sent.receipt.final) return sent?.receipt;
    const now = this.clock.monotonicMs();
    if (this.carrier === undefined || (sent.askedMs !== undefined && now - sent.askedMs < ASK_EVERY_MS)) return sent.receipt;
    // Taken before anything waits: two consoles make one question.
    sent.askedMs = now;
    const { to, at } = sent;
    const listed = await this.carrier.list({
      ...{ to, carrierMessageId },
      ...{ fromAt: at - CLOCKS_APART_MS, toAt: at + durations.DAY },
    });
    const askedAt = this.clock.now();
    if (sent.receipt.final) return sent.receipt;
    const row = listed.type === 'listed' ? listed.messages.find((each) => each.carrierMessageId === carrierMessageId) : undefined;
    if (row !== undefined) sent.receipt = receiptOf(row, askedAt);
    else if (listed.type === 'failed')
      sent.receipt = { ...sent.receipt, detail: `It cannot be asked for now: ${listed.detail}`, askedAt };
    else sent.receipt = { ...sent.receipt, askedAt };
    if (!sent.receipt.final && askedAt - at > GIVE_UP_MS) {
      sent.receipt = { state: 'unknown', detail: 'The carrier took it and never said what became of it.', askedAt, final: true };
    }
    return sent.receipt;
  }
}

function receiptOf(row: CarrierMessage, askedAt: number | null): TestReceipt {
  const verdict = receiptVerdict(row);
  switch (verdict.type) {
    case 'notFinal':
      return {
        state: 'accepted',
        detail: verdict.onItsWay ? 'It has left for the phone’s own carrier.' : ON_ITS_WAY,
        ...{ askedAt, final: false },
      };
    case 'notAvailable':
      return { state: 'unknown', detail: 'The carrier cannot say whether it arrived.', askedAt, final: true };
    case 'final':
      return verdict.input.type === 'receipt delivered'
        ? { state: 'delivered', detail: 'The phone’s carrier says that it was delivered.', askedAt, final: true }
        : { state: 'undelivered', detail: verdict.failure?.say ?? 'The carrier did not deliver it.', askedAt, final: true };
  }
}
