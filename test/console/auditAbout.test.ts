import { auditAbout } from '../../src/console/auditAbout';
import { deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const CALLER = '2025550111';

test('entries about a text or an incident say its number; others, and what is gone, say none', async () => {
  const profile = testProfile((json) => {
    json.ruleset.stages.dispatched.hold = '15s';
  });
  const desk = await desks.open({ profile });
  await desk.line('NEW', '26-1042', { callType: 'BURG-RES', priority: 'P3', callerPhone: CALLER });
  await desk.line('DISP', '26-1042', { unit: 'A1' });
  const order = { identity: 'vale', reason: 'because' };
  const { items: messages } = await desk.queries.outbox({ limit: 5, status: undefined });
  const [message] = messages;
  if (message === undefined) throw new Error('There is no text');
  await desk.commands.hold({ ...order, id: message.id });
  await desk.commands.suppressIncident({ ...order, id: message.incidentId });
  await desk.commands.stopAll(order);
  await desk.commands.hold({ ...order, id: 'no-such-text-any-more' });

  const { items } = await desk.queries.audit({ limit: 20 });
  const about = await auditAbout(
    items,
    desk.queries,
    ({ callNumber, incidentNumbers }) => callNumber ?? incidentNumbers[0]?.number ?? '',
  );
  const said = items.map(({ id, action, subject }) => [action, about.get(id)?.number ?? subject]);
  expect(said).toEqual(
    expect.arrayContaining([
      ['hold', '26-1042'],
      ['suppressIncident', '26-1042'],
      ['stopAll', 'sending'],
      ['hold', 'no-such-text-any-more'],
    ]),
  );
  const reveals = [
    { id: 1, action: 'reveal', subject: `message ${message.id}` },
    { id: 2, action: 'reveal', subject: `incident ${message.incidentId} caller` },
    // An incident's id and a frame's are both numbers: only what is about an incident names one.
    { id: 3, action: 'replayFrame', subject: String(message.incidentId) },
  ];
  expect([...(await auditAbout(reveals, desk.queries, () => 'it')).keys()]).toEqual([1, 2]);
});
