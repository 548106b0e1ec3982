import type { AuditFaultView } from '../../src/contract/auditProof';

/** Where the words of an action would mislead, or say less than people do. */
const ACTIONS: Readonly<Record<string, string>> = {
  logOn: 'Signed in',
  logOff: 'Signed out',
  lock: 'Locked the console',
  lockOut: 'Account locked by bad tries',
  reauthenticate: 'Gave the password again',
  changePassword: 'Changed own password',
  enrolTotp: 'Set up an authenticator',
  refused: 'Tried what the role may not',
  reveal: 'Saw a whole number',
  setRole: 'Changed a role',
  createAccount: 'Made an account',
  disableAccount: 'Closed an account',
  enableAccount: 'Opened an account again',
  unlockAccount: 'Unlocked an account',
  resetPassword: 'Gave a new password',
  resetTotp: 'Forgot an authenticator',
  recoverAccount: 'Recovered an account at the machine',
  accessSettings: 'Changed session settings',
  auditReviewed: 'Signed the weekly review',
  'audit.list': 'Looked at the audit',
  'audit.review': 'Opened the weekly review',
  'audit.verify': 'Had the audit checked',
  'audit.export': 'Exported the audit',
  suppressNumber: 'Number not to be texted',
  liftSuppression: 'Number may be texted again',
  liftPerson: 'Lifted what was decided of a number',
  liftUnreachable: 'Unreachable number tried again',
  recordOptOut: 'Entered an opt-out',
  resubscribe: 'Number opted in again',
  optOut: 'Number opted out',
  backupNow: 'Made a backup',
  verifyBackup: 'Checked a backup',
  restoreStore: 'Store restored',
  testText: 'Sent a test text',
};

/** What was done, as people say it: `setRole` is `Changed a role`; what is not known is taken apart into words. */
export function actionWords(action: string): string {
  const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (known !== undefined) return known;
  const words = action.replace(/[.]/g, ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const FAULTS: Readonly<Record<AuditFaultView['kind'], string>> = {
  changed: 'Changed',
  removed: 'Removed',
  inserted: 'Put in',
  reordered: 'Moved',
  truncated: 'Cut off at the end',
  unreadable: 'Cannot be read',
};

const ENTRIES: Readonly<Record<string, string>> = {
  audit: 'Audit entry',
  decision: 'Decision',
  messageChange: 'Change of a text',
  link: 'Link of the chain',
};

/** Which entry a fault is about: `audit 17` is `Audit entry 17`. */
export function entryWords(entry: string): string {
  const [kind = '', id = ''] = entry.split(' ', 2);
  return `${ENTRIES[kind] ?? kind} ${id}`.trim();
}
