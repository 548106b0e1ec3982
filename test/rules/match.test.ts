import { findTerm, fold, matches, matchesAny } from '../../src/rules/match';

describe('patterns', () => {
  it.each([
    ['DV*', 'DV1', true],
    ['DV*', 'dv', true],
    ['DV*', 'ADV', false],
    ['1 *', '1 - Police High', true],
    ['1 *', '1', false],
    ['1', '10', false],
    ['*', 'anything', true],
    ['*', ' ', false],
    ['*', undefined, false],
    ['A.C', 'ABC', false],
    ['(x', '(x', true],
    [' E ', 'e', true],
    ['*BURG*', 'RES BURG PROG', true],
  ])('%s on %s: %s', (pattern, value, expected) => expect(matches(pattern, value)).toBe(expected));

  it('match when any of them does', () => expect(matchesAny(['P1', 'E'], 'e')).toBe(true));
});

describe('narrative terms', () => {
  const found = (terms: string[], text: string) => findTerm(terms, fold(text));
  it.each([
    [['gun'], 'has a GUN', 'gun'],
    [['gun'], 'gunshot', 'gun'],
    [['gun'], 'begun', undefined],
    [['ex-'], 'EX-HUSBAND', 'ex-'],
    [['ex-'], 'index-card', undefined],
    [['ex-'], 'explains', undefined],
    [['esposo'], 'su espóso', 'esposo'],
    [['niño'], 'un NINO', 'niño'],
    [['suicid'], 'talks of suicide', 'suicid'],
    [['no mas'], 'dijo: no más', 'no mas'],
    [['gun'], 'line one\ngun', 'gun'],
  ])('%j in %j: %s', (terms, text, expected) => expect(found(terms, text)).toBe(expected));
});
