import { assertNever } from '../../heraldError';
import type { Framer } from '../frame';
import { JsonFramer } from './jsonFramer';
import { LineFramer } from './lineFramer';
import { XmlFramer } from './xmlFramer';

export type Framing = 'line' | 'xml' | 'json';

export const framings: readonly Framing[] = ['line', 'xml', 'json'];

/** A framer for one connection. A record longer than `maxFrameBytes` is discarded, and counted as `tooLong`. */
export function framerFor(framing: Framing, maxFrameBytes: number): Framer {
  switch (framing) {
    case 'line':
      return new LineFramer(maxFrameBytes);
    case 'xml':
      return new XmlFramer(maxFrameBytes);
    case 'json':
      return new JsonFramer(maxFrameBytes);
    default:
      return assertNever(framing);
  }
}
