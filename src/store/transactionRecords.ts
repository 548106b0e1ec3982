import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { callSource } from '../callSource';
import { durations } from '../clock';
import type { StoredSnapshot } from '../incident/compareSnapshot';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import type { Input } from '../intake/input';
import type { PolicyRecords } from '../intake/policyRecords';
import type {
  AuditRecord,
  IncidentName,
  MessageFacts,
  NewEvent,
  Records,
  SeenFile,
  Settings,
  StoredCallerInfo,
  StoredDecision,
  StoredFrame,
  StoredIncident,
  StoredMessage,
} from '../intake/records';
import { REPLY_ID } from '../intake/replies';
import type { OutboxStatus } from '../outbox/outboxState';
import type { NumberFacts } from '../rules/numberFacts';
import type { Stage } from '../rules/ruleset';
import type { ChainTrail } from './auditChain';
import { sealDetail } from './auditDetail';
import { purgedNameKey } from './care/purgeRows';
import type { IncidentCache } from './incidentCache';
import { addInput } from './inputTable';
import { fromMessageRow, toMessageRow } from './messageRow';
import { backwards } from './numberSearch';
import type { PassedOver } from './passedOver';
import type { Personal } from './personal';
import { PolicyTables } from './policyTables';
import type { MessageRow, Schema } from './schema';
import * as hot from './statements';
import { StoredOptOut } from './storedOptOut';
import type { Turn } from './turn';

/** `Records` over one transaction's connection. Personal columns pass through `personal` here, and nowhere else. */
export class TransactionRecords implements Records {
  readonly optOut: StoredOptOut;

  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
    private readonly cache: IncidentCache,
    private readonly turn: Turn,
    private readonly trail: ChainTrail,
    private readonly passedOver: PassedOver,
  ) {
    this.optOut = new StoredOptOut(db, personal);
  }

  get policies(): PolicyRecords {
    return new PolicyTables(this.db, this.personal, this.turn, () => this.cache.forgetAll());
  }

  addInput(input: Input, at: number): Promise<void> {
    return addInput(this.db, this.personal, input, at);
  }

  newMessageId({ incidentId, stage, phone, occurrence, at }: Parameters<Records['newMessageId']>[0]): string {
    return this.personal.lookupKey('message', `${incidentId}|${stage}|${phone}|${occurrence}|${at}`);
  }

  newReplyId({ kind, phone, before, at }: Parameters<Records['newReplyId']>[0]): string {
    return `${REPLY_ID}${this.personal.lookupKey('reply', `${kind}|${phone}|${before}|${at}`)}`;
  }

  async addFrame(frame: Parameters<Records['addFrame']>[0]): Promise<number> {
    const { feedId, receivedAt, bytes } = frame;
    const sealed = this.personal.sealBytes(bytes, 'frame.bytes');
    const { insertId } = await hot.insertFrame(this.db, { feedId, receivedAt, bytes: sealed, byteCount: bytes.byteLength });
    await hot.countFrame(this.db, { feedId, receivedAt });
    return Number(insertId);
  }

  async frame(id: number): Promise<StoredFrame | undefined> {
    const row = await this.db.selectFrom('frame').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return undefined;
    const { feedId, receivedAt, state } = row;
    return { id, feedId, receivedAt, state, bytes: this.personal.openBytes(row.bytes, 'frame.bytes') };
  }

  async pendingFrames(): Promise<readonly number[]> {
    const pending = this.db.selectFrom('frame').select('id').where('state', '=', 'pending').where('state', '<>', sql.lit('done'));
    return (await pending.orderBy('id').execute()).map(({ id }) => id);
  }

  async frameDone(id: number): Promise<void> {
    await hot.frameDone(this.db, { id });
  }

  async frameRejected(id: number, fault: Parameters<Records['frameRejected']>[1]): Promise<void> {
    const { code, message, field = null, byte = null } = fault;
    await this.db
      .updateTable('frame')
      .set({ state: 'rejected', code, reason: this.personal.sealText(message, 'frame.reason'), field, byte })
      .where('id', '=', id)
      .execute();
  }

  async newIncidentId(): Promise<number> {
    const { rows } = await hot.insertIncident(this.db, { state: new Uint8Array([0]), at: 0 });
    return (rows[0] as { id: number }).id;
  }

  async incident(id: number): Promise<StoredIncident | undefined> {
    const known = this.cache.get(id);
    if (known !== undefined) return known;
    const { rows } = await hot.incidentById(this.db, { id });
    const row = rows[0];
    if (row === undefined || row.state.byteLength <= 1) return undefined;
    const stored: StoredIncident = {
      incident: JSON.parse(this.personal.open(row.state, 'incident.state')) as Incident,
      lastDecisions: JSON.parse(this.personal.open(row.lastDecisions, 'incident.lastDecisions')) as Record<string, string>,
      delayDueAt: row.delayDueAt ?? undefined,
    };
    this.cache.read(id, stored);
    return stored;
  }

  async saveIncident(stored: StoredIncident, updatedAt: number): Promise<void> {
    const { incident, lastDecisions, delayDueAt } = stored;
    await hot.saveIncident(this.db, {
      id: incident.id,
      state: this.personal.seal(JSON.stringify(incident), 'incident.state'),
      lastDecisions: this.personal.seal(JSON.stringify(lastDecisions), 'incident.lastDecisions'),
      open: incident.closedAt === undefined && incident.cancelledAt === undefined ? 1 : 0,
      createdAt: incident.createdAt,
      updatedAt,
      delayDueAt: delayDueAt ?? null,
    });
    this.cache.write(incident.id, stored);
  }

  async findIncidents(names: readonly IncidentName[]): Promise<readonly number[]> {
    if (names.length === 0) return [];
    const rows = await this.db
      .selectFrom('incidentName')
      .select('incidentId')
      .distinct()
      .where((eb) => eb.or(names.map(({ kind, name }) => eb.and([eb('name', '=', name), eb('kind', '=', kind)]))))
      .orderBy('incidentId', 'desc')
      .limit(50)
      .execute();
    return rows.map((row) => row.incidentId);
  }

  async purgedIncident(names: readonly IncidentName[]): Promise<number | undefined> {
    if (names.length === 0) return undefined;
    const keys = names.map(({ kind, name }) => purgedNameKey(this.personal, kind, name));
    const found = this.db.selectFrom('purgedName').select('lastChangeAt').where('name', 'in', keys);
    return (await found.orderBy('lastChangeAt', 'desc').executeTakeFirst())?.lastChangeAt;
  }

  async nameIncident(id: number, { kind, name }: IncidentName): Promise<void> {
    await hot.nameIncident(this.db, { incidentId: id, kind, name, backwards: backwards(name) });
  }

  async mergeIncident(from: number, into: number): Promise<void> {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(this.db);
    // What both have under one key stays with the older incident, but for a text that has left, or may have, which must be found
    // under the name by which the rules ask for it; the other text keeps an occurrence of its own.
    await run(sql`update message set occurrence = occurrence || '-of-' || ${into} where incidentId = ${into} and sendingAt is null
      and exists (select 1 from message other where other.incidentId = ${from} and other.stage = message.stage
      and other.recipient = message.recipient and other.occurrence = message.occurrence and other.sendingAt is not null)`);
    await run(sql`update message set occurrence = occurrence || '-of-' || ${from} where incidentId = ${from} and exists (
      select 1 from message other where other.incidentId = ${into} and other.stage = message.stage
      and other.recipient = message.recipient and other.occurrence = message.occurrence)`);
    for (const table of ['incidentName', 'snapshot', 'unitPlace', 'contactNumber', 'event', 'decision', 'message'] as const) {
      await run(sql`update or ignore ${sql.table(table)} set incidentId = ${into} where incidentId = ${from}`);
      if (table !== 'decision' && table !== 'message') await run(sql`delete from ${sql.table(table)} where incidentId = ${from}`);
    }
    await this.db.deleteFrom('incident').where('id', '=', from).execute();
    this.trail.joined(from, into);
    this.cache.forget(from);
  }

  async snapshot(incidentId: number, feedId: string): Promise<StoredSnapshot | undefined> {
    const { rows } = await hot.snapshotOf(this.db, { incidentId, feedId });
    return rows[0] === undefined ? undefined : (JSON.parse(this.personal.open(rows[0].state, 'snapshot.state')) as StoredSnapshot);
  }

  async saveSnapshot(incidentId: number, feedId: string, snapshot: StoredSnapshot): Promise<void> {
    await hot.saveSnapshot(this.db, { incidentId, feedId, state: this.personal.seal(JSON.stringify(snapshot), 'snapshot.state') });
  }

  async addEvent(added: NewEvent): Promise<boolean> {
    const { incidentId, feedId, frameId, receivedAt, event } = added;
    const body = JSON.stringify(event);
    const fingerprint = this.#fingerprintOf(body, added);
    const { numAffectedRows } = await hot.insertEvent(this.db, {
      incidentId,
      frameId: frameId ?? null,
      feedId,
      type: event.type,
      occurredAt: event.occurredAt,
      receivedAt,
      body: this.personal.seal(body, 'event.body'),
      fingerprint,
    });
    return Number(numAffectedRows ?? 0) > 0;
  }

  async hasEvent(asked: NewEvent): Promise<boolean> {
    const fingerprint = this.#fingerprintOf(JSON.stringify(asked.event), asked);
    const { rows } = await hot.eventByFingerprint(this.db, { incidentId: asked.incidentId, fingerprint });
    return rows.length > 0;
  }

  async unitElsewhere(unit: string, notIncidentId: number, since: number): Promise<readonly number[]> {
    const { rows } = await hot.unitElsewhere(this.db, { unit, notIncidentId, since });
    return rows.map((row) => row.incidentId);
  }

  async saveUnit(unit: string, incidentId: number, leftAt: number | undefined): Promise<void> {
    await hot.saveUnit(this.db, { unit, incidentId, leftAt: leftAt ?? null });
  }

  async delaysDue(now: number, limit: number): Promise<readonly number[]> {
    const { rows } = await hot.delaysDue(this.db, { now, limit });
    return rows.map((row) => row.id);
  }

  async addCallerInfo({ receivedAt, ...info }: StoredCallerInfo): Promise<void> {
    const body = JSON.stringify(info);
    const { rows } = await hot.saveCallerInfo(this.db, {
      feedId: info.feedId,
      receivedAt,
      body: this.personal.seal(body, 'callerInfo.body'),
      fingerprint: this.personal.lookupKey('callerInfo', body),
    });
    const { id } = rows[0] as { id: number };
    for (const phone of [...(info.callback === undefined ? [] : [info.callback]), ...info.pseudoNumbers]) {
      await hot.nameCallerInfo(this.db, { recipient: this.personal.lookupKey('phone', phone), callerInfoId: id });
    }
  }

  async callerInfoOf(phone: E164, since: number): Promise<readonly StoredCallerInfo[]> {
    const { rows } = await hot.callerInfoOf(this.db, { recipient: this.personal.lookupKey('phone', phone), since });
    return rows.map(({ body, receivedAt }) => ({
      ...(JSON.parse(this.personal.open(body, 'callerInfo.body')) as Omit<StoredCallerInfo, 'receivedAt'>),
      receivedAt,
    }));
  }

  async saveContactNumber(phone: E164, incidentId: number, seenAt: number): Promise<void> {
    const recipient = this.personal.lookupKey('phone', phone);
    const ending = this.personal.lookupKey('phoneEnding', phone.slice(-4));
    await hot.saveContactNumber(this.db, { recipient, incidentId, seenAt, ending });
  }

  async incidentsWithNumber(phone: E164, since: number): Promise<readonly number[]> {
    const { rows } = await hot.incidentsWithNumber(this.db, { recipient: this.personal.lookupKey('phone', phone), since });
    return rows.map((row) => row.incidentId);
  }

  async addDecision(decision: StoredDecision): Promise<void> {
    const { incidentId, stage, occurrence, outcome, code, at } = decision;
    const row = {
      incidentId,
      stage,
      occurrence,
      outcome,
      code,
      at,
      cause: decision.cause ?? null,
      role: decision.role ?? null,
      detail: decision.detail === undefined ? null : this.personal.sealText(decision.detail, 'decision.detail'),
      rule: decision.rule ?? null,
      until: decision.until ?? null,
      policyVersion: this.turn.policyVersion ?? null,
    };
    const { insertId } = await hot.insertDecision(this.db, row);
    this.trail.decision(Number(insertId), { ...row, detail: decision.detail ?? null });
    await this.trail.spill(this.db);
  }

  async message(id: string): Promise<StoredMessage | undefined> {
    const { rows } = await hot.messageById(this.db, { id });
    return rows[0] === undefined ? undefined : this.#message(rows[0]);
  }

  async messagesOf(incidentId: number): Promise<readonly StoredMessage[]> {
    const { rows } = await hot.messagesOfIncident(this.db, { incidentId });
    return rows.map((row) => this.#message(row));
  }

  async messageFactsOf(incidentId: number): Promise<readonly MessageFacts[]> {
    const { rows } = await hot.messageFactsOf(this.db, { incidentId });
    // Few people, many texts: each number is opened once.
    const phones = new Map<string, E164>();
    return rows.map(({ id, stage, cause, occurrence, recipient, phone: sealed, status, acceptedAt, code }) => {
      const phone = phones.get(recipient) ?? (this.personal.open(sealed, 'message.phone') as E164);
      phones.set(recipient, phone);
      return {
        ...{ id, occurrence, phone },
        stage: stage as MessageFacts['stage'],
        cause: (cause ?? undefined) as MessageFacts['cause'],
        status: status as MessageFacts['status'],
        acceptedAt: acceptedAt ?? undefined,
        code: code ?? undefined,
      };
    });
  }

  async messagesLeft(stage: Stage, from: number, to: number): Promise<readonly StoredMessage[]> {
    const rows = await this.#messages()
      .where('stage', '=', stage)
      .where('sendingAt', '>=', from)
      .where('sendingAt', '<', to)
      .orderBy('sendingAt')
      .execute();
    return rows.map((row) => this.#message(row));
  }

  contactKey(phone: E164): string {
    return this.personal.lookupKey('contact', phone);
  }

  async addMessage(message: StoredMessage): Promise<boolean> {
    const row = toMessageRow(message, this.personal);
    const policyVersion = this.turn.policyVersion ?? null;
    const { numAffectedRows } = await hot.insertMessage(this.db, { ...row, policyVersion });
    if (Number(numAffectedRows ?? 0) === 0) return false;
    if (message.status === 'ready') this.passedOver.ready(message.dueAt);
    await this.#changed(message, 'came due', message.createdAt, message.status);
    return true;
  }

  async saveMessage(message: StoredMessage, input: string, at: number, before: OutboxStatus): Promise<void> {
    const policyVersion = input === 'claim' ? (this.turn.policyVersion ?? null) : null;
    await hot.updateMessage(this.db, { ...toMessageRow(message, this.personal), policyVersion });
    if (message.status === 'ready') this.passedOver.ready(message.dueAt);
    await this.#changed(message, input, at, before);
  }

  async #changed(message: StoredMessage, input: string, at: number, before: OutboxStatus): Promise<void> {
    if (input === 'polled') return;
    const row = {
      messageId: message.id,
      at,
      input,
      before,
      after: message.status,
      code: message.code ?? null,
      proof: message.status === 'sending' ? this.trail.sentProof(message.phone, message.text) : null,
    };
    const { insertId } = await hot.insertMessageChange(this.db, row);
    this.trail.messageChange(Number(insertId), row);
    await this.trail.spill(this.db);
  }

  async endedUnderHold(id: string): Promise<boolean> {
    const { rows } = await hot.lastChangesOf(this.db, { id });
    const [ended, held] = rows;
    return ended?.after === 'cancelled' && ended.before === 'held' && held?.code === 'heldByPerson';
  }

  async heldDue(now: number, limit: number): Promise<readonly StoredMessage[]> {
    const { rows } = await hot.heldDue(this.db, { now, limit });
    return rows.map((row) => this.#message(row));
  }

  async expiredOpen(now: number, limit: number): Promise<readonly StoredMessage[]> {
    const held = await hot.expiredHeld(this.db, { now, limit });
    const ready = await hot.expiredReady(this.db, { now, limit });
    return [...held.rows, ...ready.rows]
      .sort((a, b) => a.expiresAt - b.expiresAt)
      .slice(0, limit)
      .map((row) => this.#message(row));
  }

  async readyDue(now: number, limit: number): Promise<readonly StoredMessage[]> {
    const { passedOver } = this;
    const isKnown = passedOver.isTrusted(now);
    const { rows } = await hot.readyDue(this.db, { now, from: passedOver.from(now), limit });
    if (!isKnown) {
      const { rows: later } = await hot.laterDueSince(this.db, { now });
      // Where none may leave now, all that was due before this moment has expired, or is tried later.
      const firstDue = rows[0]?.dueAt ?? now;
      passedOver.learn(Math.min(firstDue, later[0]?.dueAt ?? firstDue), now);
    }
    return rows.map((row) => this.#message(row));
  }

  async heldWith(codes: readonly string[], createdUpTo: number, limit: number): Promise<readonly StoredMessage[]> {
    const found: MessageRow[] = [];
    // Each reason is one look into an index; all in one would sort every message that is held.
    for (const code of codes) found.push(...(await hot.heldFor(this.db, { code, createdUpTo, limit })).rows);
    return found
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit)
      .map((row) => this.#message(row));
  }

  async openByItself(limit: number): Promise<readonly StoredMessage[]> {
    const ready = await hot.readyByDue(this.db, { limit });
    const left = limit - ready.rows.length;
    const held = left === 0 ? [] : (await hot.heldByTime(this.db, { limit: left })).rows;
    return [...ready.rows, ...held].map((row) => this.#message(row));
  }

  async askSooner(status: 'unconfirmed' | 'accepted', latest: number, at: number): Promise<void> {
    for (const table of ['message', 'reply'] as const) {
      await sql`update ${sql.table(table)} set nextAskAt = ${at} where status = ${status} and nextAskAt > ${latest}`.execute(
        this.db,
      );
    }
  }

  async openMessagesTo(phone: E164): Promise<readonly StoredMessage[]> {
    const recipient = this.personal.lookupKey('phone', phone);
    const rows = await this.#messages().where('recipient', '=', recipient).where('status', 'in', ['held', 'ready']).execute();
    return rows.map((row) => this.#message(row));
  }

  async unconfirmedTo(phone: E164): Promise<readonly StoredMessage[]> {
    const recipient = this.personal.lookupKey('phone', phone);
    const rows = await this.#messages().where('recipient', '=', recipient).where('status', '=', 'unconfirmed').execute();
    return rows.map((row) => this.#message(row));
  }

  async withStatus(status: OutboxStatus, limit: number): Promise<readonly StoredMessage[]> {
    const rows = await this.#messages().where('status', '=', status).orderBy('createdAt').limit(limit).execute();
    return rows.map((row) => this.#message(row));
  }

  async askDue(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredMessage[]> {
    const { rows } = await hot.askDue(this.db, { status, now, limit });
    return rows.map((row) => this.#message(row));
  }

  async claimedCarrierIds(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const claimed = new Set<string>();
    for (const id of ids) {
      const { rows } = await hot.carrierIdClaimed(this.db, { carrierMessageId: id });
      if (rows.length > 0) claimed.add(id);
    }
    return claimed;
  }

  async numberFacts(phones: readonly E164[], now: number): Promise<ReadonlyMap<E164, NumberFacts>> {
    const facts = new Map<E164, NumberFacts>();
    for (const phone of new Set(phones)) {
      const recipient = this.personal.lookupKey('phone', phone);
      const texts = await hot.textsSince(this.db, { recipient, since: now - durations.DAY });
      const row = texts.rows[0];
      facts.set(phone, {
        ...(await this.optOut.blocks(recipient)),
        textsLastDay: Number(row?.texts ?? 0),
        lastTextAt: row?.lastAt ?? undefined,
      });
    }
    return facts;
  }

  async cameDueSince(at: number, atMost: number): Promise<number> {
    const { rows } = await hot.cameDueSince(this.db, { at, atMost });
    return Number(rows[0]?.count ?? 0);
  }

  async nextDutyAt(): Promise<number | undefined> {
    if ((await this.setting('sweep')) != null) return 0;
    const { rows } = await hot.nextDutyAt(this.db, {});
    return rows[0]?.at ?? undefined;
  }

  async nextOutboxAt(): Promise<number | undefined> {
    const { rows } = await hot.nextOutboxAt(this.db, {});
    return rows[0]?.at ?? undefined;
  }

  async seenFiles(feedId: string): Promise<readonly SeenFile[]> {
    return this.db.selectFrom('seenFile').select(['file', 'version', 'seenAt']).where('feedId', '=', feedId).execute();
  }

  async saveSeenFiles(feedId: string, files: readonly SeenFile[]): Promise<void> {
    for (const { file, version, seenAt } of files) await hot.saveSeenFile(this.db, { feedId, file, version, seenAt });
  }

  async forgetSeenFiles(feedId: string, files: readonly Pick<SeenFile, 'file'>[]): Promise<void> {
    for (const { file } of files) await hot.forgetSeenFile(this.db, { feedId, file });
  }

  async suppressNumber(
    phone: E164,
    entry: { reason: string; source: 'person' | 'carrier'; by: string; at: number },
  ): Promise<boolean> {
    const kind = entry.source === 'person' ? 'person' : entry.by === 'unreachable' ? 'unreachable' : 'optOut';
    return await this.optOut.suppress(phone, kind, entry);
  }

  async setting<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined> {
    const { rows } = await hot.settingOf(this.db, { key });
    return rows[0] === undefined ? undefined : (JSON.parse(this.personal.openText(rows[0].value, 'setting.value')) as Settings[K]);
  }

  async saveSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    await hot.saveSetting(this.db, { key, value: this.personal.sealText(JSON.stringify(value), 'setting.value') });
  }

  async audit({ at, identity, action, subject, outcome, detail, source = callSource() }: AuditRecord): Promise<void> {
    const sealed = sealDetail(this.personal, detail);
    const row = { at, identity, source, action, subject, outcome, detailProof: sealed.proof };
    this.trail.failed = true;
    const { insertId } = await this.db
      .insertInto('audit')
      .values({ ...row, detail: sealed.stored })
      .executeTakeFirstOrThrow();
    this.trail.failed = false;
    this.trail.audit(Number(insertId), row);
  }

  /**
   * One for events of the same words; of the same frame only, where they may rightly repeat. Keyed, since an event may say
   * little more than a number.
   */
  #fingerprintOf(body: string, { repeatable, frameId }: NewEvent): string {
    return eventFingerprint(this.personal, plainFingerprint(repeatable ? body : `${frameId}|${body}`));
  }

  #messages() {
    return this.db.selectFrom('message').selectAll();
  }

  #message(row: MessageRow): StoredMessage {
    return fromMessageRow(row, this.personal);
  }
}

function plainFingerprint(words: string): string {
  return createHash('sha256').update(words).digest('base64url').slice(0, 22);
}

/** Made of the plain one, so that rows from before there was encryption can be brought to it. */
export function eventFingerprint(personal: Pick<Personal, 'lookupKey'>, plain: string): string {
  return personal.lookupKey('event', plain);
}
