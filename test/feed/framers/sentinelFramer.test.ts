import { SentinelFramer } from '../../../src/feed/framers/sentinelFramer';
import { frameAll } from '../support/framing';

const begins = Buffer.from('EVENT:');
const ends = Buffer.from('*** END');

it('begins a record at a line that begins so, and keeps it to the next', () => {
  const framer = new SentinelFramer(100, { begins });
  expect(frameAll(framer, ['junk\r\n\r\nEVENT: 1\r\n a\r\n\r\nEVENT: 2\n an EVENT: within\n'])).toMatchObject({
    frames: ['EVENT: 1\r\n a\r\n\r\n', 'EVENT: 2\n an EVENT: within\n'],
    discarded: { garbageBetweenFrames: 4 },
  });
});

it('looks past form feeds and blanks before the text', () => {
  const framer = new SentinelFramer(100, { begins });
  expect(frameAll(framer, ['\f  EVENT: 1\r\n\f  EVENT: 2'])).toMatchObject({ frames: ['\f  EVENT: 1\r\n', '\f  EVENT: 2'] });
});

it('ends a record with a line that begins so', () => {
  const framer = new SentinelFramer(100, { ends });
  expect(frameAll(framer, ['\r\none\r\n*** END 1\r\n\r\ntwo\r\n*** END 2\r\nrest'])).toMatchObject({
    ...{ frames: ['one\r\n*** END 1', 'two\r\n*** END 2', 'rest'], discarded: {} },
  });
});

it('discards what stands between an end and a beginning', () => {
  const framer = new SentinelFramer(100, { begins, ends });
  expect(frameAll(framer, ['EVENT: 1\n*** END\nnoise\nEVENT: 2\n*** END\n'])).toMatchObject({
    ...{ frames: ['EVENT: 1\n*** END', 'EVENT: 2\n*** END'], discarded: { garbageBetweenFrames: 5 } },
  });
});

it('finds the next record after one that is too long', () => {
  const framer = new SentinelFramer(20, { begins });
  expect(frameAll(framer, [`EVENT: 1\n${'x'.repeat(50)}\nEVENT: 2\n`])).toMatchObject({
    ...{ frames: ['EVENT: 2\n'], discarded: { tooLong: 59 } },
  });
  const ended = new SentinelFramer(20, { ends });
  expect(frameAll(ended, [`${'x'.repeat(50)}\n*** END\none\n*** END\n`]).frames).toEqual(['one\n*** END']);
});

it('keeps a line that may begin a record when what stands before it is too long', () => {
  const framer = new SentinelFramer(20, { begins });
  expect(frameAll(framer, ['EVENT: 1\n1234567\nEVENT: 2\n']).frames).toEqual(['EVENT: 2\n']);
});

it('takes nothing for a record that may have lost its tail', () => {
  const framer = new SentinelFramer(100, { begins });
  expect(frameAll(framer, ['EVENT: 1\nEVENT: 2\n'], 'cut')).toMatchObject({
    ...{ frames: ['EVENT: 1\n'], discarded: { incompleteAtClose: 9 } },
  });
});
