import { type E164, maskPhone, readPhone } from '../incident/phone';
import { cancelOpenTo } from './claims';
import type { CommandResult } from './commands';
import { answer, type InboundOptions, letGo, optOutNumber } from './inboundTexts';
import type { OptOutCommandName } from './input';
import type { SuppressionKind } from './optOutRecords';
import type { Records } from './records';

interface Order {
  readonly identity: string;
  readonly reason: string;
}

interface Doing {
  readonly records: Records;
  readonly now: number;
  readonly touched: Set<number>;
  readonly language: string | undefined;
}

/** What a person says that a reply means; `wrongPerson`: whoever has this phone has nothing to do with the call. */
export type ToldMeaning = 'optOut' | 'help' | 'nothing' | 'wrongPerson';

const HOW = { phone: 'by phone', desk: 'at the desk', text: 'by text' } as const;

/** What people say of opt-outs and replies. Every order leaves an audit entry, also one that came to nothing. */
export class OptOutCommands {
  readonly #options: InboundOptions;
  constructor(options: InboundOptions) {
    this.#options = options;
  }

  /** Somebody asked for no more texts. Only who asked by text gets the confirmation: the others have heard it. */
  record(order: Order & { readonly number: string; readonly how: 'phone' | 'desk' | 'text' }): Promise<CommandResult> {
    const { how, identity, reason } = order;
    return this.#onNumber('record', 'recordOptOut', order, { how }, async (doing, phone) => {
      const entry = { reason: `${HOW[how]}: ${reason}`, source: how, by: identity, at: doing.now };
      const outcome = await optOutNumber(this.#options, doing, phone, entry, how === 'text');
      return outcome === 'optedOutAlready' ? { conflict: 'That number has opted out already' } : 'done';
    });
  }

  /** Lifts an opt-out; what a person decided for other reasons stays. */
  resubscribe(order: Order & { readonly number: string }): Promise<CommandResult> {
    return this.#lift('resubscribe', order, 'optOut');
  }

  liftUnreachable(order: Order & { readonly number: string }): Promise<CommandResult> {
    return this.#lift('liftUnreachable', order, 'unreachable');
  }

  /** What a person decided; an opt-out of the number's own stays. */
  liftPerson(order: Order & { readonly number: string }): Promise<CommandResult> {
    return this.#lift('liftPerson', order, 'person');
  }

  /** A person has read a reply, or found out what it was. */
  resolve(order: Order & { readonly id: number; readonly meaning: ToldMeaning }): Promise<CommandResult> {
    const { id, meaning, identity, reason } = order;
    // A rehearsal has it under another id.
    const named = async (records: Records) => ({ carrierMessageId: (await records.optOut.inbound(id))?.carrierMessageId });
    const work = async (records: Records, now: number, touched: Set<number>): Promise<CommandResult> => {
      const inbound = await records.optOut.inbound(id);
      if (inbound === undefined) return 'notFound';
      if (!inbound.needsPerson) return { conflict: 'Nobody needs to see to that reply any more', state: inbound.outcome };
      const { phone } = inbound;
      const last = await records.optOut.lastTextTo(phone);
      const doing: Doing = { records, now, touched, language: last?.language };
      if (last !== undefined) touched.add(last.incidentId);
      const resolved = { by: identity, at: now, reason };
      // Of the number, not of what they want: that is kept with the number.
      const said = meaning === 'wrongPerson' ? 'nothing' : meaning;
      await records.optOut.saveInbound({
        ...inbound,
        meaning: said,
        outcome: 'byPerson',
        needsPerson: false,
        holds: false,
        resolved,
      });
      if (meaning === 'optOut') {
        await optOutNumber(this.#options, doing, phone, { reason: 'by text', source: 'text', by: identity, at: now }, true);
        return 'done';
      }
      if (meaning === 'wrongPerson') {
        await records.suppressNumber(phone, { reason: `Wrong number: ${reason}`, source: 'person', by: identity, at: now });
        for (const message of await cancelOpenTo(records, phone, now, reason)) touched.add(message.incidentId);
        return 'done';
      }
      if (meaning === 'help') await answer(this.#options, doing, 'help', phone);
      await letGo(this.#options, doing, phone);
      return 'done';
    };
    return this.#audited('resolve', 'resolveInbound', String(id), order, { meaning }, work, named);
  }

  #lift(
    name: 'resubscribe' | 'liftUnreachable' | 'liftPerson',
    order: Order & { readonly number: string },
    kind: SuppressionKind,
  ): Promise<CommandResult> {
    return this.#onNumber(name, name, order, {}, async ({ records }, phone) =>
      (await records.optOut.lift(phone, [kind])).length > 0 ? 'done' : 'notFound',
    );
  }

  #onNumber(
    name: OptOutCommandName,
    action: string,
    order: Order & { readonly number: string },
    detail: Readonly<Record<string, string>>,
    work: (doing: Doing, phone: E164) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    return this.#audited(name, action, maskPhone(order.number), order, detail, async (records, now, touched) => {
      const read = readPhone(order.number);
      if ('problem' in read) return { conflict: `number: not a textable US or Canadian number (${read.problem})` };
      const last = await records.optOut.lastTextTo(read.phone);
      return work({ records, now, touched, language: last?.language }, read.phone);
    });
  }

  async #audited(
    name: OptOutCommandName,
    action: string,
    subject: string,
    order: Order,
    detail: Readonly<Record<string, string>>,
    work: (records: Records, now: number, touched: Set<number>) => Promise<CommandResult>,
    named: (records: Records) => Promise<Readonly<Record<string, unknown>>> = async () => ({}),
  ): Promise<CommandResult> {
    const { store, clock, onCommitted } = this.#options;
    const { identity, reason } = order;
    const touched = new Set<number>();
    const now = clock.now();
    const result = await store.transaction(async (records) => {
      await records.addInput({ kind: 'optOutCommand', name, order: { ...order, ...(await named(records)) } }, now);
      const outcome = await work(records, now, touched);
      const because = outcome === 'done' ? undefined : outcome === 'notFound' ? outcome : outcome.conflict;
      await records.audit({
        at: now,
        identity,
        action,
        subject,
        outcome: because === undefined ? 'success' : 'failure',
        detail: { reason, ...detail, ...(because === undefined ? {} : { because }) },
      });
      return outcome;
    });
    onCommitted([...touched]);
    return result;
  }
}
