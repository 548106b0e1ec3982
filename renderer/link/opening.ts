import { ORPCError } from '@orpc/client';
import { QueryClient } from '@tanstack/query-core';
import { readRoute } from '../readRoute';
import { boardPages, filtersOf } from '../screens/boardPages';
import { type Connection, httpConnection, portConnection } from './connection';
import { LiveLink } from './liveLink';
import { askAhead } from './pages';
import { takeToken } from './token';

/** One way to the appliance with what is known over it. */
export interface Opening {
  readonly connection: Connection;
  readonly queryClient: QueryClient;
  readonly live: LiveLink;
  /** Resolves when what the first screen shows is there, or has failed. */
  readonly answered: Promise<unknown>;
}

/** Asks for what every opening shows, all at once: each would otherwise wait for the one before. */
export function openOver(connection: Connection, isSignedIn: boolean): Opening {
  const opening = unasked(connection);
  return { ...opening, answered: ask(opening, isSignedIn) };
}

/** As `openOver`, where nothing is drawn yet: following first, it need not ask for anything twice. */
function openFollowing(connection: Connection): Opening {
  const opening = unasked(connection);
  return { ...opening, answered: opening.live.followAhead(FOLLOWED_WITHIN_MS).then(() => ask(opening, true)) };
}

/** Waited for while the rest of the console is still fetched and read. */
const FOLLOWED_WITHIN_MS = 400;

type Unasked = Omit<Opening, 'answered'>;

function unasked(connection: Connection): Unasked {
  const queryClient = new QueryClient({
    defaultOptions: {
      // The appliance says what changed; that the machine is off the internet is a normal state.
      queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceIfNoAnswer },
    },
  });
  return { connection, queryClient, live: new LiveLink(connection, queryClient) };
}

function ask({ connection, queryClient, live }: Unasked, isSignedIn: boolean): Promise<unknown> {
  // What may not be answered yet is asked again when it may.
  const asked: Promise<unknown>[] = [queryClient.prefetchQuery(live.queries.access.state.queryOptions())];
  if (isSignedIn) {
    const { screen, query } = readRoute(window.location.hash);
    if (screen === 'board') asked.push(askAhead(queryClient, boardPages(connection.client, live.queries, filtersOf(query))));
    asked.push(queryClient.prefetchQuery(live.queries.agency.queryOptions()));
    asked.push(live.askForStatus());
  }
  return Promise.allSettled(asked);
}

/** What the appliance refused, it refuses again. */
const onceIfNoAnswer = (failures: number, error: Error) => failures < 1 && !(error instanceof ORPCError);

/** Where the window came from, and its first way to the appliance. */
export type FirstOpening =
  | { readonly from: 'shell'; readonly opening: Opening }
  /** `secret`: the token of the address, or the one that this tab has; undefined where there is none. */
  | { readonly from: 'http'; readonly secret: string | undefined; readonly opening: Opening };

/** Headless: by the token in the address, kept for this tab, or else as nobody, who may sign in. */
export async function openFirst(): Promise<FirstOpening> {
  if (window.location.protocol === 'herald:') return { from: 'shell', opening: openFollowing(await portConnection(window)) };
  const secret = takeToken(window);
  const connection = httpConnection(window.location.origin, secret);
  return { from: 'http', secret, opening: secret === undefined ? openOver(connection, false) : openFollowing(connection) };
}
