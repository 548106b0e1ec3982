import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { durations } from '../../src/clock';
import type { CommandResult } from '../../src/intake/commands';
import type { StoredMessage } from '../../src/intake/records';
import type { OutboxStore } from '../../src/outbox/outboxStore';
import { type Profile, parseProfile } from '../../src/profile';
import fixture from '../fixtures/profile.json';
import { Random } from '../fuzz/random';
import type { DiskImage } from '../torture/powerCut';
import type { SkipSync } from '../torture/recordedDisk';
import { fixedChance } from './fixedChance';
import { Oracle, Violation } from './oracle';
import { type CarrierHealth, SimulatedCarrier, WELL } from './simulatedCarrier';
import { SimulatedLife } from './simulatedLife';
import { WorldClock } from './worldClock';

const { SECOND, MINUTE, HOUR } = durations;
const START = Date.UTC(2025, 5, 3, 18, 0, 0);
const INCIDENTS = ['25-1', '25-2', '25-3', '25-4'];
const PHONES = ['941-555-0111', '941-555-0112', '941-555-0113'];
const EXCLUDING = [
  { event: 'TYPE', callType: 'DV' },
  { event: 'NOTE', narrative: 'he has a gun' },
  { event: 'PRI', priority: 'P1' },
  { event: 'FLAG', flags: 'hazard' },
];

export interface SimulationOptions {
  readonly steps?: number;
  /** A way to break the appliance on purpose. */
  readonly skipSync?: SkipSync;
  readonly outbox?: (real: OutboxStore) => OutboxStore;
}

export interface SimulationResult {
  readonly seed: number;
  readonly violation: string | undefined;
  /** What happened, in order; the same for the same seed. */
  readonly trace: readonly string[];
  readonly posts: number;
  readonly taken: number;
  readonly crashes: number;
  readonly needPerson: number;
}

/** Runs one seed. Never throws for what the appliance does. */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<SimulationResult> {
  const clock = new WorldClock(START);
  const release = fixedChance(seed, clock);
  const simulation = new Simulation(seed, clock, options);
  let violation: string | undefined;
  try {
    await simulation.run(options.steps ?? 40);
  } catch (error) {
    violation = error instanceof Violation ? error.message : `${(error as Error).stack ?? error}`;
  } finally {
    await simulation.close();
    release();
  }
  return simulation.result(violation);
}

class Simulation {
  readonly #random: Random;
  readonly #carrier: SimulatedCarrier;
  readonly #oracle = new Oracle();
  readonly #profile: Profile;
  readonly #trace: string[] = [];
  readonly #lines: {
    readonly feed: 'units' | 'rms';
    readonly text: string;
    readonly incident: string;
    readonly excludes: boolean;
  }[] = [];
  readonly #created = new Set<string>();
  readonly #root = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'herald-simulation-'));
  #life!: SimulatedLife;
  #lives = 0;
  #crashes = 0;
  #needPerson = 0;
  #failed: Violation | undefined;

  constructor(
    private readonly seed: number,
    private readonly clock: WorldClock,
    private readonly options: SimulationOptions,
  ) {
    this.#random = new Random(seed);
    this.#carrier = new SimulatedCarrier(clock, this.#random);
    const random = this.#random;
    const { ruleset } = fixture;
    const caps = { perIncident: 6, perNumberPerDay: 12, minGap: random.pick(['0s', '0s', '30s', '2m']) };
    const stages = {
      ...ruleset.stages,
      dispatched: { hold: random.pick(['0s', '15s']), expires: '5m' },
      completed: { hold: random.pick(['0s', '2m']), expires: '12h' },
      arrived: { hold: '0s', expires: '5m' },
    };
    this.#profile = parseProfile({ ...structuredClone(fixture), ruleset: { ...ruleset, caps, stages } }, 'simulation');
  }

  async run(steps: number): Promise<void> {
    await this.#live(await emptyImage(this.#profile, this.clock));
    for (const incident of INCIDENTS.slice(0, 2)) await this.#line(incident, 'NEW', this.#newCall());
    for (let step = 0; step < steps; step++) {
      await this.#act();
      await this.#afterStep();
    }
    await this.#calm();
  }

  result(violation: string | undefined): SimulationResult {
    return {
      ...{ seed: this.seed, violation, trace: this.#trace, posts: this.#oracle.posts, taken: this.#carrier.taken.length },
      ...{ crashes: this.#crashes, needPerson: this.#needPerson },
    };
  }

  async close(): Promise<void> {
    this.#life.disk.end();
    this.#life.over = true;
    await this.#life.settled();
    await this.#life.store.close().catch(() => undefined);
    fs.rmSync(this.#root, { recursive: true, force: true });
  }

  #newCall(): Record<string, string> {
    const random = this.#random;
    return {
      callType: random.pick(['BURG-RES', 'PARKING']),
      priority: random.pick(['P2', 'P3']),
      callerPhone: random.pick(PHONES),
    };
  }

  async #act(): Promise<void> {
    const random = this.#random;
    const drawn = random.below(100);
    const incident = random.pick(INCIDENTS);
    if (drawn < 38) return this.#drawnLine(incident);
    if (drawn < 43) return this.#again();
    if (drawn < 46) {
      // Together, as after a link that was down.
      for (let n = 2 + random.below(4); n > 0; n--) void this.#drawnLine(random.pick(INCIDENTS));
      return this.#life.settled();
    }
    if (drawn < 75)
      return this.#pass(random.pick([300, SECOND, SECOND, 6 * SECOND, 16 * SECOND, 40 * SECOND, 3 * MINUTE, 21 * MINUTE]));
    if (drawn < 81) return this.#carrierChanges();
    if (drawn < 89) return this.#powerFails();
    if (drawn < 91) {
      const ms = random.pick([-HOUR, -10 * MINUTE, -20 * SECOND, 20 * SECOND, 10 * MINUTE, HOUR]);
      this.#tell(`the clock is set by ${ms}`);
      this.clock.jump(ms);
      return;
    }
    return this.#operator();
  }

  #drawnLine(incident: string): Promise<void> {
    const random = this.#random;
    const unit = random.pick(['2A1', '2A2', '2A3']);
    const ago = random.pick([0, 0, 0, 0, 2, 8, 30, 90, 400]) * SECOND;
    const drawn = random.below(40);
    // A number that is created again is another call: CAD reuses numbers, and what is excluded is the call.
    if (drawn < 8 && !this.#created.has(incident)) return this.#line(incident, 'NEW', this.#newCall(), ago);
    if (drawn < 22)
      return this.#line(
        incident,
        random.pick(['ASG', 'DISP', 'DISP', 'ENR', 'ARR', 'UNASG', 'CLR']),
        { unit, officerId: '3266' },
        ago,
      );
    if (drawn < 26) return this.#line(incident, 'RPT', { reportNumber: `R${incident}` }, ago);
    if (drawn < 30) return this.#line(incident, random.pick(['CLOSE', 'CLOSE', 'CANCEL', 'REOPEN']), {}, 0);
    if (drawn < 32) return this.#line(incident, 'CALLER', { callerPhone: random.pick(PHONES) }, ago);
    if (drawn < 34) {
      const { event, ...values } = random.pick<object>(EXCLUDING) as { event: string } & Record<string, string>;
      return this.#line(incident, event, values, ago, true);
    }
    if (drawn < 37) return this.#case(incident, 'ASSIGNED', { officerId: 'D417' });
    return this.#case(incident, 'STATUS', { caseStatus: random.pick(['Suspended', 'Closed']) });
  }

  #line(incident: string, event: string, values: Readonly<Record<string, string>>, ago = 0, excludes = false): Promise<void> {
    if (['NEW', 'CLOSE', 'CANCEL'].includes(event)) this.#created.add(incident);
    const { columns } = this.#profile.layouts.events as { columns: string[] };
    const all: Record<string, string> = { occurredAt: this.#at(ago), incidentNumber: incident, event, ...values };
    return this.#receive({ feed: 'units', text: columns.map((column) => all[column] ?? '').join('|'), incident, excludes });
  }

  #case(incident: string, event: string, values: Readonly<Record<string, string>>): Promise<void> {
    const { columns } = this.#profile.layouts.cases as { columns: string[] };
    const all: Record<string, string> = {
      occurredAt: this.#at(0),
      incidentNumber: incident,
      event,
      reportNumber: `R${incident}`,
      ...values,
    };
    return this.#receive({ feed: 'rms', text: columns.map((column) => all[column] ?? '').join(','), incident, excludes: false });
  }

  /** CAD's clock, which nobody sets. */
  #at(ago: number): string {
    return new Date(this.clock.now() - ago).toISOString();
  }

  async #again(): Promise<void> {
    const line = this.#lines[this.#random.below(Math.max(1, this.#lines.length))];
    if (line !== undefined) await this.#receive(line);
  }

  async #receive(line: { feed: 'units' | 'rms'; text: string; incident: string; excludes: boolean }): Promise<void> {
    const life = this.#life;
    this.#lines.push(line);
    this.#tell(line.text);
    const bytes = new TextEncoder().encode(line.text);
    const accepted = life.intake.accept({ feedId: line.feed, receivedAt: this.clock.wall(), bytes }).then(
      () => {
        if (life.over) return;
        this.#oracle.framesAccepted += 1;
        if (line.excludes) this.#oracle.excluded.add(line.incident);
      },
      () => undefined,
    );
    await Promise.race([accepted, life.settled()]);
  }

  async #pass(ms: number, leaps = 1 + this.#random.below(6)): Promise<void> {
    this.#tell(`${ms} ms pass`);
    // What is slept through in one go comes late; the longer, the coarser.
    for (let left = ms; left > 0 && !this.#life.over; ) {
      const leap = Math.min(left, Math.max(200, Math.round(ms / leaps)));
      left -= leap;
      this.clock.leap(leap);
      await this.#life.settled();
    }
  }

  #carrierChanges(): void {
    const random = this.#random;
    const some = (most: number) => (random.chance(0.5) ? 0 : random.next() * most);
    this.#carrier.health = random.chance(0.3)
      ? WELL
      : ({
          ...{
            lost: some(0.6),
            vanished: some(0.3),
            notTaken: some(0.5),
            refused: some(0.1),
            listFails: some(0.7),
            failsLater: some(0.3),
          },
          ...{ slowMs: random.pick([50, 500, 15_000]), listLagMs: random.pick([0, 0, 2_000, 60_000]) },
        } satisfies CarrierHealth);
    this.#tell(`the carrier: ${JSON.stringify(this.#carrier.health)}`);
  }

  async #powerFails(): Promise<void> {
    if (this.#random.chance(0.3)) {
      this.#tell('the power fails');
      this.#life.over = true;
      return;
    }
    const steps = this.#random.below(25);
    this.#tell(`the power is to fail after ${steps} steps of the disk`);
    this.#life.offAfter(steps);
  }

  async #operator(): Promise<void> {
    const random = this.#random;
    const { commands } = this.#life;
    const order = { identity: 'supervisor', reason: 'drawn' };
    const rows = await this.#rows();
    const row = rows[random.below(Math.max(1, rows.length))];
    switch (random.below(10)) {
      case 0:
        return this.#order('stopAll', commands.stopAll(order), () => {
          this.#oracle.stopped = true;
        });
      case 1:
      case 2:
      case 3:
        this.#oracle.stopped = false;
        return this.#order('resume', commands.resume(order));
      case 4: {
        const number = random.pick(PHONES);
        return this.#order(`suppress ${number}`, commands.suppressNumber({ ...order, number }), () => {
          this.#oracle.suppressed.add(`+1${number.replaceAll('-', '')}`);
        });
      }
      case 5:
        return row && this.#order('release', commands.release({ ...order, id: row.id }));
      case 6:
        return row && this.#order('cancel', commands.cancelMessage({ ...order, id: row.id }));
      case 7:
        return row && this.#order('hold', commands.hold({ ...order, id: row.id }));
      case 8:
        return this.#settle(rows);
      default:
        return this.#resend(rows);
    }
  }

  /** A person asks the carrier, or the caller, and knows. */
  async #settle(rows: readonly StoredMessage[]): Promise<void> {
    const row = rows.find(({ status, needsPerson }) => status === 'unconfirmed' && needsPerson !== undefined);
    if (row === undefined || this.clock.now() - (row.sendingAt ?? 0) < HOUR / 4) return;
    const text = this.#carrier.taken.find(({ request }) => request.tag === row.id);
    const order = { identity: 'supervisor', reason: 'asked', id: row.id };
    const outcome = text === undefined ? 'notSent' : 'accepted';
    await this.#order('settle', this.#life.commands.settle({ ...order, outcome }));
  }

  async #resend(rows: readonly StoredMessage[]): Promise<void> {
    const takenTags = new Set(this.#carrier.taken.map(({ request }) => request.tag));
    const row = rows.find(
      ({ id, status, needsPerson }) => !takenTags.has(id) && (status === 'undelivered' || needsPerson !== undefined),
    );
    if (row === undefined) return;
    // Before it is answered: the text may leave while it still is.
    this.#oracle.resent(row);
    await this.#order('resend', this.#life.commands.resend({ identity: 'supervisor', reason: 'drawn', id: row.id }));
  }

  async #order(name: string, command: Promise<CommandResult>, done: () => void = () => {}): Promise<void> {
    const life = this.#life;
    this.#tell(name);
    const result = await command.catch(() => undefined);
    if (result === 'done' && !life.over) done();
  }

  async #afterStep(): Promise<void> {
    await this.#life.settled();
    while (this.#life.over) await this.#comeBack();
    if (this.#failed !== undefined) throw this.#failed;
    const rows = await this.#rows();
    this.#oracle.checkRows(this.#carrier, rows);
    this.#tell(rows.map(({ status }) => status.slice(0, 4)).join(' '));
  }

  async #comeBack(): Promise<void> {
    this.#crashes += 1;
    const how = this.#random.chance(0.5) ? 'powerCut' : 'kill';
    this.#tell(`started again after a ${how}`);
    const image = await this.#life.end(how, this.#random);
    fs.rmSync(this.#life.disk.directory, { recursive: true, force: true });
    this.clock.leap(this.#random.pick([SECOND, 10 * SECOND, 5 * MINUTE]));
    await this.#live(image);
    if (this.#life.over) return;
    await this.#life.store.transaction(async (records) => {
      this.#oracle.stopped = (await records.setting('stopped')) != null;
      for (let id = 1; id <= this.#oracle.framesAccepted; id++) {
        const frame = await records.frame(id);
        if (frame === undefined || frame.state === 'pending') throw new Violation(`frame ${id} was accepted and is lost`);
      }
    });
  }

  async #live(image: DiskImage): Promise<void> {
    this.#lives += 1;
    const offAfter = this.#lives > 1 && this.#random.chance(0.1) ? this.#random.below(40) : undefined;
    this.#life = await SimulatedLife.begin(
      {
        directory: path.join(this.#root, `life-${this.#lives}`),
        image,
        profile: this.#profile,
        clock: this.clock,
        random: this.#random,
        skipSync: this.options.skipSync,
        ...(this.options.outbox !== undefined && { outbox: this.options.outbox }),
        carrier: (life) =>
          this.#carrier.ofLife(life, {
            leaving: (request) => this.#leaving(life, request),
            taken: (request) => this.#oracle.mayBeTaken(request),
          }),
      },
      offAfter,
    );
  }

  async #leaving(life: SimulatedLife, { tag, ...request }: Parameters<Oracle['leaving']>[0]): Promise<void> {
    const number = /(?:call|Case|Report) R?(25-\d)/.exec(request.text)?.[1];
    const row = await life.store.transaction((records) => records.message(tag));
    if (life.over) return;
    try {
      this.#oracle.leaving({ tag, ...request }, row, number, this.clock.wall());
      this.#tell(`leaves: ${request.text}`);
    } catch (error) {
      this.#failed ??= error as Violation;
    }
  }

  async #calm(): Promise<void> {
    this.#tell('all is calm');
    this.#carrier.health = WELL;
    this.#oracle.stopped = false;
    await this.#order('resume', this.#life.commands.resume({ identity: 'supervisor', reason: 'calm' }));
    for (const [ms, leaps] of [
      [30 * SECOND, 10],
      // Longer than a clock set back makes it wait.
      [6 * HOUR, 60],
      // What only just came due.
      [40 * SECOND, 20],
    ] as const) {
      await this.#pass(ms, leaps);
      await this.#afterStep();
    }
    const rows = await this.#rows();
    this.#oracle.checkAccountedFor(rows);
    this.#needPerson = rows.filter(({ status }) => status === 'unconfirmed').length;
  }

  /** Every row there is, oldest first. */
  #rows(): Promise<readonly StoredMessage[]> {
    return this.#life.store.transaction(async (records) => {
      const rows: StoredMessage[] = [];
      // Incidents are few, and their numbers small.
      for (let id = 1; id <= 12; id++) rows.push(...(await records.messagesOf(id)));
      return rows;
    });
  }

  #tell(what: string): void {
    this.#trace.push(`${this.clock.now() - START} ${what}`);
  }
}

let empty: DiskImage | undefined;

/** An empty store at the newest version: made once, and begun with by every seed. */
async function emptyImage(profile: Profile, clock: WorldClock): Promise<DiskImage> {
  if (empty !== undefined) return empty;
  const random = new Random(0);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'herald-empty-'));
  const carrier = () => new SimulatedCarrier(clock, random).ofLife({ over: true }, { leaving: async () => {}, taken: () => {} });
  const life = await SimulatedLife.begin({ directory, image: new Map(), profile, clock, random, carrier });
  empty = await life.end('kill', random);
  fs.rmSync(directory, { recursive: true, force: true });
  return empty;
}
