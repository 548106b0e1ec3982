import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Looked at by a person, and why it is right; also of packages that bring no text of their licence. */
export const EXCEPTIONS = {
  'bandwidth-sdk':
    'says MIT in its manifest and brings no licence file; Bandwidth publishes it, and its repository, under the MIT licence',
};

/** Shipped whole beside the packages that the code asks for: what the code runs in. What they need themselves is for fetching them. */
const RUNTIMES = ['electron'];

const readLock = () => JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));

/**
 * Where in the lock all that is shipped is: what the manifest's dependencies need, however deep, and the runtimes. Not told
 * by the lock's own marks, since a package that development needs as well is shipped all the same.
 * @returns {string[]} like `node_modules/ws`
 */
export function shippedPlaces(lock = readLock()) {
  const found = new Set();
  const visit = (name, from, isOptional) => {
    const place = placeOf(lock, name, from);
    if (place === undefined) {
      if (!isOptional) throw new Error(`${name} is missing from package-lock.json`);
      return;
    }
    if (found.has(place)) return;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = lock.packages[place];
    for (const needed of Object.keys(dependencies)) visit(needed, place, needed in optionalDependencies);
    for (const needed of Object.keys(optionalDependencies)) visit(needed, place, true);
    // Types are for the compiler.
    const peers = Object.keys(peerDependencies).filter(
      (peer) => !peerDependenciesMeta[peer]?.optional && !peer.startsWith('@types/'),
    );
    for (const needed of peers) visit(needed, place, false);
  };
  for (const name of Object.keys(lock.packages[''].dependencies)) visit(name, '', false);
  for (const name of RUNTIMES) if (lock.packages[`node_modules/${name}`] !== undefined) found.add(`node_modules/${name}`);
  return [...found].sort();
}

/** Where Node finds `name` from the package at `from`. */
function placeOf(lock, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[place] !== undefined) return place;
    if (at === '') return undefined;
  }
}

/** Every package that is shipped: name, version, licence, and whether its text is there. Those for other platforms are not looked into. */
export function shippedPackages(lock = readLock()) {
  return shippedPlaces(lock).map((at) => {
    const { version, license } = lock.packages[at];
    const name = at.replace(/^.*node_modules\//, '');
    const manifestFile = path.join(root, at, 'package.json');
    if (!existsSync(manifestFile)) return { name, version, licence: license ?? '', hasText: true };
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
    const licence = manifest.license?.type ?? manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ') ?? '';
    return { name, version, licence: String(licence), hasText: readdirSync(path.join(root, at)).some(isLicenceText) };
  });
}

const isLicenceText = (file) => /^(licen[cs]e|copying|unlicense)/i.test(file);

/** What may not be shipped, each with what is wrong with it. */
export function refusedLicences(packages, exceptions = EXCEPTIONS) {
  return packages.filter(({ name, licence }) => !isAllowed(licence) && exceptions[name] === undefined);
}

/** Under a licence that asks for its text to go along, and without one. */
export function withoutText(packages, exceptions = EXCEPTIONS) {
  return packages.filter(({ name, hasText }) => !hasText && exceptions[name] === undefined);
}

/** One of an `OR` is enough, all of an `AND` are needed. */
function isAllowed(licence) {
  const words = licence.replace(/[()]/g, '');
  return words.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}
