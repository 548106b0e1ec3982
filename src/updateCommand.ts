import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from './clock';
import { HeraldError } from './heraldError';
import { ownDataDirectory } from './store/dataDirectory';
import { copyStore } from './update/copyStore';
import { type InstallLayout, installOf, readInstall, stageVersion, switchTo } from './update/installLayout';
import { storeVersionIn } from './update/storeVersion';
import { readUpdateKeys, type UpdateTarget, verifyUpdate } from './update/verifyUpdate';

export interface UpdateCommand {
  readonly step: 'verify' | 'apply' | 'return';
  /** The update file; undefined for `return`. */
  readonly file: string | undefined;
  /** Where Herald is installed; undefined: where this program is. */
  readonly install: string | undefined;
}

export const UPDATE_USAGE = `npm run appliance -- update verify FILE | apply FILE | return [--data DIR] [--install DIR]
  verify   checks who signed an update, every byte of it, and that it is for this machine and newer
  apply    while Herald is stopped: verifies, copies the store, puts the new version beside the old one
  return   while Herald is stopped: the version before the last update, with the store as it is now
  --install DIR       where Herald is installed (default: where this program is)`;

/** Reads `update ...` from the words and flags of the command line; undefined where it is another command. */
export function readUpdateCommand(
  words: readonly string[],
  values: { readonly install?: string | undefined },
): UpdateCommand | undefined {
  const [command, step, file, ...more] = words;
  if (command !== 'update') return undefined;
  const install = values.install === undefined ? undefined : resolve(values.install);
  if (step === 'return' && file === undefined) return { step, file: undefined, install };
  if ((step === 'verify' || step === 'apply') && file !== undefined && more.length === 0)
    return { step, file: resolve(file), install };
  throw new HeraldError('usage.bad', 'It is "update verify FILE", "update apply FILE" or "update return"');
}

interface Context {
  readonly dataDirectory: string;
  readonly version: string;
  /** Where the running bundle is: its version's resources say whose updates are taken. */
  readonly bundleDirectory: string;
  readonly clock: Clock;
}

/** Runs it; the exit code. Throws `update.*`, `store.dataDirectoryInUse` while Herald runs. */
export function runUpdate(command: UpdateCommand, context: Context, print: (line: string) => void): number {
  const install = command.install ?? installOf(context.bundleDirectory);
  if (command.step === 'verify') {
    const { manifest, signedBy } = verifyUpdate(
      command.file ?? '',
      target(context, install === undefined ? undefined : readInstall(install)),
    );
    print(
      `Herald ${manifest.version} for ${manifest.platform}, ${manifest.files.length} files, signed by ${signedBy}: it can be applied`,
    );
    return 0;
  }
  if (install === undefined) {
    throw new HeraldError('update.noInstall', 'This Herald was not installed as a service is; --install names one that was');
  }
  const layout = readInstall(install);
  const owned = ownDataDirectory(context.dataDirectory);
  try {
    if (command.step === 'apply') apply(command.file ?? '', layout, context, print);
    else comeBack(layout, context, print);
  } finally {
    owned.release();
  }
  return 0;
}

function apply(file: string, layout: InstallLayout, context: Context, print: (line: string) => void): void {
  const update = verifyUpdate(file, target(context, layout));
  const copy = copyStore(context.dataDirectory, layout.current, context.clock.now());
  print(copy === undefined ? 'There is no store yet' : `The store is copied to ${copy}`);
  stageVersion(layout, update);
  switchTo(layout, update.manifest.version);
  print(`Herald ${update.manifest.version} runs at the next start; ${layout.current} is kept`);
}

/** The older version must be able to read the store, since a copy from before forgets who was texted since. */
function comeBack(layout: InstallLayout, { dataDirectory }: Context, print: (line: string) => void): void {
  if (layout.previous === undefined) throw new HeraldError('update.noVersion', 'There is no version before this one');
  const now = storeVersionIn(dataDirectory);
  if (now === 'unclean')
    throw new HeraldError('update.unclean', 'Herald was not ended cleanly: start it and stop it once, then return');
  const knows = storeVersionOf(join(layout.directory, 'versions', layout.previous));
  if (now !== 'none' && knows !== undefined && now > knows) {
    throw new HeraldError(
      'update.storeNewer',
      `${layout.previous} cannot read the store as ${layout.current} has made it. The copy in ${join(dataDirectory, 'before-update')} ` +
        'could be put in its place by hand, but it does not know who was texted, or asked not to be, since',
    );
  }
  switchTo(layout, layout.previous);
  print(`Herald ${layout.previous} runs at the next start; ${layout.current} is kept`);
}

/** How far a version's store goes; it is written into it when it is packed. */
function storeVersionOf(directory: string): number | undefined {
  const file = join(directory, 'STORE-VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

function target({ version, bundleDirectory }: Context, layout: InstallLayout | undefined): UpdateTarget {
  return {
    keys: readUpdateKeys(join(bundleDirectory, '..', '..', 'resources', 'config', 'update-keys.json')),
    version: layout?.current ?? version,
    platform: `${process.platform}-${process.arch}`,
    kind: 'headless',
    returnTo: layout?.previous,
  };
}
