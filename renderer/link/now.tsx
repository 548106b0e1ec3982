import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useLive } from './herald';

const NowContext = createContext(0);

/** Ticks once a second for everything below it. */
export function NowProvider({ children }: { readonly children: ReactNode }) {
  const live = useLive();
  const [now, setNow] = useState(() => live.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(live.now()), 1_000);
    return () => clearInterval(timer);
  }, [live]);
  return <NowContext value={now}>{children}</NowContext>;
}

/** The appliance's clock, epoch milliseconds; stands still while the link is lost. */
export function useNow(): number {
  return useContext(NowContext);
}
