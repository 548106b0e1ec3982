import type { Frame } from '../../feed/frame';
import { HeraldError } from '../../heraldError';
import type { StoredSnapshot } from '../../incident/compareSnapshot';
import type { E164 } from '../../incident/phone';
import type { PolicyRecords } from '../../intake/policyRecords';
import type {
  IncidentName,
  NewEvent,
  Records,
  SeenFile,
  Settings,
  StoredCallerInfo,
  StoredDecision,
  StoredFrame,
  StoredIncident,
  StoredMessage,
} from '../../intake/records';
import { REPLY_ID } from '../../intake/replies';
import type { OutboxStatus } from '../../outbox/outboxState';
import type { NumberFacts } from '../../rules/numberFacts';
import type { Stage } from '../../rules/ruleset';
import type { DecidedRow } from '../outcomes';
import { append, MemoryMessages } from './memoryMessages';
import { MemoryOptOut } from './memoryOptOut';
import type { UndoLog } from './undoLog';

const DAY_MS = 86_400_000;

/**
 * `Records` in maps, for a rehearsal: what the rules look at and what became of it, and not how it came about. It answers
 * every question as the store does; what only consoles, audits and restarts ask for it does not keep.
 */
export class MemoryRecords implements Records {
  readonly optOut: MemoryOptOut;
  readonly incidents = new Map<number, StoredIncident>();
  readonly decisions = new Map<number, readonly (DecidedRow & { readonly seq: number })[]>();
  readonly messages: MemoryMessages;
  readonly #log: UndoLog;
  readonly #names = new Map<string, readonly number[]>();
  readonly #namesOf = new Map<number, readonly string[]>();
  readonly #snapshots = new Map<string, StoredSnapshot>();
  readonly #events = new Map<number, Set<string>>();
  readonly #units = new Map<string, ReadonlyMap<number, number | undefined>>();
  readonly #numbers = new Map<E164, ReadonlyMap<number, number>>();
  readonly #callerInfo = new Map<string, StoredCallerInfo & { readonly seq: number }>();
  readonly #callerInfoOf = new Map<E164, readonly string[]>();
  readonly #delays = new Map<number, number>();
  readonly #settings = new Map<string, unknown>();
  #frames = 0;
  #incidents = 0;
  #decided = 0;
  rejected = 0;

  constructor(log: UndoLog) {
    this.#log = log;
    this.messages = new MemoryMessages(log);
    this.optOut = new MemoryOptOut(log, this.messages);
  }

  get policies(): PolicyRecords {
    throw notKept();
  }

  async addInput(): Promise<void> {}
  async audit(): Promise<void> {}

  newMessageId({ incidentId, stage, phone, occurrence, at }: Parameters<Records['newMessageId']>[0]): string {
    return `${incidentId}|${stage}|${phone}|${occurrence}|${at}`;
  }

  newReplyId({ kind, phone, before, at }: Parameters<Records['newReplyId']>[0]): string {
    return `${REPLY_ID}${kind}|${phone}|${before}|${at}`;
  }

  contactKey(phone: E164): string {
    return `contact|${phone}`;
  }

  async addFrame(_frame: Frame): Promise<number> {
    this.#frames += 1;
    return this.#frames;
  }
  async frame(): Promise<StoredFrame | undefined> {
    return undefined;
  }
  async pendingFrames(): Promise<readonly number[]> {
    return [];
  }
  async frameDone(): Promise<void> {}
  async frameRejected(): Promise<void> {
    this.rejected += 1;
  }

  async newIncidentId(): Promise<number> {
    this.#incidents += 1;
    return this.#incidents;
  }

  async incident(id: number): Promise<StoredIncident | undefined> {
    return this.incidents.get(id);
  }

  async saveIncident(stored: StoredIncident): Promise<void> {
    const { id } = stored.incident;
    this.#log.set(this.incidents, id, stored);
    if (stored.delayDueAt === undefined) this.#log.delete(this.#delays, id);
    else this.#log.set(this.#delays, id, stored.delayDueAt);
  }

  async findIncidents(names: readonly IncidentName[]): Promise<readonly number[]> {
    const found = new Set<number>();
    for (const name of names) for (const id of this.#names.get(nameKey(name)) ?? []) found.add(id);
    return [...found].sort((a, b) => b - a).slice(0, 50);
  }

  async purgedIncident(): Promise<number | undefined> {
    return undefined;
  }

  async nameIncident(id: number, name: IncidentName): Promise<void> {
    const key = nameKey(name);
    if (this.#names.get(key)?.includes(id) === true) return;
    append(this.#log, this.#names, key, id);
    append(this.#log, this.#namesOf, id, key);
  }

  async mergeIncident(from: number, into: number): Promise<void> {
    const log = this.#log;
    this.messages.merge(from, into);
    for (const key of this.#namesOf.get(from) ?? []) {
      const ids = (this.#names.get(key) ?? []).filter((id) => id !== from && id !== into);
      log.set(this.#names, key, [...ids, into]);
      if (this.#namesOf.get(into)?.includes(key) !== true) append(log, this.#namesOf, into, key);
    }
    log.delete(this.#namesOf, from);
    for (const [key, snapshot] of this.#snapshots) {
      if (!key.startsWith(`${from}|`)) continue;
      const own = `${into}|${key.slice(key.indexOf('|') + 1)}`;
      if (!this.#snapshots.has(own)) log.set(this.#snapshots, own, snapshot);
      log.delete(this.#snapshots, key);
    }
    for (const places of [this.#units, this.#numbers] as Map<string, ReadonlyMap<number, unknown>>[]) {
      for (const [key, at] of places) {
        if (!at.has(from)) continue;
        const moved = new Map(at);
        if (!moved.has(into)) moved.set(into, moved.get(from));
        moved.delete(from);
        log.set(places, key, moved);
      }
    }
    const events = this.#eventsOf(into);
    for (const event of this.#events.get(from) ?? []) log.add(events, event);
    log.delete(this.#events, from);
    const decided = [...(this.decisions.get(into) ?? []), ...(this.decisions.get(from) ?? [])];
    log.set(
      this.decisions,
      into,
      decided.sort((a, b) => a.seq - b.seq),
    );
    log.delete(this.decisions, from);
    log.delete(this.incidents, from);
    log.delete(this.#delays, from);
  }

  async snapshot(incidentId: number, feedId: string): Promise<StoredSnapshot | undefined> {
    return this.#snapshots.get(`${incidentId}|${feedId}`);
  }

  async saveSnapshot(incidentId: number, feedId: string, snapshot: StoredSnapshot): Promise<void> {
    this.#log.set(this.#snapshots, `${incidentId}|${feedId}`, snapshot);
  }

  async addEvent(event: NewEvent): Promise<boolean> {
    const events = this.#eventsOf(event.incidentId);
    const words = wordsOf(event);
    if (events.has(words)) return false;
    this.#log.add(events, words);
    return true;
  }

  async hasEvent(event: NewEvent): Promise<boolean> {
    return this.#events.get(event.incidentId)?.has(wordsOf(event)) === true;
  }

  #eventsOf(incidentId: number): Set<string> {
    const known = this.#events.get(incidentId);
    if (known !== undefined) return known;
    const events = new Set<string>();
    this.#log.set(this.#events, incidentId, events);
    return events;
  }

  async unitElsewhere(unit: string, notIncidentId: number, since: number): Promise<readonly number[]> {
    const found: number[] = [];
    for (const [id, leftAt] of this.#units.get(unit) ?? []) {
      if (id !== notIncidentId && (leftAt === undefined || leftAt >= since)) found.push(id);
    }
    return found.sort((a, b) => b - a).slice(0, 20);
  }

  async saveUnit(unit: string, incidentId: number, leftAt: number | undefined): Promise<void> {
    const places = new Map(this.#units.get(unit)).set(incidentId, leftAt);
    this.#log.set(this.#units, unit, places);
  }

  async delaysDue(now: number, limit: number): Promise<readonly number[]> {
    const due = [...this.#delays].filter(([, at]) => at <= now);
    return due
      .sort(([a, first], [b, second]) => first - second || a - b)
      .slice(0, limit)
      .map(([id]) => id);
  }

  async addCallerInfo(info: StoredCallerInfo): Promise<void> {
    const { receivedAt: _heard, ...words } = info;
    const key = JSON.stringify(words);
    const seq = this.#callerInfo.get(key)?.seq ?? this.#callerInfo.size + 1;
    this.#log.set(this.#callerInfo, key, { ...info, seq });
    for (const phone of [...(info.callback === undefined ? [] : [info.callback]), ...info.pseudoNumbers]) {
      if (this.#callerInfoOf.get(phone)?.includes(key) !== true) append(this.#log, this.#callerInfoOf, phone, key);
    }
  }

  async callerInfoOf(phone: E164, since: number): Promise<readonly StoredCallerInfo[]> {
    const found = (this.#callerInfoOf.get(phone) ?? []).flatMap((key) => this.#callerInfo.get(key) ?? []);
    return found
      .filter(({ receivedAt }) => receivedAt >= since)
      .sort((a, b) => b.receivedAt - a.receivedAt || b.seq - a.seq)
      .slice(0, 50)
      .map(({ seq: _seq, ...info }) => info);
  }

  async saveContactNumber(phone: E164, incidentId: number, seenAt: number): Promise<void> {
    this.#log.set(this.#numbers, phone, new Map(this.#numbers.get(phone)).set(incidentId, seenAt));
  }

  async incidentsWithNumber(phone: E164, since: number): Promise<readonly number[]> {
    const found = [...(this.#numbers.get(phone) ?? [])].filter(([, seenAt]) => seenAt >= since);
    return found
      .map(([id]) => id)
      .sort((a, b) => b - a)
      .slice(0, 20);
  }

  async addDecision({ incidentId, stage, occurrence, outcome, code, at, ...rest }: StoredDecision): Promise<void> {
    this.#decided += 1;
    const { cause = null, role = null, detail = null, rule = null } = rest;
    const row = { seq: this.#decided, stage, occurrence, outcome, code, at, cause, role, detail, rule };
    append(this.#log, this.decisions, incidentId, row);
  }

  async message(id: string): Promise<StoredMessage | undefined> {
    return this.messages.get(id);
  }
  async messagesOf(incidentId: number): Promise<readonly StoredMessage[]> {
    return this.messages.ofIncident(incidentId);
  }
  messageFactsOf(incidentId: number): Promise<readonly StoredMessage[]> {
    return this.messagesOf(incidentId);
  }
  async messagesLeft(stage: Stage, from: number, to: number): Promise<readonly StoredMessage[]> {
    const left = this.messages.every().filter((message) => {
      const { sendingAt } = message;
      return message.stage === stage && sendingAt !== undefined && sendingAt >= from && sendingAt < to;
    });
    return left.sort((a, b) => (a.sendingAt ?? 0) - (b.sendingAt ?? 0));
  }
  async addMessage(message: StoredMessage): Promise<boolean> {
    return this.messages.add(message);
  }
  async saveMessage(message: StoredMessage): Promise<void> {
    this.messages.save(message);
  }

  async endedUnderHold(id: string): Promise<boolean> {
    return this.messages.endedUnderHold(id);
  }

  async heldDue(now: number, limit: number): Promise<readonly StoredMessage[]> {
    const due = ({ status, notBefore }: StoredMessage) => status === 'held' && notBefore !== undefined && notBefore <= now;
    return this.messages.active(due, ({ notBefore }) => notBefore).slice(0, limit);
  }
  async expiredOpen(now: number, limit: number): Promise<readonly StoredMessage[]> {
    return this.messages
      .active(
        (message) => isOpen(message) && message.expiresAt <= now,
        ({ expiresAt }) => expiresAt,
      )
      .slice(0, limit);
  }
  async readyDue(now: number, limit: number): Promise<readonly StoredMessage[]> {
    const due = ({ status, notBefore, expiresAt }: StoredMessage) =>
      status === 'ready' && expiresAt > now && (notBefore ?? now) <= now;
    const found = this.messages.active(due, ({ createdAt }) => createdAt);
    return found.sort((a, b) => a.dueAt - b.dueAt).slice(0, limit);
  }
  async heldWith(codes: readonly string[], createdUpTo: number, limit: number): Promise<readonly StoredMessage[]> {
    const held = ({ status, code = '', createdAt }: StoredMessage) =>
      status === 'held' && codes.includes(code) && createdAt <= createdUpTo;
    return this.messages.active(held, ({ dueAt }) => dueAt).slice(0, limit);
  }
  async openByItself(limit: number): Promise<readonly StoredMessage[]> {
    const ready = this.messages.active(
      ({ status }) => status === 'ready',
      ({ dueAt }) => dueAt,
    );
    const untilATime = ({ status, notBefore }: StoredMessage) => status === 'held' && notBefore !== undefined;
    const held = this.messages.active(untilATime, ({ notBefore }) => notBefore);
    return [...ready, ...held].slice(0, limit);
  }
  async openMessagesTo(phone: E164): Promise<readonly StoredMessage[]> {
    return this.messages.to(phone).filter(isOpen);
  }
  async unconfirmedTo(phone: E164): Promise<readonly StoredMessage[]> {
    return this.messages.to(phone).filter(({ status }) => status === 'unconfirmed');
  }
  async withStatus(status: OutboxStatus, limit: number): Promise<readonly StoredMessage[]> {
    const found = this.messages.every().filter((message) => message.status === status);
    return found.sort((a, b) => a.createdAt - b.createdAt).slice(0, limit);
  }
  async askDue(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredMessage[]> {
    const due = (message: StoredMessage) => message.status === status && (message.nextAskAt ?? now + 1) <= now;
    return this.messages.active(due, ({ nextAskAt }) => nextAskAt).slice(0, limit);
  }
  async askSooner(status: 'unconfirmed' | 'accepted', latest: number, at: number): Promise<void> {
    const later = (message: StoredMessage) => message.status === status && (message.nextAskAt ?? latest) > latest;
    for (const message of this.messages.active(later)) this.messages.save({ ...message, nextAskAt: at });
  }
  async claimedCarrierIds(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.messages.isClaimed(id) || this.optOut.isClaimed(id)));
  }

  async numberFacts(phones: readonly E164[], now: number): Promise<ReadonlyMap<E164, NumberFacts>> {
    const facts = new Map<E164, NumberFacts>();
    for (const phone of phones) {
      if (facts.has(phone)) continue;
      let textsLastDay = 0;
      let lastTextAt: number | undefined;
      for (const { sendingAt, status, acceptedAt } of this.messages.to(phone)) {
        if (sendingAt === undefined || sendingAt <= now - DAY_MS) continue;
        if (status !== 'sending' && status !== 'unconfirmed' && acceptedAt === undefined) continue;
        textsLastDay += 1;
        lastTextAt = Math.max(lastTextAt ?? sendingAt, sendingAt);
      }
      facts.set(phone, { ...this.optOut.blocks(phone), textsLastDay, lastTextAt });
    }
    return facts;
  }

  async cameDueSince(at: number, atMost: number): Promise<number> {
    return Math.min(atMost, this.messages.cameDueSince(at));
  }

  async nextDutyAt(): Promise<number | undefined> {
    if ((await this.setting('sweep')) != null) return 0;
    let earliest = this.messages.earliest((message) =>
      isOpen(message)
        ? Math.min(
            message.expiresAt,
            message.status === 'held' ? (message.notBefore ?? Number.POSITIVE_INFINITY) : message.expiresAt,
          )
        : undefined,
    );
    for (const at of this.#delays.values()) if (earliest === undefined || at < earliest) earliest = at;
    return earliest;
  }

  async nextOutboxAt(): Promise<number | undefined> {
    return this.messages.earliest(({ status, notBefore, dueAt, nextAskAt }) =>
      status === 'ready' ? (notBefore ?? dueAt) : status === 'unconfirmed' || status === 'accepted' ? nextAskAt : undefined,
    );
  }

  async seenFiles(): Promise<readonly SeenFile[]> {
    throw notKept();
  }
  async saveSeenFiles(): Promise<void> {
    throw notKept();
  }
  async forgetSeenFiles(): Promise<void> {
    throw notKept();
  }

  async suppressNumber(phone: E164, entry: Parameters<Records['suppressNumber']>[1]): Promise<boolean> {
    const kind = entry.source === 'person' ? 'person' : entry.by === 'unreachable' ? 'unreachable' : 'optOut';
    return await this.optOut.suppress(phone, kind, entry);
  }

  async setting<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined> {
    return this.#settings.get(key) as Settings[K] | undefined;
  }
  async saveSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    this.#log.set(this.#settings, key, value);
  }
}

function isOpen({ status }: StoredMessage): boolean {
  return status === 'held' || status === 'ready';
}

function nameKey({ kind, name }: IncidentName): string {
  return `${kind}|${name}`;
}

function wordsOf({ event, repeatable, frameId }: NewEvent): string {
  const words = JSON.stringify(event);
  return repeatable ? words : `${frameId}|${words}`;
}

/** A rehearsal reads no directories and puts nothing in force. */
function notKept(): HeraldError {
  return new HeraldError('rehearsal.notKept', 'A rehearsal does not keep that');
}
