import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTES = 60_000;
const FIRST = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const SECOND = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0122' };

/** A call that is over, and another that came in under its number. */
async function reused() {
  const desk = await desks.open();
  const begun = await desk.line('NEW', '25-1', FIRST);
  await desk.line('DISP', '25-1', { unit: '2A1' });
  await desk.passSending(3 * MINUTES);
  await desk.line('CANCEL', '25-1', {});
  await desk.passSending(15 * MINUTES);
  await desk.line('NEW', '25-1', SECOND);
  return { desk, begun };
}

it('the first line of the earlier call, sent again, does not make the later one older than it is', async () => {
  const { desk, begun } = await reused();
  await desk.receive('units', begun);
  expect(await desk.passSending(10 * MINUTES)).toEqual([]);
  expect(await desk.passSending(11 * MINUTES)).toEqual([expect.stringContaining('still waiting for an officer')]);
});

it('a unit of the earlier call that is told of late has not arrived at the later one', async () => {
  const { desk } = await reused();
  await desk.line('ARR', '25-1', { unit: '2A1' }, 17 * MINUTES);
  await desk.line('DISP', '25-1', { unit: '2A2' });
  expect(await desk.passSending(3 * MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
});

it('what comes late and may exclude counts for the later call, since nobody knows how right the time is', async () => {
  const { desk } = await reused();
  await desk.line('NOTE', '25-1', { narrative: 'he has a gun' }, 17 * MINUTES);
  await desk.line('DISP', '25-1', { unit: '2A2' });
  expect(await desk.passSending(25 * MINUTES)).toEqual([]);
});

it('a report that the records system named for the earlier call stays that call’s, however wrong the time that CAD gives', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', FIRST);
  await desk.line('CLOSE', '25-1');
  await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D418' });
  expect(await desk.passSending(5 * MINUTES)).toEqual([expect.stringContaining('Case R1')]);
  await desk.line('NEW', '25-1', SECOND);
  await desk.line('RPT', '25-1', { reportNumber: 'R1' }, 90 * MINUTES);
  await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417' });
  await desk.passSending(10 * MINUTES);
  const told = (await desk.queries.outbox({ limit: 50 })).items.filter(({ stage }) => stage === 'caseAssigned');
  expect(told.map(({ phone }) => phone)).toEqual(['+19415550111', '+19415550111']);
});

it('a corrected number that is told of late is the earlier call’s, in whose time it was', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', FIRST);
  await desk.line('ARR', '25-1', { unit: '2A1', officerId: '3266' });
  await desk.line('RPT', '25-1', { reportNumber: 'R1' });
  await desk.pass(5 * MINUTES);
  await desk.line('CLOSE', '25-1');
  await desk.pass(MINUTES);
  await desk.line('NEW', '25-1', SECOND);
  await desk.line('CALLER', '25-1', { callerPhone: '941-555-0133' }, 3 * MINUTES);
  await desk.line('DISP', '25-1', { unit: '2A2' });
  await desk.passSending(10 * MINUTES);
  const left = (await desk.queries.outbox({ limit: 50 })).items.filter(({ status }) => status === 'accepted');
  expect(left.map(({ stage, phone }) => `${stage} ${phone}`).sort()).toEqual(['completed +19415550133', 'dispatched +19415550122']);
});

it('a call that comes in under a number whose case moves already is another: the case is not told to its caller', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', FIRST);
  await desk.line('CLOSE', '25-1');
  await desk.pass(80 * MINUTES);
  // Whose first line was lost.
  await desk.line('DISP', '25-1', { unit: '2A3' });
  await desk.line('RPT', '25-1', { reportNumber: 'R1' });
  await desk.pass(70 * MINUTES);
  await desk.rms('STATUS', '25-1', { reportNumber: 'R1', caseStatus: 'Suspended' });
  await desk.pass(MINUTES);
  await desk.line('NEW', '25-1', SECOND);
  await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417' });
  await desk.passSending(10 * MINUTES);
  const { items } = await desk.queries.outbox({ limit: 50 });
  expect(items.filter(({ phone }) => phone === '+19415550122')).toEqual([]);
});

it('an arrival from before anything is known of the earlier call is not the later one’s either', async () => {
  const desk = await desks.open();
  await desk.line('DISP', '25-1', { unit: '2A1' });
  await desk.line('CANCEL', '25-1');
  await desk.pass(30 * MINUTES);
  await desk.line('NEW', '25-1', SECOND);
  await desk.line('ARR', '25-1', { unit: '2A1' }, 35 * MINUTES);
  await desk.line('DISP', '25-1', { unit: '2A2' });
  expect(await desk.passSending(3 * MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
});

it('a case of which it cannot be told whose it is does not take the number from the call that has it', async () => {
  const { desk } = await reused();
  await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R9', officerId: 'D417' });
  await desk.rms('STATUS', '25-1', { reportNumber: 'R9', caseStatus: 'Suspended' });
  await desk.line('ARR', '25-1', { unit: '2A2' });
  // Nobody waits any more.
  expect(await desk.passSending(60 * MINUTES)).toEqual([]);
});
