import type { FrameFault } from '../feed/formats/format';
import type { Frame } from '../feed/frame';
import type { CadEvent } from '../incident/cadEvent';
import type { LineType } from '../incident/callerInfo';
import type { StoredSnapshot } from '../incident/compareSnapshot';
import type { ContactRole } from '../incident/contact';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import type { OutboxStatus } from '../outbox/outboxState';
import type { NumberFacts } from '../rules/numberFacts';
import type { ReplyKind } from '../rules/replyTexts';
import type { DelayCause, Stage } from '../rules/ruleset';
import type { Input } from './input';
import type { OptOutRecords } from './optOutRecords';
import type { PolicyRecords } from './policyRecords';

export type NameKind = 'callId' | 'callNumber' | 'incidentNumber' | 'reportNumber';
export interface IncidentName {
  readonly kind: NameKind;
  readonly name: string;
}

/** An incident and, per stage and person, the last decision about it, so that only news is stored as a decision. */
export interface StoredIncident {
  readonly incident: Incident;
  readonly lastDecisions: Readonly<Record<string, string>>;
  /** When its next delay is due, if nothing happens before: the timer, as a row. */
  readonly delayDueAt: number | undefined;
}

/** An outbox row. */
export interface StoredMessage {
  readonly id: string;
  readonly incidentId: number;
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string;
  readonly role: ContactRole;
  readonly phone: E164;
  readonly text: string;
  readonly language: string;
  /** The language it should have been in, where no template is in that one. */
  readonly wantedLanguage: string | undefined;
  /** Who sent it by hand, or ordered the correction. */
  readonly orderedBy: string | undefined;
  /** Only a correction: the messages that were wrong. */
  readonly corrects: readonly string[];
  readonly segments: number;
  readonly status: OutboxStatus;
  /** Why it is where it is: a code of `rules/reasons.ts`, and what belongs to it. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly createdAt: number;
  readonly dueAt: number;
  /** Only with `held`: looked at again then; undefined: a person must let it go. With `ready`: not tried before. */
  readonly notBefore: number | undefined;
  readonly expiresAt: number;
  readonly sendingAt: number | undefined;
  readonly acceptedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly attempts: number;
  readonly carrierMessageId: string | undefined;
  readonly asked: number;
  readonly polls: number;
  /** Unconfirmed: when the carrier's list is asked next. Accepted: when its status is polled next. */
  readonly nextAskAt: number | undefined;
  readonly needsPerson: 'noMatch' | 'severalMatches' | undefined;
  readonly candidates: readonly string[];
  readonly released: boolean;
  readonly resent: boolean;
}

/** What other texts of its incident are asked about a message. */
export type MessageFacts = Pick<
  StoredMessage,
  'id' | 'stage' | 'cause' | 'occurrence' | 'phone' | 'status' | 'acceptedAt' | 'code'
>;

export interface StoredDecision {
  readonly incidentId: number;
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string;
  readonly role: ContactRole | undefined;
  readonly outcome: 'send' | 'hold' | 'skip';
  readonly code: string;
  readonly detail: string | undefined;
  readonly rule: string | undefined;
  readonly at: number;
  readonly until: number | undefined;
}

export interface NewEvent {
  readonly incidentId: number;
  readonly feedId: string;
  readonly frameId: number | undefined;
  readonly receivedAt: number;
  readonly event: CadEvent;
  /** An event feed may send the same line again at any time: heard once, it is no news. */
  readonly repeatable: boolean;
}

/** What a telephone company said of a caller; only numbers that a person, or a pseudo-number, can have. */
export interface StoredCallerInfo {
  readonly feedId: string;
  /** When it was last heard: a record told again is no other. */
  readonly receivedAt: number;
  readonly callback: E164 | undefined;
  readonly pseudoNumbers: readonly E164[];
  readonly lineType: LineType;
  /** Names of its incident, normalized; mostly none. */
  readonly names: readonly string[];
}

export interface AuditRecord {
  readonly at: number;
  readonly identity: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: 'success' | 'failure';
  /** Where it was asked for; left out: as `callSource` says. */
  readonly source?: string;
  /** Nothing personal. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface StoredFrame {
  readonly id: number;
  readonly feedId: string;
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
  readonly state: 'pending' | 'done' | 'rejected';
}

export type Sweep =
  /** What waits by itself is to be held for this reason. */
  | { readonly kind: 'hold'; readonly code: 'stopped' | 'breakerRate' | 'breakerClock' }
  /** What such reasons hold since before this time is to be looked at again. */
  | { readonly kind: 'letGo'; readonly upTo: number };

/** What is kept beside incidents, by key. Values are JSON. */
export interface Settings {
  readonly stopped: { readonly by: string; readonly reason: string; readonly at: number } | null;
  readonly breaker: { readonly cause: 'breakerRate' | 'breakerClock'; readonly at: number } | null;
  /** The latest wall-clock time the appliance has seen: tells whether the clock went back while it was down. */
  readonly lastSeenAt: number;
  /** When a person last resumed: what came due before does not count for the rate any more. */
  readonly resumedAt: number;
  /** Up to when the carrier's list was asked for replies. */
  readonly inboundAskedUpTo: number;
  /** What a stop, a breaker or a resume has not got round to: there may be a million texts waiting. */
  readonly sweep: Sweep | null;
  /** When what has had its time was last purged. */
  readonly lastPurgeAt: number;
  /** What went then. */
  readonly lastPurge: {
    readonly at: number;
    readonly frames: number;
    readonly incidents: number;
    readonly texts: number;
    readonly audit: number;
  };
  /** Feeds that would tell of units and are not heard now. */
  readonly unheard: readonly string[] | null;
  /** What was journaled last of how feeds are read, as JSON. */
  readonly started: string;
}

/** A file of a watched directory that was read. */
export interface SeenFile {
  /** A keyed hash of its name. */
  readonly file: string;
  readonly version: string;
  readonly seenAt: number;
}

/** The store as one transaction sees it. */
export interface Records {
  /** Opt-outs, replies, and what is known of numbers. */
  readonly optOut: OptOutRecords;
  addFrame(frame: Frame): Promise<number>;
  frame(id: number): Promise<StoredFrame | undefined>;
  /** Ids of frames that were journaled and never read, oldest first. */
  pendingFrames(): Promise<readonly number[]>;
  frameDone(id: number): Promise<void>;
  frameRejected(id: number, fault: FrameFault): Promise<void>;

  newIncidentId(): Promise<number>;
  incident(id: number): Promise<StoredIncident | undefined>;
  saveIncident(stored: StoredIncident, updatedAt: number): Promise<void>;
  /** Ids of incidents that carry any of these names, newest first. */
  findIncidents(names: readonly IncidentName[]): Promise<readonly number[]>;
  nameIncident(id: number, name: IncidentName): Promise<void>;
  /** When an incident of any of these names last changed that is kept no longer; undefined where there was none. */
  purgedIncident(names: readonly IncidentName[]): Promise<number | undefined>;
  /** Everything of incident `from` becomes part of `into`; `from` is no more. The caller saves the incident merged. */
  mergeIncident(from: number, into: number): Promise<void>;
  snapshot(incidentId: number, feedId: string): Promise<StoredSnapshot | undefined>;
  saveSnapshot(incidentId: number, feedId: string, snapshot: StoredSnapshot): Promise<void>;
  /** False where the incident has this very event already. */
  addEvent(event: NewEvent): Promise<boolean>;
  /** True where `addEvent` would be false. */
  hasEvent(event: NewEvent): Promise<boolean>;
  /** Other incidents a unit is on, or left at `since` or later. */
  unitElsewhere(unit: string, notIncidentId: number, since: number): Promise<readonly number[]>;
  saveUnit(unit: string, incidentId: number, leftAt: number | undefined): Promise<void>;
  /** Incidents whose delay is due at `now`, longest due first. */
  delaysDue(now: number, limit: number): Promise<readonly number[]>;

  addCallerInfo(info: StoredCallerInfo): Promise<void>;
  /** What was said of a number at `since` or later, latest first. */
  callerInfoOf(phone: E164, since: number): Promise<readonly StoredCallerInfo[]>;
  /** Remembers that a contact of the incident has this number. */
  saveContactNumber(phone: E164, incidentId: number, seenAt: number): Promise<void>;
  /** Incidents with a contact of this number told at `since` or later, newest first. */
  incidentsWithNumber(phone: E164, since: number): Promise<readonly number[]>;

  addDecision(decision: StoredDecision): Promise<void>;
  readonly policies: PolicyRecords;
  /** Journals what this transaction is caused by, and the time it goes by. */
  addInput(input: Input, at: number): Promise<void>;
  /** The id of a new message: the same again when the journal is replayed, and telling nothing of whom it is for. */
  newMessageId(message: {
    readonly incidentId: number;
    readonly stage: Stage;
    readonly phone: E164;
    readonly occurrence: string;
    readonly at: number;
  }): string;

  /** The id of a new answer, `before` so many of its kind within a day; like a message's. */
  newReplyId(reply: { readonly kind: ReplyKind; readonly phone: E164; readonly before: number; readonly at: number }): string;

  message(id: string): Promise<StoredMessage | undefined>;
  messagesOf(incidentId: number): Promise<readonly StoredMessage[]>;
  /** The same without what they say, in no order: an incident may have thousands. */
  messageFactsOf(incidentId: number): Promise<readonly MessageFacts[]>;
  /** Texts of a stage that left from `from` until before `to`, or may have, in that order. */
  messagesLeft(stage: Stage, from: number, to: number): Promise<readonly StoredMessage[]>;
  /** A name for a person that tells nothing of the number, and is the same at every time. */
  contactKey(phone: E164): string;
  /** False where that stage, occurrence and person has one already. */
  addMessage(message: StoredMessage): Promise<boolean>;
  /** Writes a message's changed fields; `input` says in its history what changed it. */
  saveMessage(message: StoredMessage, input: string, at: number, before: OutboxStatus): Promise<void>;
  /** Whether a person held it when it was cancelled. */
  endedUnderHold(id: string): Promise<boolean>;
  heldDue(now: number, limit: number): Promise<readonly StoredMessage[]>;
  expiredOpen(now: number, limit: number): Promise<readonly StoredMessage[]>;
  readyDue(now: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Held for one of these reasons since before `createdUpTo`, longest due first. */
  heldWith(codes: readonly string[], createdUpTo: number, limit: number): Promise<readonly StoredMessage[]>;
  /** What has not left and waits for no person: ready, longest due first, then held until a time. */
  openByItself(limit: number): Promise<readonly StoredMessage[]>;
  openMessagesTo(phone: E164): Promise<readonly StoredMessage[]>;
  unconfirmedTo(phone: E164): Promise<readonly StoredMessage[]>;
  withStatus(status: OutboxStatus, limit: number): Promise<readonly StoredMessage[]>;
  askDue(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Messages and answers of this status that would be asked about later than `latest` are asked about at `at`. */
  askSooner(status: 'unconfirmed' | 'accepted', latest: number, at: number): Promise<void>;
  claimedCarrierIds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  numberFacts(phones: readonly E164[], now: number): Promise<ReadonlyMap<E164, NumberFacts>>;
  /** How many texts came due by rules since then; no more than `atMost` are counted. */
  cameDueSince(at: number, atMost: number): Promise<number>;
  /** The earliest time at which anything waits to be looked at: holds and expiries, delays; 0 while a sweep is unfinished. */
  nextDutyAt(): Promise<number | undefined>;
  /** The earliest time at which anything waits for the outbox worker. */
  nextOutboxAt(): Promise<number | undefined>;

  seenFiles(feedId: string): Promise<readonly SeenFile[]>;
  /** Of each file the newest version is kept. */
  saveSeenFiles(feedId: string, files: readonly SeenFile[]): Promise<void>;
  forgetSeenFiles(feedId: string, files: readonly Pick<SeenFile, 'file'>[]): Promise<void>;

  /** False where the number is suppressed for a reason of that kind already, which stays. */
  suppressNumber(phone: E164, entry: { reason: string; source: 'person' | 'carrier'; by: string; at: number }): Promise<boolean>;

  setting<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined>;
  saveSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void>;
  audit(record: AuditRecord): Promise<void>;
}

/** Where records are kept. A transaction is durable when its promise settles; if `work` throws, nothing of it is. */
export interface RecordStore {
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
}
