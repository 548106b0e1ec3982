import type { PolicyDraftView, PolicyVersionView } from '../../src/contract/policy';
import { policyHash, readPolicy, writtenPolicy } from '../../src/policy/policyBody';
import { PolicyVersions, type RehearsedPolicy } from '../../src/policy/policyVersions';
import type { Profile } from '../../src/profile';
import type { Policy } from '../../src/rules/ruleset';
import { ConsoleQueries } from '../../src/store/consoleQueries';
import { deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const ANNA = { identity: 'anna' };
const BEN = { identity: 'ben' };

async function office(profile: Profile = testProfile()) {
  const desk = await desks.open({ profile });
  let switched = 0;
  const rehearsals = new Map<string, RehearsedPolicy>();
  const open = (from: Profile) =>
    PolicyVersions.open(from, {
      store: desk.store,
      clock: desk.clock,
      onSwitched: () => {
        switched += 1;
      },
      rehearsed: (id) => rehearsals.get(id),
    });
  return { rehearsals, desk, open, versions: await open(profile), switched: () => switched };
}

const withDelays = ({ body }: PolicyVersionView, delays: readonly unknown[]) => ({ ...body, ruleset: { ...body.ruleset, delays } });
const draftOf = (answer: unknown) => answer as PolicyDraftView;

it('what the profile says is a version; the same again is none, and something else is', async () => {
  const { open, versions } = await office();
  expect(await versions.current()).toMatchObject({ id: 1, source: 'profile', by: 'profile', until: null });
  expect((await (await open(testProfile())).current()).id).toBe(1);
  const changed = await open(
    testProfile((json) => {
      json.roster = [];
    }),
  );
  expect(await changed.current()).toMatchObject({ id: 2, body: { roster: [] } });
  expect((await changed.versions({ limit: 10 })).items.map(({ id, until }) => [id, until !== null])).toEqual([
    [2, false],
    [1, true],
  ]);
});

it('a draft is put in force upon a rehearsal only where that ended and was of this very draft', async () => {
  const { rehearsals, versions } = await office();
  const current = await versions.current();
  const draft = draftOf(await versions.saveDraft(ANNA, { body: withDelays(current, []), note: '', basedOn: 1 }));
  const { policy } = readPolicy(draft.body) as { policy: Policy };
  const hash = policyHash(writtenPolicy(policy));
  const put = (rehearsalId: string) => versions.putInForce(ANNA, { draftHash: draft.hash, reason: 'because', rehearsalId });
  rehearsals.set('other', { state: 'done', hash: current.hash }).set('early', { state: 'running', hash });
  rehearsals.set('cancelled', { state: 'cancelled', hash }).set('right', { state: 'done', hash });
  for (const id of ['unknown', 'other', 'early', 'cancelled']) expect(await put(id)).toMatchObject({ code: 'notRehearsed' });
  expect(await versions.current()).toMatchObject({ id: 1 });
  expect(await put('right')).toMatchObject({ id: 2, rehearsalId: 'right' });
});

it('risks for somebody’s safety keep a draft back until each is confirmed, and the record says which were', async () => {
  const { rehearsals, desk, versions } = await office();
  const draft = draftOf(await versions.saveDraft(ANNA, { body: withDelays(await versions.current(), []), note: '', basedOn: 1 }));
  const { policy } = readPolicy(draft.body) as { policy: Policy };
  const safety = ['26-3|dispatched||1|caller|···101', '26-4|dispatched||1|caller|···102'];
  rehearsals.set('risky', { state: 'done', hash: policyHash(writtenPolicy(policy)), safety });
  const put = (confirmed: readonly string[]) =>
    versions.putInForce(ANNA, { draftHash: draft.hash, reason: 'because', rehearsalId: 'risky', confirmed });
  expect(await put([])).toMatchObject({ code: 'notConfirmed', conflict: expect.stringContaining('2') });
  expect(await put(safety.slice(1))).toMatchObject({ code: 'notConfirmed' });
  expect(await versions.current()).toMatchObject({ id: 1 });
  expect(await put(safety)).toMatchObject({ id: 2 });
  const { items } = await desk.queries.audit({ limit: 10 });
  const entry = items.find(({ action, outcome }) => action === 'putPolicyInForce' && outcome === 'success');
  expect(entry?.detail).toMatchObject({ reason: 'because', confirmed: ['26-3', '26-4'] });
  expect(entry?.identity).toBe(ANNA.identity);
});

it('a draft is put in force, outlasts a restart with the old profile, and can be gone back on', async () => {
  const { desk, open, versions, switched } = await office();
  const current = await versions.current();
  const draft = draftOf(
    await versions.saveDraft(ANNA, { body: withDelays(current, []), note: 'No waits', basedOn: 1, replaces: null }),
  );
  expect(draft).toMatchObject({ state: 'draft', problems: [], outdated: false });
  expect(await versions.compare({})).toMatchObject({
    from: 1,
    to: null,
    changes: current.body.ruleset.delays.map(() => expect.objectContaining({ area: 'delays', kind: 'removed' })),
  });
  const put = await versions.putInForce(ANNA, { draftHash: draft.hash, reason: 'because' });
  expect(put).toMatchObject({ id: 2, by: 'anna', reason: 'because', note: 'No waits' });
  expect(versions.policy().ruleset.delays).toEqual([]);
  expect(switched()).toBe(1);
  expect(await versions.draft()).toEqual({ draft: null, secondPerson: false });

  const again = await open(testProfile());
  expect(again.policy().ruleset.delays).toEqual([]);
  const restored = draftOf(await again.restore(BEN, { id: 1 }));
  expect(await again.putInForce(BEN, { draftHash: restored.hash, reason: 'back' })).toMatchObject({ id: 3, hash: current.hash });

  const { items } = await new ConsoleQueries(desk.store.db, desk.store.personal).audit({ limit: 20 });
  expect(items.map(({ identity, action, outcome }) => `${identity} ${action} ${outcome}`)).toEqual([
    'ben putPolicyInForce success',
    'ben restorePolicy success',
    'anna putPolicyInForce success',
    'anna savePolicyDraft success',
    'profile putPolicyInForce success',
  ]);
});

it('where the agency wants a second person, it is another one', async () => {
  const { versions } = await office(
    testProfile((json) => {
      json.agency.secondPerson = true;
    }),
  );
  const current = await versions.current();
  // Also for the draft that does away with it.
  const body = { ...withDelays(current, []), agency: { ...current.body.agency, secondPerson: false } };
  const { hash } = draftOf(await versions.saveDraft(ANNA, { body, note: '', basedOn: 1 }));
  const answer = { draftHash: hash, reason: 'because' };
  expect(await versions.putInForce(ANNA, answer)).toMatchObject({ code: 'secondPersonNeeded' });
  expect(await versions.approve(BEN, answer)).toMatchObject({ code: 'notProposed' });
  expect(await versions.propose(ANNA, answer)).toMatchObject({ state: 'proposed', proposedBy: 'anna' });
  expect(await versions.approve(ANNA, answer)).toMatchObject({ code: 'samePerson' });
  expect(await versions.putInForce(ANNA, answer)).toMatchObject({ code: 'notApproved' });
  expect(await versions.approve(BEN, answer)).toMatchObject({ state: 'approved', answeredBy: 'ben' });
  // Whoever writes it anew needs a new approval.
  const changed = draftOf(await versions.saveDraft(BEN, { body: { ...body, roster: [] }, note: '', basedOn: 1 }));
  expect(changed).toMatchObject({ state: 'draft', answeredBy: null });
  expect(await versions.putInForce(ANNA, { ...answer, draftHash: changed.hash })).toMatchObject({ code: 'secondPersonNeeded' });
  await versions.propose(BEN, { ...answer, draftHash: changed.hash });
  await versions.approve(ANNA, { ...answer, draftHash: changed.hash });
  expect(await versions.putInForce(BEN, { ...answer, draftHash: changed.hash })).toMatchObject({
    id: 2,
    proposedBy: 'ben',
    approvedBy: 'anna',
  });
});

it('nobody overwrites what they have not seen, and nothing wrong is put in force', async () => {
  const { versions } = await office();
  const current = await versions.current();
  const first = draftOf(await versions.saveDraft(ANNA, { body: withDelays(current, []), note: '', basedOn: 1, replaces: null }));
  expect(await versions.saveDraft(BEN, { body: current.body, note: '', basedOn: 1, replaces: null })).toMatchObject({
    code: 'draftChanged',
  });
  const wrong = withDelays(current, [{ id: 'late', cause: 'waiting', after: 'soon' }]);
  const second = draftOf(await versions.saveDraft(BEN, { body: wrong, note: '', basedOn: 1, replaces: first.hash }));
  expect(second.problems).toEqual([{ path: 'ruleset.delays[0].after', message: expect.any(String) }]);
  expect(await versions.putInForce(BEN, { draftHash: first.hash, reason: 'x' })).toMatchObject({ code: 'draftChanged' });
  expect(await versions.putInForce(BEN, { draftHash: second.hash, reason: 'x' })).toMatchObject({ code: 'problems' });
  expect(await versions.saveDraft(ANNA, { body: current.body, note: '', basedOn: 7 })).toMatchObject({ code: 'versionChanged' });
  expect(versions.policy().ruleset.delays).toHaveLength(current.body.ruleset.delays.length);
});

it('a template that an editor must not save keeps its draft from being put in force; one that a profile brought does not', async () => {
  const wrong = {
    stage: 'dispatched',
    language: 'en',
    text: '{{agency}}: {{caseStatus}} for {{incident}}. Reply STOP to end texts.',
  };
  const { versions } = await office();
  const current = await versions.current();
  const body = { ...current.body, templates: [wrong] };
  const draft = draftOf(await versions.saveDraft(ANNA, { body, note: '', basedOn: 1 }));
  expect(draft.problems).toEqual([{ path: 'templates[0].text', message: expect.stringContaining('caseStatus') }]);
  expect(await versions.propose(ANNA, { draftHash: draft.hash, reason: 'r' })).toMatchObject({ code: 'problems' });
  expect(await versions.putInForce(ANNA, { draftHash: draft.hash, reason: 'r' })).toMatchObject({ code: 'problems' });

  const brought = await office(
    testProfile((json) => {
      json.templates = [wrong];
    }),
  );
  const other = withDelays(await brought.versions.current(), []);
  expect(draftOf(await brought.versions.saveDraft(ANNA, { body: other, note: '', basedOn: 1 })).problems).toEqual([]);
});
