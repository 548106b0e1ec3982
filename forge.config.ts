import type { ForgeConfig } from '@electron-forge/shared-types';

/** What a packaged Herald consists of, beside the packages that the bundles leave outside. `npm run make` builds first. */
const SHIPPED = /^\/($|package\.json$|LICENSE$|resources($|\/)|dist($|\/(appliance|main|console)($|\/))|node_modules($|\/))/;

/** What a package carries for whoever works on it. */
const FOR_DEVELOPERS = /^\/node_modules\/bandwidth-sdk\/(coverage|tests|docs)($|\/)/;

const config: ForgeConfig = {
  packagerConfig: {
    name: 'Herald',
    executableName: 'herald',
    appBundleId: 'org.herald.console',
    icon: 'resources/icons/herald',
    // Native files cannot be loaded from within an archive.
    asar: { unpack: '**/*.node' },
    prune: true,
    ignore: (file) => file !== '' && (!SHIPPED.test(file) || FOR_DEVELOPERS.test(file) || file.endsWith('.map')),
  },
  makers: [{ name: '@electron-forge/maker-zip', platforms: ['linux', 'win32', 'darwin'], config: {} }],
};

export default config;
