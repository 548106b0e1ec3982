import { type Clock, durations } from '../clock';

/** What invented callers answer, by how many texts were delivered before theirs. Most people answer nothing. */
const REPLIES: readonly (string | undefined)[] = [
  undefined,
  'Thank you',
  undefined,
  undefined,
  'He came back, the gate is open again',
  undefined,
  'STOP',
  undefined,
  undefined,
  'HELP',
  undefined,
  'please stop texting me',
  undefined,
  undefined,
  'Wrong number',
  undefined,
];
/** A person reads first. */
const AFTER_MS = 6 * durations.SECOND;

/** Lets some who were texted answer, so that a trainee sees what becomes of it. */
export class CallersReplies {
  readonly #clock: Clock;
  readonly #reply: (from: string, text: string) => void;
  readonly #answered = new Set<string>();
  #texts = 0;
  #stopped = false;

  constructor(clock: Clock, reply: (from: string, text: string) => void) {
    this.#clock = clock;
    this.#reply = reply;
  }

  /** Called for every text that arrives. Nobody answers twice: answers to answers would go on for ever. */
  texted(to: string): void {
    if (this.#answered.has(to)) return;
    this.#answered.add(to);
    const text = REPLIES[this.#texts % REPLIES.length];
    this.#texts += 1;
    if (text === undefined) return;
    this.#clock.after(AFTER_MS, () => {
      if (!this.#stopped) this.#reply(to, text);
    });
  }

  stop(): void {
    this.#stopped = true;
  }
}
