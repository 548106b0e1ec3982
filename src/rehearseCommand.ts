import { readFileSync } from 'node:fs';
import { systemClock } from './clock';
import type { PolicyChangeView } from './contract/policy';
import type { RehearsalCountsView, RehearsalHeadlineView, RehearsalRowView, RehearsalStatusView } from './contract/rehearsal';
import { setUpFeeds } from './feedSetup';
import { HeraldError } from './heraldError';
import type { JournalEntry } from './intake/journal';
import { feedFormats } from './journalStart';
import { silentLogger } from './logger';
import { type PolicyBody, writtenPolicy } from './policy/policyBody';
import { type Profile, readProfile } from './profile';
import { openRehearsalStore } from './rehearsal/memory/memoryRehearsal';
import { prepareRehearsal } from './rehearsal/rehearsals';
import { type RehearsalOrder, rehearse } from './rehearsal/rehearse';
import { framesOfRecording } from './rehearseRecording';
import { JournalQueries } from './store/journalQueries';
import type { StoreKeySource } from './store/keys/storeKey';
import { openOwnedStore } from './store/openOwnedStore';

export interface RehearseCommand {
  /** The draft: a whole profile. */
  readonly profile: string;
  /** A profile to compare with; without it the policy in force. */
  readonly against: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly recording: string | undefined;
  readonly feeds: ReadonlyMap<string, string>;
  readonly json: boolean;
  readonly where:
    | { readonly dataDirectory: string; readonly storeKey: StoreKeySource }
    | { readonly console: string; readonly token: string };
}

interface Found {
  readonly headline: RehearsalHeadlineView;
  readonly changes: readonly PolicyChangeView[];
  /** Those that differ. */
  readonly rows: readonly RehearsalRowView[];
}

const WEEK_MS = 7 * 86_400_000;
/** Holds and delays of what came last end within this. */
const AFTER_RECORDING_MS = 3_600_000;

/** Rehearses a draft and prints what it would change. Throws `usage.*`, `profile.bad`, `store.dataDirectoryInUse` and `rehearsal.*`. */
export async function runRehearse(command: RehearseCommand, now: number, print: (line: string) => void): Promise<number> {
  const draft = readProfile(command.profile);
  const from = command.from ?? (command.to ?? now) - WEEK_MS;
  const to = command.to ?? now;
  if (command.recording === undefined && to <= from) throw new HeraldError('usage.bad', '--to must be later than --from');
  const found =
    command.recording !== undefined
      ? await overRecording(command, command.recording, draft)
      : 'console' in command.where
        ? await throughConsole(command.where, writtenPolicy(draft), from, to)
        : await overJournal(command.where, command, draft, from, to);
  if (command.json) print(JSON.stringify(found));
  else printFound(found, print);
  return 0;
}

async function overRecording(command: RehearseCommand, file: string, draft: Profile): Promise<Found> {
  const setups = setUpFeeds(draft, command.feeds).filter(({ id }) => command.feeds.size === 0 || command.feeds.has(id));
  const [setup] = setups;
  if (setup === undefined || setups.length > 1) {
    throw new HeraldError('usage.bad', '--recording needs one --feed ID=URL, which says how it is read');
  }
  const entries = await framesOfRecording(file, setup, draft.agency.timeZone);
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) throw new HeraldError('usage.badRecording', `The recording ${file} has no frames`);
  const before =
    command.against === undefined ? await inForceHere(command.where, draft) : writtenPolicy(readProfile(command.against));
  const from = command.from ?? first.at;
  const to = command.to ?? last.at + AFTER_RECORDING_MS;
  const scene = { feeds: feedFormats(draft, setups), suppressed: [] };
  const order = { before: JSON.stringify(before), after: JSON.stringify(writtenPolicy(draft)), from, to, ...scene };
  return differing(order, each(entries.filter(({ at }) => at <= to)));
}

/** The policy in force in the data directory, where there is one; else the draft's, which then is only counted. */
async function inForceHere(where: RehearseCommand['where'], draft: Profile): Promise<PolicyBody> {
  if ('console' in where) return asked<{ body: PolicyBody }>(where, '/policy/current').then(({ body }) => body);
  return writtenPolicy(draft);
}

async function overJournal(
  { dataDirectory, storeKey }: { readonly dataDirectory: string; readonly storeKey: StoreKeySource },
  { against }: RehearseCommand,
  draft: Profile,
  from: number,
  to: number,
): Promise<Found> {
  const owned = await openOwnedStore(dataDirectory, { storeKey, clock: systemClock, logger: silentLogger });
  try {
    const { store } = owned;
    const inForce = await store.transaction((records) => records.policies.inForce());
    const before = against === undefined ? inForce?.body : JSON.stringify(writtenPolicy(readProfile(against)));
    const prepared = await prepareRehearsal(new JournalQueries(store.db, store.personal), { from, to });
    if (prepared === undefined || before === undefined) throw nothing();
    const order = { before, after: JSON.stringify(writtenPolicy(draft)), from, to, ...prepared.scene };
    return await differing(order, paged(prepared.pages));
  } finally {
    await owned.close();
  }
}

async function differing(order: RehearsalOrder, entries: AsyncIterable<JournalEntry>): Promise<Found> {
  const { rows, ...found } = await rehearse(order, entries, { openStore: openRehearsalStore, onProgress: () => {} });
  return { ...found, rows: rows.filter(({ change }) => change !== 'same') };
}

async function throughConsole(where: Console, body: PolicyBody, from: number, to: number): Promise<Found> {
  const { id } = await asked<{ id: string }>(where, '/rehearsals', { what: { body }, from, to });
  for (;;) {
    const status = await asked<RehearsalStatusView>(where, `/rehearsals/${id}`);
    if (status.state === 'done') break;
    if (status.state !== 'running')
      throw new HeraldError('rehearsal.failed', `The rehearsal ${status.state}: ${status.reason ?? ''}`);
    await new Promise((resume) => setTimeout(resume, 200));
  }
  const rows: RehearsalRowView[] = [];
  for (let next = ''; ; ) {
    const page = await asked<{
      headline: RehearsalHeadlineView;
      changes: PolicyChangeView[];
      items: RehearsalRowView[];
      next: string | null;
    }>(where, `/rehearsals/${id}/result?limit=500${next === '' ? '' : `&next=${next}`}`);
    rows.push(...page.items);
    if (page.next === null) return { headline: page.headline, changes: page.changes, rows };
    next = page.next;
  }
}

interface Console {
  readonly console: string;
  readonly token: string;
}

async function asked<T>({ console, token }: Console, path: string, input?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(new URL(`api${path}`, console.endsWith('/') ? console : `${console}/`), {
      headers: { authorization: `Bearer ${token}`, ...(input === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) }),
    });
  } catch {
    throw new HeraldError('usage.noConsole', `There is no console at ${console}`);
  }
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new HeraldError('rehearsal.refused', answer.message ?? `The console answered ${response.status}`);
  return answer;
}

function nothing(): HeraldError {
  return new HeraldError('rehearsal.noFrames', 'Nothing was received in that time; --from and --to name another');
}

async function* each(entries: readonly JournalEntry[]): AsyncGenerator<JournalEntry> {
  yield* entries;
}

async function* paged(pages: () => Promise<readonly JournalEntry[]>): AsyncGenerator<JournalEntry> {
  for (let page = await pages(); page.length > 0; page = await pages()) yield* page;
}

function printFound({ headline, changes, rows }: Found, print: (line: string) => void): void {
  const { before, after, differences, frames } = headline;
  print(headline.sentence);
  if (headline.coverage.sentence !== null) print(headline.coverage.sentence);
  print(`${frames.read} frames, ${frames.rejected} not understood, ${frames.incidents} incidents`);
  print('');
  print('                in force  rehearsed');
  const line = (name: string, of: (counts: RehearsalCountsView) => number) =>
    print(`${name.padEnd(14)}${String(of(before)).padStart(10)}${String(of(after)).padStart(11)}`);
  line('considered', ({ considered }) => considered);
  line('texted', ({ texted }) => texted);
  line('skipped', ({ skipped }) => skipped);
  line('waiting', ({ waiting }) => waiting);
  line('people', ({ people }) => people);
  line('segments', ({ segments }) => segments);
  print('');
  print(`changes: ${changes.length}`);
  for (const { sentence, loosens } of changes) print(`  ${loosens ? '! ' : ''}${sentence}`);
  print(`differences: ${differences.total}`);
  for (const row of rows) {
    const risk = row.risk === null ? '' : ` [${row.risk.level}]`;
    print(`  ${row.incident} ${row.callType ?? ''} ${row.cause ?? row.stage} ${row.to ?? ''}: ${row.change}${risk}`);
    print(`    before: ${told(row.before)}`);
    print(`    after:  ${told(row.after)}`);
    if (row.because !== '') print(`    because: ${row.because}`);
  }
}

function told(outcome: RehearsalRowView['before']): string {
  if (outcome === null) return 'does not come up';
  const at = new Date(outcome.at).toISOString();
  return outcome.outcome === 'texted' ? `texted at ${at}: ${outcome.text}` : `${outcome.outcome} at ${at}: ${outcome.reason}`;
}

/** A token from a file, as `--token-file` of a running appliance wrote it. */
export function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new HeraldError('usage.bad', `--token-file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
