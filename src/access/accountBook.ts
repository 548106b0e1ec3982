import { createHash, randomBytes } from 'node:crypto';
import { callSource } from '../callSource';
import type { Clock } from '../clock';
import type { AccountRecords, AccountStore, StoredAccount, StoredSession } from '../store/accounts';
import { type AccessSettings, DEFAULT_SETTINGS } from './sessionNeeds';

/** Why something was refused, for the person who tries. */
export type Refusal =
  | 'wrong'
  | 'accountLocked'
  | 'codeNeeded'
  | 'codeUsed'
  | 'noCode'
  | 'passwordTooShort'
  | 'passwordBanned'
  | 'passwordIsName'
  | 'passwordSame'
  | 'nameTaken'
  | 'lastAdministrator'
  | 'notEnrolling'
  | 'yourself';
export type Outcome<T> = T | { readonly refused: Refusal };

export function isRefused(outcome: unknown): outcome is { readonly refused: Refusal } {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
}

export interface Entry {
  readonly identity: string;
  readonly action: string;
  readonly subject: string;
  readonly failed?: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Whoever holds a token of a session has the session: only this of it is kept. */
export function hashToken(token: string): string {
  return createHash('sha256').update(`herald session ${token}`).digest('base64url');
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

interface Snapshot {
  readonly accounts: readonly StoredAccount[];
  readonly sessions: readonly StoredSession[];
  readonly settings: Partial<AccessSettings> | undefined;
}

/** Accounts, sessions and settings as of the last commit, at hand for every request; changes go through the store. */
export class AccountBook {
  accounts: ReadonlyMap<number, StoredAccount> = new Map();
  /** By the hash of their token: looking a hash up tells nothing about a token by how long it takes. */
  sessions: ReadonlyMap<string, StoredSession> = new Map();
  settings: AccessSettings = DEFAULT_SETTINGS;

  constructor(
    private readonly store: AccountStore,
    readonly clock: Clock,
  ) {}

  async load(): Promise<void> {
    await this.store.accounts((records) => this.#read(records));
  }

  /** One transaction, with its audit entries; what it changed is at hand when the promise settles. */
  async change<T>(work: (records: AccountRecords, entry: (entry: Entry) => Promise<void>) => Promise<T>): Promise<T> {
    const result = await this.store.accounts(async (records) => {
      const entry = ({ identity, action, subject, failed = false, detail = {} }: Entry) => {
        const outcome = failed ? 'failure' : 'success';
        return records.audit({ at: this.clock.now(), identity, action, subject, outcome, detail, source: callSource() });
      };
      const done = await work(records, entry);
      return { done, fresh: await this.#snapshot(records) };
    });
    this.#take(result.fresh);
    return result.done;
  }

  async #read(records: AccountRecords): Promise<void> {
    this.#take(await this.#snapshot(records));
  }

  async #snapshot(records: AccountRecords): Promise<Snapshot> {
    const settings = (await records.setting('access')) as Partial<AccessSettings> | undefined;
    return { accounts: await records.accounts(), sessions: await records.sessions(), settings };
  }

  #take({ accounts, sessions, settings }: Snapshot): void {
    this.accounts = new Map(accounts.map((account) => [account.id, account]));
    this.sessions = new Map(sessions.map((session) => [session.tokenHash, session]));
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
  }
}
