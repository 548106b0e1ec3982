import path from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * What the runtime may do, written into its binary where no setting or environment variable reaches it. Archive integrity
 * is checked by Electron on Windows and macOS only; on Linux the file's owner, root, has to do.
 */
export const wantedFuses = (platform) => ({
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // The store is WebAssembly: without them every memory access of it is checked by code.
  [FuseV1Options.WasmTrapHandlers]: true,
});

const BINARIES = { linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app' };

/**
 * Sets the fuses of a runtime that is being packaged, and fails where it knows one that is not spoken of here.
 * @param {string} directory where the runtime was unpacked
 */
export async function setFuses(directory, platform, arch, { isSigned }) {
  await flipFuses(path.join(directory, BINARIES[platform]), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin' && arch === 'arm64' && !isSigned,
    ...wantedFuses(platform),
  });
}

/**
 * @param {string} binary a packaged runtime
 * @returns {Promise<string[]>} the fuses that are not as wanted
 */
export async function fuseFindings(binary, platform) {
  const wire = await getCurrentFuseWire(binary);
  return Object.entries(wantedFuses(platform))
    .filter(([fuse, wanted]) => wire[fuse] !== (wanted ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([fuse, wanted]) => `fuse ${FuseV1Options[fuse]} is not ${wanted ? 'on' : 'off'}`);
}
