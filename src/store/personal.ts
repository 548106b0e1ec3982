import { createHmac } from 'node:crypto';
import { HeraldError } from '../heraldError';

/**
 * How long what is in a column is needed: with the raw frame, the incident, the text, the audit entry, or for good (who
 * asked not to be texted). What ends together is sealed by the same data keys, so that destroying those forgets it.
 */
export const KINDS = ['frames', 'incidents', 'texts', 'audit', 'lasting'] as const;
export type Kind = (typeof KINDS)[number];

/** Every sealed column. A value opens only as what it was sealed as: it cannot be moved into another column. */
export const PLACES = {
  'frame.bytes': 'frames',
  'frame.reason': 'frames',
  'callerInfo.body': 'frames',
  'incident.state': 'incidents',
  'incident.lastDecisions': 'incidents',
  'snapshot.state': 'incidents',
  'event.body': 'incidents',
  'decision.detail': 'incidents',
  'message.phone': 'incidents',
  'message.detail': 'incidents',
  'message.text': 'texts',
  'suppression.phone': 'lasting',
  'suppression.reason': 'lasting',
  'inbound.phone': 'incidents',
  'inbound.text': 'texts',
  'inbound.resolvedReason': 'incidents',
  'reply.phone': 'incidents',
  'reply.text': 'texts',
  'reply.detail': 'incidents',
  'setting.value': 'lasting',
  'keptProfile.body': 'lasting',
  'keptProfile.reason': 'lasting',
  'keptProfile.liveReason': 'lasting',
  'policyVersion.body': 'lasting',
  'policyVersion.note': 'lasting',
  'policyVersion.reason': 'lasting',
  'policyDraft.body': 'lasting',
  'policyDraft.note': 'lasting',
  'policyDraft.answer': 'lasting',
  'alarmEpisode.shelvedReason': 'lasting',
  'input.body': 'frames',
  'audit.detail': 'audit',
  'account.totp': 'lasting',
  'account.totpPending': 'lasting',
  other: 'incidents',
} as const satisfies Readonly<Record<string, Kind>>;
export type Place = keyof typeof PLACES;

/**
 * The one seam through which numbers, names, texts and raw frames enter and leave the database. A sealed value is a byte
 * that says how it was sealed, and what that made of it.
 */
export interface Personal {
  seal(clear: string, place?: Place): Uint8Array;
  sealBytes(clear: Uint8Array, place?: Place): Uint8Array;
  /** Throws `store.unknownSeal` where this Herald cannot read how it was sealed, `store.keyGone`, `store.sealBroken`. */
  open(sealed: Uint8Array, place?: Place): string;
  openBytes(sealed: Uint8Array, place?: Place): Uint8Array;
  /** The same for a column of text: `~` and the sealed value in base64url. */
  sealText(clear: string, place: Place): string;
  /** What is not sealed is handed back as it is. */
  openText(stored: string, place: Place): string;
  /**
   * 22 characters that are the same for the same value and tell nothing of it: for unique keys and for finding rows by a
   * sealed column. `kind` keeps a phone apart from a unit of the same letters. The caller brings `clear` into one form.
   */
  lookupKey(kind: string, clear: string): string;
}

/** One way to seal. `version` is the first byte of what it sealed, and never means anything else again. */
export interface Seal {
  readonly version: number;
  seal(clear: Uint8Array, place: Place): Uint8Array;
  open(body: Uint8Array, place: Place): Uint8Array;
}

/** Not sealed at all. A single zero byte is also what stands for a text whose time is over. */
export const clearSeal: Seal = { version: 0, seal: (clear) => clear, open: (body) => body.slice() };
export const FORGOTTEN = Uint8Array.of(0);

const TEXT_MARK = '~';
const SEALED_TEXT = /^~AQ[\w-]{42,}$/;

/** Values in the clear. */
export function clearPersonal(lookupKey: Uint8Array): Personal {
  return personalBy(lookupKey, clearSeal);
}

/** New values are sealed by `current`; those sealed by `current` or one of the `older` can be read. */
export function personalBy(lookupKey: Uint8Array, current: Seal, ...older: readonly Seal[]): Personal {
  const seals = new Map([current, ...older].map((seal) => [seal.version, seal]));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  function sealBytes(clear: Uint8Array, place: Place = 'other'): Uint8Array {
    const body = current.seal(clear, place);
    const sealed = new Uint8Array(body.byteLength + 1);
    sealed[0] = current.version;
    sealed.set(body, 1);
    return sealed;
  }

  function openBytes(sealed: Uint8Array, place: Place = 'other'): Uint8Array {
    const version = sealed[0];
    const seal = version === undefined ? undefined : seals.get(version);
    if (seal === undefined) throw new HeraldError('store.unknownSeal', 'A stored value is sealed in an unknown way', { version });
    return seal.open(sealed.subarray(1), place);
  }

  return {
    sealBytes,
    openBytes,
    seal: (clear, place) => sealBytes(encoder.encode(clear), place),
    open: (sealed, place) => decoder.decode(openBytes(sealed, place)),
    sealText(clear, place) {
      return current.version === 0 ? clear : TEXT_MARK + Buffer.from(sealBytes(encoder.encode(clear), place)).toString('base64url');
    },
    openText(stored, place) {
      const sealed = sealedText(stored);
      return sealed === undefined ? stored : decoder.decode(openBytes(sealed, place));
    },
    lookupKey: (kind, clear) => createHmac('sha256', lookupKey).update(`${kind}\0${clear}`).digest('base64url').slice(0, 22),
  };
}

/** The sealed value in a column of text; undefined where it is in the clear. */
export function sealedText(stored: string): Uint8Array | undefined {
  return SEALED_TEXT.test(stored) ? Buffer.from(stored.slice(1), 'base64url') : undefined;
}
