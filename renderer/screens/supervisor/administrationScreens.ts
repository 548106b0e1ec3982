import type { Screen } from '../../frame/screen';

/** Who may use the appliance, how it reaches the carrier, what it keeps. */
export const ADMINISTRATION_SCREENS: readonly Screen[] = [
  {
    screen: 'audit',
    name: 'Audit',
    group: 'administration',
    needs: 'audit.list',
    load: () => import('./Audit'),
    looks: [{ name: 'audit', hash: '#/audit', shows: 'Who did what' }],
  },
];
