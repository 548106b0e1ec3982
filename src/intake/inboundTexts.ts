import type { Clock } from '../clock';
import { type E164, maskPhone } from '../incident/phone';
import { numberBlock, replyBlock } from '../rules/numberFacts';
import { type ReplyReading, readReply } from '../rules/optOutWords';
import type { ReplyKind, ReplyTexts } from '../rules/replyTexts';
import type { Policy } from '../rules/ruleset';
import { cancelOpenTo } from './claims';
import { changeMessage } from './considerIncident';
import type { InboundOutcome } from './inboundOutcomes';
import type { StoredInbound, Suppression } from './optOutRecords';
import type { RecordStore, Records } from './records';
import { addReply } from './replies';
import { type Mode, PERSON_HOLDS } from './situation';
import { lookAgain } from './truthChecks';

/** A text that somebody sent to the agency's number. */
export interface InboundText {
  readonly carrierMessageId: string;
  readonly from: E164;
  /** Undefined where the carrier tells only that there was one. */
  readonly text: string | undefined;
  readonly characters: number | undefined;
  /** By the carrier's clock, epoch milliseconds UTC. */
  readonly receivedAt: number;
}

export interface InboundOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly replyTexts: () => ReplyTexts;
  /** Toll-free: STOP and START are enforced and confirmed in the network, and a second confirmation would be one too many. */
  readonly networkConfirms: boolean;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/** What an opt-out, or a reply, does inside one transaction. */
interface Act {
  readonly records: Records;
  readonly now: number;
  readonly touched: Set<number>;
  readonly language: string | undefined;
}

/**
 * Takes in what people reply. Settles when all of it is durable, with everything that follows: suppression, cancelled
 * texts, the one confirmation. The same text again does nothing, and of STOP and START the one sent later counts.
 */
export async function receiveTexts(options: InboundOptions, texts: readonly InboundText[]): Promise<void> {
  const touched = new Set<number>();
  await options.store.transaction(async (records) => {
    const news: InboundText[] = [];
    for (const text of texts) if (await receiveText(options, records, text, touched)) news.push(text);
    if (news.length > 0) await records.addInput({ kind: 'replied', texts: news }, options.clock.now());
  });
  options.onCommitted([...touched]);
}

/** False where it is known already. */
async function receiveText(options: InboundOptions, records: Records, text: InboundText, touched: Set<number>): Promise<boolean> {
  const now = options.clock.now();
  const known = await records.optOut.inboundByCarrierId(text.carrierMessageId);
  // Seen in the carrier's list first, and only now with its words.
  const wordsAreNews = known !== undefined && known.text === undefined && text.text !== undefined && known.resolved === undefined;
  if (known !== undefined && !wordsAreNews) return false;
  const reading: ReplyReading =
    text.text === undefined ? { meaning: 'unclear', suggested: undefined, holds: true, language: undefined } : readReply(text.text);
  const wish = await records.optOut.latestWish(text.from);
  const blank: Omit<StoredInbound, 'id'> = {
    carrierMessageId: text.carrierMessageId,
    phone: text.from,
    text: text.text,
    characters: text.characters,
    receivedAt: text.receivedAt,
    storedAt: now,
    meaning: reading.meaning,
    suggested: reading.suggested,
    outcome: 'waits',
    needsPerson: false,
    holds: false,
    resolved: undefined,
  };
  const inbound = known === undefined ? await records.optOut.addInbound(blank) : { ...blank, id: known.id };
  if (inbound === undefined) return false;
  const last = await records.optOut.lastTextTo(text.from);
  const act: Act = { records, now, touched, language: reading.language ?? last?.language };
  if (last !== undefined) touched.add(last.incidentId);
  const became = await whatFollows(options, act, inbound, reading, wish, last !== undefined);
  await records.optOut.saveInbound({ ...inbound, ...became });
  if (wordsAreNews && !became.holds) await letGo(options, act, inbound.phone);
  if (became.holds) await holdOpen(act, inbound.phone, inbound.text === undefined ? 'repliedUnseen' : 'replyWaits');
  return true;
}

type Became = Pick<StoredInbound, 'outcome' | 'needsPerson' | 'holds'> & Partial<Pick<StoredInbound, 'suggested'>>;
const settled = (outcome: InboundOutcome): Became => ({ outcome, needsPerson: false, holds: false });

async function whatFollows(
  options: InboundOptions,
  act: Act,
  inbound: StoredInbound,
  { holds }: ReplyReading,
  wish: { meaning: 'optOut' | 'start'; receivedAt: number } | undefined,
  wasTexted: boolean,
): Promise<Became> {
  const { phone, receivedAt, text, meaning } = inbound;
  if (text === undefined) {
    // Nothing can be held back from somebody who was never texted; the reply is kept all the same.
    return wasTexted ? { outcome: 'unseen', needsPerson: true, holds: true } : settled('stranger');
  }
  switch (meaning) {
    case 'optOut':
      if (wish?.meaning === 'start' && wish.receivedAt > receivedAt) return settled('superseded');
      return settled(
        await optOutNumber(options, act, phone, { reason: 'by text', source: 'text', by: 'reply', at: act.now }, true),
      );
    case 'start':
      // The carrier's times are whole seconds: of two in one second the STOP counts.
      if (wish?.meaning === 'optOut' && wish.receivedAt >= receivedAt) return settled('superseded');
      return settled(await resumeNumber(options, act, phone, receivedAt));
    case 'help': {
      const block = replyBlock('help', await factsOf(act, phone));
      if (block !== undefined) return { outcome: 'helpWhileSilent', needsPerson: true, holds: false, suggested: 'help' };
      return settled((await answer(options, act, 'help', phone)) ? 'helpSent' : 'helpNotSent');
    }
    case 'nothing':
      return settled('nothing');
    case 'unclear':
      return { outcome: 'waits', needsPerson: true, holds };
  }
}

/** No more texts to this number, what waits included. `confirm`: it gets the one confirmation, unless it had opted out already. */
export async function optOutNumber(
  options: InboundOptions,
  act: Act,
  phone: E164,
  entry: Suppression,
  confirm: boolean,
): Promise<InboundOutcome> {
  const { records, now, touched } = act;
  const first = await records.optOut.suppress(phone, 'optOut', entry);
  for (const message of await cancelOpenTo(records, phone, now, entry.reason, 'optedOut')) touched.add(message.incidentId);
  await answerWaiting(act, phone);
  if (!first) return 'optedOutAlready';
  const { source, by } = entry;
  const subject = maskPhone(phone);
  await records.audit({ at: now, identity: by, action: 'optOut', subject, outcome: 'success', detail: { source } });
  if (!confirm) return 'optedOutSilently';
  if (options.networkConfirms) return 'optedOutByNetwork';
  return (await answer(options, act, 'optOut', phone)) ? 'optedOut' : 'optedOutSilently';
}

/** Lifts the opt-out, and nothing that a person or the carrier said. */
export async function resumeNumber(options: InboundOptions, act: Act, phone: E164, askedAt: number): Promise<InboundOutcome> {
  const { records, now } = act;
  const standing = (await records.optOut.suppressionsOf(phone)).find(({ kind }) => kind === 'optOut');
  if (standing === undefined) return 'nothingToResume';
  // Said to a person after this text was sent: that counts.
  const saidLater = (standing.source === 'phone' || standing.source === 'desk') && standing.at > askedAt;
  if (saidLater) return 'superseded';
  await records.optOut.lift(phone, ['optOut']);
  await answerWaiting(act, phone);
  const subject = maskPhone(phone);
  await records.audit({ at: now, identity: 'reply', action: 'resubscribe', subject, outcome: 'success', detail: {} });
  if (!options.networkConfirms) await answer(options, act, 'start', phone);
  return 'resubscribed';
}

/** False where no answer may be, or needs to be, sent. */
export async function answer(options: InboundOptions, act: Act, kind: ReplyKind, phone: E164): Promise<boolean> {
  const { records, now, language } = act;
  if (options.mode === 'watch' || replyBlock(kind, await factsOf(act, phone)) !== undefined) return false;
  const wording = { agency: options.policy().agency, texts: options.replyTexts() };
  return (await addReply(records, { kind, phone, language, now }, wording)) !== undefined;
}

/** Replies of which only this was open: whether their sender wants texts. Others still have to be read. */
async function answerWaiting({ records }: Act, phone: E164): Promise<void> {
  for (const waiting of await records.optOut.waitingFrom(phone)) {
    if (!waiting.holds) continue;
    await records.optOut.saveInbound({ ...waiting, outcome: 'answeredLater', needsPerson: false, holds: false });
  }
}

async function holdOpen({ records, now, touched }: Act, phone: E164, code: 'repliedUnseen' | 'replyWaits'): Promise<void> {
  if (numberBlock(await factsOf({ records, now }, phone)) !== undefined) return;
  for (const message of await records.openMessagesTo(phone)) {
    if (message.status === 'held' && (PERSON_HOLDS as readonly string[]).includes(message.code ?? '')) continue;
    touched.add(message.incidentId);
    // Whoever let it go did not know of the reply.
    await changeMessage(records, message, { type: 'hold', reason: code }, now, { code, notBefore: undefined, released: false });
  }
}

/** Lets what waited for this number's replies be looked at anew. */
export async function letGo(options: InboundOptions, { records, now, touched }: Act, phone: E164): Promise<void> {
  for (const message of await records.openMessagesTo(phone)) {
    if (message.code !== 'repliedUnseen' && message.code !== 'replyWaits') continue;
    touched.add(message.incidentId);
    await lookAgain(records, message, options.policy(), options.mode, now);
  }
}

async function factsOf({ records, now }: Pick<Act, 'records' | 'now'>, phone: E164) {
  return (await records.numberFacts([phone], now)).get(phone);
}
