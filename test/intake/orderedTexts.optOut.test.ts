import type { E164 } from '../../src/incident/phone';
import { Corrections } from '../../src/intake/corrections';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const PHONE = '+19415550111' as E164;
const SELECTION = { stage: 'dispatched', from: 0, to: Number.MAX_SAFE_INTEGER } as const;

/** Somebody got a text, and it was wrong. */
async function open() {
  const desk = await desks.open();
  desk.profile.templates.push({
    stage: 'correction',
    language: 'en',
    text: '{{agency}}: Our last text about call {{incident}} was sent in error. Emergency? Call 911.',
  });
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: 'A1' });
  await desk.passSending(20_000);
  const { store, clock, mode } = desk;
  const corrections = new Corrections({ store, clock, mode, policy: () => desk.profile, onCommitted: () => {} });
  const verdict = async () => (await corrections.preview(SELECTION)).items[0]?.verdict;
  return { desk, corrections, verdict };
}

it('a correction does not go to somebody who has opted out since', async () => {
  const { desk, corrections, verdict } = await open();
  await desk.reply(PHONE, 'STOP');
  await desk.send();
  expect(await verdict()).toMatchObject({ outcome: 'skip', code: 'optedOut' });
  const { confirm } = await corrections.preview(SELECTION);
  const outcome = await corrections.send({ identity: 'supervisor', reason: 'wrong', selection: SELECTION, confirm });
  expect(outcome).toMatchObject({ conflict: expect.any(String) });
  expect(await desk.send()).toEqual([]);
});

it('nor while a reply of theirs waits for a person, unless that person lets it go', async () => {
  const { desk, corrections, verdict } = await open();
  await desk.reply(PHONE);
  expect(await verdict()).toMatchObject({ outcome: 'hold', code: 'repliedUnseen' });
  const { confirm } = await corrections.preview(SELECTION);
  await corrections.send({ identity: 'supervisor', reason: 'wrong', selection: SELECTION, confirm });
  expect(await desk.send()).toEqual([]);
  const [waiting] = await desk.store.db.selectFrom('inbound').select('id').execute();
  await desk.optOut.resolve({ identity: 'host', id: waiting?.id ?? 0, meaning: 'nothing', reason: 'it said ok' });
  expect(await desk.send()).toEqual([expect.stringContaining('was sent in error')]);
});
