import { chmodSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { HeraldError } from './heraldError';

/**
 * Makes sure that the token can be written, before anything is opened: makes the file (mode 0600) where there is none,
 * and leaves what is in it, which may be the token of one that is running. Throws `usage.bad` naming the flag.
 */
export function prepareTokenFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
    // The mode above counts only for a file that is new.
    chmodSync(file, 0o600);
  } catch (error) {
    throw cannotBeWritten(error);
  }
}

/** Writes the console's token. Throws `usage.bad` naming the flag. */
export function writeTokenFile(file: string, token: string): void {
  try {
    writeFileSync(file, `${token}\n`, { mode: 0o600 });
  } catch (error) {
    throw cannotBeWritten(error);
  }
}

function cannotBeWritten(error: unknown): HeraldError {
  const { code } = error as NodeJS.ErrnoException;
  return new HeraldError('usage.bad', `The file given with --token-file cannot be written: ${code}`, { error: code });
}
