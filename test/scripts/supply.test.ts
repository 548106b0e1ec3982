import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../support/stubProject';

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly hasText: boolean;
}

/** What an expression over the module of the scripts gives, as JSON. */
function ofScripts<T>(expression: string): T {
  const module = JSON.stringify(path.join(projectRoot, '.scripts', 'shippedPackages.mjs'));
  const code = `const m = await import(${module}); process.stdout.write(JSON.stringify(${expression}))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })) as T;
}

const script = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [path.join(projectRoot, '.scripts', name), ...args], { cwd: projectRoot, encoding: 'utf8' });

it('the bill of materials names all that is shipped, also what development needs too, and nothing else', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'herald-sbom-'));
  try {
    const file = path.join(directory, 'bill.json');
    script('sbom.mjs', file);
    const bill = JSON.parse(readFileSync(file, 'utf8'));
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', expect.stringMatching(/^1\.\d$/)]);
    const purls: string[] = bill.components.map(({ purl }: { purl: string }) => decodeURIComponent(purl));
    const packages = ofScripts<Shipped[]>('m.shippedPackages()');
    const shipped = packages.map(({ name, version }) => `pkg:npm/${name}@${version}`);
    expect([...new Set(purls)].sort()).toEqual([...new Set(shipped)].sort());
    for (const name of ['react', 'ws', 'node-sqlite3-wasm', 'bandwidth-sdk', 'electron'])
      expect(purls.some((purl) => purl.startsWith(`pkg:npm/${name}@`))).toBe(true);
    for (const name of ['jest', '@biomejs/biome', 'typescript', '@types/node'])
      expect(purls.some((purl) => purl.startsWith(`pkg:npm/${name}@`))).toBe(false);
    const refs = new Set(bill.components.map((component: { 'bom-ref': string }) => component['bom-ref']));
    for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('every shipped package has a licence that allows it, and what was looked at by a person says why', () => {
  const said = script('licences.mjs');
  expect(said).toMatch(/^exception: bandwidth-sdk: .*MIT.*$/m);
  expect(said).not.toMatch(/^no licence text: bandwidth-sdk/m);
  expect(said).toMatch(/ 0 of them under a licence that is not allowed$/m);
});

it('a licence that is not allowed, or none, is refused, unless it is a named exception', () => {
  const packages = ['GPL-3.0', '', 'MIT OR GPL-3.0', '(MIT AND ISC)', 'MIT AND GPL-2.0'].map((licence) => ({
    name: licence,
    licence,
  }));
  const refused = (exceptions: object) =>
    ofScripts<{ name: string }[]>(`m.refusedLicences(${JSON.stringify(packages)}, ${JSON.stringify(exceptions)})`);
  expect(refused({}).map(({ name }) => name)).toEqual(['GPL-3.0', '', 'MIT AND GPL-2.0']);
  expect(refused({ 'GPL-3.0': 'bought' }).map(({ name }) => name)).toEqual(['', 'MIT AND GPL-2.0']);
  const textless = JSON.stringify([{ name: 'bare', hasText: false }]);
  expect(ofScripts(`m.withoutText(${textless}, {})`)).toHaveLength(1);
  expect(ofScripts(`m.withoutText(${textless}, { bare: 'seen' })`)).toEqual([]);
});
