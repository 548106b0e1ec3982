const KEY = 'herald.token';

/**
 * The token from the address (`#token=...`), else the one this tab already has. It leaves the address bar at once, so
 * that it is neither bookmarked nor read over a shoulder, and is kept for this tab only.
 */
export function takeToken(window: Window): string | undefined {
  const given = /^#token=([^&]+)/.exec(window.location.hash)?.[1];
  if (given === undefined) return window.sessionStorage.getItem(KEY) ?? undefined;
  const token = decodeURIComponent(given);
  window.history.replaceState(null, '', `${window.location.pathname}#/board`);
  // The first look at the tab's storage takes longer than the first question to the appliance, which need not wait for it.
  setTimeout(() => keepToken(window, token));
  return token;
}

/** Keeps a token for this tab. */
export function keepToken(window: Window, token: string): void {
  window.sessionStorage.setItem(KEY, token);
}

/** Forgets a token that was refused. */
export function forgetToken(window: Window): void {
  window.sessionStorage.removeItem(KEY);
}
