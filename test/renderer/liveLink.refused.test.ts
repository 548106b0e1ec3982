import { createORPCClient, ORPCError } from '@orpc/client';
import { QueryClient } from '@tanstack/query-core';
import type { Client, Connection } from '../../renderer/link/connection';
import { LiveLink } from '../../renderer/link/liveLink';
import { PasswordAgain } from '../../renderer/link/passwordAgain';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A link to an appliance that answers as `answer` says, and every state that it was in. */
function linkTo(answer: () => Promise<unknown>) {
  const call = async (path: readonly string[]) => {
    // Nothing is ever told: what counts is who answers.
    if (path[0] === 'changes') return new Promise(() => undefined);
    return answer();
  };
  const client: Client = createORPCClient({ call });
  const connection: Connection = {
    client,
    passwordAgain: new PasswordAgain(),
    onRefused: () => () => undefined,
    onReplaced: () => () => undefined,
  };
  const link = new LiveLink(connection, new QueryClient());
  const states: string[] = [];
  link.subscribe(() => states.push(link.snapshot().state));
  return { link, states };
}

test.each(['SETUP_NEEDED', 'UNAUTHORIZED', 'LOCKED'])(
  'while the appliance answers that somebody must first do something (%s) the link is not lost, and is open at once after',
  async (code) => {
    let isRefused = true;
    const { link, states } = linkTo(async () => {
      if (isRefused) throw new ORPCError(code, { status: 403 });
      return { now: Date.now() };
    });
    const stop = link.start();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(states).toEqual([]);
    isRefused = false;
    await jest.advanceTimersByTimeAsync(2_500);
    expect(states).toEqual(['open']);
    // Locked meanwhile: what was known is no longer current, and that is not the link's fault.
    isRefused = true;
    await jest.advanceTimersByTimeAsync(60_000);
    isRefused = false;
    await jest.advanceTimersByTimeAsync(2_500);
    expect(states).toEqual(['open', 'opening', 'open']);
    stop();
  },
);

test('an appliance that does not answer is lost within seven seconds', async () => {
  const { link, states } = linkTo(() => Promise.reject(new TypeError('fetch failed')));
  const stop = link.start();
  await jest.advanceTimersByTimeAsync(7_000);
  expect(states).toEqual(['lost']);
  stop();
});
