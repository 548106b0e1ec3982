import { sql } from 'kysely';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

test('the audit is looked through by person and by action, page by page, each by an index of its own', async () => {
  const desk = await desks.open();
  for (let n = 0; n < 6; n += 1) {
    const identity = n % 2 === 0 ? 'vale' : 'reed';
    if (n % 3 === 0) await desk.commands.stopAll({ identity, reason: 'test' });
    else await desk.commands.resume({ identity, reason: 'test' });
  }
  const names = async (asked: { identity?: string; action?: string; next?: string | undefined; limit?: number }) => {
    const { items, next } = await desk.queries.audit({ limit: 50, ...asked });
    return { said: items.map(({ identity, action }) => `${identity} ${action}`), next };
  };
  expect((await names({ identity: 'vale' })).said).toEqual(['vale resume', 'vale resume', 'vale stopAll']);
  expect((await names({ action: 'stopAll' })).said).toEqual(['reed stopAll', 'vale stopAll']);
  expect((await names({ identity: 'reed', action: 'stopAll' })).said).toEqual(['reed stopAll']);
  const first = await names({ identity: 'vale', limit: 2 });
  expect(first.said).toHaveLength(2);
  expect(await names({ identity: 'vale', limit: 2, next: first.next })).toEqual({
    said: ['vale stopAll'],
    next: undefined,
  });
  const { identities, actions } = await desk.queries.auditNames();
  expect(identities).toEqual(expect.arrayContaining(['reed', 'vale']));
  expect(actions).toEqual(expect.arrayContaining(['resume', 'stopAll']));
  expect([...identities].sort()).toEqual(identities);

  const plan = async (where: string) => {
    const { rows } = await sql<{ detail: string }>`explain query plan select * from audit where ${sql.raw(where)} order by id desc
      limit 100`.execute(desk.store.db);
    return rows.map(({ detail }) => detail).join('; ');
  };
  for (const [where, index] of [
    [`identity = 'vale' and id < 900`, 'auditOfPerson'],
    [`action = 'resume' and id < 900`, 'auditOfAction'],
    [`identity = 'vale' and action = 'resume' and id < 900`, 'auditOfBoth'],
  ] as const) {
    expect(await plan(where)).toContain(index);
    expect(await plan(where)).not.toContain('TEMP B-TREE');
  }
});
