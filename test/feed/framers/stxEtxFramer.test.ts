import { type BlockCheck, StxEtxFramer } from '../../../src/feed/framers/stxEtxFramer';
import { frameAll } from '../support/framing';

const read = (check: BlockCheck, stream: string, maxFrameBytes = 100) =>
  frameAll(new StxEtxFramer(maxFrameBytes, check), [Buffer.from(stream, 'latin1')]);
/** A record with its right checksum. */
const checked = (record: string) => {
  const bcc = [...`${record}\x03`].reduce((sum, letter) => sum ^ letter.charCodeAt(0), 0);
  return `\x02${record}\x03${String.fromCharCode(bcc)}`;
};

it('frames what stands between STX and ETX', () => {
  expect(read('none', '\x02one\rtwo\x03\r\n\x02H\x03')).toEqual({ frames: ['one\rtwo', 'H'], discarded: {}, separatorBytes: 6 });
});

describe('a checksum that is not checked', () => {
  it.each(['\x02', '\x03', '\r', '\n', '\x06', 'K', '\0', '\xff'])('may be %j, and begins no record', (bcc) => {
    const stream = `\x02one\x03${bcc}\x02two\x03${bcc}\x02three\x03${bcc}`;
    expect(read('auto', stream)).toMatchObject({ frames: ['one', 'two', 'three'], discarded: {} });
  });

  it('may be absent, from all records or from some', () => {
    expect(read('auto', '\x02one\x03\x02two\x03\x04\x02three\x03\r\n\x02H\x03')).toMatchObject({
      ...{ frames: ['one', 'two', 'three', 'H'], discarded: {} },
    });
  });
});

describe('a checksum that is checked', () => {
  it('lets pass what is right, whatever byte that is', () => {
    // 'A' ^ 'B' ^ ETX is a NUL, '1' ^ '0' ^ ETX is a STX, and 'm' ^ 'n' ^ 'm' ^ 'n' ^ ETX an ETX.
    expect(read('xor', ['AB', '10', 'mnmn', 'H'].map(checked).join(''))).toMatchObject({
      ...{ frames: ['AB', '10', 'mnmn', 'H'], discarded: {} },
    });
  });

  it('lets pass one that counts STX in', () => {
    expect(read('xor', `\x02AB\x03\x02${checked('CD')}`)).toMatchObject({ frames: ['AB', 'CD'], discarded: {} });
  });

  it('discards what is wrong, and counts it for whoever asks for it again', () => {
    const framer = new StxEtxFramer(100, 'xor');
    const output = framer.push(Buffer.from(`${checked('one')}\x02two\x03!${checked('three')}`, 'latin1'));
    expect(output.frames.map((frame) => Buffer.from(frame).toString())).toEqual(['one', 'three']);
    expect(output).toMatchObject({ badChecksums: 1, discarded: [{ reason: 'badChecksum', byteCount: 3 }] });
    expect(framer.push(Buffer.from(checked('four'), 'latin1'))).toMatchObject({ badChecksums: 0 });
  });

  it('does not lose the next record where the checksum is missing', () => {
    expect(read('xor', `\x02one\x03${checked('two')}`)).toMatchObject({ frames: ['two'], discarded: { badChecksum: 3 } });
  });

  it('is waited for', () => {
    expect(read('xor', '\x02one\x03')).toMatchObject({ frames: [], discarded: { incompleteAtClose: 3 } });
  });
});

it('starts anew at a STX within a record: its ETX was lost', () => {
  expect(read('auto', '\x02one\x02two\x03K')).toMatchObject({ frames: ['two'], discarded: { noTerminator: 3 } });
});

it('discards a record that never ends up to the next STX, and one that is cut off', () => {
  expect(read('auto', `\x02${'x'.repeat(500)}\x02two\x03K\x02thr`)).toMatchObject({
    ...{ frames: ['two'], discarded: { tooLong: 500, incompleteAtClose: 3 } },
  });
});

it('skips the checksum of a record that was too long', () => {
  expect(read('auto', `\x02${'x'.repeat(500)}\x03K\x02two\x03K`)).toMatchObject({ frames: ['two'], discarded: { tooLong: 500 } });
});

it('counts what stands between records, but for line ends, pads and answers', () => {
  expect(read('none', 'noise\r\n\0 \x06\x15\x02one\x03')).toMatchObject({
    frames: ['one'],
    discarded: { garbageBetweenFrames: 5 },
  });
});
