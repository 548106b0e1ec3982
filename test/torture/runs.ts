import type { KillTotals } from './kills';
import type { Piece, SeedResult } from './piece';
import { CUTS_PER_RUN, type CutTotals } from './powerCuts';
import { inProcesses } from './processes';

/** So many seeds are handed out at a time. */
const SEEDS_PER_PIECE = 10;

export interface SeedTotals {
  readonly seeds: number;
  readonly frames: number;
  /** Stages that were certainly due, each with a text or a word why not. */
  readonly owed: number;
  readonly posts: number;
  readonly taken: number;
  readonly crashes: number;
  readonly needPerson: number;
  readonly violations: number;
  /** Texts that left, by stage. */
  readonly left: Readonly<Record<string, number>>;
}

/** Runs seeds of the simulation, each the same wherever it runs, and tells every one that is done. */
export async function runSeeds(
  order: { readonly first: number; readonly count: number; readonly steps: number; readonly trace: boolean; readonly jobs: number },
  told: (result: SeedResult) => void,
): Promise<SeedTotals> {
  const { first, count, steps, trace, jobs } = order;
  const sums = { seeds: 0, frames: 0, owed: 0, posts: 0, taken: 0, crashes: 0, needPerson: 0, violations: 0 };
  const left: Record<string, number> = {};
  await inProcesses<Piece, readonly SeedResult[]>(
    split(count, SEEDS_PER_PIECE).map(({ from, size }) => ({ kind: 'seeds', first: first + from, count: size, steps, trace })),
    jobs,
    (results) => {
      for (const result of results) {
        sums.seeds += 1;
        if (result.violation !== undefined) sums.violations += 1;
        for (const key of ['frames', 'owed', 'posts', 'taken', 'crashes', 'needPerson'] as const) sums[key] += result[key];
        for (const [stage, times] of Object.entries(result.left)) left[stage] = (left[stage] ?? 0) + times;
        told(result);
      }
    },
  );
  return { ...sums, left };
}

export async function runCuts(count: number, seed: number, jobs: number): Promise<CutTotals> {
  const sums = { cuts: 0, corrupt: 0, lost: 0, twice: 0, findings: [] as string[] };
  await inProcesses<Piece, CutTotals>(
    split(count, CUTS_PER_RUN).map(({ size }, run) => ({ kind: 'cuts', seed: seed + run, count: size })),
    jobs,
    (run) => addUp(sums, run),
  );
  return sums;
}

/** Each process kills on a store of its own. */
export async function runKills(count: number, seed: number, jobs: number): Promise<KillTotals> {
  const processes = Math.min(jobs, count);
  const all: KillTotals[] = [];
  await inProcesses<Piece, KillTotals>(
    Array.from({ length: processes }, (_, index) => {
      const share = Math.floor(count / processes) + (index < count % processes ? 1 : 0);
      return { kind: 'kills', seed: seed + index, count: share };
    }),
    processes,
    (totals) => void all.push(totals),
  );
  const sums = Object.fromEntries(Object.keys(all[0] ?? {}).map((key) => [key, 0]));
  for (const totals of all) for (const [key, value] of Object.entries(totals)) sums[key] = (sums[key] ?? 0) + value;
  return sums as unknown as KillTotals;
}

function addUp(sums: { cuts: number; corrupt: number; lost: number; twice: number; findings: string[] }, run: CutTotals): void {
  for (const key of ['cuts', 'corrupt', 'lost', 'twice'] as const) sums[key] += run[key];
  sums.findings.push(...run.findings);
}

function split(count: number, most: number): { readonly from: number; readonly size: number }[] {
  return Array.from({ length: Math.ceil(count / most) }, (_, index) => ({
    from: index * most,
    size: Math.min(most, count - index * most),
  }));
}
