import { ascii, isWhitespace } from './ascii';

/** Where in a document the next byte stands. Numbers, since it is asked for every byte. */
const place = {
  TEXT: 0,
  LESS: 1,
  BANG: 2,
  BANG_DASH: 3,
  COMMENT: 4,
  CDATA_OPEN: 5,
  CDATA: 6,
  INSTRUCTION: 7,
  ROOT_NAME: 8,
  START_TAG: 9,
  QUOTED: 10,
  END_TAG: 11,
  DECLARATION: 12,
  DECLARATION_QUOTED: 13,
} as const;
type Place = (typeof place)[keyof typeof place];

const CDATA_NAME: readonly number[] = Array.from('CDATA[', (letter) => letter.charCodeAt(0));
/** Longer names are not remembered, and so not looked for. */
const NAME_LIMIT = 256;

/** True for a byte that a name may begin with; bytes of UTF-8 sequences count as letters. */
export function isNameStart(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte >= 0x80 || byte === ascii.UNDERSCORE || byte === ascii.COLON;
}

/**
 * Follows one XML document byte by byte, to know where its root element closes. It only counts how deep it is: whether the
 * document is well-formed, the format finds out.
 */
export class XmlScanner {
  #place: Place = place.TEXT;
  #depth = 0;
  /** How deep in `<!DOCTYPE ... >`, whose internal subset holds declarations of its own. */
  #declarationDepth = 0;
  #quote = 0;
  /** How many bytes of a terminator, or of `CDATA[`, have just been seen. */
  #run = 0;
  #afterSlash = false;
  #rootName: number[] = [];

  /** True once an element has begun: before that there is no record, only what may stand before one. */
  get rootSeen(): boolean {
    return this.#rootName.length > 0;
  }

  /** The root element's name, or undefined where there is none yet or it is absurdly long. */
  get rootName(): readonly number[] | undefined {
    return this.rootSeen && this.#rootName.length < NAME_LIMIT ? this.#rootName : undefined;
  }

  /** In a comment or a CDATA section, which may quote whole documents. */
  get quotesMarkup(): boolean {
    return this.#place === place.COMMENT || this.#place === place.CDATA;
  }

  reset(): void {
    this.#place = place.TEXT;
    this.#depth = 0;
    this.#declarationDepth = 0;
    this.#rootName = [];
  }

  /** True when this byte closes the root element. */
  step(byte: number): boolean {
    switch (this.#place) {
      case place.TEXT:
        if (byte === ascii.LESS) this.#place = place.LESS;
        return false;
      case place.LESS:
        this.#afterLess(byte);
        return false;
      case place.ROOT_NAME:
        if (!isWhitespace(byte) && byte !== ascii.SLASH && byte !== ascii.GREATER) {
          if (this.#rootName.length < NAME_LIMIT) this.#rootName.push(byte);
          return false;
        }
        this.#place = place.START_TAG;
        return this.#inStartTag(byte);
      case place.START_TAG:
        return this.#inStartTag(byte);
      case place.QUOTED:
        if (byte === this.#quote) this.#place = place.START_TAG;
        return false;
      case place.END_TAG:
        // A '<' means that the '>' was lost.
        if (byte !== ascii.GREATER && byte !== ascii.LESS) return false;
        this.#place = byte === ascii.LESS ? place.LESS : place.TEXT;
        this.#depth--;
        return this.#depth <= 0;
      case place.INSTRUCTION:
        if (byte === ascii.GREATER && this.#run > 0) this.#leaveMarkup();
        this.#run = byte === ascii.QUESTION ? 1 : 0;
        return false;
      case place.COMMENT:
        if (byte === ascii.GREATER && this.#run >= 2) this.#leaveMarkup();
        this.#run = byte === ascii.DASH ? this.#run + 1 : 0;
        return false;
      case place.CDATA:
        if (byte === ascii.GREATER && this.#run >= 2) this.#leaveMarkup();
        this.#run = byte === ascii.CLOSE_BRACKET ? this.#run + 1 : 0;
        return false;
      default:
        this.#afterBang(byte);
        return false;
    }
  }

  #afterLess(byte: number): void {
    if (byte === ascii.BANG) this.#place = place.BANG;
    else if (byte === ascii.QUESTION) this.#enter(place.INSTRUCTION);
    else if (byte === ascii.LESS) return;
    else if (this.#declarationDepth > 0) this.#place = place.DECLARATION;
    else if (byte === ascii.SLASH) this.#place = place.END_TAG;
    else if (!isNameStart(byte)) this.#place = place.TEXT;
    else {
      this.#afterSlash = false;
      this.#place = this.rootSeen ? place.START_TAG : place.ROOT_NAME;
      if (!this.rootSeen) this.#rootName.push(byte);
    }
  }

  #inStartTag(byte: number): boolean {
    if (byte === ascii.DOUBLE_QUOTE || byte === ascii.SINGLE_QUOTE) {
      this.#quote = byte;
      this.#place = place.QUOTED;
    } else if (byte === ascii.GREATER || byte === ascii.LESS) {
      this.#place = byte === ascii.LESS ? place.LESS : place.TEXT;
      if (this.#afterSlash) return this.#depth === 0;
      this.#depth++;
    }
    this.#afterSlash = byte === ascii.SLASH;
    return false;
  }

  #afterBang(byte: number): void {
    switch (this.#place) {
      case place.BANG:
        if (byte === ascii.DASH) this.#place = place.BANG_DASH;
        else if (byte === ascii.OPEN_BRACKET && this.#declarationDepth === 0) this.#enter(place.CDATA_OPEN);
        else this.#enterDeclaration();
        return;
      case place.BANG_DASH:
        if (byte === ascii.DASH) this.#enter(place.COMMENT);
        else this.#enterDeclaration();
        return;
      case place.CDATA_OPEN:
        if (byte !== CDATA_NAME[this.#run]) this.#place = byte === ascii.LESS ? place.LESS : place.TEXT;
        else if (++this.#run === CDATA_NAME.length) this.#enter(place.CDATA);
        return;
      case place.DECLARATION_QUOTED:
        if (byte === this.#quote) this.#place = place.DECLARATION;
        return;
      default:
        this.#inDeclaration(byte);
    }
  }

  #inDeclaration(byte: number): void {
    if (byte === ascii.LESS) this.#place = place.LESS;
    else if (byte === ascii.DOUBLE_QUOTE || byte === ascii.SINGLE_QUOTE) {
      this.#quote = byte;
      this.#place = place.DECLARATION_QUOTED;
    } else if (byte === ascii.GREATER && --this.#declarationDepth === 0) this.#place = place.TEXT;
  }

  #enter(next: Place): void {
    this.#place = next;
    this.#run = 0;
  }

  #enterDeclaration(): void {
    this.#declarationDepth++;
    this.#place = place.DECLARATION;
  }

  #leaveMarkup(): void {
    this.#place = this.#declarationDepth > 0 ? place.DECLARATION : place.TEXT;
  }
}
