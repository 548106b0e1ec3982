import type { PolicyChangeView } from '../contract/policy';
import type { RehearsalHeadlineView, RehearsalRowView } from '../contract/rehearsal';
import type { FrameFormat } from '../feed/formats/format';
import type { FeedFormat } from '../intake/input';
import type { JournalEntry } from '../intake/journal';
import type { RecordStore } from '../intake/records';
import { comparePolicies } from '../policy/comparePolicies';
import { type PolicyBody, storedPolicy } from '../policy/policyBody';
import { compareOutcomes } from './compareOutcomes';
import { type Coverage, coverageOf } from './coverage';
import { formatOf } from './feedFormats';
import { countsOf, headlineOf } from './headline';
import { type DecidedRow, type Outcome, outcomesOf } from './outcomes';
import { Simulation } from './simulation';

/** What is rehearsed, and from where on. Plain data: it goes to a thread of its own. */
export interface RehearsalOrder {
  /** JSON, as versions are stored. */
  readonly before: string;
  readonly after: string;
  /** Texts and skips from here on count; what came in before only sets the scene. */
  readonly from: number;
  readonly to: number;
  /** How feeds were read when the first entry came. */
  readonly feeds: Readonly<Record<string, FeedFormat>>;
  readonly suppressed: readonly { readonly phone: string; readonly reason: string; readonly at: number }[];
  /** How much of the period the journal has; left out where it is no journal that is read. */
  readonly coverage?: Coverage | undefined;
}

export interface RehearsalFindings {
  readonly headline: RehearsalHeadlineView;
  readonly changes: readonly PolicyChangeView[];
  /** Those that differ, risks first, then all others; each by time. */
  readonly rows: readonly RehearsalRowView[];
}

/** A store in memory for one policy. */
export interface RehearsalStore extends RecordStore {
  readonly framesRejected: () => number;
  readonly incidents: () => AsyncIterable<Parameters<typeof outcomesOf>[0] & { readonly decisions: readonly DecidedRow[] }>;
  close(): Promise<void>;
}

export interface RehearsalDeps {
  readonly openStore: () => Promise<RehearsalStore>;
  readonly onProgress: (frames: number) => void;
}

/** Runs both policies over the entries, side by side, and says what differs. Whoever wants to stop it ends the entries. */
export async function rehearse(
  order: RehearsalOrder,
  entries: AsyncIterable<JournalEntry>,
  { openStore, onProgress }: RehearsalDeps,
): Promise<RehearsalFindings> {
  const runs = await Promise.all([order.before, order.after].map((body) => begin(body, order, openStore)));
  try {
    setFeeds(runs, order.feeds);
    let frames = 0;
    for await (const entry of entries) {
      if (entry.input.kind === 'started') setFeeds(runs, entry.input.feeds);
      for (const { simulation } of runs) await simulation.play(entry);
      frames += entry.frames.length;
      if (entry.frames.length > 0) onProgress(frames);
    }
    for (const { simulation } of runs) await simulation.passUntil(order.to);
    return await findings(order, runs, frames);
  } finally {
    for (const { store } of runs) await store.close();
  }
}

type Run = Awaited<ReturnType<typeof begin>>;

async function begin(body: string, order: RehearsalOrder, openStore: RehearsalDeps['openStore']) {
  const policy = storedPolicy(body);
  const store = await openStore();
  const simulation = new Simulation({ policy, store });
  for (const { phone, reason, at } of order.suppressed) await simulation.suppressed(phone, reason, at);
  return { policy, store, simulation };
}

function setFeeds(runs: readonly Run[], feeds: Readonly<Record<string, FeedFormat>>): void {
  const formats = new Map(Object.entries(feeds).map(([feed, format]) => [feed, parsedOnce(formatOf(format))]));
  for (const { simulation } of runs) simulation.feeds(formats);
}

/** Both policies read each frame right after each other: the second time it has been parsed. */
function parsedOnce(format: FrameFormat): FrameFormat {
  let last: { bytes: Uint8Array; timeZone: string; ambiguous: Map<number, number>; outcome: ReturnType<FrameFormat['parse']> }[] =
    [];
  return {
    ...format,
    parse(bytes, context) {
      const known = last.find((parsed) => parsed.bytes === bytes && parsed.timeZone === context.timeZone);
      if (known !== undefined) {
        for (const [time, other] of known.ambiguous) context.ambiguous?.set(time, other);
        return known.outcome;
      }
      const ambiguous = new Map<number, number>();
      const outcome = format.parse(bytes, { ...context, ambiguous });
      for (const [time, other] of ambiguous) context.ambiguous?.set(time, other);
      last = [...last.slice(-16), { bytes, timeZone: context.timeZone, ambiguous, outcome }];
      return outcome;
    },
  };
}

async function findings(order: RehearsalOrder, runs: readonly Run[], frames: number): Promise<RehearsalFindings> {
  const { from } = order;
  const [before, after] = await Promise.all(runs.map(({ store, policy }) => allOutcomes(store, policy, from)));
  if (before === undefined || after === undefined) throw new TypeError('A rehearsal has two sides');
  const changes = comparePolicies(JSON.parse(order.before) as PolicyBody, JSON.parse(order.after) as PolicyBody);
  const [first, second] = runs;
  const rosters = { before: first?.policy.roster ?? [], after: second?.policy.roster ?? [] };
  const rows = compareOutcomes(before.outcomes, after.outcomes, changes, rosters)
    .filter((row) => Math.max(row.before?.at ?? 0, row.after?.at ?? 0) >= from)
    .sort((a, b) => rank(a) - rank(b) || timeOf(a) - timeOf(b));
  const counted = ({ view }: Outcome) => view.at >= from;
  const headline = headlineOf(
    countsOf(before.outcomes.filter(counted), first?.simulation.breakerTrips ?? 0),
    countsOf(after.outcomes.filter(counted), second?.simulation.breakerTrips ?? 0),
    rows,
    { read: frames, rejected: second?.store.framesRejected() ?? 0, incidents: after.incidents },
    coverageOf(order, order.coverage, (JSON.parse(order.after) as PolicyBody).agency.timeZone),
  );
  return { headline, changes, rows };
}

async function allOutcomes(store: RehearsalStore, policy: Parameters<typeof outcomesOf>[1], from: number) {
  const outcomes: Outcome[] = [];
  let incidents = 0;
  for await (const incident of store.incidents()) {
    // What came in before only sets the scene.
    if (incident.incident.lastEventAt >= from) incidents += 1;
    outcomes.push(...outcomesOf(incident, policy));
  }
  return { outcomes, incidents };
}

function rank({ change, risk }: RehearsalRowView): number {
  if (risk !== null) return risk.level === 'safety' ? 0 : 1;
  return change === 'same' ? 3 : 2;
}

function timeOf({ before, after }: RehearsalRowView): number {
  return after?.at ?? before?.at ?? 0;
}
