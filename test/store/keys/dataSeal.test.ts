import { dataSeal } from '../../../src/store/keys/dataSeal';
import { clearPersonal, clearSeal, personalBy } from '../../../src/store/personal';
import { memoryKeys } from '../../support/memoryKeys';

const lookupKey = new Uint8Array(32).fill(1);
const personal = personalBy(lookupKey, dataSeal(memoryKeys()), clearSeal);

it.each(['+15555550142', '', '\ufeffJosé 🚓\0x', 'x'.repeat(70_000)])('opens what it sealed, and nothing of it shows', (clear) => {
  const sealed = personal.seal(clear, 'message.text');
  expect(sealed).toHaveLength(Buffer.byteLength(clear) + 33);
  if (clear !== '') expect(Buffer.from(sealed).includes(clear.slice(0, 8))).toBe(false);
  expect(personal.open(sealed, 'message.text')).toBe(clear);
  const text = personal.sealText(clear, 'message.detail');
  expect(text).toMatch(/^~AQ[\w-]+$/);
  expect(personal.openText(text, 'message.detail')).toBe(clear);
});

it('the same value is never sealed alike', () => {
  const sealed = Array.from({ length: 1_000 }, () => Buffer.from(personal.seal('Avery Quill', 'event.body')).toString('hex'));
  expect(new Set(sealed).size).toBe(1_000);
  expect(new Set(sealed.map((hex) => hex.slice(10, 34))).size).toBe(1_000);
});

it('a value that was moved, changed or cut short does not open', () => {
  const sealed = personal.seal('+15555550142', 'message.phone');
  const broken = expect.objectContaining({ code: 'store.sealBroken' });
  expect(() => personal.open(sealed, 'suppression.phone')).toThrow(broken);
  for (let at = 5; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => personal.open(changed, 'message.phone')).toThrow(broken);
  }
  for (const length of [1, 5, 32, sealed.length - 1]) {
    expect(() => personal.open(sealed.subarray(0, length), 'message.phone')).toThrow(broken);
  }
  const otherKey = sealed.slice();
  otherKey[4] = (otherKey[4] ?? 0) + 1;
  expect(() => personal.open(otherKey, 'message.phone')).toThrow(broken);
});

it('says that the key is gone, and which', () => {
  const sealed = personal.seal('Avery Quill', 'event.body');
  sealed[4] = 99;
  expect(() => personal.open(sealed, 'event.body')).toThrow(
    expect.objectContaining({ code: 'store.keyGone', context: { place: 'event.body', key: 99 } }),
  );
});

it('what is still in the clear can be read', () => {
  const clear = clearPersonal(lookupKey);
  expect(personal.open(clear.seal('Avery Quill', 'event.body'), 'event.body')).toBe('Avery Quill');
  expect(personal.openText(clear.sealText('asked at the desk', 'suppression.reason'), 'suppression.reason')).toBe(
    'asked at the desk',
  );
});
