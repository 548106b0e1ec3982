import type { AccountView, Role } from '../../../../src/contract/access';

export const ROLES: readonly { readonly id: Role; readonly name: string; readonly may: string }[] = [
  { id: 'dispatcher', name: 'Dispatcher', may: 'Sees calls and texts, holds and cancels them, keeps numbers from being texted.' },
  {
    id: 'supervisor',
    name: 'Supervisor',
    may: 'Also writes rules and templates, resumes sending, lifts what was decided, and may see a whole number, on record.',
  },
  {
    id: 'administrator',
    name: 'Administrator',
    may: 'Keeps accounts, carrier and store. Sees what Herald does and may stop it, but decides about no text.',
  },
];

export const HANDING_OVER = [
  { id: 'inPerson', name: 'I tell them, face to face' },
  { id: 'byPhone', name: 'I call them, on a number I know' },
  { id: 'onPaper', name: 'I write it down, in a closed envelope' },
] as const;
export type HandingOver = (typeof HANDING_OVER)[number]['id'];

export function roleName(role: Role): string {
  return ROLES.find(({ id }) => id === role)?.name ?? role;
}

export const STATES: Readonly<Record<AccountView['state'], string>> = {
  active: 'Open',
  locked: 'Locked',
  disabled: 'Closed',
};

/** Whether the account has a second factor, and whether that is as it should be. */
export function secondFactorWords({ secondFactor, role }: AccountView, needed: 'supervisors' | 'everyone' | undefined): string {
  if (secondFactor) return 'Authenticator app';
  return role !== 'dispatcher' || needed === 'everyone' ? 'To be set up at the next sign-in' : 'None';
}
