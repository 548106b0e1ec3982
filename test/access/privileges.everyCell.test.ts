import { createRouterClient, traverseContractProcedures } from '@orpc/server';
import { type CallerRole, mayUse, PRIVILEGES, ROLES } from '../../src/access/privileges';
import { consoleRouter } from '../../src/console/router';
import { contract } from '../../src/contract/contract';
import { fakeBackend } from '../support/fakeBackend';

const PROCEDURES: string[] = [];
traverseContractProcedures({ router: contract, path: [] }, ({ path }) => void PROCEDURES.push(path.join('.')));

/** Refused by the gate, and not by anything behind it. */
const REFUSED = new Set(['FORBIDDEN', 'UNAUTHORIZED']);

const backend = fakeBackend();
const router = consoleRouter(backend, backend.changes);

/** What the real router answers this role: whether the gate let it by. Bad input and the rest come after the gate. */
async function isLetBy(procedure: string, role: CallerRole | undefined): Promise<boolean> {
  // Each role is somebody of its own: one person may not ask for so much at once.
  const caller = role === 'host' ? { identity: 'host' } : { identity: role ?? 'nobody', role };
  const client = createRouterClient(router, { context: { caller } });
  // biome-ignore lint/suspicious/noExplicitAny: walked by name
  const call = procedure.split('.').reduce((part: any, name) => part[name], client) as (input: unknown) => Promise<unknown>;
  const aborted = AbortSignal.abort();
  try {
    await (call as (input: unknown, options: unknown) => Promise<unknown>)({}, procedure === 'changes' ? { signal: aborted } : {});
    return true;
  } catch (error) {
    return !REFUSED.has((error as { code?: string }).code ?? '');
  }
}

it('every procedure of the contract has its line in the table: until then only the host may use it', () => {
  expect(PROCEDURES.filter((procedure) => !Object.hasOwn(PRIVILEGES, procedure))).toEqual([]);
});

describe.each([...ROLES, 'host'] as const)('%s', (role) => {
  it.each(PROCEDURES)('%s', async (procedure) => {
    const { roles } = PRIVILEGES[procedure] ?? { roles: [] };
    // What belongs to a session needs one, whatever the role.
    const expected = role !== 'host' && roles === 'session' ? false : mayUse(role, procedure);
    expect(await isLetBy(procedure, role)).toBe(expected);
  });
});

it('who has no session is let to logging on, and to nothing else', async () => {
  const open: string[] = [];
  for (const procedure of PROCEDURES) if (await isLetBy(procedure, undefined)) open.push(procedure);
  expect(open.sort()).toEqual(['access.firstAccount', 'access.logOn', 'access.resume', 'access.state']);
});

it('a procedure that is not in the table is the host’s alone', () => {
  for (const role of ROLES) expect(mayUse(role, 'commands.toString')).toBe(false);
  expect(mayUse('host', 'nothing.known')).toBe(true);
});

it.each([
  [
    'dispatcher',
    ['commands.liftExclusion', 'policy.saveDraft', 'access.reveal', 'access.accounts', 'audit.list', 'commands.resume'],
  ],
  ['supervisor', ['access.createAccount', 'carrierSettings.set', 'audit.export', 'access.saveSettings']],
  ['administrator', ['commands.release', 'commands.resend', 'commands.sendByHand', 'policy.putInForce', 'access.reveal']],
] as const)('least privilege, in words: a %s may not', (role, procedures) => {
  expect(procedures.filter((procedure) => mayUse(role, procedure))).toEqual([]);
});

it('everybody may stop everything', () => {
  for (const role of ROLES) expect(mayUse(role, 'commands.stopAll')).toBe(true);
});
