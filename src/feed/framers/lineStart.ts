import { ascii } from './ascii';

/** Tells, byte by byte, whether a line begins with a text. Blanks and control bytes before it do not count. */
export class LineStart {
  readonly #text: Uint8Array;
  #matched = 0;
  #failed = false;

  /** @param text begins with neither a blank nor a control byte, and is not empty */
  constructor(text: Uint8Array) {
    this.#text = text;
  }

  /** True while this line may still turn out to begin with the text. */
  get possible(): boolean {
    return !this.#failed;
  }

  /** True at the last byte of the text. */
  step(byte: number): boolean {
    if (this.#failed || (this.#matched === 0 && byte <= ascii.SPACE)) return false;
    if (byte !== this.#text[this.#matched]) {
      this.#failed = true;
      return false;
    }
    this.#matched++;
    this.#failed = this.#matched === this.#text.length;
    return this.#failed;
  }

  /** This line is not looked at any more. */
  giveUp(): void {
    this.#failed = true;
  }

  /** The next line begins. */
  reset(): void {
    this.#matched = 0;
    this.#failed = false;
  }
}
