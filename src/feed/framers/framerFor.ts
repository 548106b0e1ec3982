import { assertNever } from '../../heraldError';
import type { Framer } from '../frame';
import { ascii } from './ascii';
import { BlockFramer } from './blockFramer';
import { JsonFramer } from './jsonFramer';
import { LineFramer } from './lineFramer';
import { SentinelFramer } from './sentinelFramer';
import { type BlockCheck, StxEtxFramer } from './stxEtxFramer';
import { TelnetFramer, type TelnetMode } from './telnetFramer';
import { transcodingFramer } from './transcodingFramer';
import { XmlFramer } from './xmlFramer';

export const framings = ['line', 'xml', 'json', 'stxetx', 'formfeed', 'sentinel', 'close', 'idle'] as const;

/** How a stream is cut into records; `close` by the end of the connection, `idle` by a gap in time. */
export type Framing = (typeof framings)[number];

/** What a feed says of its framing beyond the kind. */
export interface FramingOptions {
  /** `stxetx`: the checksum after ETX. */
  readonly bcc?: BlockCheck | undefined;
  /** `sentinel`: lines that begin so begin a record, or end one. */
  readonly begins?: string | undefined;
  readonly ends?: string | undefined;
  /** As TextDecoder names it; without one, UTF-16 is still known by its byte order mark. */
  readonly encoding?: string | undefined;
  /** Telnet is taken out before anything else. */
  readonly telnet?: TelnetMode | undefined;
}

/** A framer for one connection. A record longer than `maxFrameBytes` is discarded, and counted as `tooLong`. */
export function framerFor(framing: Framing, maxFrameBytes: number, options: FramingOptions = {}): Framer {
  // The mark of UTF-16 is a command of telnet, too, and a text between STX and ETX has none.
  const encoding = options.encoding ?? (options.telnet !== undefined || framing === 'stxetx' ? 'utf-8' : undefined);
  const framer = transcodingFramer(plainFramer(framing, maxFrameBytes, options), encoding);
  return options.telnet === undefined ? framer : new TelnetFramer(framer, options.telnet);
}

function plainFramer(framing: Framing, maxFrameBytes: number, { bcc, begins, ends }: FramingOptions): Framer {
  switch (framing) {
    case 'line':
      return new LineFramer(maxFrameBytes);
    case 'xml':
      return new XmlFramer(maxFrameBytes);
    case 'json':
      return new JsonFramer(maxFrameBytes);
    case 'stxetx':
      return new StxEtxFramer(maxFrameBytes, bcc);
    case 'formfeed':
      return new BlockFramer(maxFrameBytes, ascii.FF);
    case 'sentinel':
      return new SentinelFramer(maxFrameBytes, {
        begins: begins === undefined ? undefined : Buffer.from(begins),
        ends: ends === undefined ? undefined : Buffer.from(ends),
      });
    case 'close':
    case 'idle':
      return new BlockFramer(maxFrameBytes);
    default:
      return assertNever(framing);
  }
}
