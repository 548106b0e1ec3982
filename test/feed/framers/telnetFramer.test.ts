import { LineFramer } from '../../../src/feed/framers/lineFramer';
import { TelnetFramer, type TelnetMode } from '../../../src/feed/framers/telnetFramer';
import { frameAll } from '../support/framing';

const read = (mode: TelnetMode, stream: string) => frameAll(new TelnetFramer(new LineFramer(1_000), mode), [stream]);
const hello = '\xff\xfd\x2c\xff\xfb\x00';
const portSettings = '\xff\xfa\x2c\x65\x00\x00\x25\x80\xff\xf0';

it.each(['on', 'auto'] as const)('takes out what a port server negotiates, and undoubles FF (%s)', (mode) => {
  expect(read(mode, `${hello}one${portSettings}!\r\0\ntw\xff\xffo\xff\xf1\r\n`)).toMatchObject({
    ...{ frames: ['one!', 'tw\xffo'], discarded: {} },
  });
});

it('leaves FF as it is where nobody has spoken telnet yet', () => {
  expect(read('auto', 'a\xffb\xff\xff\r\n\xff\xfe1\0\r\n')).toMatchObject({ frames: ['a\xffb\xff\xff', '\xff\xfe1\0'] });
});

it('gives back what only looked like telnet when the connection ends', () => {
  expect(read('auto', 'a\xff\xfd')).toMatchObject({ frames: ['a\xff\xfd'], discarded: {} });
});

it('does not swallow records in a subnegotiation that never ends', () => {
  const framed = read('on', `\xff\xfa\x2c${'x'.repeat(600)}\none\n`);
  expect(framed.frames.at(-1)).toBe('one');
  expect(framed.discarded).toEqual({ garbageBetweenFrames: 512 });
});
