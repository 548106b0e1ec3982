import { comparePolicies } from '../../src/policy/comparePolicies';
import { writtenPolicy } from '../../src/policy/policyBody';
import { testProfile } from '../support/testProfile';

type Json = Parameters<NonNullable<Parameters<typeof testProfile>[0]>>[0];

const sentences = (before: (json: Json) => void, after: (json: Json) => void) =>
  comparePolicies(writtenPolicy(testProfile(before)), writtenPolicy(testProfile(after))).map(({ sentence }) => sentence);

test('what changes is said in the words of the screens', () => {
  const found = sentences(
    (json) => {
      json.ruleset.quietHours = null;
      json.templates = [{ stage: 'dispatched', language: 'en', text: 'Old' }];
      json.ruleset.delays = [{ id: 'late', cause: 'waiting', after: '20m' }];
      json.ruleset.exclusions = [{ id: 'dv', reason: 'Domestic', when: { callType: ['DV*', 'DOM'] } }];
      json.roster = [{ id: '7', name: 'Officer A', phone: '656-555-0100' }];
    },
    (json) => {
      json.ruleset.quietHours = { from: '13:00', to: '12:00' };
      json.templates = [
        { stage: 'dispatched', language: 'en', text: 'New' },
        { stage: 'delayed', cause: 'waiting', language: 'es', text: 'Nuevo' },
      ];
      json.ruleset.delays = [{ id: 'late', cause: 'waiting', after: '45m', max: 2, priorities: ['P3'] }];
      json.ruleset.exclusions = [{ id: 'dv', reason: 'Domestic', when: { callType: ['DV*', 'DV-PAST'] } }];
      json.ruleset.stages = { ...json.ruleset.stages, completed: { hold: '9m', expires: '12h', quietHours: false } };
      json.roster = [{ id: '7', name: 'Officer A', phone: '' }];
      json.agency.secondPerson = true;
    },
  );
  expect(found.sort()).toEqual(
    [
      'Putting rules in force takes a second person',
      'Exclusion “dv” looks for other things: call types: newly DV-PAST; no longer DOM',
      'Delay rule “late”: told after 45m instead of 20m',
      'Delay rule “late”: told at most 2 instead of 1 times',
      'Delay rule “late” is for priorities P3 instead of all',
      'Quiet hours are kept from 13:00 to 12:00; until now there were none',
      'The text “Officer assigned” in English reads “New” instead of “Old”',
      'The text “Delay (no unit yet)” in Spanish is new',
      'The text “Completed” waits 9m instead of 2m before it leaves',
      'The text “Completed” no longer waits for the end of quiet hours',
      'Roster entry “7”: the number is nothing instead of 656-555-0100',
    ].sort(),
  );
});
