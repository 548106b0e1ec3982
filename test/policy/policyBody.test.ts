import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyHash, readPolicy, storedPolicy, writtenPolicy } from '../../src/policy/policyBody';
import { type Profile, parseProfile, readProfile } from '../../src/profile';
import { testProfile } from '../support/testProfile';

const profiles = join(__dirname, '..', '..', 'resources', 'profiles');
const policyOf = ({ agency, ruleset, templates, roster }: Profile) => ({ agency, ruleset, templates, roster });

it.each(['training.json', 'unconfigured.json'])('%s reads the same again as it is written from what was read', (name) => {
  const profile = readProfile(join(profiles, name));
  const body = writtenPolicy(profile);
  expect(readPolicy(JSON.parse(JSON.stringify(body)))).toEqual({ policy: policyOf(profile) });
  expect(storedPolicy(JSON.stringify(body))).toEqual(policyOf(profile));
});

it('durations are written as people write them', () => {
  const body = writtenPolicy(
    testProfile((profile) => {
      profile.ruleset.delays = [{ id: 'late', cause: 'waiting', after: '1500ms', repeatEvery: '90m' }];
      profile.ruleset.caps.minGap = '0s';
    }),
  );
  expect(body.ruleset.delays).toEqual([
    expect.objectContaining({ id: 'late', after: '1500ms', repeatEvery: '90m', max: 1, callTypes: ['*'] }),
  ]);
  expect(body.ruleset.caps.minGap).toBe('0s');
});

it('the hash is that of what is said, not of the order of keys', () => {
  const body = writtenPolicy(testProfile());
  const turned = Object.fromEntries(Object.entries(body).reverse());
  expect(policyHash(turned)).toBe(policyHash(body));
  expect(policyHash({ ...body, roster: [] })).not.toBe(policyHash(body));
});

it('what a profile would be refused for is a problem with its path, all at once', () => {
  const json = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'profile.json'), 'utf8'));
  const { agency, ruleset, templates, roster } = json;
  ruleset.delays[0].after = 'soon';
  ruleset.callTypes[1].stagges = [];
  templates[0].text = 'Hello {{officerLocation}}';
  ruleset.callTypes[0].code = '';
  delete agency.timeZone;
  expect(() => parseProfile({ ...json }, 'it')).toThrow();
  expect(readPolicy({ agency, ruleset, templates, roster, $note: 'a comment' })).toEqual({
    problems: expect.arrayContaining([
      { path: 'ruleset.delays[0].after', message: expect.stringContaining('must be a duration') },
      { path: 'ruleset.callTypes[1].stagges', message: 'There is no such key' },
      { path: 'templates[0].text', message: expect.stringContaining('officerLocation') },
      { path: 'ruleset.callTypes[0].code', message: 'Is empty' },
      { path: 'agency.timeZone', message: 'Is missing' },
    ]),
  });
});
