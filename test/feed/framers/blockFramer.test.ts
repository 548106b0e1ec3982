import { ascii } from '../../../src/feed/framers/ascii';
import { BlockFramer } from '../../../src/feed/framers/blockFramer';
import { frameAll } from '../support/framing';

it('ends a record at a form feed, and takes blank pages for nothing', () => {
  expect(frameAll(new BlockFramer(100, ascii.FF), ['one\r\n two\r\n\f\f\r\n \f', 'three'])).toMatchObject({
    ...{ frames: ['one\r\n two\r\n', 'three'], discarded: {} },
  });
});

it('takes all up to the end of the connection for one record', () => {
  expect(frameAll(new BlockFramer(100), ['one\f', '\r\ntwo'])).toMatchObject({ frames: ['one\f\r\ntwo'], discarded: {} });
});

it('takes nothing for a record that may have lost its tail', () => {
  expect(frameAll(new BlockFramer(100), ['one'], 'cut')).toMatchObject({ frames: [], discarded: { incompleteAtClose: 3 } });
});

it('discards what is too long up to its end, and goes on after that', () => {
  expect(frameAll(new BlockFramer(10, ascii.FF), ['x'.repeat(8), 'x'.repeat(8), '\fone\f'])).toMatchObject({
    ...{ frames: ['one'], discarded: { tooLong: 16 } },
  });
});

it('ends a record at a gap in time', () => {
  const framer = new BlockFramer(100);
  expect(framer.push(Buffer.from('one')).frames).toEqual([]);
  expect(framer.idle().frames.map((frame) => Buffer.from(frame).toString())).toEqual(['one']);
  expect(framer.idle()).toMatchObject({ frames: [], discarded: [] });
});
