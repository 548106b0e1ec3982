import type { AccountRecords, AccountRole, StoredAccount } from '../store/accounts';
import { isReservedName, newAccount, temporaryPassword } from './accessControl';
import type { AccountBook, Entry, Outcome } from './accountBook';
import { hashPassword, type ScryptCost } from './password';
import type { AccessSettings } from './sessionNeeds';

/** Who orders it: an administrator, or the host. */
interface Order {
  readonly identity: string;
  readonly reason?: string;
}

type Changed = Outcome<'done' | 'notFound'>;

/** What administrators do with accounts; each on record. There is always an administrator who can log on. */
export class AccountAdministration {
  constructor(
    private readonly book: AccountBook,
    private readonly cost?: ScryptCost,
  ) {}

  async create(
    order: Order,
    { name, role, handedOver }: { name: string; role: AccountRole; handedOver?: string | undefined },
  ): Promise<Outcome<{ id: number; password: string }>> {
    const password = temporaryPassword();
    const hash = await hashPassword(password, this.cost);
    return this.book.change(async (records, entry) => {
      const { reason } = order;
      const detail = { role, ...(handedOver === undefined ? {} : { handedOver }), ...(reason === undefined ? {} : { reason }) };
      const taken = isReservedName(name) || (await records.accountNamed(name)) !== undefined;
      await entry({ identity: order.identity, action: 'createAccount', subject: name, failed: taken, detail });
      if (taken) return { refused: 'nameTaken' };
      const account = { ...newAccount(name, role, hash, this.book.clock.now()), mustChangePassword: true };
      return { id: await records.addAccount(account), password };
    });
  }

  setRole(order: Order, { id, role }: { id: number; role: AccountRole }): Promise<Changed> {
    return this.#change(order, 'setRole', id, { role }, async (records, account) => {
      if (role !== 'administrator' && (await isLastAdministrator(records, account))) return { refused: 'lastAdministrator' };
      await records.saveAccount({ ...account, role });
      await endSessions(records, id);
      return 'done';
    });
  }

  disable(order: Order, { id }: { id: number }): Promise<Changed> {
    return this.#change(order, 'disableAccount', id, {}, async (records, account) => {
      if (account.name === order.identity) return { refused: 'yourself' };
      if (await isLastAdministrator(records, account)) return { refused: 'lastAdministrator' };
      await records.saveAccount({ ...account, disabledAt: this.book.clock.now() });
      await endSessions(records, id);
      return 'done';
    });
  }

  enable(order: Order, { id }: { id: number }): Promise<Changed> {
    return this.#change(order, 'enableAccount', id, {}, async (records, account) => {
      await records.saveAccount({ ...account, disabledAt: undefined });
      return 'done';
    });
  }

  unlock(order: Order, { id }: { id: number }): Promise<Changed> {
    return this.#change(order, 'unlockAccount', id, {}, async (records, account) => {
      await records.saveAccount({ ...account, lockedAt: undefined, badTries: [] });
      return 'done';
    });
  }

  async resetPassword(order: Order, { id }: { id: number }): Promise<Outcome<{ password: string } | 'notFound'>> {
    const password = temporaryPassword();
    const hash = await hashPassword(password, this.cost);
    const changed = await this.#change(order, 'resetPassword', id, {}, async (records, account) => {
      await records.saveAccount({ ...account, password: hash, mustChangePassword: true });
      await endSessions(records, id);
      return 'done';
    });
    return changed === 'done' ? { password } : changed;
  }

  resetTotp(order: Order, { id }: { id: number }): Promise<Changed> {
    return this.#change(order, 'resetTotp', id, {}, async (records, account) => {
      await records.saveAccount({ ...account, totp: undefined, totpPending: undefined, totpStep: 0 });
      await endSessions(records, id);
      return 'done';
    });
  }

  /**
   * For whoever has the machine itself: lets a person in again, as an administrator, by a password to be changed; what was
   * locked, closed or lost is set right. Makes the account where there is none of that name.
   */
  async recover(order: Order, name: string): Promise<Outcome<{ password: string }>> {
    if (isReservedName(name)) return { refused: 'nameTaken' };
    const password = temporaryPassword();
    const hash = await hashPassword(password, this.cost);
    return this.book.change(async (records, entry) => {
      const account = await records.accountNamed(name);
      const fresh = { ...newAccount(name, 'administrator', hash, this.book.clock.now()), mustChangePassword: true };
      if (account === undefined) await records.addAccount(fresh);
      else {
        await records.saveAccount({ ...fresh, id: account.id, name: account.name, createdAt: account.createdAt });
        await endSessions(records, account.id);
      }
      await entry({ identity: order.identity, action: 'recoverAccount', subject: account?.name ?? name });
      return { password };
    });
  }

  saveSettings(order: Order, settings: AccessSettings): Promise<void> {
    return this.book.change(async (records, entry: (entry: Entry) => Promise<void>) => {
      await records.saveSetting('access', settings);
      const detail = { ...settings, before: this.book.settings, reason: order.reason };
      await entry({ identity: order.identity, action: 'accessSettings', subject: 'access', detail });
    });
  }

  #change(
    { identity, reason }: Order,
    action: string,
    id: number,
    detail: Readonly<Record<string, unknown>>,
    work: (records: AccountRecords, account: StoredAccount) => Promise<Changed>,
  ): Promise<Changed> {
    return this.book.change(async (records, entry) => {
      const account = await records.account(id);
      const outcome = account === undefined ? 'notFound' : await work(records, account);
      const because =
        typeof outcome === 'object' ? { because: outcome.refused } : outcome === 'notFound' ? { because: outcome } : {};
      const subject = account?.name ?? `account ${id}`;
      await entry({ identity, action, subject, failed: outcome !== 'done', detail: { reason, ...detail, ...because } });
      return outcome;
    });
  }
}

async function endSessions(records: AccountRecords, accountId: number): Promise<void> {
  for (const session of await records.sessions()) if (session.accountId === accountId) await records.endSession(session.id);
}

async function isLastAdministrator(records: AccountRecords, account: StoredAccount): Promise<boolean> {
  const others = (await records.accounts()).filter((one) => one.role === 'administrator' && one.disabledAt === undefined);
  return account.role === 'administrator' && account.disabledAt === undefined && others.every((one) => one.id === account.id);
}
