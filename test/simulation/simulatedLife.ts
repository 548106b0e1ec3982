import fs from 'node:fs';
import path from 'node:path';
import { formatByName } from '../../src/feed/formats/formatByName';
import { type Replies, setUpReplies } from '../../src/inbound/setUpReplies';
import { HandTexts } from '../../src/intake/byHand';
import { outboxStore } from '../../src/intake/claims';
import { Commands } from '../../src/intake/commands';
import { Corrections } from '../../src/intake/corrections';
import { Duties } from '../../src/intake/duties';
import { Intake } from '../../src/intake/intake';
import type { RecordStore } from '../../src/intake/records';
import { withReplies } from '../../src/intake/repliesOutbox';
import { silentLogger } from '../../src/logger';
import { MachineRest } from '../../src/machineRest';
import type { OutboxStore } from '../../src/outbox/outboxStore';
import { OutboxWorker, type SendingGate } from '../../src/outbox/outboxWorker';
import type { SmsCarrier } from '../../src/outbox/smsCarrier';
import type { Profile } from '../../src/profile';
import { dataSeal } from '../../src/store/keys/dataSeal';
import { clearSeal, personalBy } from '../../src/store/personal';
import { openStore, type Store } from '../../src/store/store';
import type { Random } from '../fuzz/random';
import { memoryKeys } from '../support/memoryKeys';
import { type DiskImage, DiskModel } from '../torture/powerCut';
import { type DiskStep, RecordedDisk, type SkipSync } from '../torture/recordedDisk';
import type { WorldClock } from './worldClock';

export const personal = personalBy(new Uint8Array(32), dataSeal(memoryKeys()), clearSeal);

export interface LifeOptions {
  readonly directory: string;
  readonly image: DiskImage;
  readonly profile: Profile;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly carrier: (life: SimulatedLife) => SmsCarrier;
  /** Syncs that the disk only pretends to make. */
  readonly skipSync?: SkipSync | undefined;
  /** What the outbox worker is given in place of the store's own verbs. */
  readonly outbox?: (real: OutboxStore) => OutboxStore;
}

/** One life of the appliance's process, wired as in `appliance.ts`, on a disk of which every step is known. */
export class SimulatedLife {
  /** The power is off, or the process killed: nothing it does reaches the world or the disk any more. */
  over = false;
  /** It ends as it should: nothing new begins. */
  finished = false;
  store!: Store;
  intake!: Intake;
  duties!: Duties;
  worker!: OutboxWorker;
  commands!: Commands;
  handTexts!: HandTexts;
  corrections!: Corrections;
  replies!: Replies;
  rest!: MachineRest;
  readonly disk: RecordedDisk;
  readonly model = new DiskModel();
  #modelled = 0;
  #underWay = 0;
  #asked = 0;
  #isStopped = false;
  #offAt = Number.POSITIVE_INFINITY;
  readonly #options: LifeOptions;

  private constructor(options: LifeOptions) {
    this.#options = options;
    const { directory, image, skipSync } = options;
    fs.mkdirSync(directory, { recursive: true });
    for (const [name, bytes] of image) fs.writeFileSync(path.join(directory, name), bytes);
    this.disk = new RecordedDisk(directory, {
      isOff: (steps) => {
        if (steps >= this.#offAt) this.over = true;
        return this.over;
      },
      ...(skipSync !== undefined && { skipSync }),
    });
  }

  /** Resolves when it has started, or when the power went off meanwhile. Throws what the store throws. */
  static async begin(options: LifeOptions, offAfter?: number): Promise<SimulatedLife> {
    const life = new SimulatedLife(options);
    if (offAfter !== undefined) life.offAfter(offAfter);
    try {
      await life.#start();
    } catch (error) {
      life.disk.end();
      throw error;
    }
    return life;
  }

  async #start(): Promise<void> {
    const { directory, profile, clock: world, random } = this.#options;
    this.store = await openStore(directory, personal);
    const clock = world.ofLife(this);
    const store: RecordStore = { transaction: (work) => this.#counted(() => this.store.transaction(work)) };
    const shared = { store, policy: () => profile, mode: 'live' as const, clock, logger: silentLogger };
    const { layouts } = profile;
    const formats = new Map([
      ['units', formatByName('delimited', layouts.events)],
      ['rms', formatByName('delimited', layouts.cases)],
    ]);
    const wake = () => {
      if (this.over || this.finished) return;
      this.duties.wake();
      this.worker.wake();
    };
    this.intake = new Intake({ ...shared, formats, onCommitted: wake });
    this.rest = new MachineRest({ clock, logger: silentLogger, onAwake: wake });
    const sleptMs = () => this.rest.sleptMs();
    this.duties = new Duties({ ...shared, isBehind: () => this.intake.isBehind(), sleptMs, onCommitted: wake });
    this.#isStopped = (await store.transaction((records) => records.setting('stopped'))) != null;
    const main = outboxStore({ ...shared, onCommitted: wake });
    const outbox = withReplies(this.#options.outbox?.(main) ?? main, { store, clock });
    const carrier = this.#options.carrier(this);
    const gate = (): SendingGate => (this.#isStopped ? { open: false, state: 'stopped', reason: 'stopped' } : { open: true });
    this.worker = new OutboxWorker({
      store: { ...outbox, claimReady: async (...limits) => (this.intake.isBehind() ? [] : outbox.claimReady(...limits)) },
      carrier,
      clock,
      logger: silentLogger,
      segmentsPerSecond: 20,
      gate: () => this.rest.closing(gate()),
      random: () => random.next(),
    });
    this.commands = new Commands({
      ...shared,
      onStopped: (now) => {
        this.#isStopped = now;
        if (!now && !this.over) this.worker.retryNow();
      },
      onCommitted: wake,
    });
    this.handTexts = new HandTexts({ ...shared, onCommitted: wake });
    this.corrections = new Corrections({ ...shared, onCommitted: wake });
    const { worker } = this;
    this.replies = setUpReplies({ ...shared, profile, outbox, worker, carrier, hasReceiver: true, onCommitted: wake });
    await this.duties.start();
    worker.start();
    await this.settled();
  }

  /** The power goes off after so many more steps of the disk. */
  offAfter(steps: number): void {
    this.#offAt = this.disk.steps.length + steps;
  }

  /** Until nothing is under way but what waits for time or the carrier. */
  async settled(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 4; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#underWay === 0 && this.#asked === seen ? quiet + 1 : 0;
      seen = this.#asked;
    }
  }

  /** Ends as the power does, and answers what is left on the disk. `kill`: only the process is gone. */
  async end(how: 'powerCut' | 'kill', random: Random): Promise<DiskImage> {
    this.over = true;
    this.disk.end();
    await this.settled();
    await this.store.close();
    for (const step of this.disk.steps.slice(this.#modelled) as DiskStep[]) this.model.take(step);
    this.#modelled = this.disk.steps.length;
    return how === 'kill' ? this.model.killed() : this.model.cut(random);
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    this.#asked++;
    try {
      return await work();
    } finally {
      this.#underWay--;
    }
  }
}
