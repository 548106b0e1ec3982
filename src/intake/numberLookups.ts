import { type Clock, durations } from '../clock';
import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import type { Logger } from '../logger';
import type { NumberLookup } from '../outbox/numberLookup';
import { retryDelayMs } from '../outbox/retryPolicy';
import { standingExclusion } from '../rules/exclusion';
import type { Policy } from '../rules/ruleset';
import { considerIncident } from './considerIncident';
import type { RecordStore, Records } from './records';
import { type Mode, readSituation } from './situation';

/** Numbers change hands and lines, but not within a month. */
const KNOWN_FOR_MS = 30 * durations.DAY;
const UNKNOWN_FOR_MS = durations.DAY;
const PER_REQUEST = 100;
/** What is asked for while the lookup cannot be reached is not worth more memory than this. */
const MOST_WAITING = 1_000;
const ATTEMPTS = 4;
/** An incident that old gets no text for which the line would matter. */
const STILL_TEXTED_MS = 14 * durations.DAY;

export interface NumberLookupsOptions {
  readonly store: RecordStore;
  readonly lookup: NumberLookup;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/**
 * Asks what kind of line a contact's number is, once it is first seen. No text waits for the answer: a landline is found
 * out while the text is held anyway, or the carrier finds it out; what cannot be found out stays unknown, and is texted.
 */
export class NumberLookups {
  readonly #options: NumberLookupsOptions;
  readonly #waiting = new Map<E164, number>();
  #cancel: () => void = () => {};
  #asking: Promise<void> = Promise.resolve();
  #working: Promise<void> | undefined;
  #failures = 0;
  #stopped = false;

  constructor(options: NumberLookupsOptions) {
    this.#options = options;
  }

  /** To be called after each commit. Who is excluded is not asked about: their number is nobody else's business. */
  incidentsChanged(incidentIds: readonly number[]): void {
    if (this.#stopped || incidentIds.length === 0) return;
    const { store, clock, logger } = this.#options;
    const asking = store.transaction(async (records) => {
      const now = clock.now();
      for (const id of incidentIds) {
        const incident = (await records.incident(id))?.incident;
        if (incident === undefined || incident.suppressed !== undefined || standingExclusion(incident) !== undefined) continue;
        for (const { phone } of incident.contacts) {
          if (phone === undefined || this.#waiting.has(phone) || this.#waiting.size >= MOST_WAITING) continue;
          const known = await records.optOut.lookup(phone);
          const goodForMs = known?.line === 'unknown' ? UNKNOWN_FOR_MS : KNOWN_FOR_MS;
          if (known === undefined || now - known.at > goodForMs) this.#waiting.set(phone, 0);
        }
      }
    });
    this.#asking = asking.then(
      () => this.#wake(),
      (error) => logger.warn('lookup.notAsked', { error: error instanceof Error ? error.name : 'unknown' }),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#asking;
    await this.#working;
  }

  /** Settles when nothing is being asked. */
  async idle(): Promise<void> {
    await this.#asking;
    while (this.#working !== undefined) await this.#working;
  }

  #wake(): void {
    if (this.#stopped || this.#working !== undefined || this.#waiting.size === 0 || this.#failures > 0) return;
    this.#working = this.#ask().finally(() => {
      this.#working = undefined;
      if (this.#failures === 0) this.#wake();
    });
  }

  async #ask(): Promise<void> {
    const { lookup, clock, logger } = this.#options;
    const phones = [...this.#waiting.keys()].slice(0, PER_REQUEST);
    const answer = await lookup.lookUp(phones);
    if (this.#stopped) return;
    try {
      if (answer.type === 'answered') {
        const { lines } = answer;
        await keepLines(
          this.#options,
          phones.map((phone) => [phone, lines.get(phone) ?? 'unknown'] as const),
        );
        for (const phone of phones) this.#waiting.delete(phone);
        this.#failures = 0;
        return;
      }
      logger.info('lookup.failed', { trouble: answer.trouble, detail: answer.detail });
    } catch (error) {
      logger.error('lookup.notKept', { error: error instanceof Error ? error.name : 'unknown' });
    }
    this.#failures += 1;
    for (const phone of phones) {
      const attempts = (this.#waiting.get(phone) ?? 0) + 1;
      if (attempts >= ATTEMPTS) this.#waiting.delete(phone);
      else this.#waiting.set(phone, attempts);
    }
    const askedForMs = answer.type === 'failed' ? (answer.retryAfterMs ?? 0) : 0;
    this.#cancel = clock.after(
      Math.max(
        askedForMs,
        retryDelayMs(this.#failures, () => 1),
      ),
      () => {
        this.#failures = 0;
        this.#wake();
      },
    );
  }
}

export interface LookedUpOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/** Keeps what was found out about numbers, and lets the rules look at every incident for which it is news. */
export async function keepLines(options: LookedUpOptions, lines: readonly (readonly [E164, LineType])[]): Promise<void> {
  const { store, onCommitted, clock } = options;
  const touched = new Set<number>();
  await store.transaction(async (records) => {
    const now = clock.now();
    await records.addInput({ kind: 'linesLookedUp', lines }, now);
    for (const [phone, line] of lines) {
      const before = await records.optOut.lookup(phone);
      await records.optOut.saveLookup(phone, line, now);
      if ((before?.line === 'landline') === (line === 'landline')) continue;
      for (const id of await records.incidentsWithNumber(phone, now - STILL_TEXTED_MS)) {
        await consider(options, records, id, now);
        touched.add(id);
      }
    }
  });
  if (touched.size > 0) onCommitted([...touched]);
}

async function consider({ policy, mode }: LookedUpOptions, records: Records, id: number, now: number): Promise<void> {
  const stored = await records.incident(id);
  if (stored === undefined) return;
  const considered = await considerIncident(records, stored, await readSituation(records, policy(), mode, now));
  await records.saveIncident(considered.stored, now);
}
