import { useSyncExternalStore } from 'react';

/** What one person at one console prefers; kept in that browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** False turns off every shortcut that is a single key (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

const KEY = 'herald.preferences';
const DEFAULTS: Preferences = { theme: 'system', singleKeys: true };
const listeners = new Set<() => void>();
let current: Preferences | undefined;

function read(): Preferences {
  if (current !== undefined) return current;
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    current = {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : DEFAULTS.theme,
      singleKeys: kept.singleKeys !== false,
    };
  } catch {
    current = DEFAULTS;
  }
  return current;
}

/** Keeps a change and applies it at once. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  window.localStorage.setItem(KEY, JSON.stringify(current));
  applyTheme();
  for (const listener of listeners) listener();
}

/** Puts the chosen theme on the page; `system` leaves it to the operating system. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = read().theme;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

/** The preferences, for code outside React. */
export const currentPreferences = read;
