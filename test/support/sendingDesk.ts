import type { StoredMessage } from '../../src/intake/records';
import { type Logger, silentLogger } from '../../src/logger';
import { OutboxWorker, type SendingGate } from '../../src/outbox/outboxWorker';
import type { SmsCarrier } from '../../src/outbox/smsCarrier';
import { type CarrierSimulator, type CarrierSimulatorOptions, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { carrierFrom } from './carrierUnderTest';
import { Desk } from './desk';
import type { FakeClock } from './fakeClock';
import { testProfile } from './testProfile';

export interface SendingDeskOptions {
  readonly simulator?: Partial<CarrierSimulatorOptions>;
  readonly logger?: Logger;
  readonly segmentsPerSecond?: number;
  /** Beside, or in place of, the simulator's own settings. */
  readonly environment?: (simulator: CarrierSimulator) => Readonly<Record<string, string | undefined>>;
  readonly profile?: Parameters<typeof testProfile>[0];
}

/**
 * From a line of the feed to the wire of the carrier: real intake, store, outbox worker and SDK against the carrier
 * simulator. Time moves when told to, and not while anything but a hanging exchange is under way.
 */
export class SendingDesk {
  worker!: OutboxWorker;
  gate: SendingGate = { open: true };
  readonly #options: SendingDeskOptions;
  readonly #workers: OutboxWorker[] = [];
  #calls = 0;
  #exchanges = 0;
  #hanging = 0;
  #life = { over: false };

  private constructor(
    readonly desk: Desk,
    readonly simulator: CarrierSimulator,
    options: SendingDeskOptions,
  ) {
    this.#options = options;
  }

  static async open(
    clockFrom: (options: { profile: ReturnType<typeof testProfile> }) => Promise<Desk>,
    options: SendingDeskOptions = {},
  ) {
    const profile = testProfile((json) => {
      json.ruleset.stages.dispatched = { hold: '0s', expires: '2h' };
      json.ruleset.breaker.maxTextsPerMinute = 10_000;
      options.profile?.(json);
    });
    const desk = await clockFrom({ profile });
    const simulator = await startCarrierSimulator({ clock: desk.clock, ...options.simulator });
    const sending = new SendingDesk(desk, simulator, options);
    sending.newWorker();
    return sending;
  }

  get clock(): FakeClock {
    return this.desk.clock;
  }

  /** A carrier by the present settings, whose exchanges are waited for. */
  newWorker(): OutboxWorker {
    const { logger = silentLogger, segmentsPerSecond = 1_000, environment } = this.#options;
    const life = { over: false };
    this.#life = life;
    const carrier = carrierFrom({ ...this.simulator.environment, ...environment?.(this.simulator) }, this.clock, logger);
    this.worker = new OutboxWorker({
      store: this.#counted(life),
      carrier: this.#waitedFor(carrier),
      clock: this.clock,
      logger,
      segmentsPerSecond,
      gate: () => this.gate,
      random: () => 1,
    });
    this.#workers.push(this.worker);
    return this.worker;
  }

  /** The process is gone: nothing it still hears is recorded. The next one opens the same store. */
  async killAndRestart(): Promise<void> {
    this.#life.over = true;
    await this.desk.restart();
    this.newWorker().start();
  }

  /** A call of this number and length, and its officer on the way: one text is due to a number of its own. */
  async due(n: number, { phone = n, seen = {} as Readonly<Record<string, string>> } = {}): Promise<string> {
    const number = incidentNumber(n);
    await this.desk.line('NEW', number, { callType: 'PARKING', priority: 'P3', callerPhone: callerOf(phone), ...seen });
    await this.desk.line('DISP', number, { unit: `U${n}` });
    await this.desk.duties.runDue();
    this.worker.wake();
    return number;
  }

  async rowsOf(number: string): Promise<readonly StoredMessage[]> {
    const { id } = await this.desk.incident(number);
    return this.desk.store.transaction((records) => records.messagesOf(id));
  }

  async row(n: number): Promise<StoredMessage> {
    const [row] = await this.rowsOf(incidentNumber(n));
    if (row === undefined) throw new Error(`No text for ${incidentNumber(n)}`);
    return row;
  }

  posts(): number {
    return this.simulator.requests.filter(({ endpoint }) => endpoint === 'create').length;
  }

  lists(): number {
    return this.simulator.requests.filter(({ endpoint }) => endpoint === 'list').length;
  }

  async pass(condition: () => boolean | Promise<boolean>, limitMs = 60_000, stepMs = 500): Promise<void> {
    for (let passed = 0; ; passed += stepMs) {
      await this.settled();
      if (await condition()) return;
      if (passed > limitMs) throw new Error(`Not within ${limitMs} ms: ${condition}`);
      await this.#step(stepMs);
    }
  }

  async passTime(ms: number, stepMs = 500): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await this.settled();
      await this.#step(stepMs);
    }
    await this.settled();
  }

  async end(): Promise<void> {
    const stopping = this.#workers.map((worker) => worker.stop());
    await this.settled();
    this.clock.advance(5_000);
    await Promise.all(stopping);
    await this.simulator.stop();
  }

  /** Until everything under way has ended, but for exchanges that hang, and the store is not asked any more. */
  async settled(): Promise<void> {
    for (let ms = 0; this.#exchanges > this.#hanging && ms < 300; ms++) await new Promise((resolve) => setTimeout(resolve, 1));
    this.#hanging = this.#exchanges;
    for (let quiet = 0, seen = -1; quiet < 8; ) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#exchanges > this.#hanging) return this.settled();
      this.#hanging = this.#exchanges;
      quiet = this.#calls === seen ? quiet + 1 : 0;
      seen = this.#calls;
    }
  }

  async #step(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.desk.duties.runDue();
  }

  #counted(life: { readonly over: boolean }): Desk['outbox'] {
    return new Proxy(this.desk.outbox, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          this.#calls++;
          return life.over ? new Promise(() => {}) : member.apply(target, args);
        };
      },
    });
  }

  #waitedFor(carrier: SmsCarrier): SmsCarrier {
    const during = async <T>(exchange: Promise<T>): Promise<T> => {
      this.#exchanges++;
      try {
        return await exchange;
      } finally {
        this.#exchanges--;
      }
    };
    return { send: (request) => during(carrier.send(request)), list: (query) => during(carrier.list(query)) };
  }
}

export const incidentNumber = (n: number) => `25-${String(n).padStart(4, '0')}`;
export const callerOf = (n: number) => `206-555-${String(100 + n).padStart(4, '0')}`;
export const phoneOf = (n: number) => `+1206555${String(100 + n).padStart(4, '0')}`;

/** Opens sending desks for a file's tests and ends them after each. */
export function sendingDeskPerTest(): { open(options?: SendingDeskOptions): Promise<SendingDesk> } {
  let opened: SendingDesk[] = [];
  afterEach(async () => {
    for (const one of opened) {
      await one.end();
      await one.desk.close();
    }
    opened = [];
  });
  return {
    async open(options) {
      const one = await SendingDesk.open(({ profile }) => Desk.open({ profile }), options);
      opened.push(one);
      return one;
    },
  };
}
