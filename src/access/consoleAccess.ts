import type { AccessControl, LoggedOn } from './accessControl';
import { type CallerRole, mayUse, PRIVILEGES, type Privilege, privilegeOf } from './privileges';
import { SENSITIVE_MS } from './sessionNeeds';

/** One console's way in, for as long as it lasts: one request over HTTP, one message port. */
export interface Link {
  /** For the audit: `console port`, `http 127.0.0.1`. */
  readonly source: string;
  /** On this very machine. */
  readonly isLocal: boolean;
  /** The session's token; over a port it is put here by logging on. */
  session: string | undefined;
}

/** Who asks, as far as that is known. */
export interface Asking {
  readonly identity: string;
  readonly role: CallerRole | undefined;
  readonly loggedOn: LoggedOn | undefined;
}

export type Verdict =
  | { readonly allowed: true; readonly privilege: Privilege }
  | { readonly allowed: false; readonly code: 'UNAUTHORIZED' | 'FORBIDDEN' | 'LOCKED' | 'SETUP_NEEDED' }
  | { readonly allowed: false; readonly code: 'REAUTHENTICATE'; readonly because: 'twelveHours' | 'sensitive' };

/** Whether this procedure is done for who asks. `now` is epoch milliseconds. */
export function verdictOn(procedure: string, { role, loggedOn }: Asking, now: number): Verdict {
  const privilege = privilegeOf(procedure);
  const yes = { allowed: true, privilege } as const;
  if (role === 'host' || privilege.roles === 'anyone') return yes;
  if (role === undefined) return { allowed: false, code: 'UNAUTHORIZED' };
  if (privilege.roles === 'session') return loggedOn === undefined ? { allowed: false, code: 'UNAUTHORIZED' } : yes;
  const blocked = loggedOn && blockedBy(loggedOn);
  if (blocked !== undefined) return blocked;
  if (!mayUse(role, procedure)) return { allowed: false, code: 'FORBIDDEN' };
  if (privilege.sensitive && loggedOn !== undefined && now - loggedOn.session.authenticatedAt > SENSITIVE_MS) {
    return { allowed: false, code: 'REAUTHENTICATE', because: 'sensitive' };
  }
  return yes;
}

function blockedBy({ state }: LoggedOn): Verdict | undefined {
  if (state.needs === 'nothing') return undefined;
  if (state.needs !== 'reauthenticate') return { allowed: false, code: 'SETUP_NEEDED' };
  if (state.because === 'locked') return { allowed: false, code: 'LOCKED' };
  return { allowed: false, code: 'REAUTHENTICATE', because: state.because };
}

/** Who stands behind a link's session. */
export function askingBy(control: AccessControl, link: Link): Asking {
  const loggedOn = control.who(link.session, link.isLocal);
  return { identity: loggedOn?.account.name ?? 'nobody', role: loggedOn?.account.role, loggedOn };
}

/** What a role may do, by name. */
export function rightsOf(role: CallerRole): string[] {
  return Object.keys(PRIVILEGES).filter((procedure) => mayUse(role, procedure));
}
