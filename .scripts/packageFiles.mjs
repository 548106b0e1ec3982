import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** What the bundles leave outside: see EXTERNAL in bundles.mjs. Electron brings itself. */
const UNBUNDLED = ['node-sqlite3-wasm', 'serialport'];
/** Headers for compiling native files; no code asks for it. */
const FOR_COMPILING = ['node-addon-api'];

const manifestOf = (at) => JSON.parse(readFileSync(path.join(root, at, 'package.json'), 'utf8'));

/** Where Node finds `name` from the package at `from`, as a path below the project. */
function located(name, from) {
  for (let at = from; ; at = path.posix.dirname(at)) {
    const place = path.posix.join(at === '.' ? '' : at, 'node_modules', name);
    if (existsSync(path.join(root, place))) return place;
    if (at === '.' || at === '') return undefined;
  }
}

/**
 * A package and all it needs at run time.
 * @param {string[]} names
 * @returns {string[]} places below the project, like `node_modules/serialport`
 */
function withDependencies(names) {
  const found = new Set();
  const visit = (name, from) => {
    const place = located(name, from);
    if (place === undefined || found.has(place)) return;
    found.add(place);
    for (const dependency of Object.keys(manifestOf(place).dependencies ?? {})) {
      if (!FOR_COMPILING.includes(dependency)) visit(dependency, place);
    }
  };
  for (const name of names) visit(name, '.');
  return [...found].sort();
}

/** The packages that are shipped as such. */
export const shippedPackages = () => withDependencies(UNBUNDLED);

const SHIPPED = /^\/($|package\.json$|LICENSE$|resources($|\/)|dist($|\/(appliance|main|console)($|\/))|node_modules($|\/))/;
/** Pictures of the README, icons of installers, what a service manager or a developer reads: not what Herald does. */
const NOT_READ = /^\/resources\/(pictures|service|icons\/.*\.(svg|ico|icns)|.*\.md$)/;
/** What a package ships for those who compile, test or read it. */
const NOT_RUN =
  /(\.map|\.d\.[cm]?ts|\.md|\.markdown|\.ya?ml|\.gyp|\/\.[^/]+|\/tsconfig\.json|\/(test|tests|docs|coverage)(\/.*)?)$/;
/** Sources of what is there compiled. */
const NATIVE_SOURCES = /^\/node_modules\/@serialport\/bindings-cpp\/src(\/|$)/;

/**
 * Whether a file of the project is a part of what is installed.
 * @returns {(file: string) => boolean} of a path below the project that begins with a slash; '' is the project itself
 */
export function shippedFilter() {
  const packages = shippedPackages().map((place) => `/${place}`);
  return (file) => {
    if (file === '') return true;
    if (!SHIPPED.test(file) || NOT_READ.test(file) || NATIVE_SOURCES.test(file)) return false;
    if (!file.startsWith('/node_modules')) return !file.endsWith('.map');
    // Folders on the way to a package, as /node_modules/@serialport, and what is in it but not packages within it.
    if (packages.some((place) => place === file || place.startsWith(`${file}/`))) return true;
    const owner = packages.filter((place) => file.startsWith(`${place}/`)).sort((a, b) => b.length - a.length)[0];
    if (owner === undefined) return false;
    const within = file.slice(owner.length);
    return !within.startsWith('/node_modules') && !NOT_RUN.test(within);
  };
}

/**
 * Leaves the native files of one platform only.
 * @param {string} directory where `node_modules` is
 */
export function leaveNativeFilesOf(directory, platform, arch) {
  const prebuilds = path.join(directory, 'node_modules', '@serialport', 'bindings-cpp', 'prebuilds');
  for (const name of readdirSync(prebuilds)) {
    const dash = name.indexOf('-');
    const fits =
      name.slice(0, dash) === platform &&
      (arch === 'universal' ||
        name
          .slice(dash + 1)
          .split('+')
          .includes(arch));
    if (!fits) rmSync(path.join(prebuilds, name), { recursive: true });
  }
  if (readdirSync(prebuilds).length === 0) throw new Error(`serialport has no native files for ${platform}-${arch}`);
}

/**
 * Writes what is told of the product inside of it: package.json without what is for developers, the version, and the
 * licences of all that was bundled.
 * @param {string} directory
 */
export function writeProductFiles(directory) {
  const { name, version, description, license, main } = manifestOf('.');
  const manifest = { name, productName: 'Herald', version, description, license, main, author: 'Herald' };
  writeFileSync(path.join(directory, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(path.join(directory, 'VERSION'), `${version}\n`);
  // How far this version can read a store: one that goes further belongs to a newer one.
  const migrations = readdirSync(path.join(root, 'src/store/migrations')).filter((file) => /^\d+_\w+\.ts$/.test(file));
  writeFileSync(path.join(directory, 'STORE-VERSION'), `${migrations.length}\n`);
  writeFileSync(path.join(directory, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicences());
}

function thirdPartyLicences() {
  return withDependencies(Object.keys(manifestOf('.').dependencies))
    .map((place) => {
      const { name, version, license } = manifestOf(place);
      const file = readdirSync(path.join(root, place)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text = file === undefined ? 'The package ships no licence text.' : readFileSync(path.join(root, place, file), 'utf8');
      const kind = typeof license === 'string' ? license : (license?.type ?? 'see below');
      return `${name} ${version} (${kind})\n\n${text.trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
