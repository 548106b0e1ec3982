import { ORPCError } from '@orpc/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { DISPATCHER_SCREENS } from './frame/dispatcherScreens';
import { fetchScreen } from './frame/ScreenPlace';
import type { Screen } from './frame/screen';
import { screenAt } from './frame/screens';
import { type Connection, httpConnection, portConnection } from './link/connection';
import { HeraldProvider } from './link/herald';
import { LiveLink } from './link/liveLink';
import { forgetToken, keepToken, takeToken } from './link/token';
import { applyPreferences } from './preferences';
import { readRoute } from './route';
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
import './styles/print.css';

function Connected({ connection, refused }: { readonly connection: Connection; readonly refused: () => void }) {
  const [{ queryClient, live }] = useState(() => {
    const queryClient = new QueryClient({
      defaultOptions: {
        // The appliance says what changed; that the machine is off the internet is a normal state.
        queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: onceIfNoAnswer },
      },
    });
    return { queryClient, live: new LiveLink(connection, queryClient) };
  });
  useEffect(() => live.start(), [live]);
  useEffect(() => connection.onRefused(refused), [connection, refused]);
  return (
    <QueryClientProvider client={queryClient}>
      <HeraldProvider client={connection.client} live={live}>
        <App />
      </HeraldProvider>
    </QueryClientProvider>
  );
}

/** Headless: by the token in the address, kept for this tab, or pasted. */
function OverHttp() {
  const [token, setToken] = useState(() => takeToken(window));
  const [refused, setRefused] = useState(false);
  const [connection, setConnection] = useState(() =>
    token === undefined ? undefined : httpConnection(window.location.origin, token),
  );
  const signIn = (given: string) => {
    keepToken(window, given);
    setToken(given);
    setConnection(httpConnection(window.location.origin, given));
  };
  const [onRefused] = useState(() => () => {
    forgetToken(window);
    setRefused(true);
    setConnection(undefined);
  });
  if (connection === undefined) return <SignIn refused={refused} signIn={signIn} />;
  return <Connected key={token} connection={connection} refused={onRefused} />;
}

/** What the appliance refused, it refuses again. */
const onceIfNoAnswer = (failures: number, error: Error) => failures < 1 && !(error instanceof ORPCError);

const nobody = () => undefined;

async function start(root: HTMLElement): Promise<void> {
  applyPreferences();
  listenForShortcuts(window);
  // While the rest is being set up, and the others before anybody wants them: a screen opens without a link too.
  void fetchScreen(screenAt(readRoute(window.location.hash).screen) ?? (DISPATCHER_SCREENS[0] as Screen)).catch(() => undefined);
  window.requestIdleCallback(() => {
    for (const screen of DISPATCHER_SCREENS) void fetchScreen(screen).catch(() => undefined);
  });
  const inShell = window.location.protocol === 'herald:';
  const shown = inShell ? <Connected connection={await portConnection(window)} refused={nobody} /> : <OverHttp />;
  createRoot(root).render(<StrictMode>{shown}</StrictMode>);
}

const root = document.getElementById('root');
if (root !== null) void start(root);
