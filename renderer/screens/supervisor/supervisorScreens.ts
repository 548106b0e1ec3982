import type { Screen } from '../../frame/screen';

/** What a supervisor comes to a few times a week. */
export const SUPERVISOR_SCREENS: readonly Screen[] = [
  {
    screen: 'templates',
    name: 'Templates',
    group: 'supervisor',
    needs: 'policy.saveDraft',
    load: () => import('./templates/Templates'),
    looks: [
      { name: 'templates', hash: '#/templates', shows: 'Officer assigned' },
      { name: 'template', hash: '#/templates/delayed-waiting', shows: 'As it usually reads' },
    ],
  },
  {
    screen: 'roster',
    name: 'Roster',
    group: 'supervisor',
    needs: 'policy.saveDraft',
    load: () => import('./Roster'),
    looks: [{ name: 'roster', hash: '#/roster', shows: 'Name in texts' }],
  },
];
