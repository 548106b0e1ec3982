import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { RPCHandler } from '@orpc/server/node';
import type { AccessControl } from '../access/accessControl';
import { RateLimit } from '../access/rateLimit';
import { type Clock, systemClock } from '../clock';
import { HeraldError } from '../heraldError';
import type { Logger } from '../logger';
import { apiDocument, methodsByPath } from './apiDocument';
import { serveChangeSockets } from './changeSocket';
import { serveConsoleFile } from './consoleFiles';
import { readJsonBody } from './httpBody';
import { bearerCheck, foreignRequest, stranger, TOO_MANY, UNAUTHORIZED } from './httpGuard';
import { COMMON_HEADERS, type ErrorAnswer, sendError, sendJson } from './httpHeaders';
import { httpLifecycle } from './httpLifecycle';
import { requestErrors } from './requestErrors';
import type { ConsoleRouter } from './router';

/** How the console server is reached. */
export interface HttpDoor {
  /** An address of this machine, default 127.0.0.1; any other than loopback needs `tls`. */
  readonly host?: string | undefined;
  /** PEM: certificate chain and key. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Names, beside `host`, under which consoles reach it: a Host that is none of them is refused. */
  readonly names?: readonly string[] | undefined;
  /** 0 picks one. */
  readonly port: number;
  /** Needed for everything but the console's files; acts as `host`. */
  readonly token: string;
  /** The built console, with index.html in it; without it a page says how to build one. */
  readonly filesDirectory?: string | undefined;
}

export interface HttpServerOptions extends HttpDoor {
  readonly router: ConsoleRouter;
  /** Sessions; undefined where only the token counts. */
  readonly access?: AccessControl | undefined;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
}

export interface HttpServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly port: number;
  /** Lets commands under way finish for up to a second, ends event streams, then closes; a second call waits for the first. */
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Serves the console's files, the HTTP API under `/api` and the console's own protocol under `/rpc`. Rejects with
 * `console.cannotListen` when the port cannot be had.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host = '127.0.0.1', token, filesDirectory, logger } = options;
  if (token === '') throw new HeraldError('console.noToken', 'The console server needs a token');
  const isLoopback = LOOPBACK.test(host);
  if (!isLoopback && options.tls === undefined) {
    throw new HeraldError('console.needsTls', `The console is not served on ${host} without TLS: give --tls-cert and --tls-key`);
  }
  const scheme = options.tls === undefined ? 'http' : 'https';
  const names = [urlHost(host), ...(isLoopback ? ['127.0.0.1', 'localhost', '[::1]'] : []), ...(options.names ?? [])];
  const rate = new RateLimit(OF_UNKNOWN, options.clock ?? systemClock);
  const check = bearerCheck(token, options.access);
  const callerOf: CallerOf = (request) => {
    const caller = check(request);
    if (caller === undefined && rate.take(request.socket.remoteAddress ?? '') > 0) return TOO_MANY;
    return caller;
  };
  const guarded: Readonly<Record<string, Answer>> = { api: apiAnswer(options, callerOf), rpc: rpcAnswer(options, callerOf) };

  const keptFiles = new Map<string, Buffer>();
  const serverOptions: ServerOptions = {
    // A client that dribbles its request is dropped; event streams are answers, so none of these end them.
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
    // Without a Host it is refused below, with the headers every response carries.
    requireHostHeader: false,
  };
  const onRequest: RequestListener = (request, response) => void answer(request, response);
  const server: Server =
    options.tls === undefined
      ? createServer(serverOptions, onRequest)
      : createTlsServer({ ...serverOptions, ...options.tls, minVersion: 'TLSv1.2' }, onRequest);
  // A console needs about ten; this only bounds what a runaway script can hold.
  server.maxConnections = 256;
  const stopServer = httpLifecycle(server);
  const endSockets = serveChangeSockets(server, {
    router: options.router,
    admit: (request) => foreign(request) ?? callerOf(request) ?? UNAUTHORIZED,
    clock: options.clock ?? systemClock,
    logger,
  });

  function foreign(request: IncomingMessage): ErrorAnswer | undefined {
    const found = foreignRequest(request, { scheme, names, port });
    if (found) logger.warn('console.foreignRequestRefused', { reason: found.message });
    return found;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
    try {
      const refused = foreign(request);
      if (refused) return sendError(response, refused);
      const area = /^\/(api|rpc)(?=[/?]|$)/.exec(request.url ?? '')?.[1];
      const guardedAnswer = area === undefined ? undefined : guarded[area];
      await (guardedAnswer === undefined
        ? serveConsoleFile(request, response, filesDirectory, keptFiles)
        : guardedAnswer(request, response));
    } catch (error) {
      // The client went away, or a file vanished while it was read.
      logger.debug('console.requestFailed', { kind: error instanceof Error ? error.name : typeof error });
      if (response.headersSent) response.destroy();
      else sendError(response, { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Herald could not answer' });
    }
  }

  const port = await listen(server, host, options.port);
  let stopping: Promise<void> | undefined;
  return {
    url: `${scheme}://${urlHost(host)}:${port}/`,
    port,
    stop: () => {
      endSockets();
      stopping ??= stopServer();
      return stopping;
    },
  };
}

type CallerOf = (request: IncomingMessage) => ReturnType<ReturnType<typeof bearerCheck>> | typeof TOO_MANY;

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
/** Who has neither token nor session may ask so often: enough for a browser that comes back, too little for guessing. */
const OF_UNKNOWN = { burst: 300, perSecond: 10 };

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function apiAnswer({ router, logger }: HttpServerOptions, callerOf: CallerOf): Answer {
  const handler = new OpenAPIHandler(router, requestErrors(logger));
  const methodsOf = methodsByPath();
  let document: ReturnType<typeof apiDocument> | undefined;

  return async (request, response) => {
    const context = callerOf(request);
    if (context === undefined || 'status' in context) return sendError(response, context ?? UNAUTHORIZED);
    const path = (request.url ?? '').slice('/api'.length).split('?', 1)[0] ?? '';
    const methods = methodsOf(path);
    if (methods.length === 0) return sendError(response, NO_SUCH_PATH);
    if (!methods.includes(request.method ?? '')) return sendError(response, methodNotSupported(methods));
    if (path === '/openapi.json') {
      document ??= apiDocument();
      return sendJson(response, 200, await document);
    }
    if (request.method === 'POST' && !(await takeBody(request, response))) return;
    const { matched } = await handler.handle(request, response, { prefix: '/api', context });
    if (!matched) sendError(response, NO_SUCH_PATH);
  };
}

function rpcAnswer({ router, access, logger }: HttpServerOptions, callerOf: CallerOf): Answer {
  const handler = new RPCHandler(router, requestErrors(logger));
  return async (request, response) => {
    const known = callerOf(request);
    if (known !== undefined && 'status' in known) return sendError(response, known);
    // Logging on is the console's own business, so it has a way in here; the API has none.
    const context = known ?? (access !== undefined && WITHOUT_SESSION.test(request.url ?? '') ? stranger(request) : undefined);
    if (context === undefined) return sendError(response, UNAUTHORIZED);
    if (request.method !== 'GET' && request.method !== 'POST') return sendError(response, methodNotSupported(['GET', 'POST']));
    if (request.method === 'POST' && !(await takeBody(request, response))) return;
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context });
    if (!matched) sendError(response, NO_SUCH_PATH);
  };
}

const WITHOUT_SESSION = /^\/rpc\/access\/(state|logOn|firstAccount)(\?|$)/;

/** Reads the body within limits, where oRPC finds it; false when it was refused, which is then answered. */
async function takeBody(request: IncomingMessage & { body?: unknown }, response: ServerResponse): Promise<boolean> {
  const body = await readJsonBody(request);
  if ('refused' in body) {
    sendError(response, body.refused);
    return false;
  }
  request.body = body.json;
  return true;
}

const NO_SUCH_PATH: ErrorAnswer = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'There is nothing at this path; GET /api/openapi.json lists all',
};

function methodNotSupported(methods: readonly string[]): ErrorAnswer {
  const allow = methods.join(', ');
  return { status: 405, code: 'METHOD_NOT_SUPPORTED', message: `This path takes ${allow}`, headers: { Allow: allow } };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'it is in use' : (error.code ?? error.name);
      reject(new HeraldError('console.cannotListen', `The console cannot have port ${port}: ${why}`, { port }, { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
