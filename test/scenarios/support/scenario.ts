import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { parseAllDocuments } from 'yaml';

/** One thing that happens. `value` belongs to sentences that end in a colon: a whole call as a snapshot feed writes it. */
export interface Step {
  readonly at: number;
  readonly sentence: string;
  readonly value: unknown;
}

/** What is said of one text of one incident: `dispatched 25-1 to 941-555-0111: The call type is blank`. */
export interface Claim {
  readonly stage: string;
  readonly incident: string;
  readonly to: string | undefined;
  readonly says: string;
}

export interface ExpectedText {
  readonly line: string;
  readonly at: number;
  readonly stage: string;
  readonly incident: string;
  readonly to: string;
  readonly language: string;
  /** Words the text must hold. */
  readonly words: string | undefined;
}

/** One YAML document: a story a dispatcher can read, and what becomes of it. */
export interface Scenario {
  readonly file: string;
  readonly name: string;
  readonly why: string;
  /** Statements of the compliance list that it holds the product to, such as C3. */
  readonly covers: readonly string[];
  /** Set where it shows a fault that is not mended yet: why. */
  readonly pending: string | undefined;
  readonly mode: 'live' | 'watch';
  readonly startsAt: number;
  readonly endsAt: number;
  /** What this agency does otherwise than the shipped rules: paths into the ruleset, the agency or the templates. */
  readonly agency: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, unknown>>;
  /** Keys of the profile's `carrier`. */
  readonly carrier: Readonly<Record<string, unknown>>;
  readonly templates: readonly unknown[];
  readonly steps: readonly Step[];
  readonly texted: readonly ExpectedText[];
  readonly notTexted: readonly Claim[];
  readonly held: readonly Claim[];
  /** What the rules say of a text that they let go. */
  readonly sent: readonly Claim[];
  /** Outbox states at the end. */
  readonly state: readonly Claim[];
  /** What became of each number's last reply, in order: `941-555-0111: Needs nothing`. */
  readonly replies: readonly { readonly from: string; readonly says: string }[];
}

export const ZONE = 'America/New_York';
const KEYS = [
  'name',
  'why',
  'covers',
  'pending',
  'mode',
  'starts',
  'until',
  'agency',
  'carrier',
  'rules',
  'templates',
  'steps',
  'expect',
];
const EXPECT_KEYS = ['texted', 'not texted', 'held', 'sent', 'state', 'replies'];

/** Every scenario of the folder, in the order of files and documents. Throws where one is not written as it should be. */
export function readScenarios(folder: string): Scenario[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { uniqueKeys: true }).flatMap((document) => {
      const [error] = [...document.errors, ...document.warnings];
      if (error !== undefined) throw new Error(`${file}: ${error.message}`);
      const json = document.toJS() as unknown;
      return json === null ? [] : [readScenario(json, file)];
    }),
  );
}

function readScenario(json: unknown, file: string): Scenario {
  const scenario = record(json, `${file}: a scenario`);
  const name = text(scenario.name, `${file}: name`);
  const where = `${file}: "${name}"`;
  only(scenario, KEYS, where);
  const startsAt = DateTime.fromFormat(text(scenario.starts ?? '2025-06-03 16:00:00', `${where}: starts`), 'yyyy-MM-dd HH:mm:ss', {
    zone: ZONE,
  });
  if (!startsAt.isValid) throw new Error(`${where}: starts is a day and a time`);
  const clock = new Calendar(startsAt, where);
  const steps = list(scenario.steps, `${where}: steps`).map((step) => {
    const [sentence, value] = sentenceOf(step, where);
    const { at, rest } = clock.read(sentence);
    return { at, sentence: rest, value };
  });
  const last = steps.reduce((before, step) => {
    if (step.at < before) throw new Error(`${where}: steps go forward in time: ${step.sentence}`);
    return step.at;
  }, startsAt.toMillis());
  const until = scenario.until === undefined ? undefined : clock.read(`${text(scenario.until, `${where}: until`)} ends`).at;
  const expect = record(scenario.expect, `${where}: expect`);
  only(expect, EXPECT_KEYS, where);
  const texts = new Calendar(startsAt, where);
  const claims = (key: string) => list(expect[key] ?? [], `${where}: ${key}`).map((line) => readClaim(line, where));
  const mode = scenario.mode ?? 'live';
  if (mode !== 'live' && mode !== 'watch') throw new Error(`${where}: mode is live or watch`);
  const read: Scenario = {
    file,
    name,
    why: text(scenario.why, `${where}: why`),
    covers: list(scenario.covers ?? [], `${where}: covers`).map((statement) => text(statement, `${where}: covers`)),
    pending: scenario.pending === undefined ? undefined : text(scenario.pending, `${where}: pending`),
    mode,
    startsAt: startsAt.toMillis(),
    endsAt: until ?? last + 5 * 60_000,
    agency: record(scenario.agency ?? {}, `${where}: agency`),
    rules: record(scenario.rules ?? {}, `${where}: rules`),
    carrier: record(scenario.carrier ?? {}, `${where}: carrier`),
    templates: list(scenario.templates ?? [], `${where}: templates`),
    steps,
    texted: list(expect.texted ?? [], `${where}: texted`).map((line) => readText(line, texts, where)),
    notTexted: claims('not texted'),
    held: claims('held'),
    sent: claims('sent'),
    state: claims('state'),
    replies: list(expect.replies ?? [], `${where}: replies`).map((line) => {
      const [from, says] = sentenceOf(line, where);
      return { from, says: text(says, `${where}: reply of ${from}`) };
    }),
  };
  if (read.endsAt < last) throw new Error(`${where}: it ends before its last step`);
  if (expect.texted === undefined) throw new Error(`${where}: says nothing of what is texted ("texted: []" where nothing is)`);
  return read;
}

/** Reads `day 2 08:00:00 ...` and `16:01 ...`. A time without a day is on the day of the one before. */
class Calendar {
  #day = 1;
  constructor(
    private readonly start: DateTime,
    private readonly where: string,
  ) {}

  read(sentence: string): { at: number; rest: string } {
    const match = /^(?:day (\d+) )?(\d\d):(\d\d)(?::(\d\d))? (.+)$/s.exec(sentence);
    if (match === null) throw new Error(`${this.where}: begins with no time: ${sentence}`);
    const [, day, hour, minute, second = '0', rest = ''] = match;
    if (day !== undefined) this.#day = Number(day);
    const at = this.start
      .startOf('day')
      .plus({ days: this.#day - 1 })
      .set({ hour: Number(hour), minute: Number(minute), second: Number(second) });
    return { at: at.toMillis(), rest };
  }
}

/** The stages as people say them: a delay by its cause. */
const STAGE = '(received|dispatched|waiting|diverted|arrived|completed|caseAssigned|caseUpdated|caseClosed|correction)';

function readClaim(line: unknown, where: string): Claim {
  const [head, says] = sentenceOf(line, where);
  const match = new RegExp(`^${STAGE} (\\S+)(?: to (\\S+))?$`).exec(head);
  if (match === null) throw new Error(`${where}: not understood: ${head}`);
  const [, stage = '', incident = '', to] = match;
  return { stage, incident, to, says: text(says, `${where}: ${head}`) };
}

function readText(line: unknown, clock: Calendar, where: string): ExpectedText {
  const [head, words] = sentenceOf(line, where);
  const { at, rest } = clock.read(head);
  // An answer to a reply stands in the place of a stage, and its kind in that of the incident.
  const match = new RegExp(`^(?:${STAGE}|(answer)) (\\S+) to (\\S+?)(?: in (\\w+))?$`).exec(rest);
  if (match === null) throw new Error(`${where}: not understood: ${head}`);
  const [, ofIncident, answer = '', incident = '', to = '', language = 'en'] = match;
  const stage = ofIncident ?? answer;
  return {
    line: head,
    at,
    stage,
    incident,
    to,
    language,
    words: words === undefined ? undefined : text(words, `${where}: ${head}`),
  };
}

/** A plain sentence, or one with what stands after its colon. */
function sentenceOf(line: unknown, where: string): [string, unknown] {
  if (typeof line === 'string') return [line, undefined];
  const entries = Object.entries(record(line, `${where}: a line`));
  const [only] = entries;
  if (entries.length !== 1 || only === undefined) throw new Error(`${where}: one sentence per line: ${JSON.stringify(line)}`);
  return only;
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where} is missing or no mapping`);
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} is missing or no list`);
  return value;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`${where} is missing or no text`);
  return value.trim();
}

function only(value: Record<string, unknown>, keys: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`${where}: there is no "${unknown}"`);
}
