import { createHash, createHmac } from 'node:crypto';

/** The key of everything here: whoever has only the files, and not the console's keys, cannot make a chain that fits. */
export type ChainKey = string;

/** So long are digests and hashes: 128 bits, keyed. */
export const DIGEST_BYTES = 16;

export type EntryKind = 'audit' | 'decision' | 'messageChange' | 'join' | 'begin' | 'carried';

/**
 * One row as the chain covers it. Three kinds have no row. `join`: its digest is the two incident ids. `begin`: links up to
 * that id were purged, the last of them had that hash. `carried`: what follows was covered by a purged link of that time
 * (as the id) and hash.
 */
export interface ChainEntry {
  readonly kind: EntryKind;
  readonly id: number;
  readonly digest: Uint8Array;
}

export interface AuditRow {
  readonly at: number;
  readonly identity: string;
  readonly source: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  readonly detailProof: Uint8Array;
}

export interface DecisionRow {
  readonly incidentId: number;
  readonly stage: string;
  readonly cause: string | null;
  readonly occurrence: string;
  readonly role: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly detail: string | null;
  readonly rule: string | null;
  readonly at: number;
  readonly until: number | null;
  readonly policyVersion: number | null;
}

export interface MessageChangeRow {
  readonly messageId: string;
  readonly at: number;
  readonly input: string;
  readonly before: string;
  readonly after: string;
  readonly code: string | null;
  readonly proof: Uint8Array | null;
}

/** What a sealed detail was, for as long as its proof is kept: the salt keeps short reasons from being guessed by it. */
export function detailProof(salt: string, detail: string): Uint8Array {
  return createHash('sha256').update(`${salt}\0${detail}`).digest().subarray(0, DIGEST_BYTES);
}

export function auditDigest(key: ChainKey, row: AuditRow): Uint8Array {
  return digest(key, 'audit', [row.at, row.identity, row.source, row.action, row.subject, row.outcome, hex(row.detailProof)]);
}

export function decisionDigest(key: ChainKey, d: DecisionRow): Uint8Array {
  const { incidentId, stage, cause, occurrence, role, outcome, code, detail, rule, at, until, policyVersion } = d;
  return digest(key, 'decision', [
    incidentId,
    stage,
    cause,
    occurrence,
    role,
    outcome,
    code,
    detail,
    rule,
    at,
    until,
    policyVersion,
  ]);
}

export function messageChangeDigest(key: ChainKey, c: MessageChangeRow): Uint8Array {
  return digest(key, 'messageChange', [c.messageId, c.at, c.input, c.before, c.after, c.code, c.proof && hex(c.proof)]);
}

/** To whom what was sent: tells nothing without the key, and stays when the message itself is gone. */
export function sentProof(key: ChainKey, phone: string, text: string): Uint8Array {
  return digest(key, 'sent', [phone, text]);
}

export function joinEntry(from: number, into: number): ChainEntry {
  const bytes = Buffer.alloc(DIGEST_BYTES);
  bytes.writeBigUInt64BE(BigInt(from), 0);
  bytes.writeBigUInt64BE(BigInt(into), 8);
  return { kind: 'join', id: 0, digest: bytes };
}

export function joinOf({ digest }: ChainEntry): { from: number; into: number } {
  const bytes = Buffer.from(digest);
  return { from: Number(bytes.readBigUInt64BE(0)), into: Number(bytes.readBigUInt64BE(8)) };
}

export function linkHash(key: ChainKey, prev: Uint8Array, id: number, at: number, entries: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(`link ${id} ${at} `).update(prev).update(entries).digest().subarray(0, DIGEST_BYTES);
}

function digest(key: ChainKey, kind: string, fields: readonly unknown[]): Uint8Array {
  let text = JSON.stringify(fields);
  // As SQLite keeps them: what is no character, or ends a string, comes back as the replacement character.
  if (text.includes('\\u')) text = text.replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/g, '\ufffd');
  return createHmac('sha256', key).update(`${kind} ${text}`).digest().subarray(0, DIGEST_BYTES);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const KINDS: readonly EntryKind[] = ['audit', 'decision', 'messageChange', 'join', 'begin', 'carried'];
const ENTRY_BYTES = 1 + 6 + DIGEST_BYTES;

/** 23 bytes for each: its kind, its id, its digest. */
export function packEntries(entries: readonly ChainEntry[]): Uint8Array {
  const packed = Buffer.alloc(entries.length * ENTRY_BYTES);
  entries.forEach(({ kind, id, digest }, index) => {
    const at = index * ENTRY_BYTES;
    packed[at] = KINDS.indexOf(kind);
    packed.writeUIntBE(id, at + 1, 6);
    packed.set(digest, at + 7);
  });
  return packed;
}

/** Undefined where the bytes are not what `packEntries` makes. */
export function unpackEntries(packed: Uint8Array): ChainEntry[] | undefined {
  if (packed.byteLength % ENTRY_BYTES !== 0) return undefined;
  const bytes = Buffer.from(packed);
  const entries: ChainEntry[] = [];
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const kind = KINDS[bytes[at] as number];
    if (kind === undefined) return undefined;
    entries.push({ kind, id: bytes.readUIntBE(at + 1, 6), digest: bytes.subarray(at + 7, at + ENTRY_BYTES) });
  }
  return entries;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
