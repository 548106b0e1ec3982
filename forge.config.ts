import path from 'node:path';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { builtFirst } from './.scripts/builtFirst.mjs';
import { leaveNativeFilesOf, shippedFilter, writeProductFiles } from './.scripts/packageFiles.mjs';
import { setFuses } from './.scripts/packageFuses.mjs';
import { MsiMaker, RpmMaker } from './.scripts/packageMakers.mjs';
import { osxNotarize, osxSign, windowsSign } from './.scripts/packageSigning.mjs';

const isShipped = shippedFilter();
const icon = 'resources/icons/herald';
const about = {
  productName: 'Herald',
  genericName: 'Text alerts',
  categories: ['Office', 'Network'] as ('Office' | 'Network')[],
  icon: `${icon}.png`,
  bin: 'herald',
};

const config: ForgeConfig = {
  outDir: process.env.HERALD_OUT_DIR ?? 'out',
  packagerConfig: {
    name: 'Herald',
    executableName: 'herald',
    appBundleId: 'org.herald.console',
    appCategoryType: 'public.app-category.business',
    icon,
    // A runtime that was brought here by hand, where none can be fetched.
    electronZipDir: process.env.HERALD_ELECTRON_ZIP_DIR,
    // Native files cannot be loaded from within an archive.
    asar: { unpack: '**/*.node' },
    // The filter knows what is needed at run time; most packages are in the bundles.
    prune: false,
    ignore: (file) => !isShipped(file),
    extraResource: ['LICENSE'],
    osxSign,
    osxNotarize,
    windowsSign,
  },
  hooks: {
    // The same bundles that tests and the headless appliance run, not others that only an installer has.
    prePackage: () => builtFirst(),
    packageAfterCopy: async (_config, directory, _version, platform, arch) => {
      leaveNativeFilesOf(directory, platform, arch);
      writeProductFiles(directory);
      const runtime = path.resolve(directory, platform === 'darwin' ? '../../../..' : '../..');
      await setFuses(runtime, platform, arch, { isSigned: osxSign !== undefined });
    },
  },
  makers: [
    { name: '@electron-forge/maker-zip', platforms: ['linux', 'win32', 'darwin'], config: {} },
    {
      name: '@electron-forge/maker-squirrel',
      platforms: ['win32'],
      config: { name: 'herald', setupIcon: `${icon}.ico`, windowsSign },
    },
    // The upgrade code is what Windows knows the product by, over all versions: it never changes.
    new MsiMaker(
      { icon: `${icon}.ico`, upgradeCode: '7A0C4B7E-52D3-4D0B-9B0B-0C8E4C6D9F21', windowsSign, ui: { chooseDirectory: true } },
      ['win32'],
    ),
    {
      name: '@electron-forge/maker-deb',
      platforms: ['linux'],
      config: { options: { ...about, maintainer: 'Herald', section: 'net' } },
    },
    new RpmMaker({ options: { ...about, license: 'Apache-2.0' } }, ['linux']),
    // Its native part is built on macOS only: npm rebuild macos-alias fs-xattr --ignore-scripts=false
    { name: '@electron-forge/maker-dmg', platforms: ['darwin'], config: { icon: `${icon}.icns`, format: 'ULFO' } },
  ],
};

export default config;
