import type { StoredReply } from '../../src/intake/optOutRecords';
import type { StoredMessage } from '../../src/intake/records';
import type { SmsRequest } from '../../src/outbox/smsCarrier';
import type { SimulatedCarrier } from './simulatedCarrier';
import type { Call, Told } from './told';
import { hasOptedOut, type Moment, whyUntrue } from './truth';

/** Something that must never happen did. */
export class Violation extends Error {}

/** What a text that leaves belongs to, as the store has it. */
export type Leaving =
  | { readonly of: 'incident'; readonly row: StoredMessage; readonly calls: readonly Call[] }
  | { readonly of: 'reply'; readonly row: StoredReply };

/** A moment, also by the console's clock and by the machine's. */
export interface MomentOfLeaving extends Moment {
  readonly wall: number;
  readonly monotonic: number;
}

const ONCE = ['dispatched', 'arrived', 'completed'];
const CAPPED = ['dispatched', 'delayed', 'arrived'];

/** Judges every text that leaves by what the world was told, and every row by what the carrier has. */
export class Oracle {
  posts = 0;
  /** How many texts left of each stage; `reply` are answers to replies, `by hand` stages that somebody ordered. */
  readonly left = new Map<string, number>();
  readonly #posted = new Map<string, number>();
  readonly #keys = new Map<string, readonly string[]>();
  readonly #maybeTaken = new Set<string>();
  readonly #texted = new Set<string>();
  readonly #resends = new Map<string, number>();

  constructor(
    private readonly told: Told,
    private readonly perIncident: number,
  ) {}

  /** A POST has begun. What was confirmed after that is not counted in `now`. */
  leaving(request: SmsRequest, text: Leaving | undefined, now: MomentOfLeaving): void {
    this.posts += 1;
    const { told } = this;
    if (text === undefined) throw new Violation('a text leaves that the store does not know');
    if (text.row.status !== 'sending') throw new Violation(`a text leaves whose row says ${text.row.status}`);
    if ((told.stoppedAs ?? Number.POSITIVE_INFINITY) <= now.confirmed)
      throw new Violation('a text leaves although everything is stopped');
    if (now.monotonic < told.restingUntil) throw new Violation('a text leaves while the machine rests');
    if (request.expiresAt <= now.wall) throw new Violation('a text leaves after its expiry');
    if (this.#maybeTaken.has(request.tag)) throw new Violation('a text is posted again that may have been taken');
    const kind = kindOf(text);
    this.left.set(kind, (this.left.get(kind) ?? 0) + 1);
    if (text.of === 'reply') this.#replyLeaving(request, text.row, now);
    else this.#textLeaving(request, text.row, text.calls, now);
  }

  #textLeaving(request: SmsRequest, row: StoredMessage, calls: readonly Call[], now: MomentOfLeaving): void {
    const { told } = this;
    const [call, ...others] = calls;
    if (call === undefined) throw new Violation('a text leaves about a call that nobody spoke of');
    const later = others.find(({ earlier }) => earlier > call.earlier);
    if (later !== undefined) throw new Violation(`a text leaves of ${call.name} and ${later.name}, which were taken for one`);
    const stage = `${row.cause ?? row.stage} of ${call.name}`;
    const why = whyUntrue(row, call, told, now);
    if (why !== undefined) throw new Violation(`${stage} leaves ${why}`);
    if ((told.held.get(row.id) ?? Number.POSITIVE_INFINITY) <= now.confirmed)
      throw new Violation(`${stage} leaves that a person holds`);
    if (row.stage === 'correction') this.#correctionLeaving(row);
    const cap = CAPPED.includes(row.stage) ? [capOf(row.phone, call)] : [];
    const keys = keysOf(row, call);
    this.#keys.set(request.tag, [...keys, ...cap]);
    if (keys.some((key) => this.#times(key) > (this.#resends.get(key) ?? 0)))
      throw new Violation(`a second text for ${stage} to one person`);
    if (cap.some((key) => this.#times(key) >= this.perIncident) && !row.released)
      throw new Violation(`${stage} leaves beyond the cap of its call`);
  }

  #correctionLeaving({ corrects, phone }: StoredMessage): void {
    if (corrects.length === 0 || corrects.some((id) => !this.told.calledWrong.has(id)))
      throw new Violation('a correction leaves of what nobody called wrong');
    if (!this.#texted.has(phone)) throw new Violation('a correction leaves to somebody who never got a text');
  }

  #replyLeaving(request: SmsRequest, { kind, phone }: StoredReply, now: Moment): void {
    const { told } = this;
    if ((told.suppressed.get(phone) ?? Number.POSITIVE_INFINITY) <= now.confirmed)
      throw new Violation('an answer leaves to a number that a person suppressed');
    const wishes = told.wishes.filter((wish) => wish.phone === phone);
    if (wishes.length === 0) throw new Violation('an answer leaves to somebody who never replied');
    if (kind !== 'optOut' && hasOptedOut(phone, told, now)) throw new Violation('an answer leaves to somebody who opted out');
    const asking = { optOut: ['stop', 'unclear'], start: ['start'], help: ['other', 'unclear'] }[kind];
    const asked = wishes.filter(({ meaning }) => asking.includes(meaning));
    const key = `${kind}|${phone}`;
    this.#keys.set(request.tag, [key]);
    if (this.#times(key) >= asked.length) throw new Violation(`one answer more of ${kind} than was asked for`);
  }

  /** The carrier took it, or may have: nobody could tell. */
  mayBeTaken({ tag, to }: SmsRequest): void {
    this.#maybeTaken.add(tag);
    this.#texted.add(to);
    for (const key of this.#keys.get(tag) ?? []) this.#posted.set(key, this.#times(key) + 1);
  }

  /** A person wants it once more, knowing what became of it. */
  resent(row: StoredMessage, call: Call | undefined): void {
    if (call === undefined) return;
    for (const key of keysOf(row, call)) this.#resends.set(key, (this.#resends.get(key) ?? 0) + 1);
  }

  #times(key: string): number {
    return this.#posted.get(key) ?? 0;
  }
}

/** At any time: every text at the carrier has its row, and no row claims what is not its own. */
export function checkRows(carrier: SimulatedCarrier, rows: readonly (StoredMessage | StoredReply)[]): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { request } of carrier.taken) {
    const row = byId.get(request.tag);
    if (row === undefined) throw new Violation('a text at the carrier has no row');
    const isKnown = row.acceptedAt !== undefined || row.status === 'sending' || row.status === 'unconfirmed';
    if (!isKnown) throw new Violation(`a text at the carrier is ${row.status} here`);
  }
  const taken = new Map(carrier.taken.map((text) => [text.id, text]));
  const claimed = new Set<string>();
  for (const row of rows) {
    if (row.carrierMessageId === undefined) continue;
    if (claimed.has(row.carrierMessageId)) throw new Violation('two rows claim one text at the carrier');
    claimed.add(row.carrierMessageId);
    const text = taken.get(row.carrierMessageId);
    if (text === undefined) throw new Violation('a row claims a text that the carrier never took');
    // Of texts to one person that look alike to the list, either may be given the other's row.
    if (text.request.to !== row.phone || text.request.text.length !== row.text.length)
      throw new Violation('a row claims the text of another');
  }
}

/** When all is calm: nothing waits without saying for what. */
export function checkAccountedFor(rows: readonly (StoredMessage | StoredReply)[]): void {
  for (const row of rows) {
    switch (row.status) {
      case 'ready':
      case 'sending':
        throw new Violation(`a text is left ${row.status}`);
      case 'held':
        if (row.code === undefined) throw new Violation('a text is held without a reason');
        break;
      case 'unconfirmed':
        // Nobody settles an answer to a reply: it is given up, and says so.
        if (!('needsPerson' in row)) break;
        if (row.needsPerson === undefined) throw new Violation('a text stays unconfirmed, and no person is asked');
        break;
      default:
        if (row.code === undefined) throw new Violation(`a text is ${row.status} without a reason`);
    }
  }
}

function kindOf(text: Leaving): string {
  if (text.of === 'reply') return 'reply';
  const { stage, orderedBy } = text.row;
  return orderedBy === undefined || stage === 'correction' ? stage : 'by hand';
}

/**
 * Texts of one key are one text. What a rule took back and made again, and what a person has sent again, has the same. A
 * correction has one for each text that it corrects.
 */
function keysOf({ stage, cause, occurrence, phone, corrects }: StoredMessage, call: Call): readonly string[] {
  if (stage === 'correction') return corrects.map((id) => [call.name, stage, id, phone].join('|'));
  const which = ONCE.includes(stage) || cause === 'diverted' ? '' : (/^[^~]*?(?=~|-resend-|$)/.exec(occurrence)?.[0] ?? '');
  return [[call.name, stage, cause, which, phone].join('|')];
}

function capOf(phone: string, call: Call): string {
  return ['live', call.name, phone].join('|');
}
