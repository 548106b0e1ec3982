import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** All that the build's result depends on. `resources/` is read at run time, so it is not among them. */
const SOURCES = ['src', 'renderer', 'main', '.scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Where the last complete build noted what it was made of. */
export const stampFile = path.join(root, 'dist', '.stamp');

/** @returns {string} a digest that changes with any source file's path, size or time */
export function sourceStamp() {
  const digest = createHash('sha256');
  const visit = (relative) => {
    const file = statSync(path.join(root, relative), { throwIfNoEntry: false });
    if (file === undefined) return;
    if (file.isDirectory()) for (const name of readdirSync(path.join(root, relative)).sort()) visit(path.join(relative, name));
    else digest.update(`${relative}\0${file.size}\0${file.mtimeMs}\n`);
  };
  for (const source of SOURCES) visit(source);
  return digest.digest('hex');
}

/** @returns {boolean} whether `dist/` was built from the sources as they are now */
export function isFresh() {
  try {
    return readFileSync(stampFile, 'utf8') === sourceStamp();
  } catch {
    return false;
  }
}
