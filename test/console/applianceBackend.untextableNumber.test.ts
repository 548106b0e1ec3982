import { ApplianceBackend, type ApplianceBackendDeps } from '../../src/console/applianceBackend';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const caller = { identity: 'host' };

it.each(['suppressNumber', 'liftSuppression'] as const)(
  '%s of a number that cannot be texted names the field, and is on record as failed',
  async (command) => {
    const desk = await desks.open();
    // Of all that a backend needs, these two are asked for nothing but commands.
    const backend = new ApplianceBackend({ commands: desk.commands } as unknown as ApplianceBackendDeps);
    await expect(backend[command](caller, { number: '12', reason: 'because' })).rejects.toMatchObject({
      code: 'console.badInput',
      message: expect.stringContaining('textable'),
      context: { field: 'number' },
    });
    const { items } = await desk.queries.audit({ limit: 10 });
    expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([`${command} failure`]);
  },
);
