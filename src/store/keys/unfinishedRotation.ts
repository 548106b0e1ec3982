import { dirname, join, relative } from 'node:path';
import { isHeraldError } from '../../heraldError';
import { type OwnedDataDirectory, ownDataDirectory } from '../dataDirectory';
import { KeyRing } from './keyRing';
import { type RingContent, readRing } from './ringFile';
import type { StoreKeySource } from './storeKey';
import { storeKeyFor } from './storeKeyFor';

/**
 * The key that opens these keys: the source's, or the one before it, where a rotation reached the directory around this
 * one and not this one. Throws as `storeKeyFor`.
 */
export function openingKey(directory: string, source: StoreKeySource, content: RingContent, now: () => number): Uint8Array {
  try {
    return storeKeyFor(source, content);
  } catch (error) {
    if (!isHeraldError(error, 'store.keyWrong') && !isHeraldError(error, 'store.keyMissing')) throw error;
    const key = keyBefore(directory, source, content, now);
    if (key === undefined) throw error;
    return key;
  }
}

function keyBefore(directory: string, source: StoreKeySource, content: RingContent, now: () => number): Uint8Array | undefined {
  const around = dirname(directory);
  try {
    const outer = readRing(around);
    if (outer?.previous?.name !== content.storeKey.name) return undefined;
    if (!outer.previous.directories.includes(relative(around, directory))) return undefined;
    return KeyRing.open(around, storeKeyFor(source, outer), outer, now).unfinishedRotation()?.before.key;
  } catch {
    // What is wrong with the directory around is no answer to what is wrong with this one.
    return undefined;
  }
}

/**
 * Takes the directories within along that a rotation of this ring has not reached. One that is in use is left for the next
 * start: its key stays known until then. Throws `store.key*`.
 */
export function finishRotation(directory: string, ring: KeyRing, now: () => number): void {
  const unfinished = ring.unfinishedRotation();
  if (unfinished === undefined) return;
  const { storeKey, info, before, sealAgain, directories } = unfinished;
  for (const within of directories.map((name) => join(directory, name))) {
    const content = readRing(within);
    if (content?.storeKey.name !== before.name) continue;
    let owned: OwnedDataDirectory;
    try {
      owned = ownDataDirectory(within);
    } catch (error) {
      if (isHeraldError(error, 'store.dataDirectoryInUse')) return;
      throw error;
    }
    try {
      // Read again, now that it is ours.
      const own = readRing(within);
      if (own?.storeKey.name === before.name) KeyRing.open(within, before.key, own, now).rotate(storeKey, info, { sealAgain });
    } finally {
      owned.release();
    }
  }
  ring.followed();
}
