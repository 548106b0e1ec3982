import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './project.mjs';

/**
 * Names in package-lock.json the packages for other platforms that npm left out because its registry did not offer them
 * when the lock was written: `npm ci` refuses a lock without them, on every platform. To be run after `npm install`.
 */
const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** What a package's name says of where it runs: `@swc/core-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined;
  return os && cpu ? { os: [os], cpu: [cpu], ...(libc && os === 'linux' ? { libc } : {}) } : undefined;
}

let added = 0;
for (const [at, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (at === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isThere = `node_modules/${name}` in lock.packages || `${at}/node_modules/${name}` in lock.packages;
    const platform = platformOf(name);
    if (isThere || platform === undefined || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platform };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
say(`Added ${added} packages of other platforms to package-lock.json`);
