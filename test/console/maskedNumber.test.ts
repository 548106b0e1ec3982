import { numberMeant } from '../../src/console/maskedNumber';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

async function call(callers: readonly string[]) {
  const desk = await desks.open();
  for (const [index, callerPhone] of callers.entries()) {
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone }, callers.length - index);
  }
  const [id] = await desk.store.transaction((records) => records.findIncidents([{ kind: 'incidentNumber', name: '25-1' }]));
  return { store: desk.store, incidentId: id as number };
}

it('a masked number is the one of the incident’s people that ends so', async () => {
  const { store, incidentId } = await call(['941-555-0142']);
  expect(await numberMeant(store, { number: '…0142', incidentId })).toBe('+19415550142');
  await expect(numberMeant(store, { number: '…0143', incidentId })).rejects.toThrow('nobody');
  await expect(numberMeant(store, { number: '…0142' })).rejects.toMatchObject({ context: { field: 'incidentId' } });
});

it('a whole number is itself', async () => {
  const { store } = await call(['941-555-0142']);
  expect(await numberMeant(store, { number: '(941) 555-0199' })).toBe('(941) 555-0199');
});
