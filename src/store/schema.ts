import type { Generated } from 'kysely';

/** The tables as Kysely knows them; `migrations/` makes them. Sealed columns are `Uint8Array`. */
export interface Schema {
  frame: {
    id: Generated<number>;
    feedId: string;
    receivedAt: number;
    bytes: Uint8Array;
    byteCount: number;
    state: 'pending' | 'done' | 'rejected';
    code: string | null;
    reason: string | null;
    field: string | null;
    byte: number | null;
  };
  feedCount: { feedId: string; frames: number; lastFrameAt: number | null };
  incident: {
    id: number;
    state: Uint8Array;
    lastDecisions: Uint8Array;
    open: number;
    createdAt: number;
    updatedAt: number;
    delayDueAt: number | null;
  };
  incidentName: { name: string; kind: string; incidentId: number; backwards: string | null };
  snapshot: { incidentId: number; feedId: string; state: Uint8Array };
  callerInfo: { id: Generated<number>; feedId: string; receivedAt: number; body: Uint8Array; fingerprint: string };
  callerInfoNumber: { recipient: string; callerInfoId: number };
  contactNumber: { recipient: string; incidentId: number; seenAt: number; ending: string | null };
  seenFile: { feedId: string; file: string; version: string; seenAt: number };
  unitPlace: { unit: string; incidentId: number; leftAt: number | null };
  event: {
    id: Generated<number>;
    incidentId: number;
    frameId: number | null;
    feedId: string;
    type: string;
    occurredAt: number;
    receivedAt: number;
    body: Uint8Array;
    fingerprint: string;
  };
  decision: {
    id: Generated<number>;
    incidentId: number;
    stage: string;
    cause: string | null;
    occurrence: string;
    role: string | null;
    outcome: string;
    code: string;
    detail: string | null;
    rule: string | null;
    at: number;
    until: number | null;
    policyVersion: number | null;
  };
  message: MessageRow;
  messageCount: { status: string; count: number };
  messageChange: {
    id: Generated<number>;
    messageId: string;
    at: number;
    input: string;
    before: string;
    after: string;
    code: string | null;
    /** With `sending`: to whom what was sent, as a keyed hash. */
    proof: Uint8Array | null;
  };
  suppression: { recipient: string; kind: string; phone: Uint8Array; reason: string; source: string; by: string; at: number };
  inbound: Omit<InboundRow, 'id'> & { id: Generated<number> };
  reply: ReplyRow;
  numberLookup: { recipient: string; lineType: string; at: number };
  numberSource: { messageId: string; feedId: string; toldAt: number };
  alarmEpisode: {
    id: Generated<number>;
    alarm: string;
    code: string;
    priority: number;
    raisedAt: number;
    clearedAt: number | null;
    acknowledgedBy: string | null;
    acknowledgedAt: number | null;
    shelvedBy: string | null;
    shelvedAt: number | null;
    shelvedUntil: number | null;
    shelvedReason: string | null;
  };
  policyVersion: {
    id: Generated<number>;
    hash: string;
    body: Uint8Array;
    at: number;
    by: string;
    proposedBy: string | null;
    approvedBy: string | null;
    source: 'profile' | 'console';
    note: string;
    reason: string | null;
    rehearsalId: string | null;
  };
  policyDraft: {
    id: number;
    hash: string;
    body: Uint8Array;
    note: string;
    basedOn: number;
    savedBy: string;
    savedAt: number;
    state: 'draft' | 'proposed' | 'approved' | 'rejected';
    proposedBy: string | null;
    proposedAt: number | null;
    answeredBy: string | null;
    answeredAt: number | null;
    answer: string | null;
  };
  input: {
    id: Generated<number>;
    at: number;
    kind: string;
    firstFrame: number | null;
    lastFrame: number | null;
    body: Uint8Array | null;
  };
  setting: { key: string; value: string };
  keptProfile: {
    id: Generated<number>;
    at: number;
    by: string;
    reason: string;
    hash: string;
    body: Uint8Array;
    liveBy: string | null;
    liveAt: number | null;
    liveReason: string | null;
  };
  purgedName: { name: string; lastChangeAt: number };
  audit: {
    id: Generated<number>;
    at: number;
    identity: string;
    source: string;
    action: string;
    subject: string;
    outcome: string;
    /** Sealed JSON, with a salt in it: people write reasons here. */
    detail: string;
    detailProof: Uint8Array;
  };
  auditLink: { id: number; at: number; entries: Uint8Array; prev: Uint8Array; hash: Uint8Array };
  account: AccountRow;
  session: SessionRow;
}

/** A text that came in; `text` is null where only that there was one is known. */
export interface InboundRow {
  id: number;
  carrierMessageId: string;
  recipient: string;
  phone: Uint8Array;
  text: Uint8Array | null;
  characters: number | null;
  receivedAt: number;
  storedAt: number;
  meaning: string;
  suggested: string | null;
  outcome: string;
  needsPerson: number;
  holds: number;
  resolvedBy: string | null;
  resolvedAt: number | null;
  resolvedReason: string | null;
}

/** An answer to such a text, with the states of an outbox message. */
export interface ReplyRow {
  id: string;
  kind: string;
  recipient: string;
  phone: Uint8Array;
  text: Uint8Array;
  language: string;
  segments: number;
  status: string;
  code: string | null;
  detail: string | null;
  createdAt: number;
  notBefore: number | null;
  expiresAt: number;
  sendingAt: number | null;
  acceptedAt: number | null;
  endedAt: number | null;
  attempts: number;
  carrierMessageId: string | null;
  asked: number;
  polls: number;
  nextAskAt: number | null;
}

export interface MessageRow {
  id: string;
  incidentId: number;
  stage: string;
  cause: string | null;
  occurrence: string;
  role: string;
  /** Keyed hash of the number. */
  recipient: string;
  phone: Uint8Array;
  text: Uint8Array;
  language: string;
  segments: number;
  status: string;
  code: string | null;
  detail: string | null;
  createdAt: number;
  dueAt: number;
  notBefore: number | null;
  expiresAt: number;
  sendingAt: number | null;
  acceptedAt: number | null;
  endedAt: number | null;
  attempts: number;
  carrierMessageId: string | null;
  asked: number;
  polls: number;
  nextAskAt: number | null;
  needsPerson: string | null;
  candidates: string;
  released: number;
  resent: number;
  orderedBy: string | null;
  wantedLanguage: string | null;
  /** A JSON list of message ids. */
  corrects: string;
  /** The version of the policy it came due under, or passed its last truth check under. */
  policyVersion: number | null;
}

export interface AccountRow {
  id: Generated<number>;
  name: string;
  role: string;
  /** `scrypt$N$r$p$salt$hash` */
  password: string;
  mustChangePassword: number;
  totp: Uint8Array | null;
  totpPending: Uint8Array | null;
  /** The 30 s step of the last code taken: no code counts twice. */
  totpStep: number;
  /** Times of bad tries, as JSON. */
  badTries: string;
  createdAt: number;
  lastLogOnAt: number | null;
  lockedAt: number | null;
  disabledAt: number | null;
}

export interface SessionRow {
  id: Generated<number>;
  tokenHash: string;
  accountId: number;
  createdAt: number;
  authenticatedAt: number;
  activeAt: number;
  lockedAt: number | null;
}
