import { durations } from '../clock';
import type { StoredAccount, StoredSession } from '../store/accounts';
import { BAD_TRIES, WITHIN_MS } from './lockOut';

export interface AccessSettings {
  /** 0: consoles on this machine never lock. */
  readonly lockMinutes: number;
  readonly passwordMinLength: number;
  readonly secondFactorFor: 'supervisors' | 'everyone';
}

export const DEFAULT_SETTINGS: AccessSettings = { lockMinutes: 30, passwordMinLength: 12, secondFactorFor: 'supervisors' };

/** AC-11: the longest a session may stay open idle where the place is not secure. */
const LONGEST_LOCK_MINUTES = 30;
/** IA-5, AAL2. */
export const REAUTHENTICATE_MS = 12 * durations.HOUR;
/** A session nobody has used for so long has ended. */
export const ABANDONED_MS = durations.DAY;
/** So long after the password sensitive acts are done without asking again. */
export const SENSITIVE_MS = 5 * durations.MINUTE;

/** What no setting changes, in the units people think in. */
export const ACCESS_LIMITS = {
  badTries: BAD_TRIES,
  withinMinutes: WITHIN_MS / durations.MINUTE,
  reauthenticateHours: REAUTHENTICATE_MS / durations.HOUR,
  sensitiveMinutes: SENSITIVE_MS / durations.MINUTE,
  longestLockMinutes: LONGEST_LOCK_MINUTES,
};

export type Needs =
  | { readonly needs: 'nothing' }
  | { readonly needs: 'reauthenticate'; readonly because: 'locked' | 'twelveHours' }
  | { readonly needs: 'changePassword' | 'enrolTotp' };

/** Idle minutes after which a session locks, 0 for never. Only a console in the secure room can be without. */
export function lockMinutesOf(settings: AccessSettings, isLocal: boolean): number {
  return settings.lockMinutes === 0 && !isLocal ? LONGEST_LOCK_MINUTES : settings.lockMinutes;
}

export function needsSecondFactor({ role }: Pick<StoredAccount, 'role'>, { secondFactorFor }: AccessSettings): boolean {
  return secondFactorFor === 'everyone' || role !== 'dispatcher';
}

/** What must come before anything else in this session. Sending, and everything that runs by itself, goes on. */
export function sessionNeeds(
  account: StoredAccount,
  session: StoredSession,
  settings: AccessSettings,
  isLocal: boolean,
  now: number,
): Needs {
  const lockMs = lockMinutesOf(settings, isLocal) * durations.MINUTE;
  if (session.lockedAt !== undefined || (lockMs > 0 && now - session.activeAt >= lockMs)) {
    return { needs: 'reauthenticate', because: 'locked' };
  }
  if (now - session.authenticatedAt >= REAUTHENTICATE_MS) return { needs: 'reauthenticate', because: 'twelveHours' };
  if (account.mustChangePassword) return { needs: 'changePassword' };
  if (account.totp === undefined && needsSecondFactor(account, settings)) return { needs: 'enrolTotp' };
  return { needs: 'nothing' };
}
