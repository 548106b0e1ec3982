/** The console's screens, in the order of the strip and of the keys 1 to 5. */
export const SCREENS = [
  { screen: 'incidents', name: 'Incidents' },
  { screen: 'attention', name: 'Attention' },
  { screen: 'outbox', name: 'Outbox' },
  { screen: 'frames', name: 'Rejected' },
  { screen: 'feeds', name: 'Feeds' },
] as const;
