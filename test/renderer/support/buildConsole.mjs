import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the console as .scripts/bundles.mjs does, into the directory given. A process of its own: Vite is ES modules, Jest is not. */
const renderer = fileURLToPath(new URL('../../../renderer', import.meta.url));
await build({
  configFile: false,
  root: renderer,
  base: './',
  logLevel: 'error',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: path.resolve(process.argv[2] ?? ''),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
