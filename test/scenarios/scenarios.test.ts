import { DateTime } from 'luxon';
import { INBOUND_OUTCOMES, inboundSentence } from '../../src/intake/inboundOutcomes';
import { REASON_CODES, type ReasonCode, sentence } from '../../src/rules/reasons';
import { DELAY_CAUSES, STAGES } from '../../src/rules/ruleset';
import { Desk } from '../support/desk';
import { differenceOf } from './support/explained';
import { type Claim, type ExpectedText, readScenarios, type Scenario, ZONE } from './support/scenario';
import { deskAt } from './support/scenarioDesk';
import { e164, type LeftText, type Said, ScenarioRun } from './support/scenarioRun';
import { shippedProfile } from './support/shippedProfile';

/** What the conditions shown to people say against what the rules say, over all that the stories make the rules consider. */
jest.mock('../../src/rules/consider', () => {
  const real = jest.requireActual<typeof import('../../src/rules/consider')>('../../src/rules/consider');
  return {
    ...real,
    evaluate(...given: Parameters<typeof real.evaluate>) {
      const evaluation = real.evaluate(...given);
      for (const verdict of evaluation.verdicts) differences.push(...differenceOf(verdict, ...given));
      return evaluation;
    },
  };
});
const differences: string[] = [];

/** Reasons that no story can reach, and why. */
const UNREACHABLE: Readonly<Partial<Record<ReasonCode, string>>> = {
  waitsForCarrier: 'the console’s word for `ready`, never stored',
  noRecipient: 'whoever is missing is missed for a reason of their own; this one stands in if none were given',
};

const scenarios = readScenarios(__dirname);
const desks = new Map<Scenario['mode'], Desk>();
const reached = new Set<string>();
const outcomes = new Set<string>();

afterAll(async () => {
  for (const desk of desks.values()) await desk.close();
});

async function play(scenario: Scenario): Promise<ScenarioRun> {
  const desk = desks.get(scenario.mode) ?? (await Desk.open({ mode: scenario.mode }));
  desks.set(scenario.mode, desk);
  const run = new ScenarioRun(await deskAt(desk, scenario.startsAt, shippedProfile(scenario)), scenario);
  await run.play();
  for (const code of await run.codes()) reached.add(code);
  return run;
}

const files = [...new Set(scenarios.map(({ file }) => file))];

describe.each(files)('%s', (file) => {
  for (const scenario of scenarios.filter((candidate) => candidate.file === file)) {
    if (scenario.pending !== undefined) {
      it.skip(`${scenario.name} (pending: ${scenario.pending})`, () => {});
      continue;
    }
    it(scenario.name, async () => {
      const run = await play(scenario);
      const said = await run.said();
      await expectTexts(run, scenario, said);
      for (const claim of scenario.notTexted) await expectSaid(run, claim, 'skip', said);
      for (const claim of scenario.held) await expectSaid(run, claim, 'hold', said);
      for (const claim of scenario.sent) await expectSaid(run, claim, 'send', said);
      for (const claim of scenario.state) await expectSaid(run, claim, 'state', said);
      for (const { from, says } of scenario.replies) {
        const { outcome } = await run.inboundOf(from);
        outcomes.add(outcome);
        expect(`${from}: ${inboundSentence(outcome)}`).toBe(`${from}: ${says}`);
      }
      expectHarmless(run.left, scenario);
    });
  }
});

it('there are at least 200 of them, each with a name of its own', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(200);
  const names = scenarios.map(({ file, name }) => `${file} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('the statements on texting that are built so far are covered', () => {
  const covered = new Set(scenarios.flatMap(({ pending, covers }) => (pending === undefined ? covers : [])));
  // C8, C17, C18 and agency identity hold for every text of every scenario: see `expectHarmless`.
  const wanted = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C8', 'C9', 'C10', 'C11', 'C17', 'C18', 'C19'];
  expect(wanted.filter((statement) => !covered.has(statement))).toEqual([]);
});

it('what can become of a reply is reached by some scenario, and reads as a sentence', () => {
  expect(INBOUND_OUTCOMES.filter((outcome) => !outcomes.has(outcome))).toEqual([]);
  for (const outcome of INBOUND_OUTCOMES) expect(inboundSentence(outcome)).toMatch(/^[A-Z][^_{}]*[a-z]$/);
});

it('each call type that ships has its own, and each text is sent in some', () => {
  const labels = new Set(shippedProfile().ruleset.callTypes.map(({ label }) => label ?? ''));
  const named = scenarios.filter(({ file }) => file === 'callTypes.yaml').map(({ name }) => name);
  expect([...labels].filter((label) => !named.some((name) => name.startsWith(`${label.replace(', ', ' of a ')}: `)))).toEqual([]);
  const sent = new Set(scenarios.flatMap(({ texted }) => texted.map(({ stage }) => stage)));
  const stages = STAGES.flatMap((stage): readonly string[] => (stage === 'delayed' ? DELAY_CAUSES : [stage]));
  expect(stages.filter((stage) => !sent.has(stage))).toEqual([]);
});

describe('reasons', () => {
  it('each is reached by some scenario', () => {
    const missed = REASON_CODES.filter((code) => !reached.has(code) && UNREACHABLE[code] === undefined);
    expect(missed).toEqual([]);
    expect(Object.keys(UNREACHABLE).filter((code) => reached.has(code))).toEqual([]);
  });

  it.each(REASON_CODES)('%s reads as a sentence', (code) => {
    const words = sentence(code);
    expect(words).toMatch(/^[A-Z][^_{}]*[a-z]$/);
    expect(words).not.toMatch(/[a-z][A-Z]/);
    expect(words).not.toBe(code);
  });
});

const clockTime = (at: number) => DateTime.fromMillis(at, { zone: ZONE }).toFormat('MMM d HH:mm:ss');

/** Exactly these texts left, in this order. */
async function expectTexts(run: ScenarioRun, scenario: Scenario, said: readonly Said[]): Promise<void> {
  const numbers = await numbersOf(run, [...scenario.texted, ...scenario.notTexted, ...scenario.held, ...scenario.sent]);
  const told = run.left.map(({ at, stage, incidentId, to, language, answer }) =>
    [clockTime(at), stage, answer ?? numbers.get(incidentId) ?? `#${incidentId}`, 'to', to, language].join(' '),
  );
  const wanted = scenario.texted.map(({ at, stage, incident, to, language }) =>
    [clockTime(at), stage, incident, 'to', e164(to), language].join(' '),
  );
  try {
    expect(told).toEqual(wanted);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${story(said, numbers)}`);
  }
  scenario.texted.forEach(({ words }: ExpectedText, index) => {
    if (words !== undefined) expect((run.left[index] as LeftText).text).toContain(words);
  });
}

async function expectSaid(run: ScenarioRun, claim: Claim, kind: Said['kind'], said: readonly Said[]): Promise<void> {
  const { id } = await run.desk.incident(claim.incident);
  const about = said.filter((one) => one.kind === kind && one.stage === claim.stage && one.incidentId === id);
  const toThem = claim.to === undefined ? about : about.filter(({ to = e164(claim.to ?? '') }) => to === e164(claim.to ?? ''));
  if (toThem.some(({ says }) => says === claim.says)) return;
  const numbers = await numbersOf(run, [claim]);
  const where = `${claim.stage} ${claim.incident}: nobody says "${claim.says}" (${kind}).`;
  throw new Error(`${where}\n\n${story(said, numbers)}`);
}

async function numbersOf(run: ScenarioRun, claims: readonly { readonly incident: string }[]): Promise<ReadonlyMap<number, string>> {
  const numbers = new Map<number, string>();
  for (const incident of new Set(claims.map((claim) => claim.incident))) {
    // A number that is used again is that of several.
    const name = { kind: 'incidentNumber', name: incident } as const;
    for (const id of await run.desk.store.transaction((records) => records.findIncidents([name]))) numbers.set(id, incident);
  }
  return numbers;
}

/** What was decided, for whoever looks into a failure. */
function story(said: readonly Said[], numbers: ReadonlyMap<number, string>): string {
  return said
    .map(
      ({ kind, stage, incidentId, to, says }) =>
        `${numbers.get(incidentId) ?? `#${incidentId}`} ${stage} ${to ?? ''} ${kind}: ${says}`,
    )
    .join('\n');
}

/** What no text may be, whatever the story: too long for one segment, anonymous, without the way out, or telling too much. */
function expectHarmless(left: readonly LeftText[], scenario: Scenario): void {
  const told = JSON.stringify(scenario.steps);
  const units = [...told.matchAll(/\bunit ([\w-]+)/g)].map(([, unit]) => unit as string);
  const people = [...told.matchAll(/"callerName":"([^"]+)"/g)].flatMap(([, name]) => (name as string).split(' '));
  const notes = [...told.matchAll(/saying \\"([^"\\]+)/g)].map(([, note]) => note as string);
  for (const { text, to, segments, answer } of left) {
    if (scenario.templates.length > 0 || scenario.agency.name !== undefined) continue;
    expect(text).toMatch(/^Palm Key PD: /);
    // The confirmation of an opt-out says nothing else.
    if (answer !== 'optOut') expect(text).toMatch(/911.*STOP/s);
    expect(segments).toBe(1);
    for (const secret of [...units, ...people, ...notes, to.slice(2)]) expect(text).not.toContain(secret);
    // No text stands in for the notice of a victim's rights that the law asks for.
    expect(text).not.toMatch(/\b(?:rights|derechos)\b/i);
    expect(text).not.toMatch(/\d+ (?:minutes|min|minutos)\b|\b(?:ETA|street|avenue|burglary|theft|robo)\b|https?:/i);
  }
}

it('the conditions that people are shown say what the rules said, of every verdict in the stories', () => {
  expect([...new Set(differences)]).toEqual([]);
});
