import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { SetupProblem, SetupState } from '../../src/contract/setup';
import type { StatusView } from '../../src/contract/views';
import { checkProfile } from '../../src/profileSetup';
import { starterProfile } from '../../src/starterProfile';
import { applianceToSetUp, RESOURCES, starter } from './support/applianceToSetUp';

const { api, start, andAgain, running, firstAccount } = applianceToSetUp();
const state = async () => (await api<SetupState>('/setup')).body;

it('a profile entered in the console starts watch-only, survives a restart, and goes live by a named person', async () => {
  await start();
  expect(await state()).toMatchObject({ source: 'none', canChange: true, hash: null });
  const profile = { ...starter(), feeds: [{ id: 'cad', url: 'tcp-listen://127.0.0.1:0?format=newworld-xml' }] };
  profile.carrier.optOut = 'acceptedBlind';
  await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: null, reason: 'first set-up' });

  const kept = await state();
  const inForce = async () => (await api('/policy/current')).body;
  expect(await inForce()).toMatchObject({ source: 'profile', by: 'host', reason: 'first set-up' });
  expect(kept).toMatchObject({ source: 'console', mode: 'watch', keptBy: 'host', live: null });
  const status = (await api<StatusView>('/status')).body;
  expect(status.mode).toBe('watch');
  const address = status.feeds[0]?.address ?? '';
  await new Promise<void>((settle, fail) => {
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1', () => socket.end(settle)).on('error', fail);
  });

  await running().stop();
  await start();
  expect(await state()).toEqual(kept);
  const asHost = await api<{ message: string }>('/setup/goLive', { reason: 'a script' });
  expect([asHost.status, asHost.body.message]).toEqual([409, expect.stringContaining('by name')]);
  const named = await firstAccount('maria');
  await andAgain('/setup/goLive', { reason: 'the chief said so' }, named);
  expect(await state()).toMatchObject({ mode: 'live', live: { by: 'maria', reason: 'the chief said so' } });
  expect((await api<StatusView>('/status')).body.mode).toBe('live');
  // Rules that came with a profile are said to be by the person who kept it.
  profile.agency.phone = '941-555-0199';
  await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: kept.hash, reason: 'a new line' }, named);
  expect(await inForce()).toMatchObject({ source: 'profile', by: 'maria', reason: 'a new line' });
  await andAgain('/setup/watchOnly', { reason: 'a bad feed' });
  expect(await state()).toMatchObject({ mode: 'watch', live: null });
  const audit = (await api<{ items: { action: string }[] }>('/audit')).body.items.map(({ action }) => action);
  expect(audit).toEqual(expect.arrayContaining(['keepProfile', 'putPolicyInForce', 'goLive', 'watchOnly']));
});

it('names what is wrong, and keeps nothing of it', async () => {
  await start();
  const wrong = { ...starter(), feeds: [{ id: 'cad', url: 'tcp-listen://127.0.0.1:0?format=no-such' }] };
  const answer = await api<{ problems: SetupProblem[] }>('/setup/keep', {
    text: JSON.stringify(wrong),
    basedOn: null,
    reason: 'first',
  });
  expect(answer.body.problems).toEqual([expect.objectContaining({ path: 'feeds', message: expect.stringContaining('no-such') })]);
  expect(await state()).toMatchObject({ source: 'none', hash: null });
});

it('does not overwrite what somebody else entered meanwhile', async () => {
  await start();
  const text = JSON.stringify(starter());
  await andAgain('/setup/keep', { text, basedOn: null, reason: 'first' });
  const answer = await api<{ message: string }>('/setup/keep', { text, basedOn: null, reason: 'second' });
  expect([answer.status, answer.body.message]).toEqual([409, expect.stringContaining('somebody else')]);
});

it('does not let rules past the second person that the agency wants for them', async () => {
  await start();
  const profile = starter();
  profile.agency.secondPerson = true;
  await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: null, reason: 'first' });
  const basedOn = (await state()).hash;
  const keep = (text: string) => api<{ problems: SetupProblem[] }>('/setup/keep', { text, basedOn, reason: 'second' });
  const alone = JSON.stringify({ ...profile, agency: { ...profile.agency, secondPerson: false } });
  const refused = [
    expect.objectContaining({ path: 'agency.secondPerson', message: expect.stringContaining('takes a second person') }),
  ];
  expect((await keep(alone)).body.problems).toEqual(refused);
  // It is said before anybody has given a reason, too.
  expect((await api<{ problems: SetupProblem[] }>('/setup/compare', { text: alone })).body.problems).toEqual(refused);
  expect((await state()).hash).toBe(basedOn);
  const { items } = (await api<{ items: { action: string; outcome: string; detail: unknown }[] }>('/audit')).body;
  expect(items[0]).toMatchObject({
    action: 'keepProfile',
    outcome: 'failure',
    detail: { reason: 'second', because: 'secondPersonNeeded' },
  });
  const text = JSON.stringify({ ...profile, retention: { frames: '10d' } });
  await andAgain('/setup/keep', { text, basedOn, reason: 'second' });
});

it('does not go live before the profile says how STOP is seen, nor against what it says', async () => {
  await start();
  await andAgain('/setup/keep', { text: JSON.stringify(starter()), basedOn: null, reason: 'first' });
  const named = await firstAccount('maria');
  const answer = await api<{ message: string }>('/setup/goLive', { reason: 'in a hurry' }, named);
  expect([answer.status, answer.body.message]).toEqual([409, expect.stringContaining('carrier.optOut')]);
  const profile = { ...starter(), mode: 'watch', carrier: { optOut: 'tollFree' } };
  const { hash } = await state();
  await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: hash, reason: 'second' });
  const watching = await api<{ message: string }>('/setup/goLive', { reason: 'in a hurry' }, named);
  expect([watching.status, watching.body.message]).toEqual([409, expect.stringContaining('"mode": "watch"')]);
});

it('shows a feed that cannot be opened as failed, so that the console is there to mend it', async () => {
  await start();
  const taken = new URL(running().appliance().http?.url ?? '').port;
  const profile = { ...starter(), feeds: [{ id: 'cad', url: `tcp-listen://127.0.0.1:${taken}?format=newworld-xml` }] };
  await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: null, reason: 'first' });
  expect((await api<StatusView>('/status')).body.feeds[0]).toMatchObject({ id: 'cad', state: 'failed' });
});

it('a profile given as a file is shown, and changed there only', async () => {
  const file = join(RESOURCES, 'profiles', 'training.json');
  await start({ profileFile: file });
  expect(await state()).toMatchObject({ source: 'file', canChange: false });
  const answer = await api<{ message: string }>('/setup/keep', { text: '{}', basedOn: null, reason: 'r' });
  expect(answer.status).toBe(409);
  expect((await api<{ text: string }>('/setup/profile')).body.text).toContain('"agency"');
});

it('the profile to begin with is whole, and texts about nothing', () => {
  expect(checkProfile(starterProfile(RESOURCES).text)).toEqual([]);
  const suggested = starterProfile(RESOURCES).callTypes;
  const codes = starter().ruleset.callTypes.map(({ code }: { code: string }) => code);
  expect(suggested.flatMap((type) => type.codes).sort()).toEqual([...codes].sort());
  // What is chosen is chosen by name: all codes of one may be texted about the same.
  const shipped = JSON.parse(readFileSync(join(RESOURCES, 'rulesets', 'default.json'), 'utf8')).ruleset.callTypes;
  for (const { label, stages } of suggested) {
    for (const type of shipped.filter((each: { label: string }) => each.label === label))
      expect([label, type.stages]).toEqual([label, stages]);
  }
  const { callTypes, exclusions } = starter().ruleset;
  expect(callTypes.length).toBeGreaterThan(15);
  expect(callTypes.every(({ stages }: { stages: string[] }) => stages.length === 0)).toBe(true);
  expect(exclusions.length).toBeGreaterThan(3);
});
