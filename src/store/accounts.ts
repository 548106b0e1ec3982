import type { Kysely, Selectable } from 'kysely';
import type { AuditRecord } from '../intake/records';
import type { Personal, Place } from './personal';
import type { AccountRow, Schema, SessionRow } from './schema';

export type AccountRole = 'dispatcher' | 'supervisor' | 'administrator';

export interface StoredAccount {
  readonly id: number;
  readonly name: string;
  readonly role: AccountRole;
  readonly password: string;
  readonly mustChangePassword: boolean;
  /** Base32 secrets of the second factor: in force, and being enrolled. */
  readonly totp: string | undefined;
  readonly totpPending: string | undefined;
  readonly totpStep: number;
  readonly badTries: readonly number[];
  readonly createdAt: number;
  readonly lastLogOnAt: number | undefined;
  readonly lockedAt: number | undefined;
  readonly disabledAt: number | undefined;
}

export interface StoredSession {
  readonly id: number;
  readonly tokenHash: string;
  readonly accountId: number;
  readonly createdAt: number;
  readonly authenticatedAt: number;
  readonly activeAt: number;
  readonly lockedAt: number | undefined;
}

/** Accounts and sessions as one transaction sees them, with the audit entries that belong to it. */
export class AccountRecords {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
    readonly audit: (record: AuditRecord) => Promise<void>,
  ) {}

  async accounts(): Promise<StoredAccount[]> {
    const rows = await this.db.selectFrom('account').selectAll().orderBy('name').execute();
    return rows.map((row) => this.#account(row));
  }

  async account(id: number): Promise<StoredAccount | undefined> {
    const row = await this.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
    return row && this.#account(row);
  }

  /** Case is ignored. */
  async accountNamed(name: string): Promise<StoredAccount | undefined> {
    const row = await this.db.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst();
    return row && this.#account(row);
  }

  async addAccount(account: Omit<StoredAccount, 'id'>): Promise<number> {
    const { insertId } = await this.db.insertInto('account').values(this.#row(account)).executeTakeFirstOrThrow();
    return Number(insertId);
  }

  async saveAccount({ id, ...account }: StoredAccount): Promise<void> {
    await this.db.updateTable('account').set(this.#row(account)).where('id', '=', id).execute();
  }

  async sessions(): Promise<StoredSession[]> {
    const rows = await this.db.selectFrom('session').selectAll().execute();
    return rows.map((row: Selectable<SessionRow>) => ({ ...row, lockedAt: row.lockedAt ?? undefined }));
  }

  async addSession(session: Omit<StoredSession, 'id'>): Promise<number> {
    const values = { ...session, lockedAt: session.lockedAt ?? null };
    const { insertId } = await this.db.insertInto('session').values(values).executeTakeFirstOrThrow();
    return Number(insertId);
  }

  async saveSession({ id, authenticatedAt, activeAt, lockedAt }: StoredSession): Promise<void> {
    const values = { authenticatedAt, activeAt, lockedAt: lockedAt ?? null };
    await this.db.updateTable('session').set(values).where('id', '=', id).execute();
  }

  async endSession(id: number): Promise<void> {
    await this.db.deleteFrom('session').where('id', '=', id).execute();
  }

  /** Its value as JSON; undefined where it was never set. */
  async setting(key: string): Promise<unknown> {
    const row = await this.db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
    return row && JSON.parse(this.personal.openText(row.value, 'setting.value'));
  }

  async saveSetting(key: string, value: unknown): Promise<void> {
    const values = { key, value: this.personal.sealText(JSON.stringify(value), 'setting.value') };
    await this.db
      .insertInto('setting')
      .values(values)
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: values.value }))
      .execute();
  }

  #account(row: Selectable<AccountRow>): StoredAccount {
    const open = (sealed: Uint8Array | null, place: Place) => (sealed === null ? undefined : this.personal.open(sealed, place));
    return {
      ...row,
      role: row.role as AccountRole,
      mustChangePassword: row.mustChangePassword === 1,
      totp: open(row.totp, 'account.totp'),
      totpPending: open(row.totpPending, 'account.totpPending'),
      badTries: JSON.parse(row.badTries) as number[],
      lastLogOnAt: row.lastLogOnAt ?? undefined,
      lockedAt: row.lockedAt ?? undefined,
      disabledAt: row.disabledAt ?? undefined,
    };
  }

  #row(account: Omit<StoredAccount, 'id'>): Omit<Selectable<AccountRow>, 'id'> {
    const seal = (clear: string | undefined, place: Place) => (clear === undefined ? null : this.personal.seal(clear, place));
    return {
      name: account.name,
      role: account.role,
      password: account.password,
      mustChangePassword: account.mustChangePassword ? 1 : 0,
      totp: seal(account.totp, 'account.totp'),
      totpPending: seal(account.totpPending, 'account.totpPending'),
      totpStep: account.totpStep,
      badTries: JSON.stringify(account.badTries),
      createdAt: account.createdAt,
      lastLogOnAt: account.lastLogOnAt ?? null,
      lockedAt: account.lockedAt ?? null,
      disabledAt: account.disabledAt ?? null,
    };
  }
}

/** Where accounts are kept. A transaction is durable when its promise settles, audit entries included. */
export interface AccountStore {
  accounts<T>(work: (records: AccountRecords) => Promise<T>): Promise<T>;
}
