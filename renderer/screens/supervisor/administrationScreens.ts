import type { Screen } from '../../frame/screen';

/** Who may use the appliance, how it reaches the carrier, what it keeps. */
export const ADMINISTRATION_SCREENS: readonly Screen[] = [
  {
    screen: 'accounts',
    name: 'Accounts',
    group: 'administration',
    needs: 'access.accounts',
    load: () => import('./accounts/Accounts'),
    looks: [
      { name: 'accounts', hash: '#/accounts', shows: 'Who may use Herald' },
      { name: 'new-account', hash: '#/accounts/+', shows: 'How the first password reaches them' },
      { name: 'sessions', hash: '#/accounts/settings', shows: 'What always holds' },
    ],
  },
  {
    screen: 'audit',
    name: 'Audit',
    group: 'administration',
    needs: 'audit.list',
    load: () => import('./Audit'),
    looks: [
      { name: 'audit', hash: '#/audit', shows: 'Outcome' },
      { name: 'audit-review', hash: '#/audit/review', shows: 'Everything by kind' },
      { name: 'audit-check', hash: '#/audit/check', shows: 'What the check looks at' },
      { name: 'audit-export', hash: '#/audit/export', shows: 'Save as a file' },
    ],
  },
  {
    screen: 'store',
    name: 'Store',
    group: 'administration',
    needs: 'store.status',
    load: () => import('./store/Store'),
    looks: [{ name: 'store', hash: '#/store', shows: 'The key that opens everything' }],
  },
  {
    screen: 'retention',
    name: 'Retention',
    group: 'administration',
    needs: 'store.retention',
    load: () => import('./store/Retention'),
    looks: [{ name: 'retention', hash: '#/retention', shows: 'When somebody asks for records' }],
  },
];
