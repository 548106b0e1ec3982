import type { ReadingView, TapFrameView, TriedFrameView } from '../contract/views';
import { newTrace, type ParseOutcome, type ParseTrace } from '../feed/formats/format';
import type { Fact } from '../incident/fact';
import type { Policy } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { FeedLayout, RecentFrames, TriedLayout } from './backend';
import { type FactRules, factView, valuesOf } from './feedFacts';
import type { FeedReading, ReadDraft } from './feedReading';
import { foldValue, isHarmless, isNear, type Knowledge, looksBrief, looksLikeCode } from './harmless';
import { layoutText, literalsOf } from './layoutText';
import { type Columns, maskText } from './maskedText';
import { rawLines } from './rawLines';
import { timeTeller } from './timeTeller';

export interface FeedTapDeps {
  readonly queries: Pick<ConsoleQueries, 'recentFrames'>;
  /** By feed id. */
  readonly feeds: ReadonlyMap<string, FeedReading>;
  readonly readDraft: ReadDraft;
  readonly policy: () => Policy;
}

type StoredFrame = Awaited<ReturnType<ConsoleQueries['recentFrames']>>[number];

interface Read {
  readonly facts: readonly Fact[];
  readonly outcome: ParseOutcome;
  readonly trace: ParseTrace;
}

/** As many lines that nothing was made of are enough to work on. */
const MAX_UNACCOUNTED = 50;
const MAX_FACTS = 50;
const MAX_SEEN = 120;

/**
 * The newest frames of a feed beside what was read from them, and beside what a draft of a layout would read. Frames come
 * from the journal and are read again each time; nothing else is kept.
 *
 * What leaves here is masked. Of a frame's bytes and of its facts a value is shown only where it is known to be about the
 * call: by the layout in force, by the agency's own rules, or by its shape. A draft is not believed: it could call a name a
 * unit, so that only codes and words known otherwise are shown of what it reads.
 */
export class FeedTap {
  readonly #deps: FeedTapDeps;
  readonly #seen = new Map<string, TapFrameView>();
  #seenUnder: Policy | undefined;
  constructor(deps: FeedTapDeps) {
    this.#deps = deps;
  }

  /** Undefined where there is no such feed. */
  async tap({ id, limit, only }: RecentFrames): Promise<{ frames: TapFrameView[] } | undefined> {
    const reading = this.#deps.feeds.get(id);
    if (reading === undefined) return undefined;
    const frames = await this.#deps.queries.recentFrames({ feedId: id, limit, rejectedOnly: only === 'rejected' });
    const vocabulary = this.#vocabulary(reading);
    if (this.#seenUnder !== this.#deps.policy()) {
      this.#seenUnder = this.#deps.policy();
      this.#seen.clear();
    }
    const views: TapFrameView[] = [];
    for (const frame of frames) {
      const key = `${frame.id} ${frame.state}`;
      let view = this.#seen.get(key);
      if (view === undefined) {
        view = this.#tapped(frame, reading, vocabulary);
        await turn();
      }
      this.#remember(key, view);
      views.push(view);
    }
    return { frames: views };
  }

  layout(id: string): FeedLayout | undefined {
    const reading = this.#deps.feeds.get(id);
    if (reading === undefined) return undefined;
    const { format, layout } = reading;
    return { format: format.name, name: layout?.name ?? null, text: layout === undefined ? null : layoutText(layout.json) };
  }

  /** Undefined where there is no such feed. */
  async tryLayout({ id, limit, only, draft }: RecentFrames & { draft: string }): Promise<TriedLayout | undefined> {
    const reading = this.#deps.feeds.get(id);
    if (reading === undefined) return undefined;
    const drafted = this.#deps.readDraft(draft);
    if ('problems' in drafted) return { problems: [...drafted.problems], frames: [] };
    const frames = await this.#deps.queries.recentFrames({ feedId: id, limit, rejectedOnly: only === 'rejected' });
    const vocabulary = this.#vocabulary(reading, drafted);
    const tried: TriedFrameView[] = [];
    for (const frame of frames) {
      tried.push(this.#try(frame, reading, drafted, vocabulary));
      await turn();
    }
    return { problems: [], frames: tried };
  }

  #try(frame: StoredFrame, reading: FeedReading, drafted: FeedReading, vocabulary: Vocabulary): TriedFrameView {
    const read = this.#read(reading, frame);
    const tried = this.#read(drafted, frame);
    const knowledge = knowledgeOf(read, reading, vocabulary, frame);
    // What either of them takes for a person's stays hidden in both.
    const { personal, ofCall } = valuesOf(tried.facts);
    const both = {
      ...knowledge,
      personal: new Set([...knowledge.personal, ...personal]),
      harmless: new Set([...knowledge.harmless, ...[...ofCall].filter(looksLikeCode)]),
    };
    const time = this.#time();
    const draft = told(tried, both, {
      show: (value) => !isPersonal(value, both) && isHarmless(value, both),
      // A date of birth that the draft takes for a time of the call.
      time: (at) => (both.times.some((known) => isNear(at, known)) ? time(at) : 'days from when it came'),
    });
    const now = told(read, both, { show: inForce(both), time });
    return { ...this.#view(frame, drafted, tried, both, now), draft, change: changeOf(read, tried) };
  }

  #read({ format }: FeedReading, { bytes, receivedAt }: StoredFrame): Read {
    const trace = newTrace();
    const outcome = format.parse(bytes, { timeZone: this.#deps.policy().agency.timeZone, receivedAt }, trace);
    return { outcome, trace, facts: 'facts' in outcome ? outcome.facts : [] };
  }

  /** `marked` is whose faults and unexplained lines are marked in the bytes. */
  #view(frame: StoredFrame, reading: FeedReading, marked: Read, knowledge: Knowledge, told: ReadingView): TapFrameView {
    const { id, receivedAt, state, byteCount, bytes } = frame;
    const faults = faultsOf(marked.outcome).flatMap(({ byte }) => byte ?? []);
    const unaccounted = new Set(marked.trace.unaccounted.map(({ line }) => line));
    const { lines, leftOut } = rawLines(reading.text(bytes), byteCount, { faults, unaccounted }, (text) =>
      maskText(text, knowledge, columnsOf(reading)),
    );
    return { id, receivedAt, state, bytes: byteCount, raw: lines, leftOut, reading: told };
  }

  #tapped(frame: StoredFrame, reading: FeedReading, vocabulary: Vocabulary): TapFrameView {
    const read = this.#read(reading, frame);
    const knowledge = knowledgeOf(read, reading, vocabulary, frame);
    const now = told(read, knowledge, { show: inForce(knowledge), time: this.#time() });
    return this.#view(frame, reading, read, knowledge, now);
  }

  /** A frame does not change, and what is remembered of it is masked. The newest few are asked for again and again. */
  #remember(key: string, view: TapFrameView): void {
    this.#seen.delete(key);
    this.#seen.set(key, view);
    for (const [oldest] of this.#seen) {
      if (this.#seen.size <= MAX_SEEN) break;
      this.#seen.delete(oldest);
    }
  }

  #time(): (at: number) => string {
    return timeTeller(this.#deps.policy().agency.timeZone);
  }

  #vocabulary(...readings: readonly FeedReading[]): Vocabulary {
    const { ruleset, agency, roster } = this.#deps.policy();
    const words = [
      ...ruleset.callTypes.flatMap(({ code, label }) => [code, label ?? '']),
      ...ruleset.priorityOrder.flat(),
      ...ruleset.caseStatuses.map(({ code }) => code),
      ...ruleset.exclusions.flatMap(({ when }) => [...(when.callType ?? []), ...(when.priority ?? []), ...(when.flag ?? [])]),
      ...roster.map(({ id }) => id),
      agency.cadAgency ?? '',
    ];
    return {
      words: new Set(words.filter((word) => word !== '' && !word.includes('*')).map(foldValue)),
      literals: new Set(readings.flatMap(({ layout }) => (layout === undefined ? [] : literalsOf(layout.json))).map(foldValue)),
    };
  }
}

function told({ outcome, facts, trace }: Read, knowledge: Knowledge, rules: Omit<FactRules, 'showFlag'>): ReadingView {
  const all = { ...rules, showFlag: (value: string) => isHarmless(value, knowledge) };
  return {
    outcome: 'rejected' in outcome ? 'rejected' : facts.length > 0 ? 'understood' : 'nothing',
    facts: facts
      .slice(0, MAX_FACTS)
      .map((fact) => factView(fact, all))
      .map(({ title, lines }) => ({ title, lines: [...lines] })),
    faults: faultsOf(outcome).map(({ code, message, field, byte }) => ({
      code,
      message,
      field: field ?? null,
      byte: byte ?? null,
    })),
    unaccounted: trace.unaccounted
      .slice(0, MAX_UNACCOUNTED)
      .map(({ line, text }) => ({ line, text: maskText(text.slice(0, 500), knowledge) })),
  };
}

interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly literals: ReadonlySet<string>;
}

/** Reading a long frame takes milliseconds: feeds and timers get their turn after each. */
function turn(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

function knowledgeOf(
  { facts }: Read,
  { layout }: FeedReading,
  { words, literals }: Vocabulary,
  { receivedAt }: StoredFrame,
): Knowledge {
  const { personal, ofCall, numbers, times } = valuesOf(facts);
  return {
    harmless: new Set([...words, ...ofCall]),
    // A layout may have a phone number's column for the call's; a vendor's schema has not.
    certain: layout === undefined ? numbers : new Set(),
    personal,
    literals,
    times: [receivedAt, ...times],
  };
}

function isPersonal(value: string, { personal }: Knowledge): boolean {
  return personal.has(foldValue(value));
}

/** What the layout in force reads as a code of the call, the console shows elsewhere too. */
function inForce(knowledge: Knowledge): (value: string) => boolean {
  return (value) => !isPersonal(value, knowledge) && (looksBrief(value) || knowledge.certain.has(foldValue(value)));
}

function faultsOf(outcome: ParseOutcome) {
  return 'rejected' in outcome ? [outcome.rejected] : (outcome.faults ?? []);
}

function changeOf(now: Read, tried: Read): TriedFrameView['change'] {
  if (now.facts.length === 0 && tried.facts.length > 0) return 'gained';
  if (now.facts.length > 0 && tried.facts.length === 0) return 'lost';
  const said = ({ facts, outcome }: Read) => JSON.stringify([facts, 'rejected' in outcome]);
  return said(now) === said(tried) ? 'same' : 'different';
}

function columnsOf({ layout }: FeedReading): Columns | undefined {
  const json = layout?.json as { kind?: unknown; delimiter?: unknown; columns?: unknown } | undefined;
  if (json?.kind !== 'delimited' || typeof json.delimiter !== 'string' || !Array.isArray(json.columns)) return undefined;
  return { delimiter: json.delimiter, names: json.columns.map(String) };
}
