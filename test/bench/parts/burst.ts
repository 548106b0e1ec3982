import { join } from 'node:path';
import type { StatusView } from '../../../src/contract/views';
import { ApplianceProcess, framesOf } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { carrierWithArrivals } from '../carrierWithArrivals';
import { addedPer, rounded, spreadOf } from '../figures';
import { dispatchedLine, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';
import { cameTrue } from '../waiting';
import { framesWrong } from './latency';

const CALLS = 5_000;
const EVENTS = CALLS * 2;
const ASK_EVERY_MS = 100;
const QUEUED_WITHIN_MS = 120_000;
const SENT_WITHIN_MS = 180_000;

/**
 * As after a lost link: 10,000 lines in one write, first all new calls, then all dispatches, so that no incident is still
 * at hand when it is needed again. A console asks for the status all the while.
 */
export const burst: Part = async ({ directory, profileDirectory }) => {
  const calls = inventCalls(CALLS);
  const carrier = await carrierWithArrivals();
  const appliance = await ApplianceProcess.start({
    directory: join(directory, 'appliance'),
    profileFile: writeProfile(directory, benchProfile()),
    env: { ...carrier.simulator.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000' },
    profileDirectory,
  });
  const socket = await appliance.connectFeed('cad');
  await appliance.status();
  const now = new Date();
  const lines = Buffer.from(
    calls.map((call) => newLine(call, now)).join('') + calls.map((call) => dispatchedLine(call, now)).join(''),
  );
  const idleMemoryMb = appliance.peakMemoryMb();
  const workedBefore = appliance.processorMs();

  const startedAt = performance.now();
  const console = new AskingConsole(appliance);
  socket.write(lines);
  await cameTrue(() => console.queuedAt !== undefined || console.failure !== undefined, QUEUED_WITHIN_MS);
  const untilQueued = console.answerTimes();
  const processorMsPerEvent = addedPer(workedBefore, appliance.processorMs(), EVENTS);
  const sent = await cameTrue(() => carrier.reached >= CALLS || console.failure !== undefined, SENT_WITHIN_MS);
  const sentMs = performance.now() - startedAt;
  const peakMemoryMb = appliance.peakMemoryMb();
  await console.stop();

  const { frames, rejected } = framesOf(await appliance.status());
  socket.destroy();
  const wrong = [
    ...(console.failure === undefined ? [] : [console.failure]),
    ...(console.queuedAt === undefined ? [`not all texts were queued within ${QUEUED_WITHIN_MS / 1_000} s`] : []),
    ...carrier.wrongWith(calls),
    ...framesWrong(frames, rejected, EVENTS),
    ...(await appliance.stop()),
  ];
  await carrier.simulator.stop();

  const queuedMs = (console.queuedAt ?? Number.NaN) - startedAt;
  const eventsPerSecond = Math.round((EVENTS * 1_000) / queuedMs);
  const textsPerSecond = Math.round((CALLS * 1_000) / sentMs);
  const status = { untilQueued: spreadOf(untilQueued), untilSent: spreadOf(console.answerTimes()) };
  const words = (spread: typeof status.untilSent) => `p50 ${spread.p50}, p99 ${spread.p99}, max ${spread.max} ms`;
  return {
    figures: {
      events: EVENTS,
      queuedMs: rounded(queuedMs),
      eventsPerSecond,
      processorMsPerEvent,
      ...(sent ? { sentMs: rounded(sentMs), textsPerSecond } : {}),
      peakMemoryMb,
      idleMemoryMb,
      statusMs: status,
    },
    rows: [
      { what: `${EVENTS} events journaled, evaluated, queued`, value: `${rounded(queuedMs / 1_000)} s, ${eventsPerSecond}/s` },
      { what: 'processor time per event until then', value: `${processorMsPerEvent ?? '?'} ms` },
      {
        what: `their ${CALLS} texts at the carrier`,
        value: sent ? `${rounded(sentMs / 1_000)} s, ${textsPerSecond}/s` : 'not all',
      },
      { what: 'peak memory', value: `${peakMemoryMb ?? '?'} MB, of which idle ${idleMemoryMb ?? '?'} MB`, wanted: '250 MB' },
      { what: 'GET /api/status until queued', value: words(status.untilQueued), wanted: 'no freezing' },
      { what: 'GET /api/status until sent', value: words(status.untilSent), wanted: 'no freezing' },
    ],
    wrong,
  };
};

/** Asks on the clock, whether or not the last question has been answered: a freeze delays many, and all count. */
class AskingConsole {
  queuedAt: number | undefined;
  failure: string | undefined;
  readonly #appliance: ApplianceProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #taken: number[] = [];
  readonly #asking = new Set<Promise<void>>();

  constructor(appliance: ApplianceProcess) {
    this.#appliance = appliance;
    this.#timer = setInterval(() => this.#start(), ASK_EVERY_MS);
  }

  /** Milliseconds of each answer so far. */
  answerTimes(): readonly number[] {
    return [...this.#taken];
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#asking);
  }

  #start(): void {
    const asked = this.#ask().finally(() => this.#asking.delete(asked));
    this.#asking.add(asked);
  }

  async #ask(): Promise<void> {
    const askedAt = performance.now();
    try {
      const status = await this.#appliance.status();
      this.#taken.push(performance.now() - askedAt);
      if (this.queuedAt === undefined && isQueued(status)) this.queuedAt = performance.now();
    } catch (error) {
      this.failure ??= `the console got no answer: ${(error as Error).message}`;
    }
  }
}

function isQueued(status: StatusView): boolean {
  const messages = Object.values(status.outbox).reduce((sum, count) => sum + count, 0);
  return framesOf(status).frames >= EVENTS && messages >= CALLS;
}
