import type { E164 } from '../../src/incident/phone';
import { silentLogger } from '../../src/logger';
import type { CarrierStatus } from '../../src/outbox/carrierStatus';
import type { OutboxStore } from '../../src/outbox/outboxStore';
import { OutboxWorker, type OutboxWorkerDeps } from '../../src/outbox/outboxWorker';
import type { SmsCarrier } from '../../src/outbox/smsCarrier';
import { type CarrierSimulator, type CarrierSimulatorOptions, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { carrierFrom } from './carrierUnderTest';
import { FakeClock } from './fakeClock';
import { MemoryOutboxStore } from './memoryOutboxStore';

/** An invented person's number. */
export const person = (n: number) => `+1206555${String(100 + n).padStart(4, '0')}` as E164;

export interface WorkerBench {
  readonly clock: FakeClock;
  readonly simulator: CarrierSimulator;
  readonly store: MemoryOutboxStore;
  readonly statuses: CarrierStatus[];
  /** The latest worker. */
  worker: OutboxWorker;
  /** A worker on the same store, as after a restart. */
  newWorker(changes?: Partial<OutboxWorkerDeps>): OutboxWorker;
  /** Lets time pass in steps, and everything that is due in each happen, until the condition holds. Fails after `limitMs`. */
  pass(condition: () => boolean, limitMs?: number, stepMs?: number): Promise<void>;
  /** Lets so much time pass. */
  passTime(ms: number, stepMs?: number): Promise<void>;
  /** The latest worker's process is gone: the store hears nothing more of it, as far as it is concerned nothing is answered. */
  kill(): void;
  posts(): number;
  end(): Promise<void>;
}

/** The real worker and the real carrier against the simulator, with a store in memory and time that moves when told to. */
export async function workerBench(
  changes: Partial<OutboxWorkerDeps> = {},
  simulatorOptions: Partial<CarrierSimulatorOptions> = {},
): Promise<WorkerBench> {
  const clock = new FakeClock();
  const simulator = await startCarrierSimulator({ clock, ...simulatorOptions });
  const store = new MemoryOutboxStore(clock);
  const statuses: CarrierStatus[] = [];
  const workers: OutboxWorker[] = [];
  let life = { over: false };
  let exchanges = 0;
  let hanging = 0;

  /** Counts what is under way, so that time does not move meanwhile. */
  const counted = (carrier: SmsCarrier): SmsCarrier => ({
    send: (request) => during(carrier.send(request)),
    list: (query) => during(carrier.list(query)),
  });
  async function during<T>(exchange: Promise<T>): Promise<T> {
    exchanges++;
    try {
      return await exchange;
    } finally {
      exchanges--;
    }
  }

  const newWorker = (more: Partial<OutboxWorkerDeps> = {}) => {
    life = { over: false };
    const worker = new OutboxWorker({
      store: mortal(store, life),
      carrier: counted(carrierFrom(simulator.environment, clock)),
      clock,
      logger: silentLogger,
      segmentsPerSecond: 1_000,
      gate: () => ({ open: true }),
      onStatus: (status) => void statuses.push(status),
      random: () => 1,
      ...changes,
      ...more,
    });
    workers.push(worker);
    bench.worker = worker;
    return worker;
  };

  const bench: WorkerBench = {
    clock,
    simulator,
    store,
    statuses,
    worker: undefined as unknown as OutboxWorker,
    newWorker,
    async pass(condition, limitMs = 60_000, stepMs = 100) {
      for (let passed = 0; !condition(); passed += stepMs) {
        if (passed > limitMs) throw new Error(`Not within ${limitMs} ms: ${condition}; ${JSON.stringify(store.statuses())}`);
        await settled();
        if (condition()) return;
        clock.advance(stepMs);
      }
    },
    async passTime(ms, stepMs = 500) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await settled();
        clock.advance(stepMs);
      }
      await settled();
    },
    kill() {
      life.over = true;
    },
    posts: () => simulator.requests.filter((request) => request.endpoint === 'create').length,
    async end() {
      const stopping = workers.map((worker) => worker.stop());
      await settled();
      clock.advance(5_000);
      await Promise.all(stopping);
      await simulator.stop();
    },
  };
  newWorker();
  return bench;

  /** Until everything under way has ended, but for exchanges that hang, and the store is not asked any more. */
  async function settled(): Promise<void> {
    for (let ms = 0; exchanges > hanging && ms < 300; ms++) await new Promise((resolve) => setTimeout(resolve, 1));
    hanging = exchanges;
    for (let quiet = 0, seen = -1; quiet < 8; ) {
      await new Promise((resolve) => setImmediate(resolve));
      if (exchanges > hanging) return settled();
      hanging = exchanges;
      quiet = store.calls.length === seen ? quiet + 1 : 0;
      seen = store.calls.length;
    }
  }
}

function mortal(store: MemoryOutboxStore, life: { readonly over: boolean }): OutboxStore {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => (life.over ? new Promise(() => {}) : member.apply(target, args));
    },
  });
}
