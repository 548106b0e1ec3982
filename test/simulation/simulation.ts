import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { durations } from '../../src/clock';
import type { StoredReply } from '../../src/intake/optOutRecords';
import type { Records, StoredMessage } from '../../src/intake/records';
import { isReplyId } from '../../src/intake/replies';
import type { OutboxStore } from '../../src/outbox/outboxStore';
import type { SmsRequest } from '../../src/outbox/smsCarrier';
import { type Profile, parseProfile } from '../../src/profile';
import fixture from '../fixtures/profile.json';
import { Random } from '../fuzz/random';
import type { DiskImage } from '../torture/powerCut';
import type { SkipSync } from '../torture/recordedDisk';
import { DispatchSystem } from './dispatchSystem';
import { fixedChance } from './fixedChance';
import { incidentsIn } from './incidentsIn';
import { checkAccountedFor, checkRows, type Leaving, Oracle, Violation } from './oracle';
import { checkOwed, type Owed, owedBy, owedForWaiting } from './owed';
import { People } from './people';
import { type CarrierHealth, SimulatedCarrier, WELL } from './simulatedCarrier';
import { SimulatedLife } from './simulatedLife';
import { type Call, callsIn, type Line, Told } from './told';
import { WorldClock } from './worldClock';

const { SECOND, MINUTE, HOUR } = durations;
const START = Date.UTC(2025, 5, 3, 18, 0, 0);
const PER_INCIDENT = 6;
const NOT_BEGUN_MS = 2 * MINUTE;
const SETTLING_MS = 2 * SECOND;

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
  readonly frames: number;
  readonly posts: number;
  readonly taken: number;
  readonly crashes: number;
  readonly needPerson: number;
  /** Stages that were certainly due, each with a text or a word why not. */
  readonly owed: number;
  /** Texts that left, by stage. */
  readonly left: ReadonlyMap<string, number>;
}

/** Runs one seed. Never throws for what the appliance does. */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<SimulationResult> {
  const image = await emptyImage();
  const clock = new WorldClock(START);
  const release = fixedChance(seed, clock);
  const simulation = new Simulation(seed, clock, options);
  let violation: string | undefined;
  try {
    await simulation.run(image, options.steps ?? 40);
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
  readonly #told = new Told();
  readonly #owed: Owed[] = [];
  readonly #oracle = new Oracle(this.#told, PER_INCIDENT);
  readonly #cad: DispatchSystem;
  readonly #people: People;
  readonly #profile: Profile;
  readonly #trace: string[] = [];
  readonly #root = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'herald-simulation-'));
  #life!: SimulatedLife;
  #lives = 0;
  #crashes = 0;
  #needPerson = 0;
  #framesConfirmed = 0;
  #isHeldBack = false;
  #isCalm = false;
  #failed: Violation | undefined;

  constructor(
    private readonly seed: number,
    private readonly clock: WorldClock,
    private readonly options: SimulationOptions,
  ) {
    const random = new Random(seed);
    this.#random = random;
    this.#carrier = new SimulatedCarrier(clock, random);
    this.#profile = profileOf(random);
    this.#cad = new DispatchSystem(random, this.#told, clock, this.#profile);
    this.#people = new People({
      ...{ random, told: this.#told, oracle: this.#oracle, carrier: this.#carrier, clock },
      life: () => this.#life,
      callOf: (incidentId) => this.#life.store.transaction(async (records) => (await this.#callsOf(records, incidentId))[0]),
      tell: (what) => this.#tell(what),
    });
  }

  async run(image: DiskImage, steps: number): Promise<void> {
    await this.#live(image);
    for (const line of this.#cad.begin()) await this.#say(line);
    for (let step = 0; step < steps; step++) {
      await this.#act();
      await this.#afterStep();
    }
    await this.#calm();
  }

  result(violation: string | undefined): SimulationResult {
    return {
      ...{ seed: this.seed, violation, trace: this.#trace, posts: this.#oracle.posts, taken: this.#carrier.taken.length },
      ...{ crashes: this.#crashes, needPerson: this.#needPerson, frames: this.#framesConfirmed, left: this.#oracle.left },
      owed: this.#owed.length,
    };
  }

  async close(): Promise<void> {
    this.#life.disk.end();
    this.#life.over = true;
    await this.#life.settled();
    await this.#life.store.close().catch(() => undefined);
    fs.rmSync(this.#root, { recursive: true, force: true });
  }

  async #act(): Promise<void> {
    const random = this.#random;
    // Whoever sees that nothing is sent any more soon looks into it.
    if (this.#isHeldBack && random.chance(0.3)) return this.#people.resume();
    const drawn = random.below(100);
    if (drawn < 44) return this.#say(this.#cad.draw(true));
    if (drawn < 48) {
      const line = this.#cad.again();
      return line && this.#say(line);
    }
    if (drawn < 51) {
      // Together, as after a link that was down.
      for (let n = 2 + random.below(4); n > 0; n--) void this.#say(this.#cad.draw(false));
      return this.#life.settled();
    }
    if (drawn < 75) {
      const ms = random.pick([300, SECOND, SECOND, 6 * SECOND, 6 * SECOND, 16 * SECOND, 16 * SECOND, 40 * SECOND, 3 * MINUTE]);
      return this.#pass(random.chance(0.1) ? 21 * MINUTE : ms);
    }
    if (drawn < 79) return this.#carrierChanges();
    if (drawn < 86) return this.#powerFails();
    if (drawn < 87) return this.#clockIsSet();
    if (drawn < 89) return this.#machineSleeps();
    if (drawn < 92) return this.#people.reply();
    if (drawn < 94) return this.#people.receipt();
    return this.#people.act(await this.#messages());
  }

  /** A new call under a number is said until it is heard; of anything else nobody says again what was not. */
  async #say(line: Line): Promise<void> {
    for (;;) {
      const life = this.#life;
      this.#tell(line.text);
      const bytes = new TextEncoder().encode(line.text);
      const accepted = life.intake.accept({ feedId: line.feed, receivedAt: this.clock.wall(), bytes }).then(
        () => {
          if (life.over) return;
          this.#framesConfirmed += 1;
          if (line.confirmedAs !== undefined) return;
          line.confirmedAs = this.#told.confirm();
          this.#owed.push(...owedBy(line, this.#told));
        },
        () => undefined,
      );
      await Promise.race([accepted, life.settled()]);
      const mustBeHeard = line.call.earlier > 0 && line.call.lines[0] === line && line.confirmedAs === undefined;
      if (!mustBeHeard) return;
      await life.settled();
      while (this.#life.over) await this.#comeBack();
    }
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
    this.#carrier.health = random.chance(0.4)
      ? WELL
      : ({
          ...{ lost: some(0.6), vanished: some(0.3), notTaken: some(0.5), refused: some(0.1), listFails: some(0.7) },
          ...{ failsLater: some(0.3), slowMs: random.pick([50, 500, 15_000]), listLagMs: random.pick([0, 0, 2_000, 60_000]) },
        } satisfies CarrierHealth);
    this.#tell(`the carrier: ${JSON.stringify(this.#carrier.health)}`);
  }

  #powerFails(): void {
    if (this.#random.chance(0.3)) {
      this.#tell('the power fails');
      this.#life.over = true;
      return;
    }
    const steps = this.#random.below(25);
    this.#tell(`the power is to fail after ${steps} steps of the disk`);
    this.#life.offAfter(steps);
  }

  #clockIsSet(): void {
    const ms = this.#random.pick([-HOUR, -10 * MINUTE, -20 * SECOND, 20 * SECOND, 10 * MINUTE, HOUR]);
    this.#tell(`the clock is set by ${ms}`);
    this.#told.clockWasSet = true;
    this.clock.jump(ms);
  }

  async #machineSleeps(): Promise<void> {
    const random = this.#random;
    const { rest } = this.#life;
    const isAnnounced = random.chance(0.8);
    if (isAnnounced) {
      this.#tell('the machine goes to sleep');
      rest.hear('suspend');
      this.#told.restingUntil = this.clock.monotonicMs() + NOT_BEGUN_MS;
      if (random.chance(0.7)) await this.#pass(random.pick([300, SECOND, 6 * SECOND]));
      // Now and then it does not, and says nothing of it.
      if (this.#life.over || random.chance(0.1)) return;
    }
    const ms = random.pick([10 * SECOND, 4 * MINUTE, 25 * MINUTE]);
    this.#tell(`it sleeps for ${ms} ms`);
    this.clock.sleep(ms, random.chance(0.5));
    if (!isAnnounced) return;
    // As it wakes it still rests, whichever comes first.
    this.#told.restingUntil = this.clock.monotonicMs() + SETTLING_MS;
    if (random.chance(0.3)) await this.#pass(200);
    this.#tell('it wakes up');
    rest.hear('resume');
    this.#told.restingUntil = this.clock.monotonicMs() + SETTLING_MS;
  }

  async #afterStep(): Promise<void> {
    await this.#life.settled();
    while (this.#life.over) await this.#comeBack();
    if (this.#failed !== undefined) throw this.#failed;
    await this.#life.store.transaction(async (records) => {
      const messages = await messagesIn(records);
      checkRows(this.#carrier, [...messages, ...(await this.#repliesIn(records))]);
      const held = [await records.setting('stopped'), await records.setting('breaker')];
      this.#isHeldBack = held.some((one) => one != null);
      this.#tell(messages.map(({ status }) => status.slice(0, 4)).join(' '));
    });
  }

  async #comeBack(): Promise<void> {
    this.#crashes += 1;
    const how = this.#random.chance(0.5) ? 'powerCut' : 'kill';
    this.#tell(`started again after a ${how}`);
    const image = await this.#life.end(how, this.#random);
    fs.rmSync(this.#life.disk.directory, { recursive: true, force: true });
    this.clock.leap(this.#random.pick([SECOND, 10 * SECOND, 5 * MINUTE]));
    this.#told.restingUntil = Number.NEGATIVE_INFINITY;
    await this.#live(image);
    if (this.#life.over) return;
    await this.#life.store.transaction(async (records) => {
      this.#told.stoppedAs = (await records.setting('stopped')) == null ? undefined : this.#told.confirm();
      for (let id = 1; id <= this.#framesConfirmed; id++) {
        const frame = await records.frame(id);
        if (frame === undefined || frame.state === 'pending') throw new Violation(`frame ${id} was accepted and is lost`);
      }
    });
  }

  async #live(image: DiskImage): Promise<void> {
    this.#lives += 1;
    const offAfter = this.#lives > 1 && !this.#isCalm && this.#random.chance(0.1) ? this.#random.below(40) : undefined;
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

  async #leaving(life: SimulatedLife, request: SmsRequest): Promise<void> {
    // What is confirmed while the row is being read comes too late to keep it back.
    const { confirmed } = this.#told;
    const now = { at: this.clock.now(), wall: this.clock.wall(), monotonic: this.clock.monotonicMs(), confirmed };
    const text = await life.store.transaction((records) => this.#textOf(records, request.tag));
    if (life.over) return;
    try {
      this.#tell(`leaves: ${request.text}`);
      this.#oracle.leaving(request, text, now);
    } catch (error) {
      this.#failed ??= error as Violation;
    }
  }

  async #textOf(records: Records, id: string): Promise<Leaving | undefined> {
    if (isReplyId(id)) {
      const row = await records.optOut.reply(id);
      return row && { of: 'reply', row };
    }
    const row = await records.message(id);
    return row && { of: 'incident', row, calls: await this.#callsOf(records, row.incidentId) };
  }

  /** The calls that an incident was made of. */
  async #callsOf(records: Records, incidentId: number): Promise<readonly Call[]> {
    const flags = (await records.incident(incidentId))?.incident.seen.flags ?? [];
    return callsIn(flags).flatMap((name) => this.#told.callNamed(name) ?? []);
  }

  async #calm(): Promise<void> {
    this.#tell('all is calm');
    this.#isCalm = true;
    // What the power was still to fail after does not come any more: nothing would be settled in a machine that is off.
    this.#life.offAfter(Number.POSITIVE_INFINITY);
    this.#carrier.health = WELL;
    await this.#people.resume();
    for (const [ms, leaps] of [
      [30 * SECOND, 10],
      // Longer than a clock set back makes it wait; at each leap one number only is asked for in the carrier's list.
      [8 * HOUR, 60],
      // What only just came due.
      [40 * SECOND, 20],
    ] as const) {
      await this.#pass(ms, leaps);
      await this.#afterStep();
    }
    const messages = await this.#messages();
    const replies = await this.#life.store.transaction((records) => this.#repliesIn(records));
    checkAccountedFor([...messages, ...replies]);
    const owed = [...this.#owed, ...owedForWaiting(this.#told)];
    await this.#life.store.transaction((records) => checkOwed(owed, records));
    this.#needPerson = messages.filter(({ status }) => status === 'unconfirmed').length;
  }

  #messages(): Promise<readonly StoredMessage[]> {
    return this.#life.store.transaction(messagesIn);
  }

  /** Answers that the carrier has. */
  async #repliesIn(records: Records): Promise<readonly StoredReply[]> {
    const rows: StoredReply[] = [];
    for (const { request } of this.#carrier.taken) {
      const row = isReplyId(request.tag) ? await records.optOut.reply(request.tag) : undefined;
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  #tell(what: string): void {
    this.#trace.push(`${this.clock.now() - START} ${what}`);
  }
}

/** Every message there is, oldest incident first. */
async function messagesIn(records: Records): Promise<readonly StoredMessage[]> {
  const rows: StoredMessage[] = [];
  for (const { incident } of await incidentsIn(records)) rows.push(...(await records.messagesOf(incident.id)));
  return rows;
}

function profileOf(random: Random): Profile {
  const { ruleset } = fixture;
  const caps = { perIncident: PER_INCIDENT, perNumberPerDay: 12, minGap: random.pick(['0s', '0s', '30s', '2m']) };
  const stages = {
    ...ruleset.stages,
    dispatched: { hold: random.pick(['0s', '15s']), expires: '5m' },
    completed: { hold: random.pick(['0s', '2m']), expires: '12h' },
    arrived: { hold: '0s', expires: '5m' },
  };
  const correction = {
    stage: 'correction',
    language: 'en',
    text: '{{agency}}: An earlier text about {{incident}} was sent in error.',
  };
  const templates = [...fixture.templates, correction];
  return parseProfile({ ...structuredClone(fixture), templates, ruleset: { ...ruleset, caps, stages } }, 'simulation');
}

let empty: DiskImage | undefined;

/** An empty store at the newest version: made once, and begun with by every seed. */
async function emptyImage(): Promise<DiskImage> {
  if (empty !== undefined) return empty;
  const random = new Random(0);
  const clock = new WorldClock(START);
  const release = fixedChance(0, clock);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'herald-empty-'));
  try {
    const carrier = () => new SimulatedCarrier(clock, random).ofLife({ over: true }, { leaving: async () => {}, taken: () => {} });
    const life = await SimulatedLife.begin({ directory, image: new Map(), profile: profileOf(random), clock, random, carrier });
    empty = await life.end('kill', random);
  } finally {
    release();
    fs.rmSync(directory, { recursive: true, force: true });
  }
  return empty;
}
