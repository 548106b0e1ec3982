import type { Glance } from '../src/contract/glance';

export type TrayState = Glance['state'] | 'away';

/** How the appliance is, in lines for a menu; the first is the whole of it. Undefined: there is none running now. */
export function glanceLines(glance: Glance | undefined): readonly string[] {
  if (glance === undefined) return ['Herald is starting: nothing is sent'];
  const { state, feeds, carrier, waiting, needPerson, alarms, mode } = glance;
  const urgent = alarms.filter((alarm) => alarm.urgent).length;
  const whole = { stopped: 'All sending is stopped', attention: `${count(urgent, 'alarm')} to look at`, well: 'Running' }[state];
  return [
    mode === 'live' ? whole : `${whole} (${mode})`,
    `Feeds: ${feeds.open} of ${feeds.all} open`,
    `Carrier: ${carrier}`,
    `Waiting: ${count(waiting, 'text')}`,
    ...(needPerson > 0 ? [`${count(needPerson, 'text')} to look into`] : []),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** By an alarm's code, since its own text may repeat what a person typed: a notification is seen by whoever passes by. */
const NOTICES: Readonly<Record<string, string>> = {
  feedLost: 'A feed is lost.',
  feedSilent: 'A feed has been silent for too long.',
  carrierOffline: 'The carrier cannot be reached.',
  stopped: 'All sending is stopped.',
  breaker: 'Sending is held back until somebody looks.',
  needPerson: 'Of some texts nobody knows whether they left.',
};

export function noticeFor(code: string): string {
  return NOTICES[code] ?? 'Something needs attention.';
}
