import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect } from 'react';
import type { AccessStateView } from '../../src/contract/access';
import { useClient, useQueries } from '../link/herald';
import { Failed, Loading } from '../parts/States';
import { ChangePassword } from './ChangePassword';
import { FirstAccount } from './FirstAccount';
import { GiveAgain } from './GiveAgain';
import { LogOn } from './LogOn';

/** Once in an account's life, and with it comes what draws the code to scan. */
const EnrolCode = lazy(async () => ({ default: (await import('./EnrolCode')).EnrolCode }));

const AccessContext = createContext<AccessStateView | undefined>(undefined);

/** Who is at this console and what they may do; undefined before it is known. */
export function useAccess(): AccessStateView | undefined {
  return useContext(AccessContext);
}

/** How often the appliance is asked whether the session still stands: a lock must show by itself. */
const ASK_EVERY_MS = 20_000;
const ACTIVE_EVERY_MS = 60_000;

interface AccessGateProps {
  readonly keepSession: (session: string) => void;
  /** Instead of signing in with an account. */
  readonly giveToken: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Lets the console be seen by who may see it; before that, whatever the appliance says comes first. */
export function AccessGate({ keepSession, giveToken, children }: AccessGateProps) {
  const queries = useQueries();
  const queryClient = useQueryClient();
  const { data, isError, refetch } = useQuery({ ...queries.access.state.queryOptions(), refetchInterval: ASK_EVERY_MS });
  useSayActive(data?.me !== null && data?.me?.role !== 'host');
  if (data === undefined) {
    return (
      <main className="firstStart">
        {isError ? <Failed what="who you are" again={() => void refetch()} /> : <Loading what="who you are" />}
      </main>
    );
  }
  // Everything was asked for as somebody else, or as nobody.
  const again = async (session?: string) => {
    if (session !== undefined) keepSession(session);
    await queryClient.invalidateQueries();
  };
  switch (data.needs) {
    case 'firstAccount':
      return <FirstAccount state={data} done={again} giveToken={giveToken} />;
    case 'logOn':
      return <LogOn done={again} giveToken={giveToken} />;
    case 'reauthenticate':
      return <GiveAgain state={data} done={again} />;
    case 'changePassword':
      return <ChangePassword state={data} done={again} />;
    case 'enrolTotp':
      return (
        <Suspense fallback={<Loading what="the authenticator" />}>
          <EnrolCode done={again} />
        </Suspense>
      );
    default:
      return <AccessContext value={data}>{children}</AccessContext>;
  }
}

/** Tells the appliance now and then that somebody is there, while somebody is. */
function useSayActive(isWanted: boolean): void {
  const client = useClient();
  useEffect(() => {
    if (!isWanted) return undefined;
    let used = true;
    const heard = () => {
      used = true;
    };
    const say = () => {
      if (used) void client.access.active({}).catch(() => undefined);
      used = false;
    };
    window.addEventListener('pointerdown', heard);
    window.addEventListener('keydown', heard);
    const timer = setInterval(say, ACTIVE_EVERY_MS);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', heard);
      window.removeEventListener('keydown', heard);
    };
  }, [client, isWanted]);
}
