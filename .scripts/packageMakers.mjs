import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MakerBase } from '@electron-forge/maker-base';

/**
 * An installer package by electron-installer-redhat. Forge's own maker for it is not published for every release of Forge,
 * and does no more than this.
 */
export class RpmMaker extends MakerBase {
  name = 'rpm';
  defaultPlatforms = ['linux'];
  requiredExternalBinaries = ['rpmbuild'];

  isSupportedOnCurrentPlatform() {
    return this.isInstalled('electron-installer-redhat');
  }

  async make({ dir, makeDir, targetArch }) {
    const { default: install } = await import('electron-installer-redhat');
    const target = path.join(makeDir, 'rpm', targetArch);
    await this.ensureDirectory(target);
    const arch = { x64: 'x86_64', arm64: 'aarch64' }[targetArch] ?? targetArch;
    await install({
      ...this.config,
      arch,
      src: dir,
      dest: target,
      rename: (to) => path.join(to, '<%= name %>-<%= version %>.rpm'),
    });
    return (await readdir(target)).map((file) => path.join(target, file));
  }
}

/** A package for Windows' own installer, for a machine with the WiX toolset. */
export class MsiMaker extends MakerBase {
  name = 'msi';
  defaultPlatforms = ['win32'];
  requiredExternalBinaries = ['candle', 'light'];

  isSupportedOnCurrentPlatform() {
    return process.platform === 'win32';
  }

  async make({ dir, makeDir, targetArch, packageJSON, appName }) {
    const { MSICreator } = await import('electron-wix-msi');
    const outputDirectory = path.join(makeDir, 'msi', targetArch);
    await this.ensureDirectory(outputDirectory);
    const creator = new MSICreator({
      name: appName,
      description: packageJSON.description,
      version: packageJSON.version,
      manufacturer: 'Herald',
      arch: targetArch === 'ia32' ? 'x86' : targetArch,
      exe: 'herald',
      ...this.config,
      appDirectory: dir,
      outputDirectory,
    });
    await creator.create();
    const { msiFile } = await creator.compile();
    return [msiFile];
  }
}
