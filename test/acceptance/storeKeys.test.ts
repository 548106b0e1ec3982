import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreStatusView } from '../../src/contract/store';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';
import { onPath } from '../support/whereAvailable';

const rig = rigPerTest();
jest.setTimeout(120_000);
const data = () => join(rig.directory(), 'data');
const keyFile = () => `${data()}.key`;

async function refused(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const process = RealAppliance.start(['--data', data(), ...args], env);
  expect(await process.ended).toBe(2);
  expect(process.stdout()).toBe('');
  return process.stderr();
}

it('makes a key beside the data directory, refuses any other, and rotates', async () => {
  const first = await RealAppliance.ready(['--data', data(), '--json-logs']);
  expect(first.process.stderr()).toMatch(/store\.keyFileMade/);
  if (onPath('prlimit') !== undefined) {
    expect(readFileSync(`/proc/${first.process.child.pid}/limits`, 'utf8')).toMatch(/^Max core file size +0 /m);
  }
  expect((await first.status()).alarms).toContainEqual(expect.objectContaining({ code: 'keyFileMade', priority: 3 }));
  await first.command('suppressNumber', { number: '813-555-0142', reason: 'asked at the desk' });
  expect((await first.get<StoreStatusView>('/store/status')).body).toMatchObject({ state: 'ok', keyState: 'keyFile', backups: 0 });
  const made = await first.command('backupNow', {});
  expect(made).toMatchObject({ status: 200, body: { running: true } });
  const store = () => first.get<StoreStatusView>('/store/status');
  await until(store, ({ body }) => !body.backupRunning && body.lastBackupAt !== null, 60_000);
  const { items } = (await first.get<{ items: { name: string }[] }>('/store/backups')).body;
  const name = items[0]?.name ?? '';
  expect(name).toMatch(/^herald-/);
  expect(await first.command('verifyBackup', { name })).toMatchObject({ status: 200, body: { whole: true, reason: null } });
  expect((await first.command('verifyBackup', { name: 'herald-none.sqlite' })).status).toBe(404);
  expect((await first.get<StoreStatusView>('/store/status')).body).toMatchObject({ lastBackupOk: true, backups: 1 });
  expect(await first.stop()).toBe(0);

  // Whether somebody has copied it a restart cannot know: it is asked until somebody says so.
  const alarms = async (appliance: RealAppliance) => (await appliance.status()).alarms.map(({ code }) => code);
  const second = await RealAppliance.ready(['--data', data()]);
  expect(await alarms(second)).toContain('keyFileMade');
  expect((await second.command('../alarms/acknowledge', { id: 'keyFileMade' })).status).toBe(200);
  expect(await alarms(second)).not.toContain('keyFileMade');
  expect(await second.stop()).toBe(0);
  const third = await RealAppliance.ready(['--data', data()]);
  expect(await alarms(third)).not.toContain('keyFileMade');
  expect(await third.stop()).toBe(0);

  const key = readFileSync(keyFile(), 'utf8');
  writeFileSync(keyFile(), 'herald-key-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n');
  expect(await refused([])).toMatch(/^herald: The key in .*data\.key does not open this store$/m);
  rmSync(keyFile());
  expect(await refused([])).toMatch(/^herald: The key file .*data\.key is missing/m);
  expect(await refused(['--key-file', join(data(), 'in.key')])).toMatch(/must not be in the data directory/);
  expect(await refused([], { HERALD_PASSPHRASE: 'short' })).toMatch(/at least 12 characters/);
  expect(existsSync(keyFile())).toBe(false);
  writeFileSync(keyFile(), key);

  const passphrase = join(rig.directory(), 'passphrase');
  writeFileSync(passphrase, 'correct horse battery\n');
  const rotation = RealAppliance.start(['keys', 'rotate', '--data', data(), '--new-passphrase-file', passphrase]);
  expect(await rotation.ended).toBe(0);
  expect(rotation.stdout()).toMatch(/opened by the passphrase/);
  expect(await refused([])).toMatch(/opened by a passphrase/);
  const last = await RealAppliance.ready(['--data', data()], { HERALD_PASSPHRASE: 'correct horse battery' });
  expect((await last.get<StoreStatusView>('/store/status')).body).toMatchObject({ keyState: 'passphrase' });
  // The lookup key is the same: who asked not to be texted is found.
  expect((await last.command('liftSuppression', { number: '(813) 555-0142', reason: 'asked again' })).status).toBe(200);
  expect(await last.stop()).toBe(0);
});

it('keys rotate says what is wrong', async () => {
  const nowhere = RealAppliance.start(['keys', 'rotate', '--data', data()]);
  expect(await nowhere.ended).toBe(2);
  expect(nowhere.stderr()).toMatch(/There are no keys in the data directory/);
  expect(await refused(['--reseal'])).toMatch(/--reseal belongs to "keys rotate"/);
});
