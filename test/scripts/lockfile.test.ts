import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/stubProject';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// Where the registry lacks a platform's package, npm writes a lock that `npm ci` then refuses: run .scripts/completeLockfile.mjs.
it('the lockfile names the packages of every platform', () => {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const missing = Object.entries(lock.packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in lock.packages) && !(`${at}/node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});
