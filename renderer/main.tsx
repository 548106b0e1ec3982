import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { App } from './App';
import { AccessGate } from './access/AccessGate';
import { PasswordDialog } from './access/PasswordDialog';
import { firstOpening } from './early';
import { keepFocus } from './focusKept';
import { DISPATCHER_SCREENS } from './frame/dispatcherScreens';
import { fetchScreen } from './frame/ScreenPlace';
import type { Screen } from './frame/screen';
import { screenAt } from './frame/screens';
import { httpConnection } from './link/connection';
import { HeraldProvider } from './link/herald';
import { type FirstOpening, type Opening, openOver } from './link/opening';
import { forgetToken, keepToken } from './link/token';
import { applyPreferences } from './preferences';
import { createRoot } from './reactRoot';
import { readRoute } from './readRoute';
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
  readonly opening: Opening;
  readonly refused: () => void;
  /** Somebody has signed in. */
  readonly keepSession: (session: string) => void;
  /** Instead of signing in; undefined where there is no token to give. */
  readonly giveToken?: () => void;
}

function Connected({ opening, refused, keepSession, giveToken }: ConnectedProps) {
  const { connection, queryClient, live, answered } = opening;
  useEffect(() => live.start(answered), [live, answered]);
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
function OverHttp({ first }: { readonly first: FirstOpening & { readonly from: 'http' } }) {
  const [way, setWay] = useState<WayIn>({ by: first.secret === undefined ? 'account' : 'token', secret: first.secret });
  const given = useRef<Opening | undefined>(first.opening);
  // Once only: who comes back to the same token must not see what was known before.
  const opening = useMemo(() => {
    const opened = given.current ?? openOver(httpConnection(window.location.origin, way.secret), way.secret !== undefined);
    given.current = undefined;
    return opened;
  }, [way.secret]);
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
      opening={opening}
      refused={onRefused}
      keepSession={enter('account')}
      giveToken={() => setWay({ by: 'token', secret: undefined })}
    />
  );
}

const OTHERS_AFTER_MS = 2_000;
const DRAWN_WITHIN_MS = 700;

const nobody = () => undefined;

/** In the shell: who signed in stays so over a restart of the appliance, and no longer than the window. */
function InShell({ opening }: { readonly opening: Opening }) {
  const { connection } = opening;
  const [session, setSession] = useState<string>();
  useEffect(
    () => connection.onReplaced(() => session !== undefined && void connection.client.access.resume({ session }).catch(nobody)),
    [connection, session],
  );
  return <Connected opening={opening} refused={nobody} keepSession={setSession} />;
}

async function start(root: HTMLElement): Promise<void> {
  applyPreferences();
  listenForShortcuts(window);
  keepFocus();
  // While the rest is being set up, and the others before anybody wants them: a screen opens without a link too.
  void fetchScreen(screenAt(readRoute(window.location.hash).screen) ?? (DISPATCHER_SCREENS[0] as Screen)).catch(() => undefined);
  // Not while the first screen waits for its data: that is idle time too, and its data would come behind all of them.
  setTimeout(() => {
    window.requestIdleCallback(() => {
      for (const screen of DISPATCHER_SCREENS) void fetchScreen(screen).catch(() => undefined);
    });
  }, OTHERS_AFTER_MS);
  const first = await firstOpening;
  // Drawn once with all that is known, not first without it; but an appliance that is slow to answer is seen to be asked.
  await Promise.race([first.opening.answered, new Promise((resolve) => setTimeout(resolve, DRAWN_WITHIN_MS))]);
  const shown = first.from === 'shell' ? <InShell opening={first.opening} /> : <OverHttp first={first} />;
  createRoot(root).render(<StrictMode>{shown}</StrictMode>);
}

const root = document.getElementById('root');
// Not from within the bundle's own body, which would be in the stack of all that it starts.
if (root !== null) queueMicrotask(() => void start(root));
