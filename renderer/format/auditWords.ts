import type { AuditFaultView } from '../../src/contract/auditProof';

/** Where the words of an action would say less than people do. It may also have failed, so none says that it was done. */
const ACTIONS: Readonly<Record<string, string>> = {
  logOn: 'Sign in',
  logOff: 'Sign out',
  lock: 'Lock the console',
  lockOut: 'Account locked by bad tries',
  reauthenticate: 'Give the password again',
  changePassword: 'Change one’s own password',
  enrolTotp: 'Set up an authenticator',
  refused: 'Try what the role may not',
  reveal: 'See a whole number',
  setRole: 'Change a role',
  createAccount: 'Make an account',
  disableAccount: 'Close an account',
  enableAccount: 'Open an account again',
  unlockAccount: 'Unlock an account',
  resetPassword: 'Give a new password',
  resetTotp: 'Forget an authenticator',
  recoverAccount: 'Recover an account',
  accessSettings: 'Change session settings',
  auditReviewed: 'Sign the weekly review',
  'audit.list': 'Look at the audit',
  'audit.review': 'Open the weekly review',
  'audit.verify': 'Check the audit',
  auditChecked: 'Find the audit whole, or not',
  'audit.export': 'Export the audit',
  hold: 'Hold a text',
  unhold: 'Take a hold back',
  release: 'Release a text',
  cancelMessage: 'Cancel a text',
  resend: 'Send a text again',
  settle: 'Settle an unconfirmed text',
  sendByHand: 'Text by hand',
  sendCorrection: 'Send a correction',
  stopAll: 'Stop all texts',
  resume: 'Resume sending',
  suppressIncident: 'Never text about an incident',
  unsuppressIncident: 'Text about an incident again',
  liftExclusion: 'Lift an exclusion',
  resolveInbound: 'Settle a reply',
  savePolicyDraft: 'Save a draft of the rules',
  discardPolicyDraft: 'Throw a draft of the rules away',
  restorePolicy: 'Make an older version the draft',
  proposePolicy: 'Propose rules',
  approvePolicy: 'Approve rules',
  rejectPolicy: 'Send rules back',
  putPolicyInForce: 'Put rules in force',
  suppressNumber: 'Never text a number',
  liftSuppression: 'Text a number again',
  liftPerson: 'Lift what a person decided',
  liftUnreachable: 'Try a number again',
  recordOptOut: 'Enter an opt-out',
  resubscribe: 'Opt a number in again',
  optOut: 'Opt-out',
  backupNow: 'Make a backup',
  verifyBackup: 'Check a backup',
  restoreStore: 'Restore the store',
  testText: 'Send a test text',
};

/** What was tried, as people say it: `setRole` is `Change a role`; what is not known is taken apart into words. */
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
