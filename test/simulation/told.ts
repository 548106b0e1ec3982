/** A call as the world has it. Its number may be that of an earlier call: CAD reuses numbers. */
export class Call {
  readonly lines: Line[] = [];
  /** What a supervisor has lifted: the same again does not exclude again. */
  readonly lifted = new Set<string>();
  /** A person said that nobody of this call is to be texted; undefined again once it may have been lifted. */
  suppressedAs: number | undefined;

  constructor(
    /** Stands among the flags of each of its lines, so that it shows which incident was made of it. */
    readonly name: string,
    readonly number: string,
    /** So many calls had this number before. */
    readonly earlier: number,
  ) {}

  get report(): string {
    return `R-${this.name}`;
  }
}

/** One line that was said to the appliance, perhaps several times. */
export interface Line {
  readonly call: Call;
  readonly feed: 'units' | 'rms';
  readonly event: string;
  readonly values: Readonly<Record<string, string>>;
  readonly occurredAt: number;
  readonly text: string;
  /** What it excludes its call by. */
  readonly excludes: string | undefined;
  /** When the appliance confirmed it, in the order of all that it confirmed; undefined: it may have it or not. */
  confirmedAs: number | undefined;
}

/** What somebody texted back. */
export interface Wish {
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly meaning: 'stop' | 'start' | 'unclear' | 'other';
  readonly at: number;
  confirmedAs: number | undefined;
}

/**
 * What the appliance was told and what it confirmed to have, kept apart from it. What it has not confirmed it may know or
 * not: that allows what it would allow, and forbids nothing.
 */
export class Told {
  readonly calls: Call[] = [];
  readonly lines: Line[] = [];
  readonly wishes: Wish[] = [];
  /** Numbers that a person suppressed, and since when; lifted again: gone. */
  readonly suppressed = new Map<string, number>();
  /** Up to then a person has said what replies mean. */
  readonly readUntil = new Map<string, number>();
  /** Texts that a person has called wrong, and wants whoever got them to be told so. */
  readonly calledWrong = new Set<string>();
  /** Messages that a person holds. */
  readonly held = new Map<string, number>();
  stoppedAs: number | undefined;
  /** Nothing begins to leave before that, by the monotonic clock of the machine: it sleeps, or has just woken up. */
  restingUntil = Number.NEGATIVE_INFINITY;
  /** Somebody has set the console's clock: what time it is there is anybody's guess. */
  clockWasSet = false;
  #confirmed = 0;

  /** So much was confirmed by now. */
  get confirmed(): number {
    return this.#confirmed;
  }

  confirm(): number {
    this.#confirmed += 1;
    return this.#confirmed;
  }

  newCall(number: string): Call {
    const call = new Call(`call-${this.calls.length + 1}`, number, this.calls.filter((one) => one.number === number).length);
    this.calls.push(call);
    return call;
  }

  /** The newest call of a number. */
  callOf(number: string): Call | undefined {
    return this.calls.findLast((call) => call.number === number);
  }

  callNamed(name: string | undefined): Call | undefined {
    return this.calls.find((call) => call.name === name);
  }
}

/** The calls whose lines became part of an incident, the one that it was made for first. */
export function callsIn(flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => flag.startsWith('call-'));
}
