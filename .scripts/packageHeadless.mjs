import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { builtFirst } from './builtFirst.mjs';
import { leaveNativeFilesOf, shippedFilter, writeProductFiles } from './packageFiles.mjs';
import { root, say } from './project.mjs';

/**
 * Lays out the headless Herald as it is installed: OUT/versions/VERSION and OUT/current. For another machine than this,
 * --platform and --arch as Node names them.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(root, 'out', 'headless') },
    platform: { type: 'string', default: process.platform },
    arch: { type: 'string', default: process.arch },
  },
});
await builtFirst();
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const target = path.join(values.out, 'versions', version);
rmSync(target, { recursive: true, force: true });
const isShipped = shippedFilter();
const below = (source) => `/${path.relative(root, source).split(path.sep).join('/')}`;
for (const part of ['dist', 'resources', 'node_modules', 'LICENSE']) {
  cpSync(path.join(root, part), path.join(target, part), {
    recursive: true,
    // A window's part is of no use here; what the service manager reads is.
    filter: (source) =>
      (isShipped(below(source)) && !below(source).startsWith('/dist/main')) || below(source).startsWith('/resources/service'),
  });
}
leaveNativeFilesOf(target, values.platform, values.arch);
writeProductFiles(target);
mkdirSync(values.out, { recursive: true });
rmSync(path.join(values.out, 'current'), { force: true });
symlinkSync(path.join('versions', version), path.join(values.out, 'current'), 'junction');
say(`The headless Herald ${version} for ${values.platform}-${values.arch} is in ${values.out}`);
