import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { durations } from '../../src/clock';
import { type Profile, parseProfile } from '../../src/profile';
import fixture from '../fixtures/profile.json';
import { Random } from '../fuzz/random';
import { fixedChance } from '../simulation/fixedChance';
import { SimulatedCarrier, WELL } from '../simulation/simulatedCarrier';
import { SimulatedLife } from '../simulation/simulatedLife';
import { WorldClock } from '../simulation/worldClock';
import { type DiskImage, DiskModel } from './powerCut';
import type { DiskStep, SkipSync } from './recordedDisk';

const { SECOND, MINUTE } = durations;
const START = Date.UTC(2025, 5, 3, 18, 0, 0);
/** Enough for the log to be written back into the database twice. */
const CALLS = 40;
/** Of what was not synced some is there and some is not: so many draws are enough to lose what matters. */
const TRIES = 12;
export const CUTS_PER_RUN = 250;

export interface CutTotals {
  readonly cuts: number;
  /** Stores that could not be opened, or whose integrity check failed. */
  readonly corrupt: number;
  /** Cuts after which something was gone that had been acknowledged. */
  readonly lost: number;
  /** Cuts after which a text left that may have been taken before. */
  readonly twice: number;
  readonly findings: readonly string[];
}

/** What had been promised to somebody when so many steps of the disk were done. */
interface Promised {
  readonly steps: number;
  readonly frames: number;
  readonly posted: ReadonlySet<string>;
}

/** Runs the appliance as often as it takes, and cuts the power at so many points. The same seed cuts in the same places. */
export async function powerCuts(cuts: number, seed: number, skipSync?: SkipSync): Promise<CutTotals> {
  const totals = { cuts: 0, corrupt: 0, lost: 0, twice: 0, findings: [] as string[] };
  for (let run = 0; totals.cuts < cuts; run++) {
    const one = await cutsOfOneRun(Math.min(CUTS_PER_RUN, cuts - totals.cuts), seed + run, skipSync);
    for (const key of ['cuts', 'corrupt', 'lost', 'twice'] as const) totals[key] += one[key];
    totals.findings.push(...one.findings);
  }
  return totals;
}

/**
 * Runs the appliance for a while, then cuts the power at points drawn between any two steps of its disk, and lets it
 * recover from each.
 */
export async function cutsOfOneRun(cuts: number, seed: number, skipSync?: SkipSync): Promise<CutTotals> {
  const totals = { cuts: 0, corrupt: 0, lost: 0, twice: 0, findings: [] as string[] };
  const clock = new WorldClock(START);
  const release = fixedChance(seed, clock);
  const root = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'herald-cuts-'));
  try {
    const random = new Random(seed);
    const recording = await record(root, clock, random, CALLS, skipSync);
    const places = Array.from({ length: cuts }, () => recording.from + random.below(recording.steps.length - recording.from));
    places.sort((a, b) => a - b);
    const model = new DiskModel();
    let modelled = 0;
    for (const place of places) {
      for (; modelled < place; modelled++) model.take(recording.steps[modelled] as DiskStep);
      const promised = recording.promised.findLast(({ steps }) => steps <= place);
      const found = await recover(path.join(root, `cut-${totals.cuts}`), model.cut(random), promised, clock, random);
      totals.cuts += 1;
      if (found === undefined) continue;
      totals[found.kind] += 1;
      totals.findings.push(`seed ${seed}, step ${place}: ${found.what}`);
    }
  } finally {
    release();
    fs.rmSync(root, { recursive: true, force: true });
  }
  return totals;
}

/** One sync, and whether anybody would have noticed without it. */
export interface LeftOutSync {
  readonly step: number;
  /** What was promised after it and before the next of its file: that a frame is kept, or that a text is known to be leaving. */
  readonly promises: readonly ('frame' | 'text')[];
  readonly noticed: string | undefined;
}

/**
 * Runs the appliance for so many calls, and then as often as it made a sync as if that one had only been pretended: the power
 * is cut just before the next sync of the same file.
 */
export async function withoutEachSync(calls: number, seed: number): Promise<readonly LeftOutSync[]> {
  const clock = new WorldClock(START);
  const release = fixedChance(seed, clock);
  const root = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'herald-syncs-'));
  try {
    const random = new Random(seed);
    const { steps, from, promised } = await record(root, clock, random, calls, undefined);
    const found: LeftOutSync[] = [];
    for (const [step, { type, ...sync }] of steps.entries()) {
      if (step < from || type !== 'sync' || !('file' in sync)) continue;
      const next = steps.findIndex((other, index) => index > step && other.type === 'sync' && other.file === sync.file);
      const end = next === -1 ? steps.length : next;
      const before = promised.findLast((one) => one.steps <= step);
      const after = promised.findLast((one) => one.steps <= end);
      const promises = [
        ...(after !== undefined && after.frames > (before?.frames ?? 0) ? (['frame'] as const) : []),
        ...(after !== undefined && after.posted.size > (before?.posted.size ?? 0) ? (['text'] as const) : []),
      ];
      if (promises.length === 0) continue;
      const model = new DiskModel();
      for (const [index, one] of steps.slice(0, end).entries()) if (index !== step) model.take(one);
      let noticed: string | undefined;
      for (let tried = 0; tried < TRIES && noticed === undefined; tried++)
        noticed = (await recover(path.join(root, 'cut'), model.cut(random), after, clock, random))?.what;
      found.push({ step, promises, noticed });
    }
    return found;
  } finally {
    release();
    fs.rmSync(root, { recursive: true, force: true });
  }
}

interface Recording {
  readonly steps: readonly DiskStep[];
  /** The store is there and has its tables from here on. */
  readonly from: number;
  readonly promised: readonly Promised[];
}

async function record(
  root: string,
  clock: WorldClock,
  random: Random,
  calls: number,
  skipSync: SkipSync | undefined,
): Promise<Recording> {
  const carrier = new SimulatedCarrier(clock, random);
  carrier.health = { ...WELL, lost: 0.1, vanished: 0.05, notTaken: 0.1, failsLater: 0.1 };
  const posted = new Set<string>();
  let frames = 0;
  const promised: Promised[] = [];
  const promise = () => void promised.push({ steps: life.disk.steps.length, frames, posted: new Set(posted) });
  const life = await SimulatedLife.begin({
    directory: path.join(root, 'recorded'),
    image: new Map(),
    profile: profile(),
    clock,
    random,
    skipSync,
    carrier: (of) =>
      carrier.ofLife(of, {
        leaving: async () => {},
        taken: ({ tag }) => {
          posted.add(tag);
          promise();
        },
      }),
  });
  const from = life.disk.steps.length;
  promise();
  for (let n = 0; n < calls; n++) {
    const number = `25-${n}`;
    const at = new Date(clock.now()).toISOString();
    const phone = `941-555-${String(100 + n).padStart(4, '0')}`;
    for (const text of [`${at}|${number}|NEW|PARKING|P3||${phone}|||||||`, `${at}|${number}|DISP|||U${n}|||||||||`]) {
      void life.intake.accept({ feedId: 'units', receivedAt: clock.wall(), bytes: new TextEncoder().encode(text) }).then(() => {
        frames += 1;
        promise();
      });
      if (random.chance(0.5)) await life.settled();
    }
    clock.leap(random.pick([50, 300, SECOND, 5 * SECOND]));
    await life.settled();
  }
  clock.leap(MINUTE);
  await life.settled();
  // A clean end writes everything back into the database and removes the log; the power may fail in that too.
  life.finished = true;
  await life.settled();
  await life.store.close();
  const steps = [...life.disk.steps];
  life.disk.end();
  return { steps, from, promised };
}

async function recover(
  directory: string,
  image: DiskImage,
  promised: Promised | undefined,
  clock: WorldClock,
  random: Random,
): Promise<{ readonly kind: 'corrupt' | 'lost' | 'twice'; readonly what: string } | undefined> {
  const carrier = new SimulatedCarrier(clock, random);
  const again: string[] = [];
  let life: SimulatedLife;
  const posted = promised?.posted ?? new Set<string>();
  try {
    life = await SimulatedLife.begin({
      ...{ directory, image, profile: profile(), clock, random },
      carrier: (of) =>
        carrier.ofLife(of, {
          leaving: async () => {},
          taken: ({ tag }) => {
            if (posted.has(tag)) again.push(tag);
          },
        }),
    });
  } catch (error) {
    return { kind: 'corrupt', what: `it does not open: ${(error as Error).message}` };
  }
  try {
    const checked = await life.store.between((database) => [
      ...database.execute('PRAGMA integrity_check').rows,
      ...database.execute('PRAGMA foreign_key_check').rows,
    ]);
    if (JSON.stringify(checked) !== '[{"integrity_check":"ok"}]')
      return { kind: 'corrupt', what: JSON.stringify(checked).slice(0, 300) };
    if (again.length > 0) return { kind: 'twice', what: `${again.length} texts left again` };
    return await life.store.transaction(async (records) => {
      for (let id = 1; id <= (promised?.frames ?? 0); id++) {
        if ((await records.frame(id))?.state !== 'done') return { kind: 'lost', what: `accepted frame ${id}` };
      }
      for (const tag of posted) {
        const row = await records.message(tag);
        // What the carrier may have must say so, or have been settled.
        if (row === undefined || ['held', 'ready', 'sending', 'cancelled'].includes(row.status)) {
          return { kind: 'lost', what: `what is known of a text that was posted: ${row?.status ?? 'no row'}` };
        }
      }
      return undefined;
    });
  } catch (error) {
    return { kind: 'corrupt', what: (error as Error).message };
  } finally {
    life.over = true;
    life.disk.end();
    await life.settled();
    await life.store.close().catch(() => undefined);
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

function profile(): Profile {
  const { ruleset } = fixture;
  const stages = { ...ruleset.stages, dispatched: { hold: '0s', expires: '30m' } };
  const breaker = { maxEventAge: '1h', maxTextsPerMinute: 10_000 };
  return parseProfile({ ...structuredClone(fixture), ruleset: { ...ruleset, stages, breaker } }, 'power cuts');
}
