import { createORPCClient, ORPCError } from '@orpc/client';
import { QueryClient, QueryObserver } from '@tanstack/query-core';
import type { Client, Connection } from '../../renderer/link/connection';
import { LiveLink } from '../../renderer/link/liveLink';
import { type Call, PasswordAgain } from '../../renderer/link/passwordAgain';
import type { Change } from '../../src/contract/contract';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const never = () => new Promise<never>(() => undefined);

/** A link to an appliance that answers as `answer` says and tells changes as `changes` does, and every state that it was in. */
function linkTo(answer: () => Promise<unknown>, changes: (signal: AbortSignal) => Promise<AsyncIterable<Change>> = never) {
  const call: Call = async (path, _input, { signal }) => (path[0] === 'changes' ? changes(signal as AbortSignal) : answer());
  const client: Client = createORPCClient({ call });
  const connection: Connection = {
    client,
    passwordAgain: new PasswordAgain(),
    onRefused: () => () => undefined,
    onReplaced: () => () => undefined,
  };
  const queryClient = new QueryClient();
  const link = new LiveLink(connection, queryClient);
  const states: string[] = [];
  link.subscribe(() => states.push(link.snapshot().state));
  return { link, queryClient, states };
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

test.each([
  ['in time', 100, 1],
  ['late', 2_000, 2],
] as const)(
  'changes followed %s are followed once, and only what was asked before is asked again',
  async (_when, afterMs, timesAsked) => {
    let followed = 0;
    let asked = 0;
    const { link, queryClient } = linkTo(
      async () => ({ now: Date.now() }),
      async (signal) => {
        followed += 1;
        await new Promise((resolve, reject) => {
          setTimeout(resolve, afterMs);
          signal.addEventListener('abort', reject);
        });
        return (async function* tell() {
          yield { topics: ['agency'], incidentIds: [] } satisfies Change;
          await never();
        })();
      },
    );
    const agency = link.queries.agency.queryOptions();
    const observer = new QueryObserver(queryClient, {
      ...agency,
      queryFn: async () => {
        asked += 1;
        return null as never;
      },
      staleTime: Number.POSITIVE_INFINITY,
    });
    const ahead = link.followAhead(400);
    await jest.advanceTimersByTimeAsync(500);
    await ahead;
    const stopObserving = observer.subscribe(() => undefined);
    const stop = link.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect({ followed, asked }).toEqual({ followed: 1, asked: timesAsked });
    stop();
    stopObserving();
  },
);
