import { BEARER_PROTOCOL, CHANGE_BEAT_MS, CHANGE_PROTOCOL, CHANGE_SOCKET_PATH } from '../../src/contract/changeSocket';
import type { Change } from '../../src/contract/contract';

/** Several beats late is a wire that went dead without a word, as behind a cable that was pulled. */
const DEAD_AFTER_MS = 3 * CHANGE_BEAT_MS;

/**
 * Follows changes over a WebSocket to `origin`. Resolves with the first change told; rejects where none is: no socket can
 * be had there, or the appliance does not let this `token` follow. What it resolves with throws when the socket ends.
 */
export async function followOverSocket(origin: string, token: string, signal: AbortSignal): Promise<AsyncGenerator<Change>> {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${CHANGE_SOCKET_PATH}`, [
    CHANGE_PROTOCOL,
    BEARER_PROTOCOL + base64url(token),
  ]);
  const told: Change[] = [];
  let heardAt = Date.now();
  let ended = false;
  let wake: (() => void) | undefined;
  const end = () => {
    ended = true;
    clearInterval(watch);
    signal.removeEventListener('abort', end);
    socket.close();
    wake?.();
  };
  const watch = setInterval(() => {
    if (Math.abs(Date.now() - heardAt) > DEAD_AFTER_MS) end();
  }, CHANGE_BEAT_MS);
  socket.addEventListener('close', end);
  socket.addEventListener('message', ({ data }) => {
    heardAt = Date.now();
    const change: Change = JSON.parse(data);
    if (change.topics.length === 0) return;
    told.push(change);
    wake?.();
  });
  signal.addEventListener('abort', end);
  if (signal.aborted) end();

  const next = async (): Promise<Change> => {
    while (told.length === 0) {
      if (ended) throw new Error('The appliance no longer tells what changes', { cause: signal.reason });
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return told.shift() as Change;
  };
  const first = await next();
  return (async function* follow() {
    try {
      yield first;
      for (;;) yield await next();
    } finally {
      end();
    }
  })();
}

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
