import { useCallback, useEffect, useRef, useState } from 'react';

const KEY = 'herald.draft.';
/** Who comes back after a long leave begins anew. */
const KEPT_MS = 14 * 24 * 3_600_000;

interface Kept<T> {
  readonly value: T;
  /** What it was made from, as text, to tell when that has changed meanwhile. */
  readonly from: string;
  readonly at: number;
}

export interface Draft<T> {
  readonly value: T;
  readonly change: (value: T | ((before: T) => T)) => void;
  /** It differs from what is in force. */
  readonly isChanged: boolean;
  /** When it was last kept in this browser, epoch milliseconds; undefined where there is nothing to keep. */
  readonly keptAt: number | undefined;
  /** It was begun on something that is no longer in force: whoever saves it takes another's change back. */
  readonly isOutdated: boolean;
  /** This browser refuses to keep it (full, or forbidden): a reload would lose it. */
  readonly isNotKept: boolean;
  /** Forgets it and goes back to what is in force; also after it was saved. */
  readonly discard: () => void;
}

/**
 * What somebody is writing, kept in this browser at every change, so that a reload, a killed appliance, a lost connection or
 * a look at another screen loses none of it. `name` says what it is a draft of; `inForce` is what it begins with. Not for
 * anything personal: it stays on the disk of the workstation until it is saved or discarded.
 */
export function useDraft<T>(name: string, inForce: T): Draft<T> {
  const from = JSON.stringify(inForce);
  const [kept, setKept] = useState(() => read<T>(name));
  const [isNotKept, setIsNotKept] = useState(false);
  const latest = useRef({ kept, inForce, from });
  latest.current = { kept, inForce, from };

  // Another name is another draft; another window may have changed the same one.
  useEffect(() => {
    setKept(read<T>(name));
    const heard = (event: StorageEvent) => {
      if (event.key === KEY + name) setKept(read<T>(name));
    };
    window.addEventListener('storage', heard);
    return () => window.removeEventListener('storage', heard);
  }, [name]);

  const change = useCallback(
    (given: T | ((before: T) => T)) => {
      const { kept: before, inForce: begun, from: source } = latest.current;
      const value = typeof given === 'function' ? (given as (before: T) => T)(before?.value ?? begun) : given;
      const next: Kept<T> = { value, from: before?.from ?? source, at: Date.now() };
      latest.current = { ...latest.current, kept: next };
      setKept(next);
      setIsNotKept(!write(name, next));
    },
    [name],
  );
  const discard = useCallback(() => {
    latest.current = { ...latest.current, kept: undefined };
    window.localStorage.removeItem(KEY + name);
    setKept(undefined);
    setIsNotKept(false);
  }, [name]);

  const value = kept === undefined ? inForce : kept.value;
  const isChanged = kept !== undefined && JSON.stringify(kept.value) !== from;
  return {
    value,
    change,
    isChanged,
    keptAt: isChanged ? kept?.at : undefined,
    isOutdated: isChanged && kept?.from !== from,
    isNotKept,
    discard,
  };
}

function read<T>(name: string): Kept<T> | undefined {
  try {
    const text = window.localStorage.getItem(KEY + name);
    if (text === null) return undefined;
    const kept = JSON.parse(text) as Kept<T>;
    return Date.now() - kept.at < KEPT_MS ? kept : undefined;
  } catch {
    return undefined;
  }
}

function write<T>(name: string, kept: Kept<T>): boolean {
  try {
    window.localStorage.setItem(KEY + name, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}
