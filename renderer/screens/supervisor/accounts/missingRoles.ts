import type { AccountView, Role } from '../../../../src/contract/access';

const NEEDED: readonly Role[] = ['supervisor', 'dispatcher'];

/** Which roles Herald cannot be worked with for long without, and nobody with an open account has. */
function missingRoles(accounts: readonly Pick<AccountView, 'role' | 'state'>[]): readonly Role[] {
  return NEEDED.filter((needed) => !accounts.some(({ role, state }) => role === needed && state !== 'disabled'));
}

/** `No supervisor and no dispatcher has an account yet`; undefined where both have. */
export function missingWords(accounts: readonly Pick<AccountView, 'role' | 'state'>[]): string | undefined {
  const missing = missingRoles(accounts);
  return missing.length === 0 ? undefined : `No ${missing.join(' and no ')} has an account yet`;
}
