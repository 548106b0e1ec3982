import { existsSync } from 'node:fs';

export interface ShellFlags {
  /** The console fills the screen and cannot be closed. */
  readonly kiosk: boolean;
  /** Started at log-on: the appliance runs, no window opens. */
  readonly hidden: boolean;
  /** For the appliance. */
  readonly args: readonly string[];
}

/** Chromium and Electron read these from the same command line, and a system may add them: they are not for the appliance. */
const NOT_OURS =
  /^--(no-sandbox|disable-gpu|ozone-platform(-hint)?|enable-features|disable-features|force-device-scale-factor|lang|squirrel-\w+|allow-file-access-from-files|original-process-start-time)(=|$)/;

/** The data directory that the flags name for the appliance, the last one as there; undefined where they name none. */
export function dataDirectoryOf(args: readonly string[]): string | undefined {
  const named = args.flatMap((arg, index) => {
    if (arg.startsWith('--data=')) return [arg.slice('--data='.length)];
    return arg === '--data' ? (args[index + 1] ?? []) : [];
  });
  return named.at(-1);
}

/** `profile` is where an installed Herald looks for its profile if no flag names one. */
export function readShellFlags(args: readonly string[], profile: string): ShellFlags {
  const rest = args.filter((arg) => arg !== '--kiosk' && arg !== '--hidden' && !NOT_OURS.test(arg));
  const isTold = rest.some((arg) => /^--(profile|training)(=|$)/.test(arg));
  return {
    kiosk: args.includes('--kiosk'),
    hidden: args.includes('--hidden'),
    args: isTold || !existsSync(profile) ? rest : ['--profile', profile, ...rest],
  };
}
