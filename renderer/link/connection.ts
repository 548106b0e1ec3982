import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../src/contract/contract';
import { followOverSocket } from './changeSocket';
import { type Call, PasswordAgain } from './passwordAgain';

/** The appliance as the console sees it: the contract, typed, whichever wire it goes over. */
export type Client = ContractRouterClient<typeof contract>;

/** The console's one way to the appliance. */
export interface Connection {
  readonly client: Client;
  /** What waits for the password. */
  readonly passwordAgain: PasswordAgain;
  /** Called when the appliance refuses the token; returns the function that stops listening. */
  onRefused(listener: () => void): () => void;
  /** Called when the way to the appliance was replaced (it was restarted): what was known may be old. */
  onReplaced(listener: () => void): () => void;
}

/** An appliance on the same machine answers in milliseconds; after this it is as good as gone. */
const ANSWER_WITHIN_MS = 10_000;

/** Over HTTP to `origin`, as a headless appliance serves it; without a token, as nobody, who may sign in. */
export function httpConnection(origin: string, token: string | undefined): Connection {
  const refused = new Set<() => void>();
  const link = new FetchLink({
    url: `${origin}/rpc`,
    headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    fetch: async (request, init) => {
      const response = await fetch(request, { ...init, cache: 'no-store', credentials: 'omit' });
      if (response.status === 401) for (const listener of refused) listener();
      return response;
    },
  });
  const passwordAgain = new PasswordAgain();
  const overHttp: Call = (path, input, options) => link.call(path, input, options);
  const call = token === undefined ? overHttp : changesOverSocket(origin, token, overHttp);
  return {
    client: createORPCClient({ call: passwordAgain.around(answeredInTime(call)) }),
    passwordAgain,
    onRefused: (listener) => listen(refused, listener),
    onReplaced: () => () => undefined,
  };
}

/**
 * Over the MessagePort that the shell's preload posts to the window as `herald:port`; resolves with the first one. Each
 * restart of the appliance brings a new port: calls under way on the old one fail, since it will never answer them.
 */
export function portConnection(window: Window): Promise<Connection> {
  return new Promise((resolve) => {
    let call: Call | undefined;
    let abandon = new AbortController();
    let port: MessagePort | undefined;
    const replaced = new Set<() => void>();
    const passwordAgain = new PasswordAgain();
    const client: Client = createORPCClient({
      call: passwordAgain.around(
        answeredInTime((path, input, options) => {
          if (call === undefined) return Promise.reject(new Error('No port yet'));
          const signal = AbortSignal.any([abandon.signal, ...(options.signal ? [options.signal] : [])]);
          return untilAborted(call(path, input, { ...options, signal }), signal);
        }),
      ),
    });
    window.addEventListener('message', (event) => {
      const next = event.ports[0];
      if (event.source !== window || event.data !== 'herald:port' || next === undefined) return;
      const first = call === undefined;
      abandon.abort(new Error('The appliance was restarted'));
      port?.close();
      abandon = new AbortController();
      port = next;
      const link = new PortLink({ port: next });
      call = (path, input, options) => link.call(path, input, options);
      next.start();
      if (first) {
        resolve({ client, passwordAgain, onRefused: () => () => undefined, onReplaced: (listener) => listen(replaced, listener) });
      } else for (const listener of replaced) listener();
    });
    // The preload may have posted before this script ran: it posts again when it sees this.
    window.postMessage('herald:ready', '/');
  });
}

/** The lasting call takes none of the few connections that a browser has for all its tabs; the others, and why it may not, go by `call`. */
function changesOverSocket(origin: string, token: string, call: Call): Call {
  return async (path, input, options) => {
    if (path[0] !== 'changes') return call(path, input, options);
    const signal = options.signal ?? new AbortController().signal;
    try {
      return await followOverSocket(origin, token, signal);
    } catch {
      return call(path, input, { ...options, signal });
    }
  };
}

/** Every call but the lasting one ends in time, so that no screen waits for ever on a wire that went dead. */
function answeredInTime(call: Call): Call {
  return (path, input, options) => {
    if (path[0] === 'changes') return call(path, input, options);
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), ...(options.signal ? [options.signal] : [])]);
    return call(path, input, { ...options, signal });
  };
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
