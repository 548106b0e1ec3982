import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const nodeModules = fileURLToPath(new URL('./node_modules/', import.meta.url));

/** Packages that publish ES modules and nothing that `require` could load: they are transformed like our own code. */
function esModuleOnlyPackages() {
  const names = readdirSync(nodeModules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(nodeModules + name).map((scoped) => `${name}/${scoped}`) : [name],
  );
  return names.filter((name) => {
    if (name.startsWith('.')) return false;
    try {
      const manifest = JSON.parse(readFileSync(`${nodeModules}${name}/package.json`, 'utf8'));
      return manifest.type === 'module' && !JSON.stringify(manifest.exports ?? '').includes('"require"');
    } catch {
      return false;
    }
  });
}

const swc = (parser) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser, transform: { react: { runtime: 'automatic' } } },
    module: { type: 'commonjs' },
  },
];

const esModules = esModuleOnlyPackages().map((name) => name.replaceAll('.', '\\.'));

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // No test waits for time to pass; on a busy machine the work itself takes a while.
  testTimeout: 30_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'cjs', 'json', 'node'],
  transform: {
    '\\.ts$': swc({ syntax: 'typescript' }),
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  // Of a package below node_modules everything is left as it is, but .mjs files and the packages named above.
  transformIgnorePatterns: [`/node_modules/(?!.*/node_modules/)(?!(?:${esModules.join('|')})/).*\\.c?js$`],
  // Keeps a packaged or built copy of this package out of Jest's module map.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
  reporters: ['default', '<rootDir>/.scripts/skippedReporter.mjs'],
  globalSetup: '<rootDir>/test/support/globalSetup.cjs',
  setupFiles: ['<rootDir>/test/support/onlyLoopback.cjs'],
};
