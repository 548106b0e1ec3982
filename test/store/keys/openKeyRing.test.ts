import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import { openKeyRing, sealedPersonal } from '../../../src/store/keys/openKeyRing';
import { rotateStoreKeys } from '../../../src/store/keys/rotate';
import { newStoreKey, type StoreKeySource } from '../../../src/store/keys/storeKey';
import { temporaryDirectory } from '../support/temporaryDirectory';

const NOW = Date.UTC(2025, 5, 3);
let data: string;
let keyFile: string;
let now: number;

beforeEach(() => {
  data = temporaryDirectory();
  keyFile = path.join(temporaryDirectory(), 'store.key');
  now = NOW;
});

const open = (source: StoreKeySource = { kind: 'keyFile', file: keyFile }, storeExists = true) =>
  openKeyRing(data, source, { storeExists, now: () => now });
const code = (wanted: string) => expect.objectContaining({ code: wanted });

it('makes a key file for its owner alone, once, and keeps no key in the clear in the data directory', () => {
  const first = open(undefined, false);
  expect(first.keyFileMade).toBe(keyFile);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  const sealed = sealedPersonal(first.ring).seal('+15555550142', 'message.phone');
  const again = open();
  expect(again.keyFileMade).toBeUndefined();
  expect(sealedPersonal(again.ring).open(sealed, 'message.phone')).toBe('+15555550142');
  expect(again.ring.lookupKey).toEqual(first.ring.lookupKey);
  const secrets = [again.ring.lookupKey, ...again.ring.dataKeys.map(({ id }) => again.ring.byId(id)?.key as Uint8Array)];
  expect(secrets.length).toBeGreaterThan(4);
  for (const name of readdirSync(data)) {
    const file = readFileSync(path.join(data, name));
    expect(statSync(path.join(data, name)).mode & 0o777).toBe(0o600);
    for (const secret of secrets) {
      for (const form of ['base64url', 'base64', 'hex'] as const) {
        expect(file.includes(Buffer.from(secret).toString(form))).toBe(false);
      }
      expect(file.includes(Buffer.from(secret))).toBe(false);
    }
  }
});

it('says clearly that a key is wrong, missing, damaged, or where it must not be', () => {
  open(undefined, false);
  const other = path.join(temporaryDirectory(), 'other.key');
  openKeyRing(temporaryDirectory(), { kind: 'keyFile', file: other }, { storeExists: false, now: () => now });
  expect(() => open({ kind: 'keyFile', file: other })).toThrow(code('store.keyWrong'));
  expect(() => open({ kind: 'keychain', key: newStoreKey() })).toThrow(code('store.keyWrong'));
  expect(() => open({ kind: 'passphrase', passphrase: 'a long passphrase' })).toThrow(code('store.keyMissing'));
  expect(() => open({ kind: 'keyFile', file: path.join(data, 'in.key') })).toThrow(code('store.keyPlace'));
  writeFileSync(other, 'herald-key-1:abc\n');
  expect(() => open({ kind: 'keyFile', file: other })).toThrow(code('store.keyDamaged'));
  rmSync(keyFile);
  expect(() => open()).toThrow(code('store.keyMissing'));
});

it('a passphrase opens what it closed, and no other does', () => {
  const passphrase = 'correct horse battery';
  const { ring } = open({ kind: 'passphrase', passphrase }, false);
  expect(open({ kind: 'passphrase', passphrase }).ring.lookupKey).toEqual(ring.lookupKey);
  expect(() => open({ kind: 'passphrase', passphrase: 'correct horse batteri' })).toThrow(code('store.keyWrong'));
  expect(() => open()).toThrow(code('store.keyMissing'));
});

it('either copy of the ring will do; without both a store is refused', () => {
  const { ring } = open(undefined, false);
  const files = ['herald.keys', 'herald.keys.copy'].map((name) => path.join(data, name)) as [string, string];
  writeFileSync(files[0], 'torn');
  expect(open().ring.lookupKey).toEqual(ring.lookupKey);
  expect(readFileSync(files[0])).toEqual(readFileSync(files[1]));
  for (const file of files) writeFileSync(file, 'torn');
  expect(() => open()).toThrow(code('store.keyDamaged'));
  for (const file of files) rmSync(file);
  expect(() => open()).toThrow(code('store.keyMissing'));
});

it('takes over the lookup key of a store from before there was encryption, and destroys the clear file', () => {
  const old = new Uint8Array(32).fill(7);
  writeFileSync(path.join(data, 'herald.key'), old);
  const { ring } = open();
  expect(ring.lookupKey).toEqual(old);
  expect(ring.holdsClear).toBe(true);
  expect(readdirSync(data).sort()).toEqual(['herald.keys', 'herald.keys.copy']);
});

it('begins a new data key when the period is over, and not while the clock is back', () => {
  const { ring } = open(undefined, false);
  const first = ring.current('frames').id;
  now += durations.DAY - 1;
  expect(ring.current('frames').id).toBe(first);
  now += 1;
  const second = ring.current('frames').id;
  expect(second).not.toBe(first);
  now -= 300 * durations.DAY;
  expect(ring.current('frames').id).toBe(second);
  expect(open().ring.current('frames').id).toBe(second);
  now += 2_000 * durations.DAY;
  expect(ring.current('lasting').id).toBe(ring.dataKeys.find(({ kind }) => kind === 'lasting')?.id);
});

it('what a destroyed key sealed does not open again, with any key material left on disk', () => {
  const { ring } = open(undefined, false);
  const sealed = sealedPersonal(ring).seal('Avery Quill', 'frame.bytes');
  const { id } = ring.current('frames');
  now += 2 * durations.DAY;
  ring.current('frames');
  ring.destroy([id]);
  expect(() => sealedPersonal(ring).open(sealed, 'frame.bytes')).toThrow(code('store.keyGone'));
  expect(() => sealedPersonal(open().ring).open(sealed, 'frame.bytes')).toThrow(code('store.keyGone'));
  for (const name of readdirSync(data)) expect(readFileSync(path.join(data, name), 'utf8')).not.toContain(`"id":${id},`);
});

describe('a rotation', () => {
  const source = (): StoreKeySource => ({ kind: 'keyFile', file: keyFile });
  const rotate = (next: StoreKeySource, sealAgain = false) =>
    rotateStoreKeys([data], source(), next, { sealAgain, now: () => now });

  it('puts a new key in the file; the old one opens nothing, and new values have new data keys', () => {
    const { ring } = open(undefined, false);
    const sealed = sealedPersonal(ring).seal('Avery Quill', 'event.body');
    const old = readFileSync(keyFile, 'utf8');
    rotate(source());
    expect(readFileSync(keyFile, 'utf8')).not.toBe(old);
    const after = open().ring;
    expect(sealedPersonal(after).open(sealed, 'event.body')).toBe('Avery Quill');
    expect(after.lookupKey).toEqual(ring.lookupKey);
    expect(after.current('incidents').id).not.toBe(ring.current('incidents').id);
    writeFileSync(keyFile, old);
    expect(() => open()).toThrow(code('store.keyWrong'));
  });

  it('cut short after the keys are wrapped anew is finished by the next start', () => {
    const { ring } = open(undefined, false);
    const old = readFileSync(keyFile, 'utf8');
    rotate(source());
    writeFileSync(`${keyFile}.next`, readFileSync(keyFile));
    writeFileSync(keyFile, old);
    expect(open().ring.lookupKey).toEqual(ring.lookupKey);
    expect(readdirSync(path.dirname(keyFile))).toEqual([path.basename(keyFile)]);
    expect(open().ring.lookupKey).toEqual(ring.lookupKey);
  });

  it('to a passphrase, and marks old data keys where everything is to be sealed again', () => {
    open(undefined, false);
    const passphrase = 'correct horse battery';
    rotate({ kind: 'passphrase', passphrase }, true);
    expect(() => open()).toThrow(code('store.keyMissing'));
    const { ring } = open({ kind: 'passphrase', passphrase });
    const retired = ring.dataKeys.filter((key) => key.retired);
    expect(retired).toHaveLength(5);
    expect(ring.dataKeys).toHaveLength(10);
    for (const { kind } of retired) expect(retired.map(({ id }) => id)).not.toContain(ring.current(kind).id);
  });

  it('never overwrites a key file that is there already', () => {
    open(undefined, false);
    const other = path.join(temporaryDirectory(), 'other.key');
    writeFileSync(other, 'somebody else’s');
    expect(() => rotate({ kind: 'keyFile', file: other })).toThrow(code('store.keyUnwritable'));
    expect(readFileSync(other, 'utf8')).toBe('somebody else’s');
  });
});
