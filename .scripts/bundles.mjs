import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import locales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { root } from './project.mjs';

/**
 * What stays in node_modules at run time: what carries WebAssembly or native files beside its code, and Electron, which
 * the runtime itself provides. All else is bundled, since opening hundreds of files makes a slow start.
 */
const EXTERNAL = [/^node-sqlite3-wasm$/, /^serialport$/, /^@serialport\//, /^electron(\/|$)/, /^node:/, ...builtinModules];

/** One CommonJS file each: a sandboxed preload can load nothing else, and the SDK's `require`s work as they are. */
const NODE_BUNDLES = [
  { part: 'appliance', name: 'cli', entry: 'src/cli.ts' },
  { part: 'appliance', name: 'rehearsalWorker', entry: 'src/rehearsalWorker.ts' },
  // Once more beside the desktop's appliance, which looks for it there.
  { part: 'main', name: 'rehearsalWorker', entry: 'src/rehearsalWorker.ts' },
  { part: 'main', name: 'main', entry: 'main/main.ts' },
  { part: 'main', name: 'preload', entry: 'main/preload.ts' },
  { part: 'main', name: 'applianceProcess', entry: 'main/applianceProcess.ts' },
];

export const BENCH_BUNDLES = [{ part: 'bench', name: 'bench', entry: 'test/bench/bench.ts' }];

export const FUZZ_BUNDLES = [{ part: 'fuzz', name: 'fuzz', entry: 'test/fuzz/fuzz.ts' }];

/** Long runs: the seeded simulation, and kills and power cuts. */
export const TORTURE_BUNDLES = [
  { part: 'torture', name: 'simulate', entry: 'test/simulation/simulate.ts' },
  { part: 'torture', name: 'torture', entry: 'test/torture/torture.ts' },
  { part: 'torture', name: 'piece', entry: 'test/torture/piece.ts' },
];

/**
 * Bundles what there is of the appliance, the shell and the console.
 * @param {string} target where `appliance/`, `main/` and `console/` are put
 * @returns {Promise<string[]>} the parts that were built
 */
export async function bundleProduct(target) {
  const parts = await bundleForNode(target, NODE_BUNDLES);
  if (!existsSync(path.join(root, 'renderer/index.html'))) return parts;
  await bundleConsole(path.join(target, 'console'));
  return [...parts, 'console'];
}

/** @returns {Promise<string[]>} the parts that were built, of those whose entry exists */
export async function bundleForNode(target, bundles) {
  const present = bundles.filter(({ entry }) => existsSync(path.join(root, entry)));
  for (const { part, name, entry } of present) {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: path.join(target, part),
        emptyOutDir: false,
        target: 'node20.19',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: { [name]: path.join(root, entry) },
          external: EXTERNAL,
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    });
  }
  return [...new Set(present.map(({ part }) => part))];
}

const EARLY = path.join('renderer', 'early.ts');

const CONSOLE_FILES = [
  // With all it needs, and nothing more: it runs while the rest is still fetched.
  { name: 'early', test: /renderer[\\/]early\.ts$/, priority: 2 },
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]|renderer[\\/]reactRoot\.ts$/, priority: 1 },
  { name: 'console', tags: ['$initial'] },
];

/** What asks the appliance before there is anything to draw with: fetched and run first. */
const earlyFirst = {
  name: 'early-first',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId === path.join(root, EARLY))
        .map((file) => ({
          tag: 'script',
          attrs: { type: 'module', crossorigin: true, src: `./${file.fileName}` },
          injectTo: 'head-prepend',
        })),
  },
};

/** The console's files have hashed names and nothing inline: its content security policy allows neither script nor style. */
async function bundleConsole(outDir) {
  // Whoever starts a build, Jest with NODE_ENV=test included: React Aria would lay out its lists for a document without sizes.
  process.env.NODE_ENV = 'production';
  await build({
    configFile: false,
    root: path.join(root, 'renderer'),
    // Relative, since the same files are served from http://127.0.0.1 and from herald://console.
    base: './',
    logLevel: 'warn',
    publicDir: false,
    // The console speaks English; the other languages of its controls' hidden words are a fifth of its code.
    plugins: [react(), locales.vite({ locales: ['en-US'] }), earlyFirst],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      sourcemap: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
      // What every opening needs comes as one file: a dozen small ones wait for each other.
      rolldownOptions: {
        input: [path.join(root, 'renderer', 'index.html'), path.join(root, EARLY)].filter(existsSync),
        output: { codeSplitting: { groups: CONSOLE_FILES } },
      },
    },
  });
  const page = readFileSync(path.join(outDir, 'index.html'), 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  if (/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i.test(page)) {
    throw new Error('renderer/index.html came out with an inline script or style, which its content security policy forbids');
  }
}
