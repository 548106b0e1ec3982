import type { Clock } from '../clock';
import { durations } from '../clock';
import type { AuditReviewView, AuditVerificationView } from '../contract/auditProof';
import type { Logger } from '../logger';
import { readAnchors } from '../store/auditAnchors';
import { type AuditLine, AuditReports } from '../store/auditReports';
import { newProgress, type VerifyProgress, verifyAudit } from '../store/auditVerify';
import { NIGHT_HOURS } from '../store/care/purgeTimes';
import type { Store } from '../store/store';
import { badInput } from './requestErrors';

export interface AuditProofOptions {
  readonly store: Store;
  /** Where anchors were written. */
  readonly anchorFiles: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An audit that is not as it was written: when that was found, and in how many places. */
export interface BrokenAudit {
  readonly since: number;
  readonly places: number;
}

export interface ExportAsked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly format: 'jsonl' | 'csv';
  readonly redacted: boolean;
  readonly next?: string | undefined;
  readonly limit: number;
}

const ACCOUNT_CHANGES = new Set([
  'createAccount',
  'setRole',
  'disableAccount',
  'enableAccount',
  'unlockAccount',
  'resetPassword',
  'resetTotp',
  'recoverAccount',
  'accessSettings',
]);

/** What the audit is worth: checked, exported, looked through every week. */
export class AuditProof {
  readonly #options: AuditProofOptions;
  readonly #reports: AuditReports;
  #state: AuditVerificationView['state'] = 'never';
  #startedAt: number | null = null;
  #endedAt: number | null = null;
  #progress: VerifyProgress = newProgress();
  #broken: BrokenAudit | undefined;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: AuditProofOptions) {
    this.#options = options;
    this.#reports = new AuditReports(options.store.db, options.store.personal);
  }

  /** Remembers what an earlier run found: a restart mends nothing. */
  async begin(): Promise<void> {
    this.#broken = await this.#reports.lastCheck();
  }

  /** What the last check that came to its end found wrong. */
  broken(): BrokenAudit | undefined {
    return this.#broken;
  }

  verify(): AuditVerificationView {
    if (this.#state !== 'running') this.#running = this.#run();
    return this.verification();
  }

  verification(): AuditVerificationView {
    const { faults, restores, ...progress } = this.#progress;
    return {
      ...progress,
      faults: [...faults],
      restores: [...restores],
      state: this.#state,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
    };
  }

  /** Settles when no check is under way. */
  idle(): Promise<void> {
    return this.#running;
  }

  /** Breaks off a check that is under way. */
  stop(): Promise<void> {
    this.#stopping = true;
    return this.#running;
  }

  async #run(): Promise<void> {
    const { store, anchorFiles, clock } = this.#options;
    this.#state = 'running';
    this.#startedAt = clock.now();
    this.#endedAt = null;
    this.#progress = newProgress();
    try {
      const anchors = anchorFiles.flatMap(readAnchors).sort((a, b) => a.link - b.link);
      const pause = async () => {
        await new Promise<void>((resume) => setImmediate(resume));
        if (this.#stopping) throw new Error('Herald stops');
      };
      const { db, personal } = store;
      await verifyAudit({ db, personal, anchors, head: () => store.auditHead(), pause }, this.#progress);
      await this.#found(this.#progress.faultCount);
      this.#state = this.#progress.faultCount === 0 ? 'sound' : 'broken';
    } catch {
      this.#state = 'failed';
    }
    this.#endedAt = clock.now();
  }

  /** On record where it is news. */
  async #found(places: number): Promise<void> {
    const { store, clock, logger } = this.#options;
    if ((this.#broken === undefined) === (places === 0)) return;
    const at = clock.now();
    const outcome = places === 0 ? 'success' : 'failure';
    if (places > 0) logger.error('audit.broken', { places });
    const entry = { at, identity: 'Herald', action: 'auditChecked', subject: 'audit', outcome, detail: { places } } as const;
    await store.transaction((records) => records.audit(entry));
    this.#broken = places === 0 ? undefined : { since: at, places };
  }

  async exportPage({ next, limit, format, redacted, ...range }: ExportAsked): Promise<{ text: string; next: string | null }> {
    if (next !== undefined && !/^\d{1,15}$/.test(next)) throw badInput('next', 'must be what an earlier page gave');
    const after = Number(next ?? 0);
    const lines = await this.#reports.lines({ ...range, after, limit, withDetail: !redacted });
    const head = format === 'csv' && next === undefined ? [CSV_HEAD] : [];
    const written = lines.map((line) => (format === 'csv' ? csvLine(line) : JSON.stringify({ ...line, at: iso(line.at) })));
    const last = lines.length === limit ? lines.at(-1) : undefined;
    return { text: [...head, ...written].map((line) => `${line}\n`).join(''), next: last === undefined ? null : String(last.id) };
  }

  /** Seven days, from a Monday 00:00 UTC where `week` is given, else up to now. */
  async review(week: number | undefined): Promise<AuditReviewView> {
    const now = this.#options.clock.now();
    const from = week === undefined ? now - 7 * durations.DAY : mondayOf(week);
    const to = week === undefined ? now : from + 7 * durations.DAY;
    const tallies = await this.#reports.tallies({ from, to });
    const failedLogOns = new Map<string, { identity: string; count: number; lastAt: number }>();
    const reveals = new Map<string, number>();
    const changes = new Map<string, number>();
    for (const { identity, action, outcome, count, lastAt } of tallies) {
      if (action === 'logOn' && outcome === 'failure') {
        const known = failedLogOns.get(identity) ?? { identity, count: 0, lastAt: 0 };
        failedLogOns.set(identity, { identity, count: known.count + count, lastAt: Math.max(known.lastAt, lastAt) });
      }
      if (action === 'reveal') reveals.set(identity, (reveals.get(identity) ?? 0) + count);
      changes.set(action, (changes.get(action) ?? 0) + count);
    }
    const only = (actions: ReadonlySet<string>) => tallies.filter(({ action }) => actions.has(action));
    return {
      from,
      to,
      entries: tallies.reduce((sum, { count }) => sum + count, 0),
      failedLogOns: [...failedLogOns.values()].sort((a, b) => b.count - a.count),
      lockedOut: only(new Set(['lockOut'])).map(({ identity, lastAt }) => ({ identity, at: lastAt })),
      refused: only(new Set(['refused'])).map(({ identity, subject, count }) => ({ identity, action: subject, count })),
      reveals: [...reveals].map(([identity, count]) => ({ identity, count })),
      accountChanges: only(ACCOUNT_CHANGES).map(({ lastAt, identity, action, subject }) => ({
        at: lastAt,
        identity,
        action,
        subject,
      })),
      changes: [...changes].map(([action, count]) => ({ action, count })).sort((a, b) => b.count - a.count),
      reviewed: (await this.#reports.tallies({ from }))
        .filter(({ action, subject }) => action === 'auditReviewed' && covers(subject, from, to))
        .map(({ identity, lastAt }) => ({ by: identity, at: lastAt })),
    };
  }

  async signReview(identity: string, { from, to }: { from: number; to: number }): Promise<void> {
    const subject = `${iso(from)}/${iso(to)}`;
    await this.#options.store.transaction((records) =>
      records.audit({ at: this.#options.clock.now(), identity, action: 'auditReviewed', subject, outcome: 'success', detail: {} }),
    );
  }
}

const LOOK_EVERY_MS = 15 * durations.MINUTE;
const CHECKED_ONCE_IN_MS = 20 * durations.HOUR;

/** Checks the audit once a night, so that somebody is told without having to ask. Returns what ends it. */
export function checkByNight(
  proof: AuditProof,
  {
    clock,
    localHour,
    isBusy,
  }: { readonly clock: Clock; readonly localHour: (at: number) => number; readonly isBusy: () => boolean },
): () => void {
  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look() {
    const { state, endedAt } = proof.verification();
    const isRecent = state === 'running' || (endedAt !== null && clock.now() - endedAt < CHECKED_ONCE_IN_MS);
    if (!isRecent && !isBusy() && NIGHT_HOURS.has(localHour(clock.now()))) proof.verify();
    cancel = clock.after(LOOK_EVERY_MS, look);
  }
  return () => cancel();
}

function covers(subject: string, from: number, to: number): boolean {
  const [begun = Number.NaN, ended = Number.NaN] = subject.split('/').map(Date.parse);
  // The last seven days move on while somebody reads: most of them is enough.
  return Math.min(ended, to) - Math.max(begun, from) > 6 * durations.DAY;
}

function mondayOf(at: number): number {
  const day = new Date(at);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday);
}

const CSV_HEAD = 'id,at,identity,source,action,subject,outcome,detail';

function csvLine({ id, at, identity, source, action, subject, outcome, detail }: AuditLine): string {
  const written = detail === undefined ? '' : JSON.stringify(detail);
  return [id, iso(at), identity, source, action, subject, outcome, written].map(csvField).join(',');
}

/** A spreadsheet takes what begins like a formula for one. */
function csvField(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** UTC, to the millisecond. */
function iso(at: number): string {
  return new Date(at).toISOString();
}
