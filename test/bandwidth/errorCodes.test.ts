import { carrierFailure } from '../../src/bandwidth/errorCodes';

test.each([
  [4475, 'optedOut'],
  [4775, 'optedOut'],
  [4482, 'optedOut'],
  [4720, 'badDestination'],
  [4770, 'badContent'],
  [4403, 'account'],
  [4476, 'campaign'],
  [4773, 'campaign'],
  [4774, 'campaign'],
  [4795, 'campaign'],
  [4780, 'volume'],
  [4360, 'expired'],
  [4701, 'handset'],
  [5620, 'carrierFault'],
  [9902, 'unknownOutcome'],
  [9999, 'unknownOutcome'],
])('%i is of the class %s', (code, expected) => {
  expect(carrierFailure(code)?.class).toBe(expected);
  expect(carrierFailure(code)?.say).toContain(String(code));
});

test('a code nobody has listed is judged by its first digit, and never as harmless', () => {
  expect(carrierFailure(4999)?.class).toBe('rejected');
  expect(carrierFailure(5555)?.class).toBe('carrierFault');
  expect(carrierFailure(9001)?.class).toBe('unknownOutcome');
  expect(carrierFailure(123456)?.class).toBe('unknownOutcome');
});

test('0 stands beside delivered messages and is no failure', () => {
  expect(carrierFailure(0)).toBeUndefined();
});
