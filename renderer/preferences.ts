import { useSyncExternalStore } from 'react';

/** What one person at one console prefers; kept in that browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly textSize: 'normal' | 'large' | 'larger';
  /** False turns off every shortcut that is a single key (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** Of urgent alarms; off until somebody wants it, since telephones ring beside it. */
  readonly sound: 'off' | 'soft' | 'loud';
  /** Consoles that stand close together should not sound alike. */
  readonly voice: 'low' | 'middle' | 'high';
}

const KEY = 'herald.preferences';
const ALLOWED: { readonly [K in keyof Preferences]: readonly [Preferences[K], ...Preferences[K][]] } = {
  theme: ['system', 'light', 'dark'],
  textSize: ['normal', 'large', 'larger'],
  singleKeys: [true, false],
  sound: ['off', 'soft', 'loud'],
  voice: ['middle', 'low', 'high'],
};
/** How much larger than designed everything is set. */
export const SCALES = { normal: 1, large: 1.15, larger: 1.3 } as const;

const listeners = new Set<() => void>();
let current: Preferences | undefined;

function read(): Preferences {
  if (current !== undefined) return current;
  let kept: Partial<Record<string, unknown>> = {};
  try {
    kept = JSON.parse(window.localStorage.getItem(KEY) ?? '{}') as typeof kept;
  } catch {
    // What was kept cannot be read: as if nothing was.
  }
  const of = <K extends keyof Preferences>(key: K) => ALLOWED[key].find((value) => value === kept[key]) ?? ALLOWED[key][0];
  current = { theme: of('theme'), textSize: of('textSize'), singleKeys: of('singleKeys'), sound: of('sound'), voice: of('voice') };
  return current;
}

/** Keeps a change and applies it at once. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  window.localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const listener of listeners) listener();
}

/** Puts the chosen theme and text size on the page; `system` leaves the theme to the operating system. */
export function applyPreferences(): void {
  const { theme, textSize } = read();
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.textSize = textSize;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}

/** The preferences, for code outside React. */
export const currentPreferences = read;
