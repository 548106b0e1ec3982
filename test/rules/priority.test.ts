import { ranksHigher } from '../../src/rules/priority';
import { shippedProfile } from '../scenarios/support/shippedProfile';

const withOrder = (priorityOrder: unknown) => shippedProfile({ rules: { priorityOrder } }).ruleset;

describe('two notations side by side, none of them listed as equals', () => {
  const ruleset = withOrder(['E', 'P1', '1*', 'P2', '2*', 'P3', '3*', 'P4', '4*']);
  it.each([
    ['P3', '3 - Police', false],
    ['3 - Police', 'P3', false],
    ['3 - Police', 'P4', false],
    ['P2', '3 - Police', true],
    ['2 - Police', 'P4', true],
    ['P1', 'P3', true],
    ['1 - Police', '3 - Police', true],
    ['P3', 'P1', false],
    ['P3', 'P3', false],
    ['E', 'P3', true],
    ['E', 'P1', false],
    ['P9', 'P1', false],
    ['P1', 'P9', false],
    [undefined, 'P3', false],
    ['P1', undefined, false],
  ])('%s over %s: %s', (a, b, higher) => expect(ranksHigher(ruleset, a, b)).toBe(higher));
});

describe('lists of equals', () => {
  const ruleset = withOrder(['E', ['P1', '1*'], ['P2', '2*'], ['P3', '3*']]);
  it.each([
    ['P3', '3 - Police', false],
    ['3 - Police', 'P3', false],
    ['2 - Police', 'P3', true],
    ['P2', '3 - Police', true],
    ['E', '1 - Police', true],
  ])('%s over %s: %s', (a, b, higher) => expect(ranksHigher(ruleset, a, b)).toBe(higher));
});

it.each([
  ['words', ['HIGH', 'MEDIUM', 'LOW']],
  ['numbers', ['1', '2', '3']],
])('one notation is an order as it stands: %s', (_name, order) => {
  const ruleset = withOrder(order);
  expect(ranksHigher(ruleset, order[0], order[1])).toBe(true);
  expect(ranksHigher(ruleset, order[1], order[0])).toBe(false);
});
