import { randomUUID } from 'node:crypto';
import { type Clock, durations } from '../clock';
import type { TestSendResult } from '../contract/carrierSettings';
import { TEST_MARK } from '../contract/testMark';
import { type E164, maskPhone, readPhone } from '../incident/phone';
import { countSegments } from '../intake/considerIncident';
import type { RecordStore } from '../intake/records';
import type { SendingGate } from '../outbox/outboxWorker';
import type { SendOutcome, SmsCarrier } from '../outbox/smsCarrier';
import { numberBlock } from '../rules/numberFacts';
import type { TestReceipts } from './testReceipts';

export interface TestTextDeps {
  readonly store: RecordStore;
  readonly carrier: SmsCarrier | undefined;
  readonly agencyName: () => string;
  /** Stop-all and a damaged store hold for a test too; watch-only does not, which is about calls. */
  readonly gate: () => SendingGate;
  readonly receipts: TestReceipts;
  readonly clock: Clock;
  readonly onCommitted: () => void;
}

export interface TestOrder {
  readonly identity: string;
  readonly number: string;
  readonly reason: string;
  /** A draft to be looked at on a phone, in place of the fixed text; it is marked as a test. */
  readonly draft?: { readonly text: string; readonly stage: string; readonly language: string } | undefined;
}

export type TestText = (order: TestOrder) => Promise<TestSendResult | { readonly conflict: string }>;

const USEFUL_MS = 2 * durations.MINUTE;
const BETWEEN_TESTS_MS = durations.MINUTE;

/** A fixed text of one segment: it can say nothing of any call. */
export function testTextOf(agencyName: string): string {
  const text = (name: string) => `${name}: this is a test of our text alerts. No reply is needed.`;
  let name = agencyName.trim();
  while (name.length > 0 && countSegments(text(name)) > 1) name = name.slice(0, -1).trimEnd();
  return text(name);
}

/**
 * Texts a number of the agency's own once, to try the carrier settings. Nobody suppressed is texted, nothing while sending
 * is closed, nothing a second time; the audit log says that it is about to leave before it does.
 */
export function testText(deps: TestTextDeps): TestText {
  const { store, carrier, clock } = deps;
  const lastTests = new Map<E164, number>();

  async function audit(order: { identity: string }, phone: E164, outcome: 'success' | 'failure', detail: Record<string, unknown>) {
    await store.transaction((records) =>
      records.audit({
        at: clock.now(),
        identity: order.identity,
        action: 'testText',
        subject: maskPhone(phone),
        outcome,
        detail,
      }),
    );
    deps.onCommitted();
  }

  async function whyNot(phone: E164, isDraft: boolean): Promise<string | undefined> {
    const gate = deps.gate();
    if (!gate.open) return gate.reason;
    const lastTest = lastTests.get(phone);
    if (lastTest !== undefined && clock.monotonicMs() - lastTest < BETWEEN_TESTS_MS) return 'A test went there a moment ago';
    return store.transaction(async (records) => {
      const facts = (await records.numberFacts([phone], clock.now())).get(phone);
      if (numberBlock(facts) !== undefined || facts?.reply !== undefined) return 'That number must not be texted';
      // Any words could be sent so, past every rule: never to somebody of a call.
      if (isDraft && (await records.incidentsWithNumber(phone, 0)).length > 0) {
        return 'That number is somebody’s of a call here: use a phone of your own';
      }
      // The carrier's list tells texts to one number apart by time and length only: a test must not pass for one of these.
      const open = (await records.openMessagesTo(phone)).length + (await records.unconfirmedTo(phone)).length;
      return open > 0 ? 'Texts to that number are waiting: try another one' : undefined;
    });
  }

  return async (order) => {
    const read = readPhone(order.number);
    if ('problem' in read) return { conflict: `That is not a textable US or Canadian number (${read.problem})` };
    const { phone } = read;
    const { draft, reason } = order;
    const about = draft === undefined ? {} : { template: draft.stage, language: draft.language };
    const refusal = carrier === undefined ? 'There are no carrier settings yet' : await whyNot(phone, draft !== undefined);
    if (carrier === undefined || refusal !== undefined) {
      await audit(order, phone, 'failure', { reason, ...about, because: refusal });
      return { conflict: refusal ?? '' };
    }
    // Taken before anything waits: two clicks are one test.
    lastTests.set(phone, clock.monotonicMs());
    await audit(order, phone, 'success', { reason, ...about, step: 'sending' });
    // A person may have stopped everything while that was written.
    const gate = deps.gate();
    if (!gate.open) return { conflict: gate.reason };
    const result = toResult(
      await carrier.send({
        to: phone,
        text: draft === undefined ? testTextOf(deps.agencyName()) : `${TEST_MARK}${draft.text}`,
        tag: `test-${randomUUID()}`,
        expiresAt: clock.now() + USEFUL_MS,
      }),
    );
    if (result.carrierMessageId !== null) deps.receipts.sent(result.carrierMessageId, phone);
    await audit(order, phone, result.outcome === 'accepted' ? 'success' : 'failure', {
      ...about,
      step: result.outcome,
      detail: result.detail,
    });
    return result;
  };
}

function toResult(outcome: SendOutcome): TestSendResult {
  switch (outcome.type) {
    case 'accepted':
      return { outcome: 'accepted', detail: 'The carrier took it. Look at the phone.', carrierMessageId: outcome.carrierMessageId };
    case 'unknown':
      return { outcome: 'unknown', detail: `${outcome.detail}. Look at the phone: it may have left.`, carrierMessageId: null };
    default:
      return { outcome: outcome.type, detail: outcome.detail, carrierMessageId: null };
  }
}
