import { randomInt, timingSafeEqual } from 'node:crypto';
import type { AccountRecords, StoredAccount, StoredSession } from '../store/accounts';
import { type AccountBook, type Entry, hashToken, isRefused, newToken, type Outcome, type Refusal } from './accountBook';
import { afterBadTry } from './lockOut';
import { hashPassword, noPassword, passwordFits, readableSecret, type ScryptCost } from './password';
import { passwordProblem } from './passwordRules';
import { newTotpSecret, totpStep, totpUri } from './secondFactor';
import { ABANDONED_MS, type Needs, needsSecondFactor, REAUTHENTICATE_MS, sessionNeeds } from './sessionNeeds';

/** Somebody with a session. */
export interface LoggedOn {
  readonly account: StoredAccount;
  readonly session: StoredSession;
  readonly state: Needs;
}

export interface AccessOptions {
  readonly book: AccountBook;
  readonly banned: () => ReadonlySet<string>;
  readonly agency: () => string;
  /** Left out: as dear as it should be. */
  readonly cost?: ScryptCost | undefined;
}

/** Names under which the appliance itself is on record. */
const RESERVED = new Set(['host', 'herald', 'carrier', 'appliance', 'rules', 'unknown', 'recipient']);
const CODE_TRIES = 5;

/** Logging on and off, and what people do with their own account. Nothing here stops or starts sending. */
export class AccessControl {
  readonly #options: AccessOptions;
  #firstCode: string | undefined;
  #codeTries = 0;
  #hashing: Promise<unknown> = Promise.resolve();

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  get book(): AccountBook {
    return this.#options.book;
  }

  hasAccounts(): boolean {
    return this.book.accounts.size > 0;
  }

  /** The one-time code for the first account, made anew at every start while there is none; whoever sees it is at the machine. */
  firstCode(): string | undefined {
    if (this.hasAccounts()) return undefined;
    this.#firstCode ??= readableSecret(3);
    return this.#codeTries < CODE_TRIES ? this.#firstCode : undefined;
  }

  /** Undefined where the token is of no session, or of one that has ended. */
  who(token: string | undefined, isLocal: boolean): LoggedOn | undefined {
    if (token === undefined) return undefined;
    const session = this.book.sessions.get(hashToken(token));
    const account = session && this.book.accounts.get(session.accountId);
    if (session === undefined || account === undefined || account.disabledAt !== undefined) return undefined;
    const now = this.book.clock.now();
    if (now - session.activeAt >= ABANDONED_MS + REAUTHENTICATE_MS) return undefined;
    return { account, session, state: sessionNeeds(account, session, this.book.settings, isLocal, now) };
  }

  async firstAccount(input: { code: string; name: string; password: string }): Promise<Outcome<{ session: string }>> {
    const expected = this.firstCode();
    const problem = this.#passwordProblem(input.password, input.name);
    const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (expected === undefined) return { refused: 'noCode' };
    if (!sameText(plain(input.code), plain(expected))) {
      this.#codeTries += 1;
      await this.#failed('unknown', 'firstAccount', 'account', 'wrong');
      return { refused: 'wrong' };
    }
    if (problem !== undefined) return { refused: problem };
    if (RESERVED.has(input.name.toLowerCase())) return { refused: 'nameTaken' };
    const password = await this.#hash(input.password);
    return this.book.change(async (records, entry) => {
      if ((await records.accounts()).length > 0) return { refused: 'noCode' };
      const now = this.book.clock.now();
      const id = await records.addAccount({ ...newAccount(input.name, 'administrator', password, now), lastLogOnAt: now });
      await entry({
        identity: input.name,
        action: 'createAccount',
        subject: input.name,
        detail: { role: 'administrator', first: true },
      });
      await entry({ identity: input.name, action: 'logOn', subject: input.name });
      return { session: await this.#addSession(records, id, now) };
    });
  }

  async logOn(input: { name: string; password: string; totp?: string | undefined }): Promise<Outcome<{ session: string }>> {
    const account = [...this.book.accounts.values()].find((one) => one.name.toLowerCase() === input.name.toLowerCase());
    const fits = await this.#fits(input.password, account?.password ?? noPassword(this.#options.cost));
    // People type their password where the name belongs: what is no name is not put on record.
    if (account === undefined) return this.#failed('unknown', 'logOn', 'session', 'wrong');
    return this.book.change(async (records, entry) => {
      const checked = await this.#check(records, entry, account, fits, input.totp, 'logOn');
      if (isRefused(checked)) return checked;
      const now = this.book.clock.now();
      await records.saveAccount({ ...checked, lastLogOnAt: now });
      await entry({ identity: account.name, action: 'logOn', subject: account.name });
      return { session: await this.#addSession(records, account.id, now) };
    });
  }

  /** The password again, and the code where there is a second factor; too many bad tries end the session. */
  async reauthenticate(who: LoggedOn, input: { password: string; totp?: string | undefined }): Promise<Outcome<'done'>> {
    const fits = await this.#fits(input.password, who.account.password);
    return this.book.change(async (records, entry) => {
      const checked = await this.#check(records, entry, who.account, fits, input.totp, 'reauthenticate');
      if (isRefused(checked)) {
        if (checked.refused === 'accountLocked') await records.endSession(who.session.id);
        return checked;
      }
      const now = this.book.clock.now();
      await records.saveAccount(checked);
      await records.saveSession({ ...who.session, authenticatedAt: now, activeAt: now, lockedAt: undefined });
      await entry({ identity: who.account.name, action: 'reauthenticate', subject: who.account.name });
      return 'done';
    });
  }

  async changePassword(who: LoggedOn, input: { password: string; newPassword: string }): Promise<Outcome<'done'>> {
    const { name } = who.account;
    const fits = await this.#fits(input.password, who.account.password);
    const problem =
      this.#passwordProblem(input.newPassword, name) ?? (input.newPassword === input.password ? 'passwordSame' : undefined);
    const password = fits && problem === undefined ? await this.#hash(input.newPassword) : '';
    return this.book.change(async (records, entry) => {
      // The second factor was asked for when this session began.
      const checked = await this.#check(records, entry, who.account, fits, undefined, 'changePassword');
      if (isRefused(checked)) return checked;
      if (problem !== undefined) {
        await entry({ identity: name, action: 'changePassword', subject: name, failed: true, detail: { because: problem } });
        return { refused: problem };
      }
      await records.saveAccount({ ...checked, password, mustChangePassword: false });
      for (const session of await records.sessions()) {
        if (session.accountId === who.account.id && session.id !== who.session.id) await records.endSession(session.id);
      }
      await entry({ identity: name, action: 'changePassword', subject: name });
      return 'done';
    });
  }

  async enrolTotp(who: LoggedOn, input: { password: string }): Promise<Outcome<{ secret: string; uri: string }>> {
    const fits = await this.#fits(input.password, who.account.password);
    return this.book.change(async (records, entry) => {
      const checked = await this.#check(records, entry, who.account, fits, undefined, 'enrolTotp');
      if (isRefused(checked)) return checked;
      const secret = newTotpSecret();
      await records.saveAccount({ ...checked, totpPending: secret });
      return { secret, uri: totpUri(secret, who.account.name, this.#options.agency()) };
    });
  }

  confirmTotp(who: LoggedOn, { code }: { code: string }): Promise<Outcome<'done'>> {
    const { name, id } = who.account;
    return this.book.change(async (records, entry) => {
      const account = await records.account(id);
      if (account?.totpPending === undefined) return { refused: 'notEnrolling' };
      const step = totpStep(account.totpPending, code, this.book.clock.now(), 0);
      await entry({ identity: name, action: 'enrolTotp', subject: name, failed: step === undefined });
      if (step === undefined) return { refused: 'wrong' };
      await records.saveAccount({ ...account, totp: account.totpPending, totpPending: undefined, totpStep: step });
      return 'done';
    });
  }

  logOff(who: LoggedOn): Promise<void> {
    return this.book.change(async (records, entry) => {
      await records.endSession(who.session.id);
      await entry({ identity: who.account.name, action: 'logOff', subject: who.account.name });
    });
  }

  /** Somebody is at the console; written down at most every half minute. */
  async active(who: LoggedOn): Promise<void> {
    const now = this.book.clock.now();
    if (now - who.session.activeAt < 30_000) return;
    await this.book.change((records) => records.saveSession({ ...who.session, activeAt: now }));
  }

  lock(who: LoggedOn): Promise<void> {
    return this.book.change(async (records, entry) => {
      await records.saveSession({ ...who.session, lockedAt: this.book.clock.now() });
      await entry({ identity: who.account.name, action: 'lock', subject: who.account.name });
    });
  }

  needsSecondFactor(account: StoredAccount): boolean {
    return needsSecondFactor(account, this.book.settings);
  }

  /** The account as it is to be saved, or why not; bad tries are counted, and lock it in the end. */
  async #check(
    records: AccountRecords,
    entry: (entry: Entry) => Promise<void>,
    asked: StoredAccount,
    fits: boolean,
    code: string | undefined,
    action: 'logOn' | 'reauthenticate' | 'changePassword' | 'enrolTotp',
  ): Promise<Outcome<StoredAccount>> {
    const account = (await records.account(asked.id)) ?? asked;
    const { name } = account;
    const refuse = async (refused: Refusal) => {
      await entry({ identity: name, action, subject: name, failed: true, detail: { because: refused } });
      return { refused };
    };
    const bad = async (refused: Refusal) => {
      const { badTries, locked } = afterBadTry(account.badTries, this.book.clock.now());
      await records.saveAccount({ ...account, badTries, lockedAt: locked ? this.book.clock.now() : undefined });
      if (locked) await entry({ identity: name, action: 'lockOut', subject: name, detail: { tries: badTries.length } });
      return refuse(locked ? 'accountLocked' : refused);
    };
    // Whatever the password: a locked account must not tell whether it was guessed.
    if (account.lockedAt !== undefined) return refuse('accountLocked');
    // It was changed while this was being looked at.
    if (account.password !== asked.password || account.disabledAt !== undefined) return refuse('wrong');
    if (!fits) return bad('wrong');
    const needsCode = account.totp !== undefined && (action === 'logOn' || action === 'reauthenticate');
    if (!needsCode || account.totp === undefined) return { ...account, badTries: [] };
    // No try yet: the console asks for the code once the password was right.
    if (code === undefined) return { refused: 'codeNeeded' };
    const now = this.book.clock.now();
    const step = totpStep(account.totp, code, now, account.totpStep);
    if (step !== undefined) return { ...account, badTries: [], totpStep: step };
    return bad(totpStep(account.totp, code, now, 0) === undefined ? 'wrong' : 'codeUsed');
  }

  async #failed(identity: string, action: string, subject: string, refused: Refusal): Promise<{ refused: Refusal }> {
    await this.book.change((_records, entry) => entry({ identity, action, subject, failed: true, detail: { because: refused } }));
    return { refused };
  }

  async #addSession(records: AccountRecords, accountId: number, now: number): Promise<string> {
    const token = newToken();
    const session = {
      tokenHash: hashToken(token),
      accountId,
      createdAt: now,
      authenticatedAt: now,
      activeAt: now,
      lockedAt: undefined,
    };
    await records.addSession(session);
    for (const old of await records.sessions()) {
      if (now - old.activeAt >= ABANDONED_MS + REAUTHENTICATE_MS) await records.endSession(old.id);
    }
    return token;
  }

  #passwordProblem(password: string, name: string) {
    const { passwordMinLength } = this.book.settings;
    return passwordProblem(password, name, { minLength: passwordMinLength, banned: this.#options.banned() });
  }

  /** One at a time: each takes 32 MiB and a while. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#hashing.then(work);
    this.#hashing = result.catch(() => undefined);
    return result;
  }
  #hash = (password: string) => this.#inTurn(() => hashPassword(password, this.#options.cost));
  #fits = (password: string, stored: string) => this.#inTurn(() => passwordFits(password, stored));
}

export function newAccount(name: string, role: StoredAccount['role'], password: string, now: number): Omit<StoredAccount, 'id'> {
  return {
    name,
    role,
    password,
    mustChangePassword: false,
    totp: undefined,
    totpPending: undefined,
    totpStep: 0,
    badTries: [],
    createdAt: now,
    lastLogOnAt: undefined,
    lockedAt: undefined,
    disabledAt: undefined,
  };
}

export function isReservedName(name: string): boolean {
  return RESERVED.has(name.toLowerCase());
}

/** A password to be changed at once: easy to read out. */
export function temporaryPassword(): string {
  return `${readableSecret(3)}-${randomInt(10, 100)}`;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(hashToken(a)), Buffer.from(hashToken(b))];
  return timingSafeEqual(left, right);
}
