import fs from 'node:fs';
import path from 'node:path';
import { openKeyRing, sealedPersonal } from '../../../src/store/keys/openKeyRing';
import { rotateStoreKeys } from '../../../src/store/keys/rotate';
import type { StoreKeySource } from '../../../src/store/keys/storeKey';
import { temporaryDirectory } from '../support/temporaryDirectory';

const NOW = Date.UTC(2025, 5, 3);
const WORDS = 'Avery Quill';
const now = () => NOW;
const CHANGES = ['writeSync', 'renameSync', 'rmSync', 'linkSync', 'fsyncSync'] as const;

let data: string;
let keyFile: string;
let sealed: Record<string, Uint8Array>;

beforeEach(() => {
  data = path.join(temporaryDirectory(), 'data');
  keyFile = path.join(path.dirname(data), 'store.key');
  fs.mkdirSync(path.join(data, 'training'), { recursive: true });
  sealed = {};
  for (const directory of directories()) {
    const { ring } = openKeyRing(directory, fileSource(), { storeExists: false, now });
    sealed[directory] = sealedPersonal(ring).seal(WORDS, 'event.body');
  }
});

const directories = () => [data, path.join(data, 'training')];
const fileSource = (): StoreKeySource => ({ kind: 'keyFile', file: keyFile });
const read = (directory: string, source: StoreKeySource) =>
  sealedPersonal(openKeyRing(directory, source, { storeExists: true, now }).ring).open(
    sealed[directory] as Uint8Array,
    'event.body',
  );

/** The power goes before the nth change of the disk: that one and all after it do not happen. True where all had happened. */
function rotatedUntil(nth: number, next: StoreKeySource): boolean {
  const real = { ...fs };
  let changes = 0;
  for (const name of CHANGES) {
    (fs as unknown as Record<string, unknown>)[name] = (...args: unknown[]) => {
      changes += 1;
      if (changes >= nth) throw Object.assign(new Error('the power is off'), { code: 'EIO' });
      return (real[name] as (...given: unknown[]) => unknown)(...args);
    };
  }
  try {
    rotateStoreKeys(directories(), fileSource(), next, { sealAgain: true, now });
    return true;
  } catch {
    return false;
  } finally {
    for (const name of CHANGES) (fs as unknown as Record<string, unknown>)[name] = real[name];
    // The process is gone, and with it its hold on the directories.
    for (const directory of directories()) {
      for (const name of fs.readdirSync(directory)) if (name.startsWith('herald.pid')) fs.rmSync(path.join(directory, name));
    }
  }
}

/** Cuts a rotation short at each nth of its changes in turn. Each time `afterwards` finds the directory as it was left. */
function cutEverywhere(next: StoreKeySource, afterwards: () => void, step: number): number {
  const kept = `${path.dirname(data)}.kept`;
  fs.cpSync(path.dirname(data), kept, { recursive: true });
  for (let nth = 1; ; nth += step) {
    const whole = rotatedUntil(nth, next);
    afterwards();
    if (whole) return nth - 1;
    fs.rmSync(path.dirname(data), { recursive: true });
    fs.cpSync(kept, path.dirname(data), { recursive: true });
  }
}

it.each([
  ['the store first', (all: readonly string[]) => all],
  ['the training store first', (all: readonly string[]) => [...all].reverse()],
])('to a new key in the file: wherever it is cut short, both stores open, %s', (_which, inOrder) => {
  const cuts = cutEverywhere(
    fileSource(),
    () => {
      for (const directory of inOrder(directories())) expect(read(directory, fileSource())).toBe(WORDS);
      // The start of the store has taken the training store along.
      for (const directory of directories()) expect(read(directory, fileSource())).toBe(WORDS);
      expect(fs.readFileSync(path.join(data, 'herald.keys'), 'utf8')).not.toContain('"previous"');
    },
    4,
  );
  expect(cuts).toBeGreaterThan(20);
});

it('to a passphrase: wherever it is cut short, both stores open by the key or by the passphrase', () => {
  const next: StoreKeySource = { kind: 'passphrase', passphrase: 'correct horse battery' };
  const openedBy = new Set<StoreKeySource['kind']>();
  cutEverywhere(
    next,
    () => {
      const given = [fileSource(), next].find((source) => {
        try {
          return read(data, source) === WORDS;
        } catch {
          return false;
        }
      });
      expect(read(path.join(data, 'training'), given as StoreKeySource)).toBe(WORDS);
      openedBy.add((given as StoreKeySource).kind);
    },
    12,
  );
  expect(openedBy).toEqual(new Set(['keyFile', 'passphrase']));
});

it('the next rotation finishes one that was cut short, wherever that was', () => {
  cutEverywhere(
    fileSource(),
    () => {
      rotateStoreKeys(directories(), fileSource(), fileSource(), { sealAgain: false, now });
      for (const directory of directories()) expect(read(directory, fileSource())).toBe(WORDS);
      const names = directories().map(
        (directory) => /"name":"([^"]+)"/.exec(fs.readFileSync(path.join(directory, 'herald.keys'), 'utf8'))?.[1],
      );
      expect(names[0]).toBe(names[1]);
    },
    7,
  );
});
