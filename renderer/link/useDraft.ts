import { useCallback, useEffect, useRef, useState } from 'react';
import { useAccess } from '../access/AccessGate';

const KEY = 'herald.draft.';
/** Who comes back after a long leave begins anew. */
const KEPT_MS = 14 * 24 * 3_600_000;

interface Kept<T> {
  readonly value: T;
  /** What it was made from, as text, to tell when that has changed meanwhile. */
  readonly from: string;
  readonly at: number;
  /** Which version that was, where the caller has told. */
  readonly version?: string | undefined;
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
  /** The version that it was begun on; where nothing is changed, the one that there is. */
  readonly begunOn: string | undefined;
  /** This browser refuses to keep it (full, or forbidden): a reload would lose it. */
  readonly isNotKept: boolean;
  /** Forgets it and goes back to what is in force; also after it was saved. */
  readonly discard: () => void;
  /** After `value` was saved as `version`: forgets it, or where somebody has gone on writing meanwhile, goes on from that. */
  readonly settle: (value: T, version: string) => void;
  /** Says that whoever writes has seen the version that there is now, and goes on from it. */
  readonly goOn: () => void;
}

/**
 * What somebody is writing, kept in this browser at every change, so that a reload, a killed appliance, a lost connection or
 * a look at another screen loses none of it. `what` says what it is a draft of; `inForce` is what it begins with, and `version`
 * which one that is where the value alone does not tell. It is kept for the person who is signed in: at a workstation that many
 * share nobody finds, or saves, what somebody else was writing. Not for anything personal: it stays on the disk of the
 * workstation until it is saved or discarded.
 */
export function useDraft<T>(what: string, inForce: T, version?: string): Draft<T> {
  const who = useAccess()?.me?.name ?? '';
  const name = `${who} ${what}`;
  const from = JSON.stringify(inForce);
  const [kept, setKept] = useState(() => read<T>(name));
  const [isNotKept, setIsNotKept] = useState(false);
  const latest = useRef({ kept, inForce, from, version });
  latest.current = { kept, inForce, from, version };

  // Another name is another draft; another window may have changed the same one.
  useEffect(() => {
    setKept(read<T>(name));
    const heard = (event: StorageEvent) => {
      if (event.key === KEY + name) setKept(read<T>(name));
    };
    window.addEventListener('storage', heard);
    return () => window.removeEventListener('storage', heard);
  }, [name]);

  const discard = useCallback(() => {
    latest.current = { ...latest.current, kept: undefined };
    window.localStorage.removeItem(KEY + name);
    setKept(undefined);
    setIsNotKept(false);
  }, [name]);
  const change = useCallback(
    (given: T | ((before: T) => T)) => {
      const { kept: before, inForce: begun, from: source, version: current } = latest.current;
      const value = typeof given === 'function' ? (given as (before: T) => T)(before?.value ?? begun) : given;
      // Taken back by hand it is no draft: kept as one, it would undo what others save later.
      if (JSON.stringify(value) === source) return discard();
      const start = before === undefined ? { from: source, version: current } : { from: before.from, version: before.version };
      const next: Kept<T> = { value, ...start, at: Date.now() };
      latest.current = { ...latest.current, kept: next };
      setKept(next);
      setIsNotKept(!write(name, next));
    },
    [name, discard],
  );
  const goOn = useCallback(() => {
    const { kept: before, from: source, version: current } = latest.current;
    if (before === undefined) return;
    const next: Kept<T> = { ...before, from: source, version: current };
    latest.current = { ...latest.current, kept: next };
    setKept(next);
    setIsNotKept(!write(name, next));
  }, [name]);

  const settle = useCallback(
    (saved: T, given: string) => {
      const { kept: before } = latest.current;
      const source = JSON.stringify(saved);
      if (before === undefined || JSON.stringify(before.value) === source) return discard();
      const next: Kept<T> = { ...before, from: source, version: given };
      latest.current = { ...latest.current, kept: next };
      setKept(next);
      setIsNotKept(!write(name, next));
    },
    [name, discard],
  );

  const value = kept === undefined ? inForce : kept.value;
  const isChanged = kept !== undefined && JSON.stringify(kept.value) !== from;
  return {
    value,
    change,
    isChanged,
    keptAt: isChanged ? kept?.at : undefined,
    isOutdated: isChanged && (version === undefined ? kept?.from !== from : kept?.version !== version),
    begunOn: isChanged ? kept?.version : version,
    isNotKept,
    discard,
    settle,
    goOn,
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
