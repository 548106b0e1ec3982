import { randomBytes } from 'node:crypto';
import { safeStorage } from 'electron';
import type { ApplianceSecrets } from './applianceMessages';
import { readSmallFile, writeSmallFile } from './smallFile';

interface Kept {
  readonly storeKey: string;
  readonly carrier?: Readonly<Record<string, string>>;
}

const NO_KEYCHAIN = 'This account has no system keychain that Herald could keep secrets in, and it keeps none in plain text';
const UNREADABLE = 'The system’s keychain does not open what Herald kept in it: was it reset, or is this another account?';

/** Why nothing can be kept on this machine; undefined where it can. Only when the app is ready. */
function keychainProblem(): string | undefined {
  if (!safeStorage.isEncryptionAvailable()) return NO_KEYCHAIN;
  if (process.platform !== 'linux') return undefined;
  // Without a keyring Electron would "encrypt" with a password that is in its source.
  const backend = safeStorage.getSelectedStorageBackend();
  return backend === 'basic_text' || backend === 'unknown' ? NO_KEYCHAIN : undefined;
}

/** What the appliance must have and no file may show, in `file`, sealed by the system's keychain. */
export class Secrets {
  readonly #file: string;
  constructor(file: string) {
    this.#file = file;
  }

  /** Makes the store's key at the first call. Never throws: a reason is a value here, and goes to the appliance. */
  forAppliance(): ApplianceSecrets {
    const problem = keychainProblem();
    if (problem !== undefined) return { storeKey: undefined, carrier: undefined, keychainProblem: problem };
    try {
      const kept = this.#read() ?? this.#write({ storeKey: randomBytes(32).toString('base64url') });
      return { storeKey: kept.storeKey, carrier: kept.carrier, keychainProblem: undefined };
    } catch {
      // Not made anew: with another key nothing of the store could be read, suppressed numbers included.
      return { storeKey: undefined, carrier: undefined, keychainProblem: UNREADABLE };
    }
  }

  /** Null where it is kept, else why not, for a person. */
  keepCarrier(carrier: Readonly<Record<string, string>>): string | null {
    const problem = keychainProblem();
    if (problem !== undefined) return problem;
    try {
      const kept = this.#read();
      this.#write({ storeKey: kept?.storeKey ?? randomBytes(32).toString('base64url'), carrier });
      return null;
    } catch {
      return UNREADABLE;
    }
  }

  #read(): Kept | undefined {
    const sealed = readSmallFile(this.#file);
    return sealed === undefined ? undefined : (JSON.parse(safeStorage.decryptString(Buffer.from(sealed, 'base64'))) as Kept);
  }

  #write(kept: Kept): Kept {
    writeSmallFile(this.#file, safeStorage.encryptString(JSON.stringify(kept)).toString('base64'));
    return kept;
  }
}
