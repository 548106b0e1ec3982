import { checkedMessage, knownMessage } from '../../src/intake/considerIncident';
import { rechecker } from '../../src/rules/consider';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

it('the truth check itself skips what has expired, whoever else looks at the time', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: '2A1' });
  const [message] = await desk.messages('25-1');
  if (message === undefined) throw new Error('Nothing came due');
  const stored = await desk.store.transaction((records) => records.incident(message.incidentId));
  if (stored === undefined) throw new Error('The incident is not there');
  const verdictAt = (now: number) => {
    const recheck = rechecker(stored.incident, desk.profile, now);
    const messages = [knownMessage(message)];
    const circumstances = { now, policy: desk.profile, messages, numbers: new Map(), holdAll: undefined };
    const { outcome, code } = recheck(checkedMessage(message), circumstances);
    return outcome === 'skip' ? code : outcome;
  };
  expect([verdictAt(message.expiresAt - 1), verdictAt(message.expiresAt)]).toEqual(['send', 'expired']);
});
