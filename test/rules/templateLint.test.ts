import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProfile } from '../../src/profile';
import { foreignCharacters } from '../../src/rules/gsm7';
import { readingGrade } from '../../src/rules/readingGrade';
import type { DelayCause, Stage } from '../../src/rules/ruleset';
import { lintTemplate } from '../../src/rules/templateLint';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { EXAMPLE_PROFILE, exampleProfile } from '../support/exampleProfile';

const policy = shippedProfile();
const GOOD = '{{agency}}: An officer has been assigned to your call {{incident}}. Emergency? Call 911. STOP to end texts.';

function lint(
  text: string,
  stage: Stage = 'dispatched',
  { cause, language = 'en' }: { cause?: DelayCause; language?: string } = {},
) {
  return lintTemplate({ stage, cause, language, text }, policy).findings;
}
/** `code:what it is about` of each finding. */
function found(text: string, stage?: Stage, more?: { cause?: DelayCause; language?: string }): string[] {
  return lint(text, stage, more).map(({ code, from, to }) => (from === undefined ? code : `${code}:${text.slice(from, to)}`));
}
const plus = (words: string) => GOOD.replace(' Emergency?', ` ${words} Emergency?`);

it('a good text has nothing to be said about it', () => expect(lint(GOOD)).toEqual([]));

it.each(policy.templates.map((template) => [template.stage, template.cause ?? '', template.language, template] as const))(
  'the shipped %s %s in %s has nothing to be said about it',
  (_stage, _cause, _language, template) => {
    expect(lintTemplate({ ...template, cause: template.cause }, policy).findings).toEqual([]);
  },
);

(existsSync(EXAMPLE_PROFILE) ? it : it.skip)(
  'the example profile has one known weakness: some of its texts do not name 911',
  () => {
    const profile = parseProfile(exampleProfile(), 'example');
    const codes = profile.templates.flatMap((template) =>
      lintTemplate({ ...template, cause: template.cause }, profile).findings.map(({ code }) => code),
    );
    expect([...new Set(codes)].sort()).toEqual(['missing911']);
  },
);

it('the training profile’s templates are as good', () => {
  const file = join(__dirname, '..', '..', 'resources', 'profiles', 'training.json');
  const profile = parseProfile(JSON.parse(readFileSync(file, 'utf8')), 'training');
  const findings = profile.templates.flatMap((template) => lintTemplate({ ...template, cause: template.cause }, profile).findings);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

describe('what keeps a text from being saved', () => {
  it.each<[string, string, Stage, string]>([
    ['an unknown field', '{{agency}}: {{address}} 911 STOP', 'dispatched', 'unknownField:{{address}}'],
    ['broken syntax', '{{agency}: 911 STOP', 'dispatched', 'brokenSyntax'],
    ['a field of another stage', plus('{{officer}}'), 'dispatched', 'stageField:{{officer}}'],
    ['a detective before there is a case', plus('{{detective}}'), 'completed', 'stageField:{{detective}}'],
    ['a short link', plus('See bit.ly/abc'), 'dispatched', 'shortLink:bit.ly/abc'],
    ['more than two segments', plus('x'.repeat(330)), 'dispatched', 'tooManySegments'],
  ])('%s', (_name, text, stage, expected) => {
    const findings = lint(text, stage);
    expect(found(text, stage)).toContain(expected);
    expect(findings[0]?.severity).toBe('error');
  });
});

describe('what is warned of', () => {
  it.each<[string, string, string]>([
    ['no agency', GOOD.replace('{{agency}}: ', ''), 'missingAgency'],
    ['the agency not first', `Hello from {{agency}}. Emergency? Call 911. STOP to end texts.`, 'agencyNotFirst:Hello from '],
    ['no STOP', GOOD.replace(' STOP to end texts.', ''), 'missingStop'],
    ['no 911', GOOD.replace(' Emergency? Call 911.', ''), 'missing911'],
    ['a link', plus('See https://example.org/x?y=1'), 'link:https://example.org/x?y=1'],
    ['a domain', plus('See palmkey.gov'), 'link:palmkey.gov'],
    ['on the way', plus('Help is on the way.'), 'promise:on the way'],
    ['will arrive', plus('She will arrive.'), 'promise:will arrive'],
    ['en camino', plus('Un agente va en camino.'), 'promise:va en camino'],
    ['minutes', plus('Expect 20 minutes.'), 'arrivalTime:20 minutes'],
    ['an ETA', plus('ETA unknown.'), 'arrivalTime:ETA'],
    ['an offence', plus('Your burglary is open.'), 'offence:burglary'],
    ['robo', plus('Su robo sigue abierto.'), 'offence:robo'],
    ['a place', plus('At your home.'), 'place:your home'],
    ['a unit', plus('Unit 2A1 has it.'), 'unitOrRoute:Unit 2A1'],
    ['a person', plus('Dear Maria, thanks.'), 'personName:Dear Maria'],
    ['an officer by name', plus('Officer Ramirez has it.'), 'officerByName:Officer Ramirez'],
    ['an apology', plus('Sorry for the wait.'), 'apology:Sorry'],
    ['an exclamation mark', plus('Stay calm!'), 'exclamation:!'],
    ['capitals', plus('PLEASE wait.'), 'capitals:PLEASE'],
    ['an emergency alert', plus('Shelter in place.'), 'emergencyWording:Shelter in place'],
    ['an emoji', plus('Thanks 🚓.'), 'emoji:🚓'],
    ['a curly quote', plus('It’s open.'), 'unicodeCharacter:’'],
    ['an accent that GSM-7 lacks', plus('Llegó.'), 'unicodeCharacter:ó'],
    ['two segments', plus('x'.repeat(100)), 'severalSegments'],
    ['long words', plus('Circumstantial considerations necessitate administrative prioritization accordingly'), 'readingGrade'],
  ])('%s', (_name, text, expected) => {
    expect(found(text)).toContain(expected);
    expect(lint(text).find(({ code }) => code === expected.split(':')[0])?.severity).toBe('warning');
  });

  it('higher priority, but for a diverted officer', () => {
    const text = plus('Officers have higher-priority calls.');
    expect(found(text)).toContain('priorityWording:higher-priority');
    expect(found(text, 'delayed', { cause: 'waiting' })).toContain('priorityWording:higher-priority');
    expect(found(text, 'delayed', { cause: 'diverted' })).toEqual([]);
  });

  it('a correction needs no STOP: it is never the first', () => {
    expect(found(GOOD.replace(' STOP to end texts.', ''), 'correction')).toEqual([]);
  });

  it('each place where a plain form stands for it, with the plain form', () => {
    const text = plus('It’s “open” – now…');
    const offers = lint(text).filter(({ code }) => code === 'unicodeCharacter');
    expect(offers.map(({ instead }) => instead)).toEqual(["'", '"', '"', '-', '...']);
    const plain = offers.reduceRight((before, { from, to, instead }) => before.slice(0, from) + instead + before.slice(to), text);
    expect(found(plain)).toEqual([]);
  });
});

it('counts with the longest names of the roster, and names the character of a name that makes it UCS-2', () => {
  const roster = [...policy.roster, { id: '1', name: 'Officer Ł. Wołodyjowski-Kowalczyk', phone: '941-555-0190' }];
  const text = '{{agency}}: Report {{report}}. {{officer}}, {{officerPhone}}. Emergency? Call 911. STOP to end texts.';
  const { findings, previews } = lintTemplate(
    { stage: 'completed', cause: undefined, language: 'en', text },
    { ...policy, roster },
  );
  expect(findings.map(({ code }) => code)).toEqual(['unicodeValue', 'severalSegments']);
  expect(previews.map(({ name, encoding }) => [name, encoding])).toEqual([
    ['usual', 'GSM-7'],
    ['longest', 'UCS-2'],
  ]);
  // What is logged or shown of a finding must not name anybody.
  expect(JSON.stringify(findings)).not.toContain('Kowalczyk');
});

it('GSM-7 knows what Spanish it has', () => {
  expect(foreignCharacters('ñ¿¡éüÑ').length).toBe(0);
  expect(foreignCharacters('áíóú').map(({ plain }) => plain)).toEqual(['a', 'i', 'o', 'u']);
});

it('grades plain English low and official English high', () => {
  expect(readingGrade('We have your call. Call us if you know more.', 'en')).toBeLessThan(4);
  expect(readingGrade('Investigative personnel anticipate administrative determination', 'en')).toBeGreaterThan(12);
  expect(readingGrade('Tenemos su llamada. Llame si sabe algo mas.', 'es')).toBeLessThan(6);
  expect(readingGrade('Wir haben Ihren Anruf erhalten und melden uns', 'de')).toBeUndefined();
});
