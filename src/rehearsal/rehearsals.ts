import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { Clock } from '../clock';
import { durations } from '../clock';
import type { Caller } from '../console/backend';
import type { RehearsalBackend, RehearsalQuery, RehearsalRefusal } from '../console/rehearsalBackend';
import type { RehearsalRowView, RehearsalStatusView } from '../contract/rehearsal';
import { rehearsalRowKey } from '../contract/rehearsalRowKey';
import type { JournaledInput } from '../intake/input';
import type { JournalEntry } from '../intake/journal';
import type { StoredVersion } from '../intake/policyRecords';
import type { RecordStore } from '../intake/records';
import type { Logger } from '../logger';
import { policyHash, readPolicy, writtenPolicy } from '../policy/policyBody';
import type { RehearsedPolicy } from '../policy/policyVersions';
import { stretchOf } from './coverage';
import { superviseThread } from './rehearsalThread';
import type { RehearsalFindings, RehearsalOrder } from './rehearse';

/** What came in so long before the period sets the scene: who is on which call. */
const SCENE_MS = 12 * durations.HOUR;
/** Small, since the appliance reads them between what it has to do. */
const PAGE = 64;
/** While frames wait to be read the rehearsal waits, too. */
const STEP_ASIDE_MS = 20;
const KEPT = 5;

/** The journal, as a rehearsal reads it. */
export interface RehearsedJournal {
  entries(after: number, limit: number, kinds?: readonly JournaledInput['input']['kind'][]): Promise<readonly JournalEntry[]>;
  lastOf(kind: 'started' | 'policy', id: number): Promise<JournaledInput | undefined>;
  span(from: number, to: number): Promise<{ first: number; last: number; frames: number } | undefined>;
  coverage(
    from: number,
    to: number,
    everyMs: number,
  ): Promise<{ beginsAt: number; lastAt: number | undefined; stretches: number } | undefined>;
  suppressedBefore(at: number): Promise<readonly { phone: string; reason: string; at: number }[]>;
}

export interface RehearsalsOptions {
  readonly store: RecordStore;
  readonly journal: RehearsedJournal;
  readonly startThread: (order: RehearsalOrder) => Worker;
  readonly isBehind: () => boolean;
  /** Told when one has ended: others than who started it look at what it found. */
  readonly onEnded?: (() => void) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Rehearsal {
  readonly hash: string;
  status: RehearsalStatusView;
  findings?: RehearsalFindings;
  thread?: Worker;
}

const KINDS = ['started', 'frames', 'command', 'carrierSuppressed', 'replied', 'optOutCommand', 'linesLookedUp'] as const;

/** Rehearsals of drafts over what came in: one at a time, in a thread, their findings kept until there are newer ones. */
export class Rehearsals implements RehearsalBackend {
  readonly #options: RehearsalsOptions;
  readonly #rehearsals: Rehearsal[] = [];

  constructor(options: RehearsalsOptions) {
    this.#options = options;
  }

  async start(
    caller: Caller,
    input: Parameters<RehearsalBackend['start']>[1],
  ): Promise<{ id: string } | 'notFound' | RehearsalRefusal> {
    const { store, clock } = this.#options;
    const running = () => this.#rehearsals.some(({ status }) => status.state === 'running');
    if (running()) return refusal('busy', 'A rehearsal is under way already');
    const { inForce, body } = await store.transaction(async (records) => ({
      inForce: await records.policies.inForce(),
      body: await bodyOf(input.what, records.policies),
    }));
    if (inForce === undefined || body === undefined) return 'notFound';
    const read = readPolicy(body);
    if ('problems' in read)
      return { ...refusal('problems', 'It has problems that must be mended first'), problems: [...read.problems] };
    const { from, to } = input;
    const prepared = await prepareRehearsal(this.#options.journal, { from, to });
    if (prepared === undefined) return refusal('noFrames', 'Nothing was received in that time');
    // Another may have begun meanwhile.
    if (running()) return refusal('busy', 'A rehearsal is under way already');
    const after = writtenPolicy(read.policy);
    const rehearsal: Rehearsal = {
      hash: policyHash(after),
      status: {
        id: randomUUID(),
        state: 'running',
        by: caller.identity,
        hash: policyHash(after),
        startedAt: clock.now(),
        endedAt: null,
        ...{ from, to, frames: prepared.frames, done: 0, reason: null },
      },
    };
    this.#rehearsals.unshift(rehearsal);
    this.#rehearsals.splice(KEPT);
    await this.#audit(caller.identity, 'startRehearsal', rehearsal, { from, to, inForce: inForce.id });
    const order = { before: inForce.body, after: JSON.stringify(after), from, to, ...prepared.scene };
    void this.#run(rehearsal, order, prepared.pages);
    return { id: rehearsal.status.id };
  }

  async list() {
    return { items: this.#rehearsals.map(({ status }) => status) };
  }

  async status(id: string): Promise<RehearsalStatusView | undefined> {
    return this.#find(id)?.status;
  }

  /** For whoever puts a draft in force upon it. */
  readonly rehearsed = (id: string): RehearsedPolicy | undefined => {
    const rehearsal = this.#find(id);
    if (rehearsal === undefined) return undefined;
    const safety = rehearsal.findings?.rows.filter(({ risk }) => risk?.level === 'safety').map(rehearsalRowKey);
    return { state: rehearsal.status.state, hash: rehearsal.hash, safety };
  };

  async result({ id, show, stage, find, next, limit }: RehearsalQuery) {
    const rehearsal = this.#find(id);
    if (rehearsal === undefined) return undefined;
    const { status, findings } = rehearsal;
    if (findings === undefined) return { status, headline: null, changes: [], items: [], next: null };
    const wanted = find?.toLowerCase() ?? '';
    const rows = findings.rows
      .filter((row) => isShown(row, show) && (stage === undefined || row.stage === stage))
      .filter((row) => wanted === '' || `${row.incident} ${row.callType ?? ''}`.toLowerCase().includes(wanted));
    const at = Number(next ?? 0);
    const end = at + limit;
    return {
      status,
      headline: findings.headline,
      changes: [...findings.changes],
      items: rows.slice(at, end),
      next: end < rows.length ? String(end) : null,
    };
  }

  async cancel({ identity }: Caller, id: string): Promise<'done' | 'notFound'> {
    const rehearsal = this.#find(id);
    if (rehearsal === undefined) return 'notFound';
    if (rehearsal.status.state === 'running') {
      this.#end(rehearsal, 'cancelled', null);
      await rehearsal.thread?.terminate();
      await this.#audit(identity, 'cancelRehearsal', rehearsal, {});
    }
    return 'done';
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    for (const rehearsal of this.#rehearsals) {
      if (rehearsal.status.state !== 'running') continue;
      this.#end(rehearsal, 'cancelled', 'The appliance was stopped');
      await rehearsal.thread?.terminate();
    }
  }

  async #run(rehearsal: Rehearsal, order: RehearsalOrder, pages: () => Promise<readonly JournalEntry[]>): Promise<void> {
    const { startThread, logger } = this.#options;
    const thread = startThread(order);
    rehearsal.thread = thread;
    const politely = async () => {
      await this.#whileBehind();
      return pages();
    };
    try {
      const findings = await superviseThread(thread, politely, (done) => {
        rehearsal.status = { ...rehearsal.status, done };
      });
      rehearsal.findings = findings;
      rehearsal.status = { ...rehearsal.status, done: rehearsal.status.frames };
      this.#end(rehearsal, 'done', null);
    } catch (error) {
      // Cancelled: its thread was ended.
      if (rehearsal.status.state !== 'running') return;
      logger.error('rehearsal.failed', { error: error instanceof Error ? error.name : 'unknown' });
      this.#end(
        rehearsal,
        'failed',
        error instanceof Error && error.constructor === Error ? error.message : 'It could not be done',
      );
    } finally {
      await thread.terminate();
      delete rehearsal.thread;
    }
  }

  async #whileBehind(): Promise<void> {
    const { isBehind, clock } = this.#options;
    while (isBehind()) await new Promise<void>((resume) => clock.after(STEP_ASIDE_MS, resume));
  }

  #end(rehearsal: Rehearsal, state: RehearsalStatusView['state'], reason: string | null): void {
    if (rehearsal.status.state === 'running') {
      rehearsal.status = { ...rehearsal.status, state, reason, endedAt: this.#options.clock.now() };
      this.#options.onEnded?.();
    }
  }

  #find(id: string): Rehearsal | undefined {
    return this.#rehearsals.find(({ status }) => status.id === id);
  }

  #audit(identity: string, action: string, { status }: Rehearsal, detail: Record<string, unknown>): Promise<void> {
    const at = this.#options.clock.now();
    return this.#options.store.transaction((records) =>
      records.audit({ at, identity, action, subject: status.id, outcome: 'success', detail }),
    );
  }
}

/** The entries of a period with those that set its scene; undefined where nothing came in. */
export async function prepareRehearsal(journal: RehearsedJournal, { from, to }: { from: number; to: number }) {
  const span = await journal.span(from, to);
  if (span === undefined || span.frames === 0) return undefined;
  const sceneFrom = from - SCENE_MS;
  const whole = (await journal.span(sceneFrom, to)) ?? span;
  const started = await journal.lastOf('started', whole.first);
  const feeds = started?.input.kind === 'started' ? started.input.feeds : {};
  let after = whole.first - 1;
  const pages = async (): Promise<readonly JournalEntry[]> => {
    while (after < whole.last) {
      const entries = await journal.entries(after, PAGE, KINDS);
      const last = entries.at(-1);
      if (last === undefined) return [];
      after = last.id;
      const inside = entries.filter(({ id }) => id <= whole.last);
      if (inside.length > 0) return inside;
    }
    return [];
  };
  const everyMs = stretchOf({ from, to });
  const scene = {
    feeds,
    suppressed: await journal.suppressedBefore(sceneFrom),
    coverage: await journal.coverage(from, to, everyMs),
  };
  return { frames: whole.frames, scene, pages };
}

async function bodyOf(
  what: Parameters<RehearsalBackend['start']>[1]['what'],
  policies: { draft(): Promise<{ body: string } | undefined>; version(id: number): Promise<StoredVersion | undefined> },
): Promise<unknown> {
  if ('body' in what) return what.body;
  const stored = 'version' in what ? await policies.version(what.version) : await policies.draft();
  return stored === undefined ? undefined : JSON.parse(stored.body);
}

function isShown({ change, risk }: RehearsalRowView, show: RehearsalQuery['show']): boolean {
  if (show === 'all') return true;
  if (show === 'risks') return risk !== null;
  return show === 'differences' ? change !== 'same' : change === show;
}

function refusal(code: RehearsalRefusal['code'], conflict: string): RehearsalRefusal {
  return { code, conflict, problems: [] };
}
