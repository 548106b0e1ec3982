import { durations } from '../../src/clock';
import { AuditProof, checkByNight } from '../../src/console/auditProof';
import { silentLogger } from '../../src/logger';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const proofOf = ({ store, clock }: Desk) => new AuditProof({ store, clock, anchorFiles: [], logger: silentLogger });

test('an audit that was changed is found by night, is known after a restart, and until a check finds it whole', async () => {
  const desk = await desks.open();
  await desk.commands.stopAll({ identity: 'vale', reason: 'a drill' });
  const says = (identity: string) =>
    desk.store.between((database) => database.execute("update audit set identity = ? where action = 'stopAll'", [identity]));
  await says('osei');

  const proof = proofOf(desk);
  await proof.begin();
  expect(proof.broken()).toBeUndefined();
  let hour = 14;
  const end = checkByNight(proof, { clock: desk.clock, localHour: () => hour, isBusy: () => false });
  desk.clock.advance(durations.HOUR);
  await proof.idle();
  expect(proof.verification().state).toBe('never');
  hour = 2;
  desk.clock.advance(durations.HOUR);
  await proof.idle();
  const at = desk.clock.now();
  expect(proof.broken()).toEqual({ since: at, places: 1 });
  // Once a night is enough, and says it once.
  desk.clock.advance(durations.HOUR);
  await proof.idle();
  expect(proof.verification().startedAt).toBeLessThan(desk.clock.now());
  end();
  const { items } = await desk.queries.audit({ limit: 5 });
  expect(items[0]).toMatchObject({ identity: 'Herald', action: 'auditChecked', outcome: 'failure' });

  const again = proofOf(desk);
  await again.begin();
  expect(again.broken()).toEqual({ since: at, places: 1 });
  await says('vale');
  again.verify();
  await again.idle();
  expect(again.broken()).toBeUndefined();
  const last = proofOf(desk);
  await last.begin();
  expect(last.broken()).toBeUndefined();
});
