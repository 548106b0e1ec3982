import { durations } from '../clock';
import type { InboundView, NumberFactsView, SuppressionView } from '../contract/optOut';
import { maskPhone, readPhone } from '../incident/phone';
import type { CommandResult } from '../intake/commands';
import { inboundSentence } from '../intake/inboundOutcomes';
import type { OptOutCommands, ToldMeaning } from '../intake/optOutCommands';
import type { StoredInbound, Suppression, SuppressionKind } from '../intake/optOutRecords';
import type { RecordStore } from '../intake/records';
import { numberBlock } from '../rules/numberFacts';
import { phoneReason, sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import type { OptOutQueries } from '../store/optOutQueries';
import type { Caller, Page, Paging } from './backend';
import { numberOf } from './incidentView';
import { ListedSuppressions } from './listedSuppressions';
import { numberMeant } from './maskedNumber';
import { badInput } from './requestErrors';

/** What the areas `optOut` and `numbers` of the contract are made of. */
export interface OptOutConsole {
  inbound(query: Paging & { readonly only: 'needsPerson' | 'all' }): Promise<Page<InboundView>>;
  resolveInbound(caller: Caller, input: { id: number; meaning: ToldMeaning; reason: string }): Promise<CommandResult>;
  suppressions(query: Paging & { readonly kind?: SuppressionKind | undefined }): Promise<Page<SuppressionView>>;
  recordOptOut(caller: Caller, input: AboutNumber & { how: 'phone' | 'desk' | 'text' }): Promise<CommandResult>;
  resubscribe(caller: Caller, input: AboutNumber): Promise<CommandResult>;
  liftUnreachable(caller: Caller, input: AboutNumber): Promise<CommandResult>;
  liftPerson(caller: Caller, input: AboutNumber): Promise<CommandResult>;
  lift(caller: Caller, input: { id: string; reason: string }): Promise<CommandResult>;
  putBack(caller: Caller, input: { id: string; reason: string }): Promise<CommandResult>;
  checkNumber(asked: Omit<AboutNumber, 'reason'>): Promise<NumberFactsView>;
}

/** A number that a person names; masked, it is a contact's of the incident. */
export interface AboutNumber {
  readonly number: string;
  readonly incidentId?: number | undefined;
  readonly reason: string;
}

interface OptOutDeps {
  readonly store: RecordStore;
  readonly queries: OptOutQueries;
  readonly commands: OptOutCommands;
  readonly suppress: (order: { identity: string; number: string; reason: string }) => Promise<CommandResult>;
  readonly policy: () => Policy;
  readonly now: () => number;
}

/** Opt-outs, replies and numbers behind the contract. Numbers leave masked. */
export class OptOutBackend implements OptOutConsole {
  readonly #deps: OptOutDeps;
  readonly #listed: ListedSuppressions;
  constructor(deps: OptOutDeps) {
    this.#deps = deps;
    this.#listed = new ListedSuppressions({
      find: (id) => deps.queries.suppression(id),
      liftPerson: this.liftPerson,
      resubscribe: this.resubscribe,
      liftUnreachable: this.liftUnreachable,
      suppress: ({ identity }, { number, reason }) => deps.suppress({ identity, number, reason }),
      recordOptOut: this.recordOptOut,
      now: deps.now,
    });
  }

  async inbound({ next, limit, only }: Paging & { only: 'needsPerson' | 'all' }): Promise<Page<InboundView>> {
    const { queries, policy } = this.#deps;
    const found = await queries.inbound({ next: cursor(next), limit, needsPerson: only === 'needsPerson' });
    const incidents = await queries.incidentsOf(found.items.map(({ phone }) => phone));
    const items = found.items.map((inbound) => {
      const incident = incidents.get(inbound.phone);
      return inboundView(inbound, incident === undefined ? null : numberOf(incident, policy()));
    });
    return { items, next: found.next === undefined ? null : String(found.next) };
  }

  resolveInbound = ({ identity }: Caller, input: { id: number; meaning: ToldMeaning; reason: string }): Promise<CommandResult> =>
    this.#deps.commands.resolve({ identity, ...input });

  async suppressions({ next, limit, kind }: Paging & { kind?: SuppressionKind | undefined }): Promise<Page<SuppressionView>> {
    const found = await this.#deps.queries.suppressions({ next: cursor(next), limit, kind });
    const items = found.items.map(({ phone, ...listed }) => suppressionView(listed.id, phone, listed));
    return { items, next: found.next === undefined ? null : String(found.next) };
  }

  recordOptOut = ({ identity }: Caller, { how, ...about }: AboutNumber & { how: 'phone' | 'desk' | 'text' }) =>
    this.#onNumber(identity, about, (order) => this.#deps.commands.record({ ...order, how }));
  resubscribe = ({ identity }: Caller, about: AboutNumber) =>
    this.#onNumber(identity, about, (order) => this.#deps.commands.resubscribe(order));
  liftUnreachable = ({ identity }: Caller, about: AboutNumber) =>
    this.#onNumber(identity, about, (order) => this.#deps.commands.liftUnreachable(order));
  liftPerson = ({ identity }: Caller, about: AboutNumber) =>
    this.#onNumber(identity, about, (order) => this.#deps.commands.liftPerson(order));
  lift = (caller: Caller, input: { id: string; reason: string }) => this.#listed.lift(caller, input);
  putBack = (caller: Caller, input: { id: string; reason: string }) => this.#listed.putBack(caller, input);

  async #onNumber(
    identity: string,
    about: AboutNumber,
    order: (order: { identity: string; number: string; reason: string }) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    const number = await numberMeant(this.#deps.store, about);
    return onTextable(number, order({ identity, number, reason: about.reason }));
  }

  async checkNumber(asked: Omit<AboutNumber, 'reason'>): Promise<NumberFactsView> {
    const number = await numberMeant(this.#deps.store, asked);
    const read = readPhone(number);
    if ('problem' in read) {
      return {
        number: maskPhone(number.replace(/\D/g, '')),
        valid: false,
        problem: sentence(phoneReason(read.problem)),
        line: { type: 'unknown', source: null, at: null },
        texted: false,
        suppressions: [],
        waitsForPerson: false,
        textsLastDay: 0,
        lastTextAt: null,
      };
    }
    const { phone } = read;
    const now = this.#deps.now();
    return this.#deps.store.transaction(async (records): Promise<NumberFactsView> => {
      const facts = (await records.numberFacts([phone], now)).get(phone);
      const lookup = await records.optOut.lookup(phone);
      const ali = (await records.callerInfoOf(phone, now - 30 * durations.DAY)).find(
        ({ callback, lineType }) => callback === phone && lineType !== 'unknown',
      );
      const suppressions = await records.optOut.suppressionsOf(phone);
      const last = await records.optOut.lastTextTo(phone);
      const line: NumberFactsView['line'] =
        lookup !== undefined && lookup.line !== 'unknown'
          ? { type: lookup.line, source: 'lookup', at: lookup.at }
          : ali !== undefined
            ? { type: ali.lineType, source: 'ali', at: ali.receivedAt }
            : { type: 'unknown', source: lookup === undefined ? null : 'lookup', at: lookup?.at ?? null };
      const waits = facts?.reply !== undefined;
      return {
        number: maskPhone(phone),
        valid: true,
        problem: null,
        line,
        texted: numberBlock(facts) === undefined && line.type !== 'landline' && !waits,
        suppressions: suppressions.map((entry) =>
          suppressionView(this.#deps.queries.suppressionId(phone, entry.kind), phone, entry),
        ),
        waitsForPerson: waits,
        textsLastDay: facts?.textsLastDay ?? 0,
        lastTextAt: last?.at ?? null,
      };
    });
  }
}

function inboundView(inbound: StoredInbound, incident: string | null): InboundView {
  return {
    id: inbound.id,
    receivedAt: inbound.receivedAt,
    number: maskPhone(inbound.phone),
    text: inbound.text ?? null,
    characters: inbound.characters ?? null,
    meaning: inbound.meaning,
    suggested: inbound.needsPerson ? (inbound.suggested ?? null) : null,
    needsPerson: inbound.needsPerson,
    holdsTexts: inbound.holds,
    sentence: inboundSentence(inbound.outcome),
    incident,
    resolved: inbound.resolved ?? null,
  };
}

const SOURCES: Readonly<Record<Suppression['source'], string>> = {
  person: 'decided by a person',
  carrier: 'told by the carrier',
  text: 'asked by text',
  phone: 'asked by phone',
  desk: 'asked at the desk',
};

function suppressionView(
  id: string,
  phone: string,
  { kind, source, reason, by, at }: Suppression & { readonly kind: SuppressionKind },
): SuppressionView {
  return { id, number: maskPhone(phone), kind, source: SOURCES[source], reason, by, at };
}

/** The command has come first, so that an order nobody can follow is on record too. */
async function onTextable(number: string, ordered: Promise<CommandResult>): Promise<CommandResult> {
  const outcome = await ordered;
  const read = readPhone(number);
  if ('problem' in read) throw badInput('number', `not a textable US or Canadian number (${read.problem})`);
  return outcome;
}

function cursor(next: string | undefined): number | undefined {
  if (next === undefined) return undefined;
  if (!/^\d{1,15}$/.test(next)) throw badInput('next', 'must be what an earlier page gave');
  return Number(next);
}
