import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/clock';
import { readCommandLine } from '../../src/commandLine';
import { silentLogger } from '../../src/logger';
import { runRecordsCommand } from '../../src/recordsCommands';
import { openOwnedStore } from '../../src/store/openOwnedStore';
import { openDatabase } from '../../src/store/sqlite/openDatabase';
import { RealAppliance, rigPerTest } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(60_000);
const data = () => join(rig.directory(), 'data');
const NEVER_IN_A_TEST = { HERALD_KEY_FILE: '', HERALD_PASSPHRASE: '' };

/** One command on a data directory: its exit code and what it said. */
async function command(words: string, directory = data()): Promise<{ readonly code: number; readonly said: string }> {
  const line = readCommandLine([...words.split(' '), '--data', directory, '--key-file', `${data()}.key`], NEVER_IN_A_TEST);
  if (line.records === undefined) throw new Error('It is another command');
  const said: string[] = [];
  const code = await runRecordsCommand(line.records, line, systemClock, (text) => said.push(text));
  return { code, said: said.join('\n') };
}

async function makeStore(): Promise<void> {
  const storeKey = { kind: 'keyFile' as const, file: `${data()}.key` };
  await (await openOwnedStore(data(), { storeKey, clock: systemClock, logger: silentLogger })).close();
}

it('accounts are added, listed, unlocked and recovered on the data directory, each on record', async () => {
  await makeStore();
  const added = await command('accounts add --name vale --role supervisor');
  expect([added.code, added.said]).toEqual([
    0,
    expect.stringMatching(/^vale: the password is \S+, to be changed at the first log-on$/),
  ]);
  expect(await command('accounts add --name VALE')).toEqual({
    code: 1,
    said: expect.stringContaining('There is an account VALE already'),
  });
  expect(await command('accounts list')).toEqual({ code: 0, said: 'vale  supervisor  active' });
  expect(await command('accounts unlock --name vale')).toEqual({ code: 0, said: 'vale is unlocked' });
  expect(await command('accounts unlock --name osei')).toEqual({ code: 1, said: 'There is no account osei' });
  const recovered = await command('accounts recover --name vale');
  expect(recovered.code).toBe(0);
  expect(recovered.said).not.toBe(added.said);
  expect(await command('accounts list')).toEqual({ code: 0, said: expect.stringMatching(/^vale {2}\w+ {2}active$/) });
  const verified = await command('audit verify');
  expect(verified).toEqual({
    code: 0,
    said: expect.stringMatching(/^The audit is sound: 4 entries in 4 links, 0 purged .*anchored up to/),
  });
});

it.each([
  ['accounts add', '--name'],
  ['accounts add --name vale --role chief', '--role must be one of'],
  ['accounts recover --name vale --console http://127.0.0.1:1/ --token-file /t', 'works on the data directory'],
  ['audit verify --console http://127.0.0.1:1/', '--token-file'],
])('%s says what is wrong', async (words, message) => {
  await expect(command(words)).rejects.toMatchObject({ code: 'usage.bad', message: expect.stringContaining(message) });
});

it('says so where there is no store to look at', async () => {
  await expect(command('audit verify', join(rig.directory(), 'none'))).rejects.toMatchObject({
    message: expect.stringContaining('herald.sqlite'),
  });
});

it('audit verify on a tampered copy names the entry and exits with 1; over a running console the original is sound', async () => {
  await makeStore();
  for (const name of ['vale', 'osei', 'reyes']) await command(`accounts add --name ${name}`);
  const copy = join(rig.directory(), 'copy');
  cpSync(data(), copy, { recursive: true });
  const database = openDatabase(join(copy, 'herald.sqlite'));
  database.execute("update audit set identity = 'osei' where id = 2");
  database.execute('delete from audit where id = 3');
  database.close();
  const verify = RealAppliance.start(['audit', 'verify', '--data', copy, '--key-file', `${data()}.key`]);
  expect(await verify.ended).toBe(1);
  expect(verify.stdout()).toMatch(/^changed: audit 2 of \d{4}-.*: The audit entry 2 was changed$/m);
  expect(verify.stdout()).toMatch(/^removed: audit 3: The audit entry 3 was removed$/m);
  expect(verify.stdout()).toMatch(/^The audit is broken: 1 entries in 3 links/m);
  rmSync(copy, { recursive: true });

  const appliance = await RealAppliance.ready(['--data', data()]);
  try {
    const tokenFile = join(rig.directory(), 'token');
    writeFileSync(tokenFile, `${appliance.ready.token}\n`);
    const over = `--console ${appliance.ready.console} --token-file ${tokenFile}`;
    expect(await command(`audit verify ${over}`)).toEqual({
      code: 0,
      said: expect.stringMatching(/The audit is sound: \d+ entries/),
    });
    expect((await command(`accounts list ${over}`)).said.split('\n')).toHaveLength(3);
    expect(await command(`accounts add --name tran ${over}`)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^tran: the password is /),
    });
    // The directory is the appliance's as long as it runs.
    await expect(command('accounts list')).rejects.toMatchObject({ code: 'store.dataDirectoryInUse' });
  } finally {
    await appliance.stop();
  }
});

it('rehearse may be asked through a console as well', () => {
  const { rehearse } = readCommandLine(['rehearse', '--profile', 'p.json', '--console', 'http://127.0.0.1:1/', '--token', 't'], {});
  expect(rehearse?.where).toEqual({ console: 'http://127.0.0.1:1/', token: 't' });
});
