import type { Screen } from '../../frame/screen';

/** Who may use the appliance, how it reaches the carrier, what it keeps. */
export const ADMINISTRATION_SCREENS: readonly Screen[] = [
  {
    screen: 'profile',
    name: 'Profile',
    group: 'administration',
    needs: 'setup.profile',
    load: () => import('./profile/Profile'),
    looks: [{ name: 'profile', hash: '#/profile', shows: 'How long things are kept' }],
  },
  {
    screen: 'carrier',
    name: 'Carrier',
    group: 'administration',
    needs: 'carrierSettings.get',
    load: () => import('./carrier/Carrier'),
    looks: [{ name: 'carrier', hash: '#/carrier', shows: 'Segments per second' }],
  },
  {
    screen: 'setup',
    name: 'First set-up',
    group: 'administration',
    under: 'profile',
    needs: 'setup.keep',
    load: () => import('../setup/Setup'),
    looks: [
      { name: 'setup-done', hash: '#/setup', shows: 'a profile of its own' },
      { name: 'setup-agency', hash: '#/setup/agency', shows: 'Name of the agency', on: 'notSetUp' },
      { name: 'setup-feed', hash: '#/setup/feed', shows: 'What comes in now', on: 'notSetUp' },
      { name: 'setup-carrier', hash: '#/setup/carrier', shows: 'Texts leave through', on: 'notSetUp' },
      { name: 'setup-stop', hash: '#/setup/stop', shows: 'STOP is seen', on: 'notSetUp' },
      { name: 'setup-calls', hash: '#/setup/calls', shows: 'None is on until', on: 'notSetUp' },
      { name: 'setup-keep', hash: '#/setup/keep', shows: 'Before it can start', on: 'notSetUp' },
      { name: 'setup-test', hash: '#/setup/test', shows: 'Send one text', on: 'notSetUp' },
      { name: 'setup-live', hash: '#/setup/live', shows: 'nothing to watch yet', on: 'notSetUp' },
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
