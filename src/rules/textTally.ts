import type { E164 } from '../incident/phone';
import type { KnownMessage } from './consider';
import { CASE_STAGES, type Stage } from './ruleset';

/** `caps.perIncident` does not count these. */
export const UNCAPPED: readonly Stage[] = ['completed', ...CASE_STAGES, 'correction'];

/** What an incident has texted to one number already, or may have. */
export interface Texted {
  /** How many of a stage reached the carrier, or may have. */
  maybeTexted(stage: Stage): number;
  /** How many of a stage a person has cancelled. */
  cancelledByPerson(stage: Stage): number;
  /** How many were told, or may yet be, that their officer was needed elsewhere. */
  readonly diverted: number;
  /** How many the cap of the incident counts. */
  readonly counted: number;
}

class Counts implements Texted {
  readonly #texted = new Map<Stage, number>();
  readonly #cancelled = new Map<Stage, number>();
  diverted = 0;
  counted = 0;

  maybeTexted(stage: Stage): number {
    return this.#texted.get(stage) ?? 0;
  }

  cancelledByPerson(stage: Stage): number {
    return this.#cancelled.get(stage) ?? 0;
  }

  add({ stage, cause, maybeTexted, open, code }: KnownMessage, by: 1 | -1): void {
    if (maybeTexted) this.#texted.set(stage, this.maybeTexted(stage) + by);
    if (code === 'cancelledByPerson') this.#cancelled.set(stage, this.cancelledByPerson(stage) + by);
    if (cause === 'diverted' && (maybeTexted || open)) this.diverted += by;
    if (maybeTexted && !UNCAPPED.includes(stage)) this.counted += by;
  }
}

/** The texts of one incident, counted once by number: an incident may have thousands, and each asks about all others. */
export class TextTally {
  readonly #known = new Map<string, KnownMessage>();
  readonly #to = new Map<E164, Counts>();

  constructor(messages: readonly KnownMessage[]) {
    for (const message of messages) this.set(message);
  }

  /** Takes the place of the one of that id, where there is one. */
  set(message: KnownMessage): void {
    this.#remove(message.id);
    this.#known.set(message.id, message);
    this.#countsTo(message.phone).add(message, 1);
  }

  /** Asks about all texts to a number but one. */
  without<T>(id: string | undefined, phone: E164, ask: (texted: Texted) => T): T {
    const left = id === undefined ? undefined : this.#known.get(id);
    if (left === undefined) return ask(this.#countsTo(phone));
    this.#remove(left.id);
    try {
      return ask(this.#countsTo(phone));
    } finally {
      this.set(left);
    }
  }

  #remove(id: string): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    this.#countsTo(known.phone).add(known, -1);
    this.#known.delete(id);
  }

  #countsTo(phone: E164): Counts {
    const counts = this.#to.get(phone) ?? new Counts();
    this.#to.set(phone, counts);
    return counts;
  }
}
