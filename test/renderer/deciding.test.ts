import { decidingOf, rankOf } from '../../renderer/screens/deciding';

const met = (name: string) => ({ name, seen: 'yes', state: 'met' as const });
const not = (name: string, seen = 'no') => ({ name, seen, state: 'not' as const });
const TOLD = not('Not told yet', 'this person has had it');

test('of a text that has gone it is said that it has, not that its time is over', () => {
  const conditions = [met('A call type'), not('Still of use', 'its time is over'), TOLD];
  expect(decidingOf(conditions)).toBe(TOLD);
  expect(rankOf(conditions)).toBeGreaterThan(rankOf([not('Still of use')]));
});

test('else the first that is not met decides, then what it waits for', () => {
  const late = not('Still of use');
  const gap = { name: 'Not right after another text', seen: 'one left a moment ago', state: 'waits' as const };
  expect(decidingOf([met('A call type'), gap, late, not('Words for it')])).toBe(late);
  expect(decidingOf([met('A call type'), gap])).toBe(gap);
  expect(decidingOf([met('A call type')])).toBeUndefined();
});
