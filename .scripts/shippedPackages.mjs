import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** Licences that let Herald be shipped as it is. */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Python-2.0',
]);

/** Looked at by a person, and why it is right. */
export const EXCEPTIONS = {};

/** Every package of the lock that is shipped, those for other platforms left out: name, version, licence. */
export function shippedPackages(lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))) {
  return Object.entries(lock.packages)
    .filter(
      ([at, entry]) =>
        at.startsWith('node_modules/') && !entry.dev && !entry.link && existsSync(path.join(root, at, 'package.json')),
    )
    .map(([at, { version }]) => {
      const manifest = JSON.parse(readFileSync(path.join(root, at, 'package.json'), 'utf8'));
      const licence = manifest.license?.type ?? manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ') ?? '';
      return { name: at.replace(/^.*node_modules\//, ''), version, licence: String(licence) };
    });
}

/** What may not be shipped, each with what is wrong with it. */
export function refusedLicences(packages, exceptions = EXCEPTIONS) {
  return packages.filter(({ name, licence }) => !isAllowed(licence) && exceptions[name] === undefined);
}

/** One of an `OR` is enough, all of an `AND` are needed. */
function isAllowed(licence) {
  const words = licence.replace(/[()]/g, '');
  return words.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}
