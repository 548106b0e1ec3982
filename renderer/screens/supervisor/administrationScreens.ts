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
    looks: [{ name: 'audit', hash: '#/audit', shows: 'Who did what' }],
  },
];
