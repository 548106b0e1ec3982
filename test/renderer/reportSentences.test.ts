import { failuresSentence } from '../../renderer/screens/supervisor/reports/ByReason';
import { versionsInForce } from '../../renderer/screens/supervisor/reports/versionWords';
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

test('a period names every version of the rules that was in force in it', () => {
  const at = (day: number) => Date.UTC(2026, 10, day, 15);
  const version = (id: number, from: number, until?: number) => ({
    id,
    at: at(from),
    until: until === undefined ? null : at(until),
  });
  const versions = [version(3, 20), version(2, 12, 20), version(1, -40, 12)];
  const said = (from: number, to: number) => versionsInForce(versions, { from: at(from), to: at(to) }, 'America/New_York');
  expect(said(1, 30)).toBe('Rules versions 1 to 3 (2 from 2026-11-12, 3 from 2026-11-20)');
  expect(said(13, 19)).toBe('Rules version 2');
  expect(said(21, 30)).toBe('Rules version 3');
  expect(said(-60, -50)).toBe('Rules version –');
  const often = Array.from({ length: 7 }, (_, n) => version(n + 1, n + 1, n + 2));
  expect(versionsInForce(often, { from: at(0), to: at(30) }, 'UTC')).toBe('Rules versions 1 to 7 (changed 6 times)');
});
