import { useEffect, useState } from 'react';

/** At the latest: a browser that is never idle shows it too. */
const WITHIN_MS = 1_000;

/** Undefined until the browser has time to spare, and `value` from then on: for what may be drawn after all else. */
export function useAtLeisure<T>(value: T): T | undefined {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => {
    if (isTime || value === undefined) return undefined;
    const asked = requestIdleCallback(() => setIsTime(true), { timeout: WITHIN_MS });
    return () => cancelIdleCallback(asked);
  }, [isTime, value]);
  return isTime ? value : undefined;
}
