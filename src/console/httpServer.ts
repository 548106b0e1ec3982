import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { RPCHandler } from '@orpc/server/node';
import { HeraldError } from '../heraldError';
import type { Logger } from '../logger';
import { apiDocument, methodsByPath } from './apiDocument';
import { serveConsoleFile } from './consoleFiles';
import { readJsonBody } from './httpBody';
import { bearerCheck, foreignRequest, UNAUTHORIZED } from './httpGuard';
import { COMMON_HEADERS, type ErrorAnswer, sendError, sendJson } from './httpHeaders';
import { httpLifecycle } from './httpLifecycle';
import { requestErrors } from './requestErrors';
import type { ConsoleRouter } from './router';

export interface HttpServerOptions {
  /** Loopback only. */
  readonly host?: '127.0.0.1';
  /** 0 picks one. */
  readonly port: number;
  /** Needed for everything but the console's files; acts as `host`. */
  readonly token: string;
  readonly router: ConsoleRouter;
  /** The built console, with index.html in it; without it a page says how to build one. */
  readonly filesDirectory?: string | undefined;
  readonly logger: Logger;
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
  const callerOf = bearerCheck(token);
  const guarded: Readonly<Record<string, Answer>> = { api: apiAnswer(options, callerOf), rpc: rpcAnswer(options, callerOf) };

  const server = createServer(
    {
      // A client that dribbles its request is dropped; event streams are answers, so none of these end them.
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
      // Without a Host it is refused below, with the headers every response carries.
      requireHostHeader: false,
    },
    (request, response) => void answer(request, response),
  );
  // A console needs about ten; this only bounds what a runaway script can hold.
  server.maxConnections = 256;
  const stopServer = httpLifecycle(server);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
    try {
      const foreign = foreignRequest(request, port);
      if (foreign) {
        logger.warn('console.foreignRequestRefused', { reason: foreign.message });
        return sendError(response, foreign);
      }
      const area = /^\/(api|rpc)(?=[/?]|$)/.exec(request.url ?? '')?.[1];
      const guardedAnswer = area === undefined ? undefined : guarded[area];
      await (guardedAnswer === undefined ? serveConsoleFile(request, response, filesDirectory) : guardedAnswer(request, response));
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
    url: `http://${host}:${port}/`,
    port,
    stop: () => {
      stopping ??= stopServer();
      return stopping;
    },
  };
}

type CallerOf = ReturnType<typeof bearerCheck>;

function apiAnswer({ router, logger }: HttpServerOptions, callerOf: CallerOf): Answer {
  const handler = new OpenAPIHandler(router, requestErrors(logger));
  const methodsOf = methodsByPath();
  let document: ReturnType<typeof apiDocument> | undefined;

  return async (request, response) => {
    const caller = callerOf(request);
    if (caller === undefined) return sendError(response, UNAUTHORIZED);
    const path = (request.url ?? '').slice('/api'.length).split('?', 1)[0] ?? '';
    const methods = methodsOf(path);
    if (methods.length === 0) return sendError(response, NO_SUCH_PATH);
    if (!methods.includes(request.method ?? '')) return sendError(response, methodNotSupported(methods));
    if (path === '/openapi.json') {
      document ??= apiDocument();
      return sendJson(response, 200, await document);
    }
    if (request.method === 'POST' && !(await takeBody(request, response))) return;
    const { matched } = await handler.handle(request, response, { prefix: '/api', context: { caller } });
    if (!matched) sendError(response, NO_SUCH_PATH);
  };
}

function rpcAnswer({ router, logger }: HttpServerOptions, callerOf: CallerOf): Answer {
  const handler = new RPCHandler(router, requestErrors(logger));
  return async (request, response) => {
    const caller = callerOf(request);
    if (caller === undefined) return sendError(response, UNAUTHORIZED);
    if (request.method !== 'GET' && request.method !== 'POST') return sendError(response, methodNotSupported(['GET', 'POST']));
    if (request.method === 'POST' && !(await takeBody(request, response))) return;
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context: { caller } });
    if (!matched) sendError(response, NO_SUCH_PATH);
  };
}

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
