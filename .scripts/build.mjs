import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whileAloneBuilding } from './buildLock.mjs';
import { isFresh, sourceStamp, stampFile } from './freshness.mjs';
import { root, say } from './project.mjs';

const { values } = parseArgs({
  options: { 'if-stale': { type: 'boolean' }, bench: { type: 'boolean' }, fuzz: { type: 'boolean' }, torture: { type: 'boolean' } },
});
const dist = path.join(root, 'dist');
// Within dist/, so that putting it in place is a rename on one file system.
const working = path.join(dist, `.build-${process.pid}`);

/** Puts what was built where it belongs; the old one is moved away first, so that no mixture is ever there. */
function install(part) {
  const old = path.join(working, `old-${part}`);
  if (existsSync(path.join(dist, part))) renameSync(path.join(dist, part), old);
  renameSync(path.join(working, part), path.join(dist, part));
}

async function buildProduct() {
  // Of two starts at once the second waits, then finds the first one's build.
  if (values['if-stale'] && isFresh()) return;
  const startedAt = performance.now();
  // Taken before: what is edited while it builds makes the result stale.
  const stamp = sourceStamp();
  const { bundleProduct } = await import('./bundles.mjs');
  const parts = await bundleProduct(working);
  rmSync(stampFile, { force: true });
  for (const part of parts) install(part);
  for (const gone of ['appliance', 'main', 'console'].filter((part) => !parts.includes(part))) {
    rmSync(path.join(dist, gone), { recursive: true, force: true });
  }
  writeFileSync(stampFile, stamp);
  say(`Built ${parts.join(', ')} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

/** What measures and tries the product; not a part of it. */
async function buildTool() {
  const { BENCH_BUNDLES, bundleForNode, FUZZ_BUNDLES, TORTURE_BUNDLES } = await import('./bundles.mjs');
  const parts = await bundleForNode(working, values.bench ? BENCH_BUNDLES : values.torture ? TORTURE_BUNDLES : FUZZ_BUNDLES);
  for (const part of parts) install(part);
}

if (!(values['if-stale'] && isFresh())) {
  await whileAloneBuilding(async () => {
    try {
      await (values.bench || values.fuzz || values.torture ? buildTool() : buildProduct());
    } finally {
      rmSync(working, { recursive: true, force: true });
    }
  });
}
