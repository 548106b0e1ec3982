import type { Framer } from '../frame';
import { ascii } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { Gap } from './gap';
import { RecordBuffer } from './recordBuffer';
import { TagMatcher } from './tagMatcher';
import { isNameStart, XmlScanner } from './xmlScanner';

const bytesOf = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const LESS = Uint8Array.of(ascii.LESS);

/**
 * One XML document, one frame: from its declaration, or the first markup, to the end of its root element, whatever that is
 * called. Documents follow each other on one connection with whitespace or byte order marks between them, or nothing.
 *
 * - A new `<?xml` inside a document means that its end was lost: what there is becomes a frame, for the format to reject.
 *   Not so inside comments and CDATA sections, which may quote a document.
 * - A document that is too long is discarded up to its end, or to the next `<?xml` or start tag of the same name.
 * - A DOCTYPE is framed with its document; the format rejects it.
 */
export class XmlFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #tally = new FrameTally();
  readonly #gap = new Gap(this.#tally);
  readonly #record = new RecordBuffer();
  readonly #scanner = new XmlScanner();
  readonly #declaration = new TagMatcher(bytesOf('<?xml'));
  #sameRoot: TagMatcher | undefined;
  #mode: 'between' | 'afterLess' | 'record' | 'skipping' = 'between';
  /** Bytes of the document being skipped that are not yet counted as discarded. */
  #skipped = 0;
  /** Where in the current chunk the bytes begin that belong to the record and are not in `#record` yet. */
  #runStart = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  get pendingBytes(): number {
    return this.#record.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    this.#runStart = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#mode === 'between' || this.#mode === 'afterLess') {
        if (!this.#begins(byte)) continue;
        this.#runStart = at;
      }
      this.#inDocument(chunk, at, byte);
    }
    if (this.#mode === 'record') this.#record.append(chunk, this.#runStart);
    // The latest bytes may turn out to be the beginning of the next document.
    this.#countSkipped(Math.max(this.#declaration.matched, this.#sameRoot?.matched ?? 0));
    return this.#tally.flush();
  }

  /** A document that is not complete is a frame all the same: the format rejects it, and it is kept. */
  end(): CountedOutput {
    if (this.#mode === 'afterLess') this.#tally.discard('incompleteAtClose', 1);
    if (this.#scanner.rootSeen && this.#record.length > 0) this.#tally.frame(this.#record.take());
    this.#tally.discard('incompleteAtClose', this.#record.clear());
    this.#countSkipped(0);
    this.#gap.end();
    this.#startOver();
    return this.#tally.flush();
  }

  /** True where this byte, after a '<', makes the beginning of a document plausible. */
  #begins(byte: number): boolean {
    if (this.#mode === 'afterLess') {
      if (isNameStart(byte) || byte === ascii.QUESTION || byte === ascii.BANG) {
        this.#restart(LESS);
        this.#record.append(LESS);
        return true;
      }
      this.#tally.discard('garbageBetweenFrames', 1);
      this.#mode = 'between';
    }
    if (byte === ascii.LESS) {
      this.#gap.end();
      this.#mode = 'afterLess';
    } else this.#gap.take(byte);
    return false;
  }

  #inDocument(chunk: Uint8Array, at: number, byte: number): void {
    const closed = this.#scanner.step(byte);
    const declared = this.#declaration.step(byte);
    if (this.#mode === 'record') {
      const length = this.#record.length + at + 1 - this.#runStart;
      if (length > this.#maxFrameBytes) this.#startSkipping(length - 1);
      else if (closed) this.#finish(chunk, at);
      else if (declared && length > this.#declaration.findLength && !this.#scanner.quotesMarkup) this.#cut(chunk, at);
    }
    if (this.#mode === 'skipping') this.#skip(closed, declared, at, byte);
  }

  #finish(chunk: Uint8Array, at: number): void {
    this.#record.append(chunk, this.#runStart, at + 1);
    this.#tally.frame(this.#record.take());
    this.#startOver();
  }

  /** Another document begins in this one. */
  #cut(chunk: Uint8Array, at: number): void {
    this.#record.append(chunk, this.#runStart, at + 1);
    this.#runStart = at + 1;
    const cut = this.#record.take(this.#record.length - this.#declaration.findLength);
    if (this.#scanner.rootSeen) this.#tally.frame(cut);
    else this.#tally.discard('garbageBetweenFrames', cut.length);
    const beginning = this.#record.take();
    this.#restart(beginning);
    this.#record.append(beginning);
  }

  #startSkipping(length: number): void {
    this.#record.clear();
    this.#skipped = length;
    this.#mode = 'skipping';
    const name = this.#scanner.rootName;
    this.#sameRoot = name && new TagMatcher([ascii.LESS, ...name]);
  }

  #skip(closed: boolean, declared: boolean, at: number, byte: number): void {
    this.#skipped++;
    const sameRoot = this.#sameRoot?.step(byte) ?? false;
    if (closed) {
      this.#countSkipped(0);
      this.#startOver();
    } else if (declared || sameRoot) {
      const found = declared ? '<?xml' : String.fromCharCode(ascii.LESS, ...(this.#scanner.rootName ?? []));
      const beginning = Uint8Array.from([...bytesOf(found), byte]);
      this.#countSkipped(beginning.length);
      this.#restart(beginning);
      this.#record.append(beginning);
      this.#runStart = at + 1;
    }
  }

  #countSkipped(butLatest: number): void {
    if (this.#skipped === 0) return;
    this.#tally.discard('tooLong', this.#skipped - butLatest);
    this.#skipped = butLatest;
  }

  #startOver(): void {
    this.#mode = 'between';
    this.#skipped = 0;
    this.#sameRoot = undefined;
    this.#declaration.reset();
    this.#scanner.reset();
  }

  /** A document begins with these bytes, which the scanner has not seen as such. */
  #restart(beginning: Uint8Array): void {
    this.#startOver();
    this.#mode = 'record';
    for (const byte of beginning) {
      this.#scanner.step(byte);
      this.#declaration.step(byte);
    }
  }
}
