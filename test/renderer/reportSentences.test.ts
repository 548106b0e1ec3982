import { failuresSentence } from '../../renderer/screens/supervisor/reports/ByReason';
import type { MeasuresRowView } from '../../src/contract/measures';

const said = (texts: Partial<MeasuresRowView['texts']>) => {
  const row = { failures: [], texts: { undelivered: 0, unconfirmed: 0, expired: 0, ...texts } } as unknown as MeasuresRowView;
  return failuresSentence(row)
    .map((piece) => (typeof piece === 'string' ? piece : piece.said))
    .join('');
};

test('where the carrier was away, that texts did not leave is said beside that none failed', () => {
  expect(said({})).toBe('No text that the carrier took has failed, and none is unconfirmed.');
  expect(said({ expired: 2 })).toBe(
    'No text that the carrier took has failed, and none is unconfirmed. 2 texts came too late to be sent, and did not leave.',
  );
});
