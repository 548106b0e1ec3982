/** Where the console is; kept in the address, so that a reload loses nothing. */
export interface Route {
  readonly screen: string;
  /** What the screen is about, an incident's number. */
  readonly subject: string | undefined;
  readonly query: URLSearchParams;
}

/** Reads `#/incidents/26-1042?id=17`. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen = '', subject] = path.split('/', 2);
  return {
    screen: screen === '' ? 'board' : screen,
    subject: subject === undefined || subject === '' ? undefined : decodeURIComponent(subject),
    query: new URLSearchParams(query),
  };
}
