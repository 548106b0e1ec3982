import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './project.mjs';

// npm reads the lockfile itself: the same versions that `npm ci` installs, without those for development.
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const bill = execFileSync(npm, ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
const file = path.join(root, process.argv[2] ?? 'sbom.cdx.json');
writeFileSync(file, bill);
say(`${JSON.parse(bill).components.length} packages, as CycloneDX, in ${path.relative(root, file)}`);
