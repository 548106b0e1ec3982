import { useSyncExternalStore } from 'react';
import { type Route, readRoute } from './readRoute';

export type { Route };

/** The address of a place in the console, for links and for `go`. */
export function address(screen: string, subject?: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]]));
  const search = new URLSearchParams(given as [string, string][]).toString();
  return `#/${screen}${subject === undefined ? '' : `/${encodeURIComponent(subject)}`}${search === '' ? '' : `?${search}`}`;
}

let board = '#/board';

/** Where the board was last looked at, with its filter: what "All incidents" goes back to. */
export function boardAddress(): string {
  return board;
}

/** Goes to an address made by `address`; `replace` where Back should not return here. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    window.location.hash = to;
    return;
  }
  window.history.replaceState(null, '', to);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Keeps the current address as the board's, unless the board is just being left. */
export function rememberBoard(): void {
  const { screen, subject } = readRoute(window.location.hash);
  if ((screen === 'board' || screen === 'incidents') && subject === undefined) board = window.location.hash || board;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The current route; renders again when it changes. */
export function useRoute(): Route {
  return readRoute(useSyncExternalStore(subscribe, () => window.location.hash));
}
