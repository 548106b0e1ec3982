import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import type { Logger } from '../logger';
import type { Caller } from './backend';
import { requestErrors } from './requestErrors';
import type { ConsoleRouter } from './router';

/** Electron's MessagePortMain, as far as it is used here. */
export interface ConsolePort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface PortServerOptions {
  readonly router: ConsoleRouter;
  /** Who sits at the console before anybody has logged on. */
  readonly caller: Caller;
  readonly logger: Logger;
}

/** Serves the contract to the one console at the port's other end, until that end or the returned function closes it. */
export function servePort(port: ConsolePort, { router, caller, logger }: PortServerOptions): () => void {
  let onMessage: ((event: { data: unknown }) => void) | undefined;
  let onClose: (() => void) | undefined;
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    onClose?.();
  };

  new RPCHandler(router, requestErrors(logger)).upgrade(
    {
      on(event: string, listener: (event?: { data: unknown }) => void) {
        if (event === 'message') onMessage = listener;
        else if (event === 'close') onClose = () => listener();
      },
      postMessage(message: unknown) {
        if (closed) return;
        try {
          port.postMessage(message);
        } catch {
          // The window went away between our looking and our posting.
          end();
        }
      },
    },
    { context: { caller, link: { source: 'console port', isLocal: true, session: undefined } } },
  );
  port.on('message', ({ data }) => {
    const message = readMessage(data);
    if (message === undefined) logger.warn('console.portMessageRefused', { kind: typeof data });
    else onMessage?.({ data: message });
  });
  port.on('close', end);
  port.start();
  return () => {
    end();
    port.close();
  };
}

/** One oRPC peer message: a request, or its abort (4). The console sends neither files nor streams, so nothing else is let in. */
const messageSchema = z.union([
  z.object({ i: z.string().max(64), t: z.literal(4) }),
  z.object({
    i: z.string().max(64),
    p: z.object({
      u: z.string().refine((url) => url.startsWith('/') || URL.canParse(url)),
      m: z.string().optional(),
      b: z.unknown().optional(),
    }),
  }),
]);

const MAX_MESSAGE_CHARS = 1024 * 1024;

/**
 * The message as oRPC will read it. oRPC lets what it cannot read end as an unhandled rejection, and a window must not be
 * able to end the process that sends the texts, so it is read here first and only what was understood goes on.
 */
function readMessage(data: unknown): string | undefined {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE_CHARS) return undefined;
  try {
    return JSON.stringify(messageSchema.parse(JSON.parse(data)));
  } catch {
    return undefined;
  }
}
