import { PLACES } from '../../src/store/personal';
import { SEALED_COLUMNS } from '../../src/store/sealedColumns';

it('every place is a column that is sealed again before its key is destroyed', () => {
  const walked: readonly string[] = SEALED_COLUMNS.map(({ place }) => place);
  const places = Object.keys(PLACES).filter((place) => place !== 'other');
  expect([...walked].sort()).toEqual(places.sort());
});
