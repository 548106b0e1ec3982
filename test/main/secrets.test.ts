import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { shellHome, startShell } from '../support/startShell';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const CARRIER = { BANDWIDTH_ACCOUNT_ID: '9900000', BANDWIDTH_PASSWORD: 'hunter2-and-more' };
const file = () => path.join(shellHome(), 'userData', 'secrets');

interface Given {
  readonly storeKey?: string;
  readonly carrier?: unknown;
  readonly keychainProblem?: string;
}
const given = (shell: Awaited<ReturnType<typeof startShell>>): Given => shell.told<{ secrets: Given }>('start').secrets;

it('makes a key for the store at the first start, and hands over the same ever after', async () => {
  const first = given(await startShell());
  expect(Buffer.from(first.storeKey ?? '', 'base64url')).toHaveLength(32);
  expect(first.keychainProblem).toBeUndefined();
  const shell = await startShell();
  expect(given(shell).storeKey).toBe(first.storeKey);
  shell.process().emit('exit', 1);
  jest.advanceTimersByTime(1_000);
  expect(given(shell).storeKey).toBe(first.storeKey);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).not.toContain(first.storeKey);
});

it('keeps carrier settings sealed, and gives them to each appliance from then on', async () => {
  const shell = await startShell();
  const { storeKey } = given(shell);
  expect(given(shell).carrier).toBeUndefined();
  shell.say({ type: 'keep', id: 7, carrier: CARRIER });
  expect(shell.process().of('kept')[0]?.message).toEqual({ type: 'kept', id: 7, problem: null });
  const written = readFileSync(file(), 'utf8');
  expect(written + Buffer.from(written, 'base64').toString('latin1')).not.toMatch(/9900000|hunter2/);
  const again = given(await startShell());
  expect(again).toMatchObject({ storeKey, carrier: CARRIER });
});

it.each([
  ['the system encrypts nothing', { isAvailable: false }],
  ['Linux would use a password that everybody knows', { backend: 'basic_text' as const }],
  ['Linux does not say what it would use', { backend: 'unknown' as const }],
])('keeps nothing, and says why, where %s', async (_why, keychain) => {
  const shell = await startShell({ prepare: ({ safeStorage }) => Object.assign(safeStorage, keychain) });
  expect(given(shell)).toMatchObject({ storeKey: undefined, keychainProblem: expect.stringContaining('none in plain text') });
  shell.say({ type: 'keep', id: 1, carrier: CARRIER });
  expect(shell.process().of('kept')[0]?.message).toMatchObject({ problem: expect.stringContaining('none in plain text') });
  expect(() => statSync(file())).toThrow('ENOENT');
});

it('makes no other key where the keychain does not open the one there is', async () => {
  await startShell();
  const before = readFileSync(file());
  const shell = await startShell({ prepare: ({ safeStorage }) => Object.assign(safeStorage, { isLost: true }) });
  expect(given(shell)).toMatchObject({ storeKey: undefined, keychainProblem: expect.stringContaining('does not open') });
  shell.say({ type: 'keep', id: 1, carrier: CARRIER });
  expect(shell.process().of('kept')[0]?.message).toMatchObject({ problem: expect.stringContaining('does not open') });
  expect(readFileSync(file())).toEqual(before);
});
