import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './project.mjs';
import { shippedPackages } from './shippedPackages.mjs';

// npm reads the lockfile itself: the same versions that `npm ci` installs. Its own `--omit dev` would leave out what is
// shipped and needed for development too, as React is, so all are asked for and those that are not shipped taken out here.
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const bill = JSON.parse(
  execFileSync(npm, ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  }),
);
const shipped = new Map(shippedPackages().map((one) => [`${one.name}@${one.version}`, one]));
const refOf = ({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`;
const components = bill.components
  .filter((component) => shipped.has(refOf(component)))
  .map((component) => ({ ...component, scope: 'required' }));
const named = new Set(components.map(refOf));
// What others expect beside them npm leaves out.
for (const [ref, { name, version, licence }] of shipped) {
  if (named.has(ref)) continue;
  const licenses = [{ license: { id: licence } }];
  components.push({ 'bom-ref': ref, type: 'library', name, version, scope: 'required', purl: `pkg:npm/${ref}`, licenses });
}
const refs = new Set([bill.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((needed) => refs.has(needed)) }));
const file = path.resolve(root, process.argv[2] ?? 'sbom.cdx.json');
writeFileSync(file, `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
say(`${components.length} packages, as CycloneDX, in ${path.relative(root, file)}`);
