import type { Framer, FramerOutput } from '../frame';
import type { CountedOutput } from './frameTally';

const IAC = 0xff;
const DONT = 0xfe;
const WILL = 0xfb;
const SB = 0xfa;
const SE = 0xf0;
const CR = 0x0d;
const NUL = 0;
/** Port settings and terminal types are short. What goes on longer is no subnegotiation, and swallowing it would lose records. */
const MAX_SUBNEGOTIATION_BYTES = 512;
/** Options of RFC 854 and its kin, up to the port control of RFC 2217. */
const MAX_OPTION = 49;

/** `on`: the sender is known to speak telnet. `auto`: it does from the first negotiation on; before, FF is a byte like any other. */
export type TelnetMode = 'on' | 'auto';

/**
 * Takes telnet out of a stream before it is framed, as port servers put it in (RFC 854, RFC 2217): negotiations and
 * commands go, a doubled FF becomes one, CR NUL becomes CR. What is taken out counts as separators. Never answers.
 */
export class TelnetFramer implements Framer {
  readonly #inner: Framer;
  #speaksTelnet: boolean;
  #mode: 'data' | 'iac' | 'option' | 'sub' | 'subIac' = 'data';
  #command = 0;
  #afterCr = false;
  #subBytes = 0;
  #removed = 0;
  #garbage = 0;
  #clean = new Uint8Array(4 * 1024);
  #cleanLength = 0;

  constructor(inner: Framer, mode: TelnetMode) {
    this.#inner = inner;
    this.#speaksTelnet = mode === 'on';
  }

  get pendingBytes(): number {
    return this.#inner.pendingBytes;
  }

  push(chunk: Uint8Array): CountedOutput {
    // At most what is held back of a sequence comes on top.
    if (this.#clean.length < chunk.length + 2) this.#clean = new Uint8Array(chunk.length + 2);
    this.#cleanLength = 0;
    for (const byte of chunk) this.#take(byte);
    return this.#with(this.#inner.push(this.#clean.subarray(0, this.#cleanLength)));
  }

  idle(): CountedOutput {
    return this.#with(this.#inner.idle?.() ?? { frames: [], discarded: [] });
  }

  end(how?: 'cut'): CountedOutput {
    // A sequence that never ended; where telnet is not known yet, what looked like one is data.
    this.#cleanLength = 0;
    if (this.#mode === 'iac' || this.#mode === 'option') this.#notTelnet();
    this.#garbage += this.#subBytes;
    this.#subBytes = 0;
    this.#mode = 'data';
    const data = this.#inner.push(this.#clean.subarray(0, this.#cleanLength));
    const { frames, discarded, ...rest } = this.#inner.end(how);
    return this.#with({
      ...rest,
      frames: [...data.frames, ...frames],
      discarded: [...data.discarded, ...discarded],
      separatorBytes: separatorsOf(data) + separatorsOf(rest),
    } as CountedOutput);
  }

  #take(byte: number): void {
    switch (this.#mode) {
      case 'data':
        if (byte === IAC) this.#mode = 'iac';
        else if (byte === NUL && this.#afterCr && this.#speaksTelnet) {
          this.#removed++;
          this.#afterCr = false;
        } else this.#data(byte);
        return;
      case 'iac':
        this.#afterIac(byte);
        return;
      case 'option':
        this.#mode = 'data';
        if (!this.#speaksTelnet && (byte > MAX_OPTION || this.#command === DONT)) {
          // Two bytes that only looked like the beginning of a negotiation; this one may be another.
          this.#mode = 'option';
          this.#notTelnet();
          this.#take(byte);
          return;
        }
        this.#speaksTelnet = true;
        this.#removed += 3;
        return;
      case 'sub':
        this.#inSubnegotiation(byte, byte === IAC ? 'subIac' : 'sub');
        return;
      case 'subIac':
        this.#inSubnegotiation(byte, byte === SE ? 'data' : 'sub');
    }
  }

  #afterIac(byte: number): void {
    if (byte >= WILL && byte < IAC) {
      this.#command = byte;
      this.#mode = 'option';
    } else if (!this.#speaksTelnet) {
      this.#notTelnet();
      this.#take(byte);
    } else if (byte === IAC) {
      this.#mode = 'data';
      this.#removed++;
      this.#data(IAC);
    } else if (byte === SB) {
      this.#mode = 'sub';
      this.#subBytes = 2;
    } else {
      this.#mode = 'data';
      this.#removed += 2;
    }
  }

  #inSubnegotiation(byte: number, next: 'sub' | 'subIac' | 'data'): void {
    this.#subBytes++;
    this.#mode = next;
    if (next === 'data') {
      this.#removed += this.#subBytes;
      this.#subBytes = 0;
    } else if (this.#subBytes >= MAX_SUBNEGOTIATION_BYTES) {
      this.#garbage += this.#subBytes;
      this.#subBytes = 0;
      this.#mode = 'data';
    }
    this.#afterCr = byte === CR;
  }

  /** What was held back is data: FF, and the command after it where there is one. */
  #notTelnet(): void {
    if (this.#speaksTelnet) {
      this.#garbage += this.#mode === 'option' ? 2 : 1;
      return;
    }
    const command = this.#mode === 'option' ? this.#command : undefined;
    this.#mode = 'data';
    this.#data(IAC);
    if (command !== undefined) this.#data(command);
  }

  #data(byte: number): void {
    this.#clean[this.#cleanLength++] = byte;
    this.#afterCr = byte === CR;
  }

  #with(output: FramerOutput): CountedOutput {
    const discarded = [...output.discarded];
    if (this.#garbage > 0) discarded.push({ reason: 'garbageBetweenFrames', byteCount: this.#garbage });
    const counted = { ...output, discarded, separatorBytes: separatorsOf(output) + this.#removed };
    this.#garbage = 0;
    this.#removed = 0;
    return counted;
  }
}

function separatorsOf(output: Partial<CountedOutput>): number {
  return output.separatorBytes ?? 0;
}
