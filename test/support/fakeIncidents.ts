import type { IncidentDetail } from '../../src/console/backend';
import { type Plot, pad, Story } from './fakeStories';

const ASSIGNED = 'An officer has been assigned to your call.';
const WAITING = 'Your call is still open and waiting for an officer. Emergency? Call 911. Questions: 813-555-0100.';
const DIVERTED = 'The officer for your call was needed on a higher-priority call. Your call is still open. Emergency? Call 911.';
const MINUTE = 60_000;

const TYPES: readonly (readonly [string, string])[] = [
  ['BURG-RES', 'Burglary, residence'],
  ['THEFT-PETIT', 'Petit theft'],
  ['VEH-STOLEN', 'Stolen vehicle'],
  ['MISCHIEF', 'Criminal mischief'],
  ['PARKING', 'Parking violation'],
  ['BURG-AUTO', 'Auto burglary'],
  ['ANIMAL', 'Animal nuisance'],
];

const due = { outcome: 'send', code: 'due', reason: 'It is due and true' } as const;
const told = (story: Story, minute = 4) =>
  story
    .unit(minute, `2A${10 + (minute % 9)}`, '3266')
    .decide(minute, { stage: 'dispatched', ...due })
    .text(minute, 'dispatched', ASSIGNED, 'delivered');
const reported = (story: Story, n: number) =>
  told(story)
    .arrived(16)
    .closed(48, 'RPT', `26-R${pad(1900 + n)}`)
    .decide(48, { stage: 'completed', ...due });
const reportText = (n: number) => `Report 26-R${pad(1900 + n)}. Officer J. Ramirez, 813-555-0142. Save this number for insurance.`;
const skipAll = (story: Story, code: string, reason: string, rule: string | null = null) =>
  story
    .decide(0, { stage: 'dispatched', outcome: 'skip', code, reason, rule })
    .decide(0, { stage: 'delayed', outcome: 'skip', code, reason, rule });

/** One way an incident can stand, told as a story; the fake goes through all of them, newest first. */
type Telling = (plot: Plot) => IncidentDetail;

const TELLINGS: readonly Telling[] = [
  (plot) => new Story(plot).ends('none', 'Nothing to tell yet'),
  (plot) => {
    const until = plot.now + 12_000;
    return new Story(plot)
      .unit(1, '2A14', '3266')
      .decide(1, { stage: 'dispatched', outcome: 'hold', code: 'hold', reason: 'Waits a moment in case CAD takes it back', until })
      .text(1, 'dispatched', ASSIGNED, 'held', {
        notBefore: until,
        dueAt: until,
        reason: 'Waits a moment in case CAD takes it back',
      })
      .ends('due', 'Will text the caller: officer assigned', until);
  },
  (plot) =>
    new Story(plot)
      .unit(1, '3B02', '3302')
      .decide(1, { stage: 'dispatched', ...due })
      .text(1, 'dispatched', ASSIGNED, 'sending')
      .ends('due', 'Texting the caller: officer assigned'),
  (plot) =>
    new Story(plot)
      .unit(2, '3B07', '3311')
      .decide(2, { stage: 'dispatched', ...due })
      .text(2, 'dispatched', ASSIGNED, 'ready', { reason: 'Ready: waits for the carrier', code: 'waitsForCarrier' })
      .ends('due', 'Will text the caller: officer assigned'),
  (plot) =>
    new Story(plot)
      .decide(0, {
        stage: 'delayed',
        cause: 'waiting',
        outcome: 'hold',
        code: 'hold',
        reason: 'Told when it has waited 20 minutes',
        rule: 'waiting',
        until: plot.now + (20 - plot.minutesAgo) * MINUTE,
      })
      .ends('due', 'Will text the caller: still waiting, if no officer is assigned', plot.now + (20 - plot.minutesAgo) * MINUTE),
  (plot) => told(new Story(plot)).ends('confirmed', 'Caller told: officer assigned'),
  (plot) =>
    new Story(plot)
      .decide(20, { stage: 'delayed', cause: 'waiting', ...due, rule: 'waiting' })
      .text(20, 'delayed', WAITING, 'accepted', {
        cause: 'waiting',
        code: 'acceptedByCarrier',
        reason: 'The carrier has accepted it',
      })
      .ends('sent', 'Caller told: still waiting'),
  (plot) =>
    told(new Story(plot), 3)
      .left(11, 'taken to a higher-priority call (inferred)')
      .decide(11, { stage: 'delayed', cause: 'diverted', ...due, rule: 'diverted' })
      .text(11, 'delayed', DIVERTED, 'delivered', { cause: 'diverted' })
      .ends('confirmed', 'Caller told: officer needed elsewhere'),
  (plot) =>
    skipAll(new Story({ ...plot, type: ['DV-VERBAL', null] }), 'excluded', 'Excluded: sensitive call type', 'sensitive-type')
      .with({ excluded: { rule: 'sensitive-type', reason: 'sensitive call type', at: plot.now - plot.minutesAgo * MINUTE } })
      .ends('withheld', 'Not texted: sensitive call type'),
  (plot) =>
    new Story(plot)
      .unit(6, '1C20', '3266')
      .decide(6, { stage: 'dispatched', ...due })
      .text(6, 'dispatched', ASSIGNED, 'unconfirmed', {
        code: 'carrierOutcomeUnknown',
        reason: 'The carrier’s answer is not known',
        needsPerson: 'Two of the carrier’s messages could be this one',
        candidates: ['16093211122334455667788', '16093211122334455667790'],
      })
      .ends('unconfirmed', 'Needs a person: the text may or may not have gone out'),
  (plot) =>
    new Story({ ...plot, priority: '1' })
      .decide(0, {
        stage: 'dispatched',
        outcome: 'skip',
        code: 'excluded',
        reason: 'Excluded: in progress or top priority',
        rule: 'in-progress',
      })
      .with({ excluded: { rule: 'in-progress', reason: 'in progress or top priority', at: plot.now - plot.minutesAgo * MINUTE } })
      .ends('withheld', 'Not texted: in progress or top priority'),
  (plot) =>
    new Story(plot)
      .unit(5, '1C22', '3302')
      .decide(5, { stage: 'dispatched', ...due })
      .text(5, 'dispatched', ASSIGNED, 'undelivered', {
        code: 'notDelivered',
        reason: 'The carrier could not deliver it: landline or unreachable (4720)',
      })
      .ends('failed', 'Could not be delivered: officer assigned'),
  (plot) => {
    const until = plot.now + 9 * 60 * MINUTE;
    return reported(new Story(plot), plot.n)
      .decide(50, { stage: 'completed', outcome: 'hold', code: 'quietHours', reason: 'Waits for the end of quiet hours', until })
      .text(50, 'completed', reportText(plot.n), 'held', {
        code: 'quietHours',
        reason: 'Waits for the end of quiet hours',
        notBefore: until,
        expiresAt: plot.now + 12 * 60 * MINUTE,
      })
      .ends('held', 'Held: waits for the end of quiet hours', until);
  },
  (plot) =>
    reported(new Story(plot), plot.n)
      .text(50, 'completed', reportText(plot.n), 'delivered')
      .ends('confirmed', 'Caller told: report number'),
  (plot) =>
    skipAll(
      new Story({ ...plot, type: ['ZZ-TRAFSTUDY', null] }),
      'callTypeUnknown',
      'The call type is not on the list of those that may be texted',
    ).ends('withheld', 'Not texted: the call type is not on the list'),
  (plot) =>
    new Story(plot)
      .caller({ phone: null, problem: 'No phone number is known' })
      .decide(4, { stage: 'dispatched', outcome: 'skip', code: 'phoneMissing', reason: 'No phone number is known' })
      .ends('withheld', 'Not texted: no phone number is known'),
  (plot) =>
    reported(new Story(plot), plot.n)
      .text(50, 'completed', reportText(plot.n), 'delivered')
      .with({ detectiveId: 'D417', caseStatus: 'open', feeds: ['cad', 'rms'] })
      .event(900, 'caseAssigned', 'Case assigned to D417')
      .decide(900, { stage: 'caseAssigned', ...due, role: 'victim' })
      .text(900, 'caseAssigned', `Case 26-R${pad(1900 + plot.n)} is assigned to Det. L. Okafor, 813-555-0177.`, 'delivered', {
        role: 'victim',
      })
      .ends('confirmed', 'Victim told: detective assigned'),
  (plot) =>
    new Story(plot)
      .unit(5, '2A19', '3266')
      .decide(5, { stage: 'dispatched', ...due })
      .text(5, 'dispatched', ASSIGNED, 'expired', { code: 'expired', reason: 'It came too late to be of use' })
      .ends('failed', 'Not sent: it came too late to be of use'),
  (plot) =>
    new Story(plot)
      .unit(3, '2A11', '3302')
      .decide(3, { stage: 'dispatched', outcome: 'hold', code: 'hold', reason: 'Waits a moment in case CAD takes it back' })
      .text(3, 'dispatched', ASSIGNED, 'cancelled', { code: 'cancelledIncident', reason: 'The incident was cancelled' })
      .closed(3.2, 'CAN')
      .decide(3.2, { stage: 'dispatched', outcome: 'skip', code: 'cancelledIncident', reason: 'The incident was cancelled' })
      .ends('withheld', 'Not texted: the incident was cancelled'),
  (plot) =>
    new Story(plot)
      .caller({ suppressed: 'Replied STOP' })
      .unit(6, '3B11', '3311')
      .decide(6, {
        stage: 'dispatched',
        outcome: 'skip',
        code: 'suppressedNumber',
        reason: 'This number must not be texted: replied STOP',
      })
      .ends('withheld', 'Not texted: this number must not be texted'),
  (plot) =>
    new Story(plot)
      .with({ suppressed: { by: 'dispatcher.vale', reason: 'Caller asked for no contact', at: plot.now - 12 * MINUTE } })
      .decide(3, { stage: 'dispatched', outcome: 'skip', code: 'suppressedIncident', reason: 'A person suppressed this incident' })
      .ends('withheld', 'Not texted: suppressed by dispatcher.vale'),
  (plot) =>
    new Story(plot)
      .unit(4, '1C25', '3266')
      .decide(4, { stage: 'dispatched', outcome: 'hold', code: 'breakerRate', reason: 'Held: too many texts came due at once' })
      .text(4, 'dispatched', ASSIGNED, 'held', { code: 'breakerRate', reason: 'Held: too many texts came due at once' })
      .ends('held', 'Held: too many texts came due at once'),
  (plot) =>
    reported(new Story(plot), plot.n)
      .text(50, 'completed', reportText(plot.n), 'undelivered', { code: 'carrierRefused', reason: 'The carrier refused it' })
      .ends('failed', 'Could not be delivered: report number'),
  (plot) =>
    skipAll(new Story(plot), 'otherAgency', 'This call is another agency’s')
      .with({ contexts: [{ agency: 'Fire', callType: 'WIRES', priority: '3', closed: false, cancelled: false }] })
      .ends('withheld', 'Not texted: another agency’s call'),
];

/** Forty-four invented incidents in every texting state, newest first; their times count back from `now`. */
export function fakeIncidents(now: number): IncidentDetail[] {
  const count = 44;
  return Array.from({ length: count }, (_, index) => {
    const tell = TELLINGS[index % TELLINGS.length] as Telling;
    const n = count - index;
    return tell({
      n,
      now,
      type: TYPES[n % TYPES.length] as readonly [string, string],
      priority: ['2', '3', '3', '4'][n % 4] as string,
      minutesAgo: 1 + index * (index < 12 ? 4 : 26),
    });
  });
}
