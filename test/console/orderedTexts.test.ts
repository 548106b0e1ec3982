import { createRouterClient } from '@orpc/server';
import { orderedTexts } from '../../src/console/orderedTexts';
import { orderedTextsRouter } from '../../src/console/orderedTextsRouter';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();

/** The procedures over the real store. */
function consoleOf(desk: Desk) {
  const { handTexts, corrections, queries } = desk;
  const backend = orderedTexts({ handTexts, corrections, queries, policy: () => desk.profile });
  return createRouterClient(orderedTextsRouter(backend), { context: { caller: { identity: 'dispatcher 7' } } });
}

async function waitingCall(desk: Desk): Promise<number> {
  await desk.line('NEW', '25-1', { callType: 'THEFT-GRAND', priority: 'P3', callerPhone: '941-555-0111' });
  return (await desk.incident('25-1')).id;
}

it('says for each text and person whether it could be sent, and in which words', async () => {
  const desk = await desks.open({ profile: shippedProfile() });
  const incidentId = await waitingCall(desk);
  const { choices, nobody } = await consoleOf(desk).byHand.choices({ incidentId });
  expect(nobody).toBeNull();
  const waiting = choices.find(({ cause }) => cause === 'waiting');
  expect(waiting).toMatchObject({ possible: true, why: null, role: 'caller', to: '+19415550111', segments: 1, language: 'en' });
  expect(waiting?.text).toContain('25-1');
  expect(waiting?.contact).not.toContain('0111');
  const dispatched = choices.find(({ stage }) => stage === 'dispatched');
  expect(dispatched).toMatchObject({ possible: false, code: 'notTrueNow', why: 'It is not true of this call now', text: null });
});

it('marks who sent it, on the message and on record', async () => {
  const desk = await desks.open({ profile: shippedProfile() });
  const incidentId = await waitingCall(desk);
  const client = consoleOf(desk);
  const { choices } = await client.byHand.choices({ incidentId });
  const contact = choices[0]?.contact ?? '';
  const order = { incidentId, stage: 'delayed', cause: 'waiting', contact, reason: 'they rang again' } as const;
  const { messageId } = await client.sendByHand(order);
  const [message] = await desk.messages('25-1');
  expect(message).toMatchObject({ id: messageId, orderedBy: 'dispatcher 7', status: 'ready' });
  await expect(client.sendByHand(order)).rejects.toMatchObject({ code: 'CONFLICT', message: 'It waits to be sent already' });
  const { items } = await desk.queries.audit({ limit: 10 });
  expect(items.map(({ action, outcome, identity }) => [action, outcome, identity])).toEqual([
    ['sendByHand', 'failure', 'dispatcher 7'],
    ['sendByHand', 'success', 'dispatcher 7'],
  ]);
});

it('a correction goes to exactly those on the list that was seen, once', async () => {
  const desk = await desks.open({ profile: shippedProfile() });
  await waitingCall(desk);
  await desk.passSending(21 * 60_000);
  const client = consoleOf(desk);
  const [original] = await desk.messages('25-1');
  const selection = { messageIds: [original?.id ?? ''] };
  const preview = await client.corrections.preview({ selection });
  expect(preview).toMatchObject({ willSend: 1, skipped: 0, items: [{ incident: '25-1', to: '+19415550111', willSend: true }] });
  const order = { selection, reason: 'the feed told nonsense' };
  await expect(client.sendCorrection({ ...order, confirm: 'another list' })).rejects.toMatchObject({ code: 'CONFLICT' });
  const { messageIds } = await client.sendCorrection({ ...order, confirm: preview.confirm });
  expect(messageIds).toHaveLength(1);
  const [text] = await desk.send();
  expect(text).toBe(preview.items[0]?.text);
  const again = await client.corrections.preview({ selection });
  expect(again).toMatchObject({ willSend: 0, items: [{ code: 'alreadyCorrected', why: 'It has been corrected already' }] });
  expect((await desk.messages('25-1')).at(-1)).toMatchObject({ stage: 'correction', corrects: [original?.id] });
});

it('knows no incident and no text that is not there', async () => {
  const client = consoleOf(await desks.open({ profile: shippedProfile() }));
  await expect(client.byHand.choices({ incidentId: 4711 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const selection = { messageIds: ['nothing'] };
  const { confirm, items } = await client.corrections.preview({ selection });
  expect(items).toEqual([]);
  await expect(client.sendCorrection({ selection, confirm, reason: 'why' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
