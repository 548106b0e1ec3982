import * as board from '../screens/Board';
import type { Screen } from './screen';

/** What a dispatcher looks at all shift; the keys 1 to 6 go to those in navigation. */
export const DISPATCHER_SCREENS: readonly Screen[] = [
  {
    screen: 'board',
    name: 'Board',
    group: 'dispatcher',
    // Where nearly everybody begins: no second round trip for its code.
    load: async () => board,
    looks: [{ name: 'board', hash: '#/board', shows: 'State' }],
  },
  {
    screen: 'incidents',
    name: 'Incidents',
    group: 'dispatcher',
    load: () => import('../screens/IncidentsScreen'),
    looks: [{ name: 'incidents', hash: '#/incidents', shows: 'Number' }],
  },
  {
    screen: 'attention',
    name: 'Attention',
    group: 'dispatcher',
    load: () => import('../screens/Attention'),
    looks: [{ name: 'attention', hash: '#/attention', shows: 'Checked' }],
  },
  {
    screen: 'messages',
    name: 'Messages',
    group: 'dispatcher',
    load: () => import('../screens/Messages'),
    looks: [{ name: 'messages', hash: '#/messages', shows: 'Due' }],
  },
  {
    screen: 'feeds',
    name: 'Feeds',
    group: 'dispatcher',
    load: () => import('../screens/FeedsScreen'),
    looks: [
      { name: 'feeds', hash: '#/feeds', shows: 'Last record' },
      { name: 'feed-tap', hash: '#/feeds/cad', shows: 'Frame' },
      { name: 'feed-layout', hash: '#/feeds/units?show=layout', shows: 'As of' },
    ],
  },
  {
    screen: 'feed',
    name: 'Feeds of the profile',
    group: 'dispatcher',
    under: 'feeds',
    needs: 'setup.keep',
    load: () => import('../screens/feeds/FeedSetup'),
    looks: [
      { name: 'feed-not-changed-here', hash: '#/feed/+', shows: 'cannot be changed here' },
      { name: 'feed-not-set-up', hash: '#/feed/+', shows: 'Herald is not set up yet', on: 'notSetUp' },
    ],
  },
  {
    screen: 'numbers',
    name: 'Numbers',
    group: 'dispatcher',
    needs: 'optOut.suppressions',
    load: () => import('../screens/numbers/Numbers'),
    looks: [{ name: 'numbers', hash: '#/numbers', shows: 'Look up a number' }],
  },
  {
    screen: 'frames',
    name: 'Rejected frames',
    group: 'dispatcher',
    under: 'feeds',
    load: () => import('../screens/Frames'),
    looks: [{ name: 'frames', hash: '#/frames', shows: 'frame' }],
  },
];
