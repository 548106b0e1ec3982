import type { Clock } from '../clock';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import { maskPhone, readPhone } from '../incident/phone';
import type { OutboxInput } from '../outbox/outboxState';
import type { Policy } from '../rules/ruleset';
import { cancelOpenTo } from './claims';
import { changeMessage, considerIncident, decideSkip, isOpen } from './considerIncident';
import type { RecordStore, Records, StoredMessage } from './records';
import { type Mode, readSituation } from './situation';
import { holdAllOpen, sweepOn } from './sweep';
import { lookAgain } from './truthChecks';

/** What became of a command: done, nothing by that id, or too late or impossible, with the state it is in. */
export type CommandResult = 'done' | 'notFound' | { readonly conflict: string; readonly state?: string };

export interface CommandsOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  /** Told at once, before the row is on disk, that nothing may leave any more; and when it may again. */
  readonly onStopped: (stopped: boolean) => void;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

interface Order {
  readonly identity: string;
  readonly reason: string;
}

/** What people tell the appliance to do. Every command leaves an audit entry, also one that came too late. */
export class Commands {
  readonly #options: CommandsOptions;
  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  stopAll(order: Order): Promise<CommandResult> {
    this.#options.onStopped(true);
    return this.#audited('stopAll', 'sending', order, async (records, now, touched) => {
      await records.saveSetting('stopped', { by: order.identity, reason: order.reason, at: now });
      await holdAllOpen(records, 'stopped', now, touched);
      return 'done';
    });
  }

  /** Ends stop-all and breakers. What they held goes through a new truth check. */
  async resume(order: Order): Promise<CommandResult> {
    const result = await this.#audited('resume', 'sending', order, async (records, now, touched) => {
      await records.saveSetting('stopped', null);
      await records.saveSetting('breaker', null);
      await records.saveSetting('resumedAt', now);
      const { policy, mode } = this.#options;
      // A stage’s own hold is over by now; quiet hours and gaps are looked at anew.
      await records.saveSetting('sweep', { kind: 'letGo', upTo: now });
      await sweepOn(records, policy(), mode, now, (id) => touched.add(id));
      return 'done';
    });
    this.#options.onStopped(false);
    this.#options.onCommitted([]);
    return result;
  }

  suppressNumber(order: Order & { readonly number: string }): Promise<CommandResult> {
    return this.#onNumber('suppressNumber', order, async (records, phone, now, touched) => {
      const isNew = await records.suppressNumber(phone, { reason: order.reason, source: 'person', by: order.identity, at: now });
      for (const message of await cancelOpenTo(records, phone, now, order.reason)) touched.add(message.incidentId);
      // Not done by this order, which whoever gave it must not take back with it.
      return isNew ? 'done' : { conflict: 'A person has said before that this number is not to be texted; that stands' };
    });
  }

  /** What a person decided, and what the carrier found. Who opted out stays so: `resubscribe` takes that back. */
  liftSuppression(order: Order & { readonly number: string }): Promise<CommandResult> {
    return this.#onNumber('liftSuppression', order, async ({ optOut }, phone) => {
      if ((await optOut.lift(phone, ['person', 'unreachable'])).length > 0) return 'done';
      if ((await optOut.suppressionsOf(phone)).length === 0) return 'notFound';
      return { conflict: 'They asked for no more texts themselves, and only `resubscribe` takes that back' };
    });
  }

  suppressIncident(order: Order & { readonly id: number }): Promise<CommandResult> {
    return this.#onIncident('suppressIncident', order, (incident, now) =>
      incident.suppressed !== undefined
        ? incident
        : { ...incident, suppressed: { by: order.identity, reason: order.reason, at: now } },
    );
  }

  /** Lifts what `suppressIncident` did, and nothing else: what excludes the incident by a rule still does. */
  unsuppressIncident(order: Order & { readonly id: number }): Promise<CommandResult> {
    return this.#onIncident('unsuppressIncident', order, (incident) =>
      incident.suppressed === undefined ? { conflict: 'Nobody suppressed it' } : { ...incident, suppressed: undefined },
    );
  }

  /** Lifts a person's suppression and every exclusion in force; the same matches do not exclude again, new ones do. */
  liftExclusion(order: Order & { readonly id: number }): Promise<CommandResult> {
    return this.#onIncident('liftExclusion', order, (incident, now) => ({
      ...incident,
      suppressed: undefined,
      exclusions: incident.exclusions.map((hit) =>
        hit.lifted === undefined ? { ...hit, lifted: { by: order.identity, reason: order.reason, at: now } } : hit,
      ),
    }));
  }

  hold(order: Order & { readonly id: string }): Promise<CommandResult> {
    return this.#onOpenMessage('hold', order, (records, message, now) =>
      changeMessage(records, message, { type: 'hold', reason: 'heldByPerson' }, now, {
        code: 'heldByPerson',
        detail: order.reason,
        notBefore: undefined,
        released: false,
      }),
    );
  }

  /**
   * Takes a person's hold back: the message waits for what it would wait for without it, and is looked at anew. `release`
   * passes over quiet hours, gaps and replies; this over nothing.
   */
  unhold(order: Order & { readonly id: string }): Promise<CommandResult> {
    return this.#onOpenMessage('unhold', order, async (records, message, now) => {
      if (message.code !== 'heldByPerson') return { conflict: 'No person holds it', state: message.status };
      const { policy, mode } = this.#options;
      const checked = await lookAgain(records, { ...message, released: false }, policy(), mode, now, { unheld: true });
      if (checked !== undefined && isOpen(checked)) return checked;
      return { conflict: 'It is no longer true, and will not be sent', state: checked?.status ?? 'held' };
    });
  }

  /** Lets one held message go, if it is still true. While everything is stopped it stays held. */
  release(order: Order & { readonly id: string }): Promise<CommandResult> {
    return this.#onOpenMessage('release', order, async (records, message, now) => {
      // Before anything is written: a message marked as released would leave with the next resume, whatever holds it.
      if ((await records.setting('stopped')) != null) return { conflict: STOPPED, state: message.status };
      const { policy, mode } = this.#options;
      const checked = await lookAgain(records, { ...message, released: true }, policy(), mode, now);
      if (checked?.status !== 'ready')
        return { conflict: 'It is no longer true, and will not be sent', state: checked?.status ?? 'held' };
      return checked;
    });
  }

  cancelMessage(order: Order & { readonly id: string }): Promise<CommandResult> {
    return this.#onOpenMessage('cancelMessage', order, async (records, message, now) => {
      await decideSkip(records, message, 'cancelledByPerson', order.reason, now);
      return changeMessage(records, message, { type: 'cancel', reason: 'cancelledByPerson' }, now, {
        code: 'cancelledByPerson',
        detail: order.reason,
      });
    });
  }

  /** Settles what is unconfirmed, by what a person found out. */
  settle(
    order: Order & {
      readonly id: string;
      readonly outcome: 'accepted' | 'notSent';
      readonly carrierMessageId?: string | undefined;
    },
  ): Promise<CommandResult> {
    return this.#audited('settle', order.id, order, async (records, now, touched) => {
      const message = await records.message(order.id);
      if (message === undefined) return 'notFound';
      const accepted = order.outcome === 'accepted';
      const { carrierMessageId } = order;
      if (carrierMessageId !== undefined && (await records.claimedCarrierIds([carrierMessageId])).has(carrierMessageId)) {
        return { conflict: 'Another text has that carrier message id already' };
      }
      const input: OutboxInput = { type: accepted ? 'person settled as accepted' : 'person settled as not sent' };
      const changed = await changeMessage(records, message, input, now, {
        code: 'settledByPerson',
        detail: order.reason,
        needsPerson: undefined,
        ...(accepted ? { carrierMessageId, acceptedAt: now, nextAskAt: carrierMessageId === undefined ? undefined : now } : {}),
      });
      if (changed === undefined) return tooLate(message);
      touched.add(message.incidentId);
      return 'done';
    });
  }

  /** A new occurrence of a text that is unconfirmed or was not delivered, if it is still true. */
  resend(order: Order & { readonly id: string }): Promise<CommandResult> {
    return this.#audited('resend', order.id, order, async (records, now, touched) => {
      const message = await records.message(order.id);
      if (message === undefined) return 'notFound';
      if (message.status !== 'unconfirmed' && message.status !== 'undelivered') return tooLate(message);
      if ((await records.setting('stopped')) != null) return { conflict: STOPPED, state: message.status };
      if (now >= message.expiresAt) return { conflict: 'Its useful time is over', state: message.status };
      const others = (await records.messagesOf(message.incidentId)).filter((m) => isSameText(m, message));
      const standing = others.find((m) => !FAILED.has(m.status));
      if (standing !== undefined)
        return { conflict: `It was sent again already: that is ${standing.status}`, state: standing.status };
      const occurrence = `${firstOccurrence(message)}-resend-${others.length + 1}`;
      const again: StoredMessage = {
        ...message,
        id: records.newMessageId({ ...message, occurrence, at: now }),
        occurrence,
        status: 'held',
        code: 'released',
        detail: undefined,
        createdAt: now,
        dueAt: now,
        notBefore: undefined,
        sendingAt: undefined,
        acceptedAt: undefined,
        endedAt: undefined,
        attempts: 0,
        carrierMessageId: undefined,
        asked: 0,
        polls: 0,
        nextAskAt: undefined,
        needsPerson: undefined,
        candidates: [],
        released: true,
        resent: true,
      };
      await records.addMessage(again);
      touched.add(message.incidentId);
      const { policy, mode } = this.#options;
      const checked = await lookAgain(records, again, policy(), mode, now);
      // The first one stays as it is: whether it was sent is still to be found out.
      if (checked?.status !== 'ready') {
        return { conflict: 'It is no longer true, and is not sent', state: checked?.status ?? 'held' };
      }
      if (message.status === 'unconfirmed') {
        await changeMessage(records, message, { type: 'person settled as not sent' }, now, {
          code: 'replacedByResend',
          needsPerson: undefined,
        });
      }
      return 'done';
    });
  }

  #onNumber(
    action: string,
    order: Order & { readonly number: string },
    work: (records: Records, phone: E164, now: number, touched: Set<number>) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    return this.#audited(action, maskPhone(order.number), order, async (records, now, touched) => {
      const read = readPhone(order.number);
      if ('problem' in read) return { conflict: `number: not a textable US or Canadian number (${read.problem})` };
      return work(records, read.phone, now, touched);
    });
  }

  #onIncident(
    action: string,
    order: Order & { readonly id: number },
    change: (incident: Incident, now: number) => Incident | { readonly conflict: string },
  ): Promise<CommandResult> {
    return this.#audited(action, String(order.id), order, async (records, now, touched) => {
      const stored = await records.incident(order.id);
      if (stored === undefined) return 'notFound';
      const incident = change(stored.incident, now);
      if ('conflict' in incident) return incident;
      const { policy, mode } = this.#options;
      const situation = await readSituation(records, policy(), mode, now);
      const considered = await considerIncident(records, { ...stored, incident }, situation);
      await records.saveIncident(considered.stored, now);
      touched.add(order.id);
      return 'done';
    });
  }

  #onOpenMessage(
    action: string,
    order: Order & { readonly id: string },
    work: (records: Records, message: StoredMessage, now: number) => Promise<StoredMessage | CommandResult | undefined>,
  ): Promise<CommandResult> {
    return this.#audited(action, order.id, order, async (records, now, touched) => {
      const message = await records.message(order.id);
      if (message === undefined) return 'notFound';
      if (!isOpen(message)) return tooLate(message);
      touched.add(message.incidentId);
      const result = await work(records, message, now);
      if (result === undefined) return tooLate(message);
      return typeof result === 'object' && 'conflict' in result ? result : 'done';
    });
  }

  async #audited(
    action: string,
    subject: string,
    order: Order,
    work: (records: Records, now: number, touched: Set<number>) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    const { store, clock, onCommitted } = this.#options;
    const { identity, reason } = order;
    const touched = new Set<number>();
    const now = clock.now();
    const result = await store.transaction(async (records) => {
      // Also what comes too late, which may have changed something before that showed.
      await records.addInput({ kind: 'command', name: action, order: { ...order } }, now);
      const outcome = await work(records, now, touched);
      const done = outcome === 'done';
      await records.audit({
        at: now,
        identity,
        action,
        subject,
        outcome: done ? 'success' : 'failure',
        detail: { reason, ...(done ? {} : { because: outcome === 'notFound' ? outcome : outcome.conflict }) },
      });
      return outcome;
    });
    onCommitted([...touched]);
    return result;
  }
}

const STOPPED = 'Sending is stopped: resume it first';
/** Ended without a text reaching anybody, as far as anybody can know. */
const FAILED: ReadonlySet<string> = new Set(['undelivered', 'expired', 'cancelled']);

/** Whether both are one text to one person: the first, or a resend of it. */
function isSameText(a: StoredMessage, b: StoredMessage): boolean {
  return a.id !== b.id && a.stage === b.stage && a.phone === b.phone && firstOccurrence(a) === firstOccurrence(b);
}

function firstOccurrence({ occurrence }: StoredMessage): string {
  return occurrence.replace(/-resend-.*$/, '');
}

function tooLate(message: StoredMessage): CommandResult {
  return { conflict: `Too late: it is ${message.status} already`, state: message.status };
}
