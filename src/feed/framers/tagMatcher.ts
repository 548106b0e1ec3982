import { ascii, isWhitespace } from './ascii';

/**
 * Finds the start of a tag, byte by byte: the given bytes, then one that ends the name. The bytes must hold no `<` but the
 * first, which makes starting over at any `<` an exact search.
 */
export class TagMatcher {
  readonly #bytes: readonly number[];
  #matched = 0;

  /** @param text the tag as far as its name, such as `<?xml` */
  constructor(text: readonly number[]) {
    this.#bytes = text;
  }

  /** How many of the latest bytes may be the beginning of what is looked for. */
  get matched(): number {
    return this.#matched;
  }

  /** How many bytes a find is long. */
  get findLength(): number {
    return this.#bytes.length + 1;
  }

  /** True at the byte after the name: the tag begins `findLength` bytes back, that byte counted. */
  step(byte: number): boolean {
    if (this.#matched === this.#bytes.length) {
      this.#matched = 0;
      if (isWhitespace(byte) || byte === ascii.GREATER || byte === ascii.SLASH) return true;
    }
    if (byte === this.#bytes[this.#matched]) this.#matched++;
    else this.#matched = byte === this.#bytes[0] ? 1 : 0;
    return false;
  }

  reset(): void {
    this.#matched = 0;
  }
}
