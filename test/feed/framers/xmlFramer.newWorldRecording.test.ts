import { XmlFramer } from '../../../src/feed/framers/xmlFramer';
import { hasSamples, newWorldExports } from '../../support/samples';
import { frameAll } from '../support/framing';

const withRecording = hasSamples('newworld-xml') ? it : it.skip;

withRecording('splits the New World recording, in odd chunks, into its files (needs ../shared/samples)', () => {
  const files = newWorldExports();
  const stream = Buffer.concat(files.map(({ bytes }) => bytes));
  const chunks: Uint8Array[] = [];
  for (let at = 0, size = 1; at < stream.length; size = 1 + ((size * 7 + 3) % 4_095)) {
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  const framed = frameAll(new XmlFramer(4 * 1024 * 1024), chunks);
  const withoutMark = files.map(({ bytes }) => Buffer.from(bytes.subarray(3)).toString('latin1'));
  expect(framed).toEqual({ frames: withoutMark, discarded: {}, separatorBytes: 3 * files.length });
});
