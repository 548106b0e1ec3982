import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A folder of the shared recordings, which lie beside the project where they are present at all. */
export function sampleFolder(name: string): string {
  return path.resolve(__dirname, '../../../shared/samples', name);
}

export function hasSamples(name: string): boolean {
  return existsSync(sampleFolder(name));
}

/** Files of the recording of New World exports, in the order in which they were exported; or of the calls named. */
export function newWorldExports(...callNumbers: readonly string[]): { name: string; callNumber: string; bytes: Uint8Array }[] {
  const folder = sampleFolder('newworld-xml');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => ({ name, callNumber: name.split('_')[0] as string, exported: name.split('_')[1] as string }))
    .filter(({ callNumber }) => callNumbers.length === 0 || callNumbers.includes(callNumber))
    .sort((a, b) => (a.exported < b.exported ? -1 : 1))
    .map(({ name, callNumber }) => ({ name, callNumber, bytes: readFileSync(path.join(folder, name)) }));
}
