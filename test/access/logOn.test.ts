import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { AccessControl } from '../../src/access/accessControl';
import { AccountAdministration } from '../../src/access/accountAdministration';
import { AccountBook } from '../../src/access/accountBook';
import { revealing } from '../../src/console/revealing';
import { consoleRouter } from '../../src/console/router';
import { ConsoleQueries } from '../../src/store/consoleQueries';
import { clearPersonal } from '../../src/store/personal';
import { openStore, type Store } from '../../src/store/store';
import { ask, post, startTestConsole, type TestConsole, TOKEN } from '../support/consoleServer';
import { fakeBackend } from '../support/fakeBackend';
import { FakeClock } from '../support/fakeClock';

const GOOD = 'tall-cedar-quiet-harbor';
const MINUTE = 60_000;
const CHEAP = { N: 2 ** 4, r: 1, p: 1 };
let directory: string;
let clock: FakeClock;
let store: Store;
let control: AccessControl;
let server: TestConsole;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'herald-access-'));
  clock = new FakeClock(Date.UTC(2026, 10, 26, 7, 0, 0));
  store = await openStore(directory, clearPersonal(new Uint8Array(32)));
  const book = new AccountBook(store, clock);
  await book.load();
  control = new AccessControl({
    book,
    cost: CHEAP,
    agency: () => 'Port Alden',
    banned: () => new Set(['password', 'dispatch', 'police']),
  });
  const access = { control, administration: new AccountAdministration(book, CHEAP), revealing: revealing(store, clock) };
  const backend = fakeBackend();
  server = await startTestConsole({ access: control, clock, router: consoleRouter(backend, backend.changes, clock, { access }) });
});
afterEach(async () => {
  await server.stop();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The console's own protocol, as the page speaks it. */
async function call(name: string, input: unknown, session: string | null = null) {
  const answer = await post(server.port, `/rpc/access/${name}`, { json: input }, { token: session });
  return { status: answer.status, json: answer.json?.json };
}
const state = async (session: string | null) => (await ask(server.port, '/rpc/access/state', { token: session })).json.json;
const status = (session: string) => ask(server.port, '/api/status', { token: session });
const code = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: clock.now() });
const audited = async () => (await new ConsoleQueries(store.db, store.personal).audit({ limit: 100 })).items;

/** The first account, with its second factor. */
async function administrator() {
  const first = control.firstCode() as string;
  const { json } = await call('firstAccount', { code: first, name: 'reyes', password: GOOD });
  const session = json.session as string;
  const { json: enrolled } = await call('enrolTotp', { password: GOOD }, session);
  await call('confirmTotp', { code: code(enrolled.secret) }, session);
  return { session, secret: enrolled.secret as string };
}

/** An account of this role, its password changed; no second factor yet. */
async function person(session: string, name: string, role: string) {
  const { json } = await call('createAccount', { name, role }, session);
  const first = await call('logOn', { name, password: json.password });
  await call('changePassword', { password: json.password, newPassword: GOOD }, first.json.session);
  return { id: json.account.id as number, session: first.json.session as string };
}

it('the first account needs the code shown at the machine, and is asked for its second factor before anything else', async () => {
  expect(await state(null)).toMatchObject({ needs: 'firstAccount', me: null });
  expect((await call('firstAccount', { code: 'aaaa-bbbb-cccc', name: 'reyes', password: GOOD })).json).toMatchObject({
    data: { why: 'wrong' },
  });
  const first = control.firstCode() as string;
  const { json } = await call('firstAccount', { code: first.toUpperCase(), name: 'reyes', password: GOOD });
  expect(await state(json.session)).toMatchObject({ needs: 'enrolTotp', me: { name: 'reyes', role: 'administrator' } });
  expect((await status(json.session)).json.code).toBe('SETUP_NEEDED');
  expect(control.firstCode()).toBeUndefined();
  expect((await call('firstAccount', { code: first, name: 'other', password: GOOD })).json).toMatchObject({
    data: { why: 'noCode' },
  });
});

it('five wrong codes withdraw the code until the next start', async () => {
  const first = control.firstCode();
  for (let n = 0; n < 5; n++) await call('firstAccount', { code: 'aaaa-bbbb-cccc', name: 'reyes', password: GOOD });
  expect((await call('firstAccount', { code: first, name: 'reyes', password: GOOD })).json).toMatchObject({
    data: { why: 'noCode' },
  });
});

it('a supervisor or administrator logs on with password and code; a code counts once', async () => {
  const { secret } = await administrator();
  expect((await call('logOn', { name: 'reyes', password: GOOD })).json).toMatchObject({ data: { why: 'codeNeeded' } });
  clock.advance(31_000);
  const now = code(secret);
  const on = await call('logOn', { name: 'REYES', password: GOOD, totp: now });
  expect((await status(on.json.session)).status).toBe(200);
  expect((await call('logOn', { name: 'reyes', password: GOOD, totp: now })).json).toMatchObject({ data: { why: 'codeUsed' } });
});

it('five bad tries within 15 minutes lock the account until an administrator unlocks it, whatever the password', async () => {
  const { session } = await administrator();
  const vale = await person(session, 'vale', 'dispatcher');
  for (let n = 0; n < 4; n++) await call('logOn', { name: 'vale', password: 'wrong' });
  expect((await call('logOn', { name: 'vale', password: 'wrong' })).json).toMatchObject({ data: { why: 'accountLocked' } });
  clock.advance(3 * 60 * MINUTE);
  expect((await call('logOn', { name: 'vale', password: GOOD })).json).toMatchObject({ data: { why: 'accountLocked' } });
  const host = await post(server.port, '/api/access/unlock', { id: vale.id, reason: 'Called in' });
  expect(host.json).toEqual({ done: true });
  expect((await call('logOn', { name: 'vale', password: GOOD })).status).toBe(200);
});

it('four bad tries, and a fifth 15 minutes later, lock nothing', async () => {
  const { session } = await administrator();
  await person(session, 'vale', 'dispatcher');
  for (let n = 0; n < 4; n++) await call('logOn', { name: 'vale', password: 'wrong' });
  clock.advance(16 * MINUTE);
  expect((await call('logOn', { name: 'vale', password: 'wrong' })).json).toMatchObject({ data: { why: 'wrong' } });
  expect((await call('logOn', { name: 'vale', password: GOOD })).status).toBe(200);
});

it('an idle session locks, an active one does not; the password unlocks it', async () => {
  const { session } = await administrator();
  const vale = await person(session, 'vale', 'dispatcher');
  clock.advance(29 * MINUTE);
  await call('active', {}, vale.session);
  clock.advance(29 * MINUTE);
  expect((await status(vale.session)).status).toBe(200);
  clock.advance(2 * MINUTE);
  expect((await status(vale.session)).json).toMatchObject({ code: 'LOCKED', status: 423 });
  expect(await state(vale.session)).toMatchObject({ needs: 'reauthenticate', because: 'locked' });
  expect((await call('active', {}, vale.session)).json).toMatchObject({ code: 'LOCKED' });
  await call('reauthenticate', { password: GOOD }, vale.session);
  expect((await status(vale.session)).status).toBe(200);
});

it('in a secure place nothing locks, and after twelve hours the password is asked for all the same', async () => {
  const { session } = await administrator();
  const settings = { lockMinutes: 0, passwordMinLength: 12, secondFactorFor: 'supervisors', reason: 'Secure room' };
  expect((await call('saveSettings', settings, session)).json).toEqual({ done: true });
  const vale = await person(session, 'vale', 'dispatcher');
  clock.advance(11 * 60 * MINUTE);
  expect((await status(vale.session)).status).toBe(200);
  clock.advance(61 * MINUTE);
  expect((await status(vale.session)).json).toMatchObject({ code: 'REAUTHENTICATE', data: { because: 'twelveHours' } });
});

it('sensitive acts want the password within the last five minutes', async () => {
  const { session } = await administrator();
  clock.advance(6 * MINUTE);
  const refused = await call('createAccount', { name: 'vale', role: 'dispatcher' }, session);
  expect(refused.json).toMatchObject({ code: 'REAUTHENTICATE', data: { because: 'sensitive' } });
});

it('sessions end when the account is closed, and the last administrator stays', async () => {
  const { session } = await administrator();
  const vale = await person(session, 'vale', 'dispatcher');
  expect((await call('disable', { id: vale.id, reason: 'Left' }, session)).json).toEqual({ done: true });
  expect((await status(vale.session)).status).toBe(401);
  const { items } = (await ask(server.port, '/api/access/accounts')).json;
  const reyes = items.find((account: { name: string }) => account.name === 'reyes');
  const last = await post(server.port, '/api/access/disable', { id: reyes.id, reason: 'Drill' });
  expect(last.json).toMatchObject({ data: { why: 'lastAdministrator' } });
});

it.each([
  ['short1', 'passwordTooShort'],
  ['Password12345', 'passwordBanned'],
  ['P@ssw0rdP@ssw0rd', 'passwordBanned'],
  ['policedispatch911', 'passwordBanned'],
  ['abcdefghijklmnop', 'passwordBanned'],
  ['xyxyxyxyxyxyxy', 'passwordBanned'],
  ['my-reyes-house-2', 'passwordIsName'],
])('the password %s is refused', async (password, why) => {
  const answer = await call('firstAccount', { code: control.firstCode(), name: 'reyes', password });
  expect(answer.json).toMatchObject({ data: { why } });
});

it('numbers are masked for sessions and whole for the host; a role that may not is refused on record', async () => {
  const { session } = await administrator();
  const whole = (await ask(server.port, '/api/outbox', { token: TOKEN })).text;
  const masked = (await ask(server.port, '/api/outbox', { token: session })).text;
  expect(whole).toMatch(/"\+1\d{10}"/);
  expect(masked).not.toMatch(/\+1\d{10}/);
  expect(masked).toMatch(/"…\d{4}"/);
  expect((await post(server.port, '/api/commands/release', { id: 'x', reason: 'x' }, { token: session })).json.code).toBe(
    'FORBIDDEN',
  );
  expect((await audited())[0]).toMatchObject({
    identity: 'reyes',
    action: 'refused',
    subject: 'commands.release',
    outcome: 'failure',
  });
});

it('log-ons and their failures are on record with time, source and outcome, and no password or token is kept', async () => {
  const { session } = await administrator();
  await call('logOn', { name: 'reyes', password: 'wrong-wrong-wrong' });
  await call('logOn', { name: 'my-secret-typed-as-name', password: 'x' });
  const entries = await audited();
  expect(entries[0]).toMatchObject({ identity: 'unknown', action: 'logOn', outcome: 'failure', source: 'http 127.0.0.1' });
  expect(entries[1]).toMatchObject({ identity: 'reyes', action: 'logOn', outcome: 'failure', at: clock.now() });
  const { rows } = await store.between((database) => ({
    rows: [
      ...database.execute('select * from account').rows,
      ...database.execute('select * from session').rows,
      ...database.execute('select * from audit').rows,
    ],
  }));
  const kept = JSON.stringify(rows);
  for (const secret of [GOOD, session, 'my-secret-typed-as-name', 'wrong-wrong-wrong']) expect(kept).not.toContain(secret);
});

it('a session outlasts a restart; log-on tries are limited', async () => {
  const { session } = await administrator();
  const again = new AccountBook(store, clock);
  await again.load();
  expect(new AccessControl({ book: again, agency: () => '', banned: () => new Set() }).who(session, true)?.account.name).toBe(
    'reyes',
  );
  const codes = [];
  for (let n = 0; n < 25; n++)
    codes.push(
      (await call('resume', { session: 'guess' }, null)).status,
      (await call('logOn', { name: 'x', password: '' })).status,
    );
  expect(codes).toContain(429);
});
