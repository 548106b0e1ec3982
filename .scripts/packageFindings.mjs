import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { shippedPackages } from './packageFiles.mjs';
import { root } from './project.mjs';

/**
 * @typedef {object} Packed what an installed Herald consists of
 * @property {string[]} files paths like `dist/main/main.cjs`
 * @property {(file: string) => Buffer} read
 */

function filesBelow(directory) {
  const at = path.join(root, directory);
  if (!statSync(at, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(directory, name.split(path.sep).join('/')))
    .filter((file) => statSync(path.join(root, file)).isFile());
}

const READ_AT_RUN_TIME = ['layouts', 'profiles', 'rulesets', 'training', 'config'];
const BUNDLES = ['appliance/cli', 'main/main', 'main/preload', 'main/applianceProcess'];

/** All that must be there, and must be as it is in the project. */
function wantedCopies() {
  const resources = READ_AT_RUN_TIME.flatMap((part) => filesBelow(`resources/${part}`)).filter((file) => !file.endsWith('.md'));
  const icons = filesBelow('resources/icons').filter((file) => file.endsWith('.png'));
  const wasm = 'node_modules/node-sqlite3-wasm/dist/node-sqlite3-wasm.wasm';
  const built = ['dist/appliance', 'dist/main'].flatMap(filesBelow).filter((file) => file.endsWith('.cjs'));
  const bundles = new Set([...BUNDLES.map((name) => `dist/${name}.cjs`), ...built]);
  return ['LICENSE', wasm, ...bundles, ...filesBelow('dist/console'), ...icons, ...resources];
}

const DEVELOPMENT =
  /^(test|src|renderer|main|\.scripts|\.ci|\.github|coverage|out)\/|(\.map|\.tsx?|\.test\.[cm]?js|\.gyp|\.md)$|^(package-lock|tsconfig|biome|jest\.config|forge\.config)/;

/**
 * What is wrong with what was packed, each in a line: missing or altered, not to be there, native files of other platforms.
 * @param {Packed} packed
 * @param {{ platform: string, arch: string }} target
 * @returns {string[]}
 */
export function packageFindings({ files, read }, { platform, arch }) {
  const there = new Set(files);
  const missing = wantedCopies()
    .filter((file) => !there.has(file) || !read(file).equals(readFileSync(path.join(root, file))))
    .map((file) => `missing or altered: ${file}`);
  for (const file of ['package.json', 'VERSION', 'STORE-VERSION', 'THIRD-PARTY-LICENSES.txt']) {
    if (!there.has(file)) missing.push(`missing: ${file}`);
  }
  return [...missing, ...migrationsMissing(there, read), ...nativeFindings(files, platform, arch), ...unwanted(files)];
}

function migrationsMissing(there, read) {
  const names = readdirSync(path.join(root, 'src/store/migrations')).map((file) => /^\d+_(\w+)\.ts$/.exec(file)?.[1]);
  return ['dist/appliance/cli.cjs', 'dist/main/applianceProcess.cjs'].flatMap((bundle) => {
    if (!there.has(bundle)) return [];
    const code = read(bundle).toString('utf8');
    return names
      .filter((name) => name !== undefined && !new RegExp(`name: ["']${name}["']`).test(code))
      .map((name) => `missing migration in ${bundle}: ${name}`);
  });
}

function nativeFindings(files, platform, arch) {
  const native = files.filter((file) => file.endsWith('.node'));
  const fits = (file) => file.includes(`/prebuilds/${platform}-`) && file.split('/prebuilds/')[1]?.split('/')[0]?.includes(arch);
  const foreign = native.filter((file) => !fits(file)).map((file) => `native file of another platform: ${file}`);
  return native.some(fits) ? foreign : [...foreign, `no native file of serialport for ${platform}-${arch}`];
}

function unwanted(files) {
  const packages = shippedPackages();
  return files
    .filter((file) => {
      if (file.startsWith('node_modules/')) {
        return !packages.some((place) => file.startsWith(`${place}/`)) || /\.(map|md|gyp)$|\.d\.[cm]?ts$/.test(file);
      }
      return DEVELOPMENT.test(file);
    })
    .map((file) => `not needed at run time: ${file}`);
}

/**
 * Bytes by part, largest first.
 * @param {Packed} packed
 */
export function packedSizes({ files, read }) {
  const sizes = new Map();
  for (const file of files) {
    const parts = file.split('/');
    const depth = parts[0] === 'node_modules' && parts[1]?.startsWith('@') ? 3 : parts[0] === 'dist' ? 3 : 2;
    const part = parts.slice(0, Math.min(depth, Math.max(1, parts.length - (parts[0] === 'dist' ? 0 : 1)))).join('/');
    sizes.set(part, (sizes.get(part) ?? 0) + read(file).length);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}
