import { quietUntil } from '../../src/rules/quietHours';

const ZONE = 'America/New_York';
const NIGHT = { from: '21:00', to: '08:00' };
const at = (iso: string) => Date.parse(iso);

describe('quiet hours', () => {
  it.each([
    ['before them', '2025-06-03T20:59:59-04:00', undefined],
    ['as they begin', '2025-06-03T21:00:00-04:00', '2025-06-04T08:00:00-04:00'],
    ['after midnight', '2025-06-04T03:00:00-04:00', '2025-06-04T08:00:00-04:00'],
    ['as they end', '2025-06-04T08:00:00-04:00', undefined],
    ['over the change to summer time', '2025-03-08T23:00:00-05:00', '2025-03-09T08:00:00-04:00'],
    ['over the change to winter time', '2025-11-01T23:00:00-04:00', '2025-11-02T08:00:00-05:00'],
    ['in the repeated hour', '2025-11-02T01:30:00-05:00', '2025-11-02T08:00:00-05:00'],
  ])('%s', (_when, now, end) => expect(quietUntil(at(now), NIGHT, ZONE)).toBe(end === undefined ? undefined : at(end)));

  it('may lie within one day', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(quietUntil(at('2025-06-03T12:30:00-04:00'), noon, ZONE)).toBe(at('2025-06-03T13:00:00-04:00'));
    expect(quietUntil(at('2025-06-03T11:30:00-04:00'), noon, ZONE)).toBeUndefined();
    expect(quietUntil(at('2025-06-04T03:30:00-04:00'), noon, ZONE)).toBeUndefined();
  });

  it('may be none', () => expect(quietUntil(at('2025-06-04T03:00:00-04:00'), null, ZONE)).toBeUndefined());
});
