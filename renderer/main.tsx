import { ORPCError } from '@orpc/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useCallback, useEffect, useMemo, useState } from 'react';
import { App } from './App';
import { AccessGate } from './access/AccessGate';
import { PasswordDialog } from './access/PasswordDialog';
import { DISPATCHER_SCREENS } from './frame/dispatcherScreens';
import { fetchScreen } from './frame/ScreenPlace';
import type { Screen } from './frame/screen';
import { screenAt } from './frame/screens';
import { type Connection, httpConnection, portConnection } from './link/connection';
import { HeraldProvider } from './link/herald';
import { LiveLink } from './link/liveLink';
import { forgetToken, keepToken, takeToken } from './link/token';
import { askAhead } from './parts/usePages';
import { applyPreferences } from './preferences';
import { createRoot } from './reactRoot';
import { readRoute } from './route';
import { boardPages } from './screens/Board';
import { filtersOf } from './screens/BoardFilters';
import { SignIn } from './screens/SignIn';
import { listenForShortcuts } from './shortcuts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/strip.css';
import './styles/lists.css';
import './styles/screens.css';
import './styles/feeds.css';
import './styles/frame.css';
import './styles/fields.css';
import './styles/tables.css';
import './styles/supervisor.css';
import './styles/administration.css';
import './styles/setup.css';
import './styles/print.css';

interface ConnectedProps {
  readonly connection: Connection;
  /** As far as is known before the appliance was asked. */
  readonly isSignedIn: boolean;
  readonly refused: () => void;
  /** Somebody has signed in. */
  readonly keepSession: (session: string) => void;
  /** Instead of signing in; undefined where there is no token to give. */
  readonly giveToken?: () => void;
}

function Connected({ connection, isSignedIn, refused, keepSession, giveToken }: ConnectedProps) {
  const [{ queryClient, live }] = useState(() => {
    const queryClient = new QueryClient({
      defaultOptions: {
        // The appliance says what changed; that the machine is off the internet is a normal state.
        queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceIfNoAnswer },
      },
    });
    const live = new LiveLink(connection, queryClient);
    // All at once: each would otherwise wait for the one before. What may not be answered yet is asked again when it may.
    void queryClient.prefetchQuery(live.queries.access.state.queryOptions());
    if (isSignedIn) {
      void queryClient.prefetchQuery(live.queries.agency.queryOptions());
      const { screen, query } = readRoute(window.location.hash);
      if (screen === 'board') askAhead(queryClient, boardPages(connection.client, live.queries, filtersOf(query)));
    }
    return { queryClient, live };
  });
  useEffect(() => live.start(), [live]);
  useEffect(() => connection.onRefused(refused), [connection, refused]);
  useEffect(
    () =>
      connection.passwordAgain.onClosed(() => void queryClient.invalidateQueries({ queryKey: live.queries.access.state.key() })),
    [connection, queryClient, live],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <HeraldProvider client={connection.client} live={live}>
        <AccessGate keepSession={keepSession} giveToken={giveToken}>
          <App />
          <PasswordDialog passwordAgain={connection.passwordAgain} />
        </AccessGate>
      </HeraldProvider>
    </QueryClientProvider>
  );
}

interface WayIn {
  readonly by: 'token' | 'account';
  /** The token, or the session; undefined before there is one. */
  readonly secret: string | undefined;
  readonly isRefused?: boolean;
}

/** Headless: by the token in the address, kept for this tab, or pasted; or by an account. */
function OverHttp() {
  const [way, setWay] = useState<WayIn>(() => {
    const token = takeToken(window);
    return { by: token === undefined ? 'account' : 'token', secret: token };
  });
  const connection = useMemo(() => httpConnection(window.location.origin, way.secret), [way.secret]);
  const onRefused = useCallback(() => {
    setWay((before) => {
      // Whoever is not signed in yet is refused everything but signing in.
      if (before.secret === undefined) return before;
      forgetToken(window);
      return { by: before.by, secret: undefined, isRefused: true };
    });
  }, []);
  const enter = (by: WayIn['by']) => (secret: string) => {
    keepToken(window, secret);
    setWay({ by, secret });
  };
  if (way.by === 'token' && way.secret === undefined) {
    return (
      <SignIn
        refused={way.isRefused === true}
        signIn={enter('token')}
        byAccount={() => setWay({ by: 'account', secret: undefined })}
      />
    );
  }
  return (
    <Connected
      key={way.secret ?? 'nobody'}
      connection={connection}
      isSignedIn={way.secret !== undefined}
      refused={onRefused}
      keepSession={enter('account')}
      giveToken={() => setWay({ by: 'token', secret: undefined })}
    />
  );
}

/** What the appliance refused, it refuses again. */
const onceIfNoAnswer = (failures: number, error: Error) => failures < 1 && !(error instanceof ORPCError);

const OTHERS_AFTER_MS = 2_000;

const nobody = () => undefined;

/** In the shell: who signed in stays so over a restart of the appliance, and no longer than the window. */
function InShell({ connection }: { readonly connection: Connection }) {
  const [session, setSession] = useState<string>();
  useEffect(
    () => connection.onReplaced(() => session !== undefined && void connection.client.access.resume({ session }).catch(nobody)),
    [connection, session],
  );
  return <Connected connection={connection} isSignedIn={true} refused={nobody} keepSession={setSession} />;
}

async function start(root: HTMLElement): Promise<void> {
  applyPreferences();
  listenForShortcuts(window);
  // While the rest is being set up, and the others before anybody wants them: a screen opens without a link too.
  void fetchScreen(screenAt(readRoute(window.location.hash).screen) ?? (DISPATCHER_SCREENS[0] as Screen)).catch(() => undefined);
  // Not while the first screen waits for its data: that is idle time too, and its data would come behind all of them.
  setTimeout(() => {
    window.requestIdleCallback(() => {
      for (const screen of DISPATCHER_SCREENS) void fetchScreen(screen).catch(() => undefined);
    });
  }, OTHERS_AFTER_MS);
  const inShell = window.location.protocol === 'herald:';
  const shown = inShell ? <InShell connection={await portConnection(window)} /> : <OverHttp />;
  createRoot(root).render(<StrictMode>{shown}</StrictMode>);
}

const root = document.getElementById('root');
// Not from within the bundle's own body, which would be in the stack of all that it starts.
if (root !== null) queueMicrotask(() => void start(root));
