/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export type JsonWithPlaces =
  | {
      readonly value: unknown;
      /** Where the value at a path begins, or the nearest one above it that is there. */
      placeOf(path: readonly PropertyKey[]): TextPlace;
    }
  | { readonly problem: string; readonly place: TextPlace };

/** Deeper than any layout or profile. */
const MAX_DEPTH = 32;

class JsonFault extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/**
 * Reads JSON that a person wrote: says in words what is wrong and where, refuses a key that is there twice, and keeps where
 * each value stands, so that what is wrong with a value can be shown in its place.
 */
export function readJsonWithPlaces(text: string): JsonWithPlaces {
  const places = new Map<string, number>();
  try {
    const value = new JsonReader(text.replace(/^\uFEFF/, ' '), places).whole();
    return {
      value,
      placeOf(path) {
        for (let length = path.length; ; length--) {
          const at = places.get(keyOf(path.slice(0, length)));
          if (at !== undefined || length === 0) return placeAt(text, at ?? 0);
        }
      },
    };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { problem: error.message, place: placeAt(text, error.at) };
  }
}

class JsonReader {
  readonly #text: string;
  readonly #places: Map<string, number>;
  #at = 0;

  constructor(text: string, places: Map<string, number>) {
    this.#text = text;
    this.#places = places;
  }

  whole(): unknown {
    const value = this.#value([]);
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#fault('Something follows after the end');
    return value;
  }

  #value(path: readonly (string | number)[]): unknown {
    this.#blanks();
    this.#places.set(keyOf(path), this.#at);
    if (path.length > MAX_DEPTH) throw this.#fault('Nested too deep');
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(path);
    if (first === '[') return this.#array(path);
    if (first === '"') return this.#string();
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
      this.#text.slice(this.#at, this.#at + 64),
    );
    if (word === null) {
      throw this.#fault(first === undefined ? 'It ends too early: a value is missing' : 'Expected a value, such as "text" or [ ]');
    }
    this.#at += word[0].length;
    return JSON.parse(word[0]);
  }

  #object(path: readonly (string | number)[]): unknown {
    const entries = new Map<string, unknown>();
    this.#at += 1;
    for (let first = true; !this.#took('}'); first = false) {
      if (!first) this.#separator('}');
      this.#blanks();
      if (this.#text[this.#at] !== '"') throw this.#fault('Expected a key in double quotes');
      const keyAt = this.#at;
      const key = this.#string();
      if (entries.has(key)) throw new JsonFault(`The key ${key} is there twice`, keyAt);
      if (!this.#took(':')) throw this.#fault('Expected a colon after the key');
      entries.set(key, this.#value([...path, key]));
    }
    return Object.fromEntries(entries);
  }

  #array(path: readonly (string | number)[]): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    while (!this.#took(']')) {
      if (items.length > 0) this.#separator(']');
      items.push(this.#value([...path, items.length]));
    }
    return items;
  }

  #separator(end: string): void {
    if (!this.#took(',')) throw this.#fault(`Expected a comma or ${end}`);
    const comma = this.#at - 1;
    this.#blanks();
    if (this.#text[this.#at] === end) throw new JsonFault('A comma with nothing after it', comma);
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    for (; this.#text[end] !== '"'; end += this.#text[end] === '\\' ? 2 : 1) {
      const character = this.#text[end];
      if (character === undefined || character === '\n' || character === '\r')
        throw new JsonFault('A quote is never closed', start);
      if (character < ' ') throw new JsonFault('A control character in a text: write \\t for a tab', end);
    }
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      throw new JsonFault('A backslash that JSON does not know: write \\\\ for one', start);
    }
  }

  #took(character: string): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fault(message: string): JsonFault {
    return new JsonFault(
      this.#at >= this.#text.length && !message.startsWith('It ends') ? `${message}, and it ends` : message,
      this.#at,
    );
  }
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function placeAt(text: string, at: number): TextPlace {
  const before = text.slice(0, at).split(/\r\n|[\n\r]/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
