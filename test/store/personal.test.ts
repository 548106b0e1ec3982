import { clearPersonal, clearSeal, personalBy, type Seal } from '../../src/store/personal';

const key = new Uint8Array(32).fill(1);
const flipped: Seal = {
  version: 1,
  seal: (clear) => clear.map((byte) => byte ^ 0xff),
  open: (body) => body.map((byte) => byte ^ 0xff),
};

it.each(['+15555550142', '', '\ufeffJosé 🚓\0x'])('opens what it sealed: %j', (clear) => {
  const personal = clearPersonal(key);
  const sealed = personal.seal(clear);
  expect(sealed[0]).toBe(0);
  expect(personal.open(sealed)).toBe(clear);
  const bytes = Uint8Array.of(0, 255, 10);
  expect(personal.openBytes(personal.sealBytes(bytes))).toEqual(bytes);
});

it('seals by the current way, and opens what any of its ways has sealed', () => {
  const before = clearPersonal(key).seal('Avery Quill');
  const personal = personalBy(key, flipped, clearSeal);
  const after = personal.seal('Avery Quill');
  expect(after[0]).toBe(1);
  expect(Buffer.from(after).includes('Avery')).toBe(false);
  expect([before, after].map((sealed) => personal.open(sealed))).toEqual(['Avery Quill', 'Avery Quill']);
  expect(() => clearPersonal(key).open(after)).toThrow(
    expect.objectContaining({ code: 'store.unknownSeal', context: { version: 1 } }),
  );
  expect(() => personal.open(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'store.unknownSeal' }));
});

it('a lookup key depends on the value, its kind and the key alone', () => {
  const personal = clearPersonal(key);
  const phone = personal.lookupKey('phone', '+15555550142');
  expect(phone).toMatch(/^[\w-]{22}$/);
  expect(personalBy(key, flipped).lookupKey('phone', '+15555550142')).toBe(phone);
  const others = [
    personal.lookupKey('phone', '+15555550143'),
    personal.lookupKey('unit', '+15555550142'),
    clearPersonal(new Uint8Array(32)).lookupKey('phone', '+15555550142'),
  ];
  expect(new Set([phone, ...others]).size).toBe(4);
});
