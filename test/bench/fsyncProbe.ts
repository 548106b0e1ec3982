import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How long the disk takes for the least a journal could do: append `bytes` bytes and sync, so many times. Milliseconds. */
export function timeSyncedAppends(directory: string, bytes: number, times: number): number[] {
  const line = Buffer.alloc(bytes, 'x');
  const handle = openSync(join(directory, 'appends'), 'a');
  const taken: number[] = [];
  try {
    for (let i = 0; i < times; i++) {
      const startedAt = performance.now();
      writeSync(handle, line);
      fsyncSync(handle);
      taken.push(performance.now() - startedAt);
    }
  } finally {
    closeSync(handle);
  }
  return taken;
}
