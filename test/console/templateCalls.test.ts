import { previewsOnCalls } from '../../src/console/templateCalls';
import type { TemplateDraft } from '../../src/console/templateCheck';
import { templatesOnStore } from '../../src/console/templatesOnStore';
import { Desk } from '../support/desk';
import { testProfile } from '../support/testProfile';

const COMPLETED: TemplateDraft = {
  stage: 'completed',
  cause: null,
  language: 'en',
  text: '{{agency}}: {{officer}}, {{officerPhone}}. Case {{report}}.',
};
const CALLER = '206-555-0123';

let desk: Desk;
beforeEach(async () => {
  const profile = testProfile();
  const roster = [
    ...profile.roster,
    { id: 'LONG', name: 'Officer Maximiliana Featherstonehaugh', phone: '941-555-0144' },
    { id: 'ACCENT', name: 'Officer Zoë Dvořák', phone: '941-555-0145' },
  ];
  desk = await Desk.open({ profile: { ...profile, roster } });
});
afterEach(() => desk.close());

const asked = (draft: TemplateDraft) =>
  templatesOnStore({
    queries: desk.queries,
    policy: () => desk.profile,
    sendTest: () => Promise.reject(new Error('nothing is sent here')),
    testReceipts: undefined as never,
    clock: desk.clock,
  }).onCalls(draft);

/** A call from its beginning to its end, with a report by `officerId` where there is one. */
async function handled(incident: string, officerId: string | undefined, callerPhone = CALLER): Promise<void> {
  await desk.line('NEW', incident, { callType: 'BURG', priority: '3', callerPhone }, 60_000);
  await desk.line('ASG', incident, { unit: 'P21' }, 50_000);
  await desk.line('ARR', incident, { unit: 'P21' }, 40_000);
  if (officerId !== undefined) await desk.line('RPT', incident, { reportNumber: incident, officerId, unit: 'P21' }, 30_000);
  await desk.line('CLOSE', incident, {}, 20_000);
}

test('real calls are chosen: a short one, the one with the longest names, and one that lacks what the text names', async () => {
  await handled('25-01', '3266');
  await handled('25-00000000002', 'LONG');
  await handled('25-03', '5000');
  await handled('25-04', undefined);
  const { lookedAt, calls } = await asked(COMPLETED);
  expect(lookedAt).toBe(4);
  expect(calls.map(({ kind, incident, text, missing }) => [kind, incident, text, missing])).toEqual([
    ['short', '25-01', 'Palm Key PD: Officer J. Ramirez, 941-555-0142. Case 25-01.', null],
    ['longest', '25-00000000002', 'Palm Key PD: Officer Maximiliana Featherstonehaugh, 941-555-0144. Case 25-00000000002.', null],
    // The newest of two that lack something; it has no report.
    ['missing', '25-04', null, 'officer'],
  ]);
  // Each text on the calls that are short and long for it: the newest of those with a short report number.
  const spanish = await asked({ ...COMPLETED, language: 'es', text: 'Caso {{report}}' });
  expect(spanish.calls.map(({ incident, missing }) => [incident, missing])).toEqual([
    ['25-03', null],
    ['25-00000000002', null],
    ['25-04', 'report'],
  ]);
});

test('with no calls the examples are invented, and say so; where none lacks anything, so is the one that does', async () => {
  const { lookedAt, calls } = await asked(COMPLETED);
  expect(lookedAt).toBe(0);
  expect(calls.map(({ kind, incidentId, incident, missing }) => [kind, incidentId, incident, missing])).toEqual([
    ['short', null, null, null],
    ['longest', null, null, null],
    ['missing', null, null, 'officer'],
  ]);
  await handled('25-01', '3266');
  const after = await asked(COMPLETED);
  expect(after.calls.map(({ kind, incident }) => [kind, incident])).toEqual([
    ['short', '25-01'],
    ['longest', null],
    ['missing', null],
  ]);
});

test('a report that is not there yet is not missing, and a text of the agency’s own values can lack nothing', async () => {
  await desk.line('NEW', '25-01', { callType: 'BURG', priority: '3', callerPhone: CALLER }, 60_000);
  expect((await asked(COMPLETED)).calls.find(({ kind }) => kind === 'missing')?.incidentId).toBeNull();
  const own = await asked({ ...COMPLETED, stage: 'dispatched', text: '{{agency}}: an officer is on the way.' });
  expect(own.calls.map(({ kind }) => kind)).toEqual(['short', 'longest']);
});

test('another agency’s calls are not shown', async () => {
  await handled('25-01', '3266');
  const [stored] = (await desk.queries.incidents({ limit: 1, open: false })).items;
  if (stored === undefined) throw new Error('There is no call');
  const theirs = { ...stored.incident, contexts: stored.incident.contexts.map((each) => ({ ...each, agency: 'Fire' })) };
  const [short] = previewsOnCalls(COMPLETED, [theirs], desk.profile, desk.clock.now());
  expect(short?.incidentId).toBeNull();
});

test('the number of somebody of the call is in no preview, not even where a feed gives it as the number of the call', async () => {
  await handled('2065550123', '3266');
  const answer = await asked({ ...COMPLETED, text: '{{officer}} {{incident}} {{report}}' });
  expect(answer.calls[0]?.text).toBe('Officer J. Ramirez …0123 …0123');
  expect(answer.calls[0]?.incident).toBe('…0123');
  expect(JSON.stringify(answer)).not.toMatch(/206.?555/);
});

test('segments and encoding are those of the finished text, and what makes it UCS-2 is named with its place and its plain form', async () => {
  await handled('25-01', '3266');
  await handled('25-02', 'ACCENT');
  const text = 'It’s {{officer}} 👍';
  const { calls } = await asked({ ...COMPLETED, text });
  const longest = calls.find(({ incident }) => incident === '25-02');
  expect(longest).toMatchObject({ text: 'It’s Officer Zoë Dvořák 👍', segments: 1, encoding: 'UCS-2', characters: 26 });
  expect(
    longest?.foreign.map(({ name, code, instead, field, from, to }) => [name, code, instead, field, longest.text?.slice(from, to)]),
  ).toEqual([
    ['typographic apostrophe', 'U+2019', "'", null, '’'],
    ['letter with an accent', 'U+00EB', 'e', 'officer', 'ë'],
    ['letter with an accent', 'U+0159', 'r', 'officer', 'ř'],
    ['letter with an accent', 'U+00E1', 'a', 'officer', 'á'],
    ['emoji', 'U+1F44D', null, null, '👍'],
  ]);
  const plain = await asked({ ...COMPLETED, text: `{{agency}} ${'x'.repeat(160)}` });
  expect(plain.calls[0]).toMatchObject({ encoding: 'GSM-7', characters: 172, segments: 2, foreign: [] });
});

test('a text whose syntax is broken, or that has no words yet, has no previews', async () => {
  expect((await asked({ ...COMPLETED, text: '{{nobody}}' })).calls).toEqual([]);
  expect((await asked({ ...COMPLETED, text: '  ' })).calls).toEqual([]);
});
