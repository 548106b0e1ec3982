import fc from 'fast-check';
import { callTypeOf } from '../../src/rules/callTypes';
import { anyOf, anyTerm, findTerm, fold, matches, matchesAny } from '../../src/rules/match';
import { shippedProfile } from '../scenarios/support/shippedProfile';

const { ruleset: shipped } = shippedProfile();
/** Few letters, so that something matches now and then. */
const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'ñ', 'É', ' ', '-', '1'), maxLength: 6 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'B', 'ñ', '*', ' ', '-', '1'), minLength: 1, maxLength: 5 });

it('the compiled list finds what the first matching code would', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 12 }), text, (codes, code) => {
      const callTypes = codes.map((each) => ({ code: each, stages: [], callerIsVictim: false }));
      const ruleset = { ...shipped, callTypes };
      const first = ruleset.callTypes.find((type) => matches(type.code, code));
      expect(callTypeOf(ruleset, code)).toBe(first);
    }),
  );
});

it('one expression for many patterns says what they say one by one', () => {
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 6 }), text, (patterns, value) => {
      expect(anyOf(patterns)(value)).toBe(matchesAny(patterns, value));
      expect(anyTerm(patterns)(fold(value))).toBe(findTerm(patterns, fold(value)) !== undefined);
    }),
  );
});

it.each([
  ['says her ex, who', true],
  ['it was her ex', true],
  ['her expensive bicycle', false],
  ['HER EX-BOYFRIEND', true],
])('a term that ends in a space is a whole word: %s', (narrative, found) => {
  expect(findTerm(['her ex '], fold(narrative)) !== undefined).toBe(found);
});
