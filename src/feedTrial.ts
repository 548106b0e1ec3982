import { IANAZone } from 'luxon';
import { type Clock, durations } from './clock';
import { FeedTap } from './console/feedTap';
import { looksBrief } from './console/harmless';
import type { SetupBackend } from './console/setupBackend';
import type { FeedTrialView, SetupProblem } from './contract/setup';
import { placeOf } from './feed/feedUrl';
import { type Layout, layoutSchema } from './feed/formats/layout';
import type { Feed, Frame } from './feed/frame';
import { openFeed } from './feed/openFeed';
import { feedReading, readLayoutDraft } from './feedReading';
import { type FeedSetup, setUpFeeds } from './feedSetup';
import { isHeraldError } from './heraldError';
import type { Fact } from './incident/fact';
import { readJsonBy } from './jsonProblems';
import type { Logger } from './logger';
import { callTypeOf } from './rules/callTypes';
import { anyOf } from './rules/match';
import type { Policy, Ruleset } from './rules/ruleset';

/** A feed that nobody looks at any more is let go, so that it keeps no port and no device from the one that is kept. */
const UNASKED_MS = 2 * durations.MINUTE;
const RECENT = 10;
const MAX_CODES = 200;
const MAX_AGENCIES = 20;
const ID = 'trial';

export interface FeedTrialDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whose words and codes are known not to be personal. */
  readonly policy: () => Policy;
  /** Where Herald listens already: a second listener could take records from the first. */
  readonly inForce: readonly FeedSetup[];
}

type TryInput = Parameters<SetupBackend['tryFeed']>[1];
type StoredFrame = { id: number; receivedAt: number; bytes: Uint8Array; byteCount: number; state: 'done' | 'rejected' };

/**
 * Listens to a feed before it is kept, one at a time, to show that it is understood:
 *
 *     transport -> framer -> format.parse -> the newest ten, in memory
 *
 * Nothing is stored, decided, texted or acknowledged: a sender that waits for an acknowledgement goes on waiting. What is
 * shown is masked as on the tap of a feed in force: who may try a layout may keep it too.
 */
export class FeedTrial {
  readonly #deps: FeedTrialDeps;
  #running: Running | undefined;
  #changing: Promise<unknown> = Promise.resolve();
  constructor(deps: FeedTrialDeps) {
    this.#deps = deps;
  }

  /** Settles when the feed counts as open, or when it is known why it cannot be. */
  tryFeed(input: TryInput): Promise<SetupProblem[] | { readonly conflict: string }> {
    return this.#oneAtATime(async () => {
      const read = readTrial(input);
      if ('problems' in read) return read.problems;
      const place = placeOf(read.setup.address);
      const taken = this.#deps.inForce.find(
        ({ address }) => address.transport === read.setup.address.transport && placeOf(address) === place,
      );
      if (taken !== undefined && !place.endsWith(':0'))
        return { conflict: `Herald listens there already, as the feed ${taken.id}` };
      await this.#end();
      this.#running = new Running(input, read, this.#deps, () => void this.stop());
      await this.#running.start();
      return [];
    });
  }

  async look(): Promise<FeedTrialView | undefined> {
    return this.#running?.look();
  }

  stop(): Promise<void> {
    return this.#oneAtATime(() => this.#end());
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(work);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}

interface ReadTrial {
  readonly setup: FeedSetup;
  readonly layouts: Readonly<Record<string, Layout>>;
}

/** What is wrong with what was entered, by its field: `url`, `timeZone`, or the layout's own keys under `layout`. */
function readTrial({ url, layout, timeZone }: TryInput): ReadTrial | { readonly problems: SetupProblem[] } {
  const problem = (path: string, message: string) => ({ problems: [{ path, message, line: 1, column: 1 }] });
  if (!IANAZone.isValidZone(timeZone)) return problem('timeZone', 'must be an IANA time zone such as "America/New_York"');
  const layouts: Record<string, Layout> = {};
  if (layout !== null) {
    const read = readJsonBy(layoutSchema, layout.text);
    if ('problems' in read) {
      return { problems: read.problems.map((each) => ({ ...each, path: each.path === '' ? 'layout' : `layout.${each.path}` })) };
    }
    layouts[layout.name] = read.value;
  }
  try {
    const [setup] = setUpFeeds({ feeds: [{ id: ID, url, silentAfter: undefined }], layouts }, new Map());
    // Nothing is kept, so nothing may be acknowledged.
    const address = { ...(setup as FeedSetup).address, ack: undefined };
    return { setup: { ...(setup as FeedSetup), address }, layouts };
  } catch (error) {
    if (!isHeraldError(error)) throw error;
    return problem('url', error.message.replace(`Feed "${ID}": `, ''));
  }
}

class Running {
  readonly #input: TryInput;
  readonly #setup: FeedSetup;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #feed: Feed;
  readonly #tap: FeedTap;
  readonly #timeZone: string;
  readonly #ruleset: Ruleset;
  readonly #codes = new Map<string, { records: number; readonly agencies: Set<string> }>();
  readonly #unasked: () => void;
  #cancel: () => void = () => {};
  #frames: StoredFrame[] = [];
  #count = { frames: 0, understood: 0, rejected: 0 };

  constructor(input: TryInput, { setup, layouts }: ReadTrial, { clock, logger, policy }: FeedTrialDeps, unasked: () => void) {
    this.#input = input;
    this.#setup = setup;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#timeZone = input.timeZone;
    this.#unasked = unasked;
    const inForce = policy();
    const asked: Policy = { ...inForce, agency: { ...inForce.agency, timeZone: input.timeZone } };
    this.#ruleset = inForce.ruleset;
    this.#tap = new FeedTap({
      queries: { recentFrames: async ({ limit }) => this.#frames.slice(0, limit) },
      feeds: new Map([[ID, feedReading(setup, { layouts })]]),
      readDraft: readLayoutDraft,
      policy: () => asked,
    });
    const sink = { accept: async (frame: Frame) => this.#take(frame), discarded: () => {} };
    this.#feed = openFeed({ id: ID, address: setup.address, sink, clock, logger });
  }

  async start(): Promise<void> {
    this.#asked();
    // Why it cannot be opened is in the state of its link, and shown there.
    await this.#feed.start().catch((error) => {
      if (!isHeraldError(error)) throw error;
    });
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#feed.stop();
  }

  async look(): Promise<FeedTrialView> {
    this.#asked();
    const { address, state, reason, discardedBytes, lastFrameAt } = this.#feed.linkStatus();
    const tapped = await this.#tap.tap({ id: ID, limit: RECENT, only: 'all' });
    return {
      ...{
        url: this.#input.url,
        startedAt: this.#startedAt,
        address,
        state,
        reason: reason?.replace(`Feed ${ID} `, 'It ') ?? null,
      },
      ...{ ...this.#count, discardedBytes, lastFrameAt: lastFrameAt ?? null },
      carriesNarrative: this.#setup.format.carriesNarrative,
      callTypes: [...this.#codes]
        .map(([code, { records, agencies }]) => ({ code, records, agencies: [...agencies], ...meaningOf(code, this.#ruleset) }))
        .sort((a, b) => b.records - a.records),
      recent: tapped?.frames ?? [],
    };
  }

  #take({ bytes, receivedAt }: Frame): void {
    const outcome = this.#setup.format.parse(bytes, { timeZone: this.#timeZone, receivedAt });
    const state = 'rejected' in outcome ? 'rejected' : 'done';
    this.#count.frames += 1;
    if ('rejected' in outcome) this.#count.rejected += 1;
    else if (outcome.facts.length > 0) this.#count.understood += 1;
    if ('facts' in outcome) for (const [code, agencies] of seenIn(outcome.facts)) this.#seen(code, agencies);
    const frame = { id: this.#count.frames, receivedAt, bytes, byteCount: bytes.length, state } as const;
    this.#frames = [frame, ...this.#frames].slice(0, RECENT);
  }

  #seen(code: string, agencies: readonly string[]): void {
    if (!looksBrief(code) || (this.#codes.size >= MAX_CODES && !this.#codes.has(code))) return;
    const seen = this.#codes.get(code) ?? { records: 0, agencies: new Set() };
    seen.records += 1;
    for (const agency of agencies.filter(looksBrief).slice(0, MAX_AGENCIES)) seen.agencies.add(agency);
    this.#codes.set(code, seen);
  }

  #asked(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(UNASKED_MS, this.#unasked);
  }
}

/** What the rules say of a call type by itself; a narrative, a flag or a priority may exclude a call still. */
function meaningOf(code: string, ruleset: Ruleset): { label: string | null; excluded: string | null } {
  const type = callTypeOf(ruleset, code);
  const exclusion = ruleset.exclusions.find(
    ({ when }) => when.callType !== undefined && Object.keys(when).length === 1 && anyOf(when.callType)(code),
  );
  return { label: type === undefined ? null : (type.label ?? type.code), excluded: exclusion?.reason ?? null };
}

interface SeenCode {
  readonly agency?: string;
  readonly callType?: string;
}

/** Each code once for a record, as CAD writes it, with the agencies in whose part of the call it was. */
function seenIn(facts: readonly Fact[]): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  for (const { callType, agency } of facts.flatMap(codesOf)) {
    const code = callType?.trim() ?? '';
    if (code === '') continue;
    const agencies = seen.get(code) ?? [];
    if (agency !== undefined && !agencies.includes(agency)) agencies.push(agency);
    seen.set(code, agencies);
  }
  return seen;
}

function codesOf(fact: Fact): readonly SeenCode[] {
  switch (fact.kind) {
    case 'snapshot':
      return fact.snapshot.contexts;
    case 'report':
      return fact.report.contexts;
    case 'event':
      // A line of a layout does not say whose part of the call it is.
      return fact.event.details.callType === undefined ? [] : [{ callType: fact.event.details.callType }];
    case 'callerInfo':
      return [];
  }
}
