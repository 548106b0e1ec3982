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
      { name: 'template', hash: '#/templates/delayed-waiting', shows: 'A short one' },
    ],
  },
  {
    screen: 'rules',
    name: 'Rules',
    group: 'supervisor',
    needs: 'policy.saveDraft',
    load: () => import('./rules/Rules'),
    looks: [
      { name: 'rules', hash: '#/rules', shows: 'Call types' },
      { name: 'exclusions', hash: '#/rules/exclusions', shows: 'Reasons never to text' },
      { name: 'delays', hash: '#/rules/delays', shows: 'When somebody is told' },
      { name: 'timing', hash: '#/rules/timing', shows: 'Too late after' },
      { name: 'limits', hash: '#/rules/limits', shows: 'When Herald stops by itself' },
      { name: 'case-statuses', hash: '#/rules/caseStatuses', shows: 'Never told' },
      { name: 'priorities', hash: '#/rules/priorities', shows: 'Add a rank' },
    ],
  },
  {
    screen: 'rehearsal',
    name: 'Rehearsal',
    group: 'supervisor',
    needs: 'rehearsal.start',
    load: () => import('./rehearsal/Rehearsal'),
    looks: [{ name: 'rehearsal', hash: '#/rehearsal', shows: 'nothing is sent' }],
  },
  {
    screen: 'roster',
    name: 'Roster',
    group: 'supervisor',
    needs: 'policy.saveDraft',
    load: () => import('./Roster'),
    looks: [{ name: 'roster', hash: '#/roster', shows: 'Name in texts' }],
  },
  {
    screen: 'reports',
    name: 'Reports',
    group: 'supervisor',
    needs: 'measures.report',
    load: () => import('./reports/Reports'),
    looks: [
      { name: 'reports', hash: '#/reports', shows: 'How many texts were sent?' },
      { name: 'month', hash: '#/reports/month', shows: 'Week by week' },
    ],
  },
];
