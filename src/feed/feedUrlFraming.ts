import type { AcknowledgeStyle } from './acknowledgement';
import { badFeedUrl, type FeedUrlOptions } from './feedUrlOptions';
import { type Framing, type FramingOptions, framings } from './framers/framerFor';
import type { BlockCheck } from './framers/stxEtxFramer';
import type { TelnetMode } from './framers/telnetFramer';

/** How a feed's bytes are cut into records. */
export interface FramingAddress extends FramingOptions {
  readonly framing: Framing;
  /** A gap so long ends a record. */
  readonly idleMs?: number | undefined;
  /** Only with it is anything ever written to a sender. */
  readonly ack?: AcknowledgeStyle | undefined;
}

/** A line at 300 baud rests less than this within a record. */
const IDLE_MS = 2_000;
/** Where the next record would end the last, it must not wait for the next call, which may come in the morning. */
const UNENDED_IDLE_MS = 5_000;

/** Reads `framing`, and the options that belong to it; those of another framing stay unread, and so are refused. */
export function readFraming(url: string, transport: string, format: string, options: FeedUrlOptions): FramingAddress {
  const framing = options.oneOf('framing', framings, defaultFraming(transport, format));
  const telnet = options.oneOf<TelnetMode | 'off'>('telnet', ['off', 'on', 'auto'], 'off');
  const common = telnet === 'off' ? { framing } : { framing, telnet };
  switch (framing) {
    case 'stxetx':
      return {
        ...common,
        bcc: options.oneOf<BlockCheck>('bcc', ['auto', 'xor', 'none'], 'auto'),
        ack: readAcknowledge(url, transport, options),
      };
    case 'sentinel': {
      const begins = readSentinel(url, 'begins', options);
      const ends = readSentinel(url, 'ends', options);
      if (begins === undefined && ends === undefined) {
        throw badFeedUrl(url, 'begins', 'or ends is needed: what a line begins with that begins, or ends, a record');
      }
      const idleMs = options.durationMs('idle') ?? (ends === undefined ? UNENDED_IDLE_MS : undefined);
      return { ...common, begins, ends, idleMs };
    }
    case 'idle':
      return { ...common, idleMs: options.durationMs('idle') ?? IDLE_MS };
    case 'formfeed':
      return { ...common, idleMs: options.durationMs('idle') };
    case 'close':
      if (transport === 'serial') throw badFeedUrl(url, 'framing', 'cannot be "close": a serial line does not end');
      return common;
    default:
      return common;
  }
}

function defaultFraming(transport: string, format: string): Framing {
  if (/(^|-)xml$/i.test(format)) return 'xml';
  if (/^ali$/i.test(format)) return 'stxetx';
  // A report is many lines, and says nowhere that it is over: the connection, the file or a rest on the line does.
  if (/^labelled$/i.test(format)) return transport === 'serial' || transport === 'tcp' ? 'idle' : 'close';
  return /(^|-)json$/i.test(format) ? 'json' : 'line';
}

function readAcknowledge(url: string, transport: string, options: FeedUrlOptions): AcknowledgeStyle | undefined {
  const ack = options.oneOf<AcknowledgeStyle | 'off'>('ack', ['off', 'on', 'framed'], 'off');
  if (ack === 'off') return undefined;
  if (transport === 'watch' || transport === 'replay') throw badFeedUrl(url, 'ack', 'needs a line, where somebody hears it');
  return ack;
}

function readSentinel(url: string, name: string, options: FeedUrlOptions): string | undefined {
  const text = options.text(name)?.trim();
  if (text === '') throw badFeedUrl(url, name, 'is blank');
  return text;
}
