import { ORPCError } from '@orpc/client';
import { type Call, PasswordAgain } from '../../renderer/link/passwordAgain';

const refusal = (code: string, because?: string) => new ORPCError(code, { status: 403, data: { because } });

/** An appliance that refuses the first `times` calls with `error`, and says what it was asked. */
function refusing(times: number, error: Error) {
  const asked: string[] = [];
  const call: Call = (path, input) => {
    asked.push(`${path.join('.')} ${JSON.stringify(input)}`);
    return asked.length <= times ? Promise.reject(error) : Promise.resolve('done');
  };
  return { asked, call };
}

const options = { context: {} };

test('several calls that need the password share one question, and each is made once more', async () => {
  const again = new PasswordAgain();
  const { asked, call } = refusing(2, refusal('REAUTHENTICATE', 'sensitive'));
  const around = again.around(call);
  const changes: boolean[] = [];
  again.subscribe(() => changes.push(again.isAsked()));
  const both = Promise.all([around(['a'], { n: 1 }, options), around(['b'], { n: 2 }, options)]);
  await new Promise(setImmediate);
  expect(again.isAsked()).toBe(true);
  again.answer(true);
  expect(await both).toEqual(['done', 'done']);
  expect(asked).toEqual(['a {"n":1}', 'b {"n":2}', 'a {"n":1}', 'b {"n":2}']);
  expect(changes).toEqual([true, false]);
});

test('without the password the call fails as it was refused, and is not made again', async () => {
  const again = new PasswordAgain();
  const { asked, call } = refusing(1, refusal('REAUTHENTICATE', 'sensitive'));
  const outcome = again
    .around(call)(['a'], {}, options)
    .catch((error) => error.code);
  await new Promise(setImmediate);
  again.answer(false);
  expect(await outcome).toBe('REAUTHENTICATE');
  expect(asked).toHaveLength(1);
});

test('a second refusal is not asked about again', async () => {
  const again = new PasswordAgain();
  const { asked, call } = refusing(9, refusal('REAUTHENTICATE', 'sensitive'));
  const outcome = again
    .around(call)(['a'], {}, options)
    .catch((error) => error.code);
  await new Promise(setImmediate);
  again.answer(true);
  expect(await outcome).toBe('REAUTHENTICATE');
  expect(asked).toHaveLength(2);
  expect(again.isAsked()).toBe(false);
});

test.each([
  ['a locked console', refusal('LOCKED')],
  ['twelve hours since the password', refusal('REAUTHENTICATE', 'twelveHours')],
  ['an account that must be set up first', refusal('SETUP_NEEDED')],
])('%s is no question beside a screen: the whole console closes', async (_what, error) => {
  const again = new PasswordAgain();
  let closed = 0;
  again.onClosed(() => {
    closed += 1;
  });
  await expect(again.around(refusing(1, error).call)(['a'], {}, options)).rejects.toBe(error);
  expect([again.isAsked(), closed]).toEqual([false, 1]);
});

test('what has nothing to do with the password passes as it is', async () => {
  const again = new PasswordAgain();
  const error = refusal('FORBIDDEN');
  await expect(again.around(refusing(1, error).call)(['a'], {}, options)).rejects.toBe(error);
  expect(again.isAsked()).toBe(false);
});
