import { LineFramer } from '../../../src/feed/framers/lineFramer';
import { frameAll } from '../support/framing';

const framed = (chunks: string[], how?: 'cut', maxFrameBytes = 64) => frameAll(new LineFramer(maxFrameBytes), chunks, how);

it('takes LF, CR LF and CR for line ends, also mixed', () => {
  expect(framed(['one\ntwo\r\nthree\rfour\n']).frames).toEqual(['one', 'two', 'three', 'four']);
});

it('makes no empty frame of a CR LF that was split', () => {
  expect(framed(['one\r', '\ntwo\r', '\n'])).toEqual({ frames: ['one', 'two'], discarded: {}, separatorBytes: 4 });
});

it('glues a line from its chunks and splits lines that came together', () => {
  expect(framed(['2026|D', 'IS', 'P\n2026|ENR\n2026|', 'ARR\n']).frames).toEqual(['2026|DISP', '2026|ENR', '2026|ARR']);
});

it('takes blank lines for separators', () => {
  expect(framed(['\n\none\n \t \r\n\n'])).toEqual({ frames: ['one'], discarded: {}, separatorBytes: 9 });
});

it('keeps spaces that belong to a line, since a format may have fixed columns', () => {
  expect(framed(['  one  \n']).frames).toEqual(['  one  ']);
});

it('takes a byte order mark before a line for a separator', () => {
  expect(framed(['\xef\xbb', '\xbfone\n'])).toEqual({ frames: ['one'], discarded: {}, separatorBytes: 4 });
});

it('discards a line that is too long, and reads the next', () => {
  const endless = 'x'.repeat(50);
  expect(framed(['one\n', endless, endless, '\ntwo\n'])).toEqual({
    frames: ['one', 'two'],
    discarded: { tooLong: 100 },
    separatorBytes: 3,
  });
});

it('counts a line without end as discarded while it comes, and holds none of it', () => {
  const framer = new LineFramer(64);
  framer.push(Buffer.alloc(65, 'x'));
  expect(framer.push(Buffer.alloc(1_000, 'x')).discarded).toEqual([{ reason: 'tooLong', byteCount: 1_000 }]);
});

it('takes a line of exactly the longest length', () => {
  expect(framed(['x'.repeat(64), '\n']).frames).toEqual(['x'.repeat(64)]);
});

it('takes the last line without a terminator when the connection was closed', () => {
  expect(framed(['one\ntwo']).frames).toEqual(['one', 'two']);
});

it('does not take half a line when the connection was cut off, for half a number is another number', () => {
  expect(framed(['one\n2026|26-00012'], 'cut')).toEqual({
    frames: ['one'],
    discarded: { incompleteAtClose: 13 },
    separatorBytes: 1,
  });
});

it('gives frames that do not change when the chunk they came in is used again', () => {
  const chunk = Buffer.from('one\n');
  const framer = new LineFramer(64);
  const [frame] = framer.push(chunk).frames;
  chunk.fill('!');
  expect(Buffer.from(frame as Uint8Array).toString()).toBe('one');
});
