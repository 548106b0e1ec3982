import { implement } from '@orpc/server';
import type { AccessControl, LoggedOn } from '../access/accessControl';
import type { AccountAdministration } from '../access/accountAdministration';
import { isRefused, type Outcome, type Refusal } from '../access/accountBook';
import { rightsOf } from '../access/consoleAccess';
import { ACCESS_LIMITS, lockMinutesOf, REAUTHENTICATE_MS } from '../access/sessionNeeds';
import type { AccessStateView, AccountView } from '../contract/access';
import { contract } from '../contract/contract';
import type { StoredAccount } from '../store/accounts';
import type { ConsoleContext } from './gate';

/** Whole numbers, asked for one at a time. */
export interface Revealing {
  reveal(
    identity: string,
    asked: { readonly reason: string } & ({ readonly messageId: string } | { readonly incidentId: number; readonly role: string }),
  ): Promise<string | undefined>;
}

export interface AccessParts {
  readonly control: AccessControl;
  readonly administration: AccountAdministration;
  readonly revealing: Revealing;
}

/** Area `access`. Undefined parts: an appliance without accounts, as tests of other things have it. */
export function accessRouter(parts: AccessParts | undefined) {
  const os = implement(contract.access).$context<ConsoleContext>();
  const need = (): AccessParts => {
    if (parts === undefined) throw new Error('There are no accounts here');
    return parts;
  };
  const order = (context: ConsoleContext, reason?: string) => ({
    identity: context.caller.identity,
    ...(reason === undefined ? {} : { reason }),
  });

  return os.router({
    state: os.state.handler(({ context }) => stateFor(parts, context)),
    firstAccount: os.firstAccount.handler(async ({ input, context, errors }) =>
      takenUp(context, accepted(await need().control.firstAccount(input), errors)),
    ),
    logOn: os.logOn.handler(async ({ input, context, errors }) =>
      takenUp(context, accepted(await need().control.logOn(input), errors)),
    ),
    resume: os.resume.handler(async ({ input, context, errors }) => {
      if (need().control.who(input.session, context.link?.isLocal ?? true) === undefined) throw refusedAs(errors, 'wrong');
      takenUp(context, input);
      return DONE;
    }),
    logOff: os.logOff.handler(async ({ context }) => {
      await need().control.logOff(me(context));
      if (context.link !== undefined) context.link.session = undefined;
      return DONE;
    }),
    active: os.active.handler(async ({ context }) => {
      if (context.loggedOn !== undefined) await need().control.active(context.loggedOn);
      return DONE;
    }),
    lock: os.lock.handler(async ({ context }) => {
      await need().control.lock(me(context));
      return DONE;
    }),
    reauthenticate: os.reauthenticate.handler(async ({ input, context, errors }) => {
      accepted(await need().control.reauthenticate(me(context), input), errors);
      return DONE;
    }),
    changePassword: os.changePassword.handler(async ({ input, context, errors }) => {
      accepted(await need().control.changePassword(me(context), input), errors);
      return DONE;
    }),
    enrolTotp: os.enrolTotp.handler(async ({ input, context, errors }) =>
      accepted(await need().control.enrolTotp(me(context), input), errors),
    ),
    confirmTotp: os.confirmTotp.handler(async ({ input, context, errors }) => {
      accepted(await need().control.confirmTotp(me(context), input), errors);
      return DONE;
    }),
    accounts: os.accounts.handler(() => ({ items: parts === undefined ? [] : accountViews(parts) })),
    createAccount: os.createAccount.handler(async ({ input, context, errors }) => {
      const { id, password } = accepted(await need().administration.create(order(context, input.reason), input), errors);
      return { account: accountViews(need()).find((account) => account.id === id) as AccountView, password };
    }),
    setRole: os.setRole.handler(async ({ input, context, errors }) =>
      done(await need().administration.setRole(order(context, input.reason), input), errors),
    ),
    disable: os.disable.handler(async ({ input, context, errors }) =>
      done(await need().administration.disable(order(context, input.reason), input), errors),
    ),
    enable: os.enable.handler(async ({ input, context, errors }) =>
      done(await need().administration.enable(order(context, input.reason), input), errors),
    ),
    unlock: os.unlock.handler(async ({ input, context, errors }) =>
      done(await need().administration.unlock(order(context, input.reason), input), errors),
    ),
    resetPassword: os.resetPassword.handler(async ({ input, context, errors }) => {
      const outcome = accepted(await need().administration.resetPassword(order(context, input.reason), input), errors);
      if (outcome === 'notFound') throw errors.NOT_FOUND();
      return outcome;
    }),
    resetTotp: os.resetTotp.handler(async ({ input, context, errors }) =>
      done(await need().administration.resetTotp(order(context, input.reason), input), errors),
    ),
    settings: os.settings.handler(() => ({ ...need().control.book.settings, limits: ACCESS_LIMITS })),
    saveSettings: os.saveSettings.handler(async ({ input: { reason, ...settings }, context }) => {
      await need().administration.saveSettings(order(context, reason), settings);
      return DONE;
    }),
    reveal: os.reveal.handler(async ({ input, context, errors }) => {
      const number = await need().revealing.reveal(context.caller.identity, input);
      if (number === undefined) throw errors.NOT_FOUND();
      return { number };
    }),
  });
}

const DONE = { done: true as const };

/** Over a port the session is in force from now on; over HTTP the console sends its token with each request. */
function takenUp<T extends { readonly session: string }>({ link }: ConsoleContext, answer: T): T {
  if (link !== undefined) link.session = answer.session;
  return answer;
}

/** The gate lets nobody without a session this far. */
function me({ loggedOn }: ConsoleContext): LoggedOn {
  if (loggedOn === undefined) throw new Error('The host has no session');
  return loggedOn;
}

interface Errors {
  CONFLICT(options: { message: string; data: { why: Refusal } }): Error;
}

function accepted<T>(outcome: Outcome<T>, errors: Errors): T {
  if (isRefused(outcome)) throw refusedAs(errors, outcome.refused);
  return outcome as T;
}

function done(outcome: Outcome<'done' | 'notFound'>, errors: Errors & { NOT_FOUND(): Error }): { done: true } {
  if (accepted(outcome, errors) === 'notFound') throw errors.NOT_FOUND();
  return DONE;
}

const SENTENCES: Readonly<Record<Refusal, string>> = {
  wrong: 'That is not right',
  accountLocked: 'This account is locked after too many bad tries: an administrator can unlock it',
  codeNeeded: 'Give the code of your authenticator app too',
  codeUsed: 'That code was used already: wait for the next one',
  noCode: 'There is no code to be given now',
  passwordTooShort: 'The password is too short',
  passwordBanned: 'That password is too easy to guess',
  passwordIsName: 'The password must not hold the name',
  passwordSame: 'The new password must be another one',
  nameTaken: 'There is an account of that name, or the name is kept for Herald',
  lastAdministrator: 'There must be an administrator left',
  notEnrolling: 'Begin to set up the second factor first',
  yourself: 'Another administrator must do that',
};

function refusedAs(errors: Errors, why: Refusal): Error {
  return errors.CONFLICT({ message: SENTENCES[why], data: { why } });
}

function stateFor(parts: AccessParts | undefined, { caller, link, loggedOn }: ConsoleContext): AccessStateView {
  const settings = parts?.control.book.settings;
  const isLocal = link?.isLocal ?? true;
  const base = {
    because: null,
    me: null,
    may: [] as string[],
    lockMinutes: settings === undefined ? 0 : lockMinutesOf(settings, isLocal),
    reauthenticateBy: null,
    passwordMinLength: settings?.passwordMinLength ?? 12,
  };
  if (loggedOn !== undefined && parts !== undefined) {
    const { account, session, state } = loggedOn;
    const secondFactorRequired = parts.control.needsSecondFactor(account);
    return {
      ...base,
      needs: state.needs,
      because: state.needs === 'reauthenticate' ? state.because : null,
      me: { name: account.name, role: account.role, secondFactor: account.totp !== undefined, secondFactorRequired },
      may: rightsOf(account.role),
      reauthenticateBy: session.authenticatedAt + REAUTHENTICATE_MS,
    };
  }
  const role = caller.identity === 'host' ? 'host' : caller.role;
  if (role !== undefined) {
    const me = { name: caller.identity, role, secondFactor: false, secondFactorRequired: false };
    return { ...base, lockMinutes: 0, needs: 'nothing', me, may: rightsOf(role) };
  }
  return { ...base, needs: parts === undefined || parts.control.hasAccounts() ? 'logOn' : 'firstAccount' };
}

function accountViews({ control }: AccessParts): AccountView[] {
  const sessions = [...control.book.sessions.values()];
  return [...control.book.accounts.values()].map((account) => ({
    id: account.id,
    name: account.name,
    role: account.role,
    state: stateOf(account),
    secondFactor: account.totp !== undefined,
    mustChangePassword: account.mustChangePassword,
    createdAt: account.createdAt,
    lastLogOnAt: account.lastLogOnAt ?? null,
    lockedAt: account.lockedAt ?? null,
    sessions: sessions.filter((session) => session.accountId === account.id).length,
  }));
}

function stateOf({ disabledAt, lockedAt }: StoredAccount): AccountView['state'] {
  if (disabledAt !== undefined) return 'disabled';
  return lockedAt === undefined ? 'active' : 'locked';
}
