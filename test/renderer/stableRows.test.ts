import { arrangeRows, type Row } from '../../renderer/parts/stableRows';

interface Item {
  readonly id: string;
  readonly word: string;
}

const items = (...ids: string[]): Item[] => ids.map((id) => ({ id, word: `first ${id}` }));
const shownFrom = (list: readonly Item[]): readonly Row<Item>[] => arrangeRows([], list, ({ id }) => id, false, false).rows;
const ids = (rows: readonly Row<Item>[]) => rows.map((row) => row.id);
const arrange = (shown: readonly Row<Item>[], fresh: readonly Item[], held: boolean, hasMore = false) =>
  arrangeRows(shown, fresh, ({ id }) => id, held, hasMore);

test('while the list is in use, new rows wait and are counted', () => {
  const { rows, waiting } = arrange(shownFrom(items('b', 'a')), items('d', 'c', 'b', 'a'), true);
  expect(ids(rows)).toEqual(['b', 'a']);
  expect(waiting).toBe(2);
});

test('once it is not in use, the appliance’s order holds', () => {
  const { rows, waiting } = arrange(shownFrom(items('b', 'a')), items('c', 'a', 'b'), false);
  expect(ids(rows)).toEqual(['c', 'a', 'b']);
  expect(waiting).toBe(0);
});

test('a row that changed changes in its place', () => {
  const { rows } = arrange(shownFrom(items('b', 'a')), [{ id: 'a', word: 'second' }, ...items('b')], true);
  expect(rows.map((row) => row.item.word)).toEqual(['first b', 'second']);
});

test('a row that left keeps its place and says so', () => {
  const { rows } = arrange(shownFrom(items('c', 'b', 'a')), items('c', 'a'), true);
  expect(rows.map((row) => [row.id, row.gone])).toEqual([
    ['c', false],
    ['b', true],
    ['a', false],
  ]);
});

test('a row pushed off the page by newer ones has not left', () => {
  const { rows, waiting } = arrange(shownFrom(items('c', 'b', 'a')), items('d', 'c', 'b'), true, true);
  expect(rows.map((row) => row.gone)).toEqual([false, false, false]);
  expect(waiting).toBe(1);
});

test('older rows are added at the end even while it is in use', () => {
  const { rows, waiting } = arrange(shownFrom(items('c', 'b')), items('d', 'c', 'b', 'a'), true);
  expect(ids(rows)).toEqual(['c', 'b', 'a']);
  expect(waiting).toBe(1);
});

test('a row that did not change stays the same object, so that it is not drawn again', () => {
  const list = items('b', 'a');
  const shown = shownFrom(list);
  const { rows } = arrange(shown, list, true);
  expect(rows[0]).toBe(shown[0]);
});
