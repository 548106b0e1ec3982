import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { call, ORPCError } from '@orpc/server';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock';
import { BEARER_PROTOCOL, CHANGE_BEAT_MS, CHANGE_PROTOCOL, CHANGE_SOCKET_PATH } from '../contract/changeSocket';
import type { Change } from '../contract/contract';
import type { Logger } from '../logger';
import type { ConsoleContext } from './gate';
import { type ErrorAnswer, rawErrorResponse } from './httpHeaders';
import type { ConsoleRouter } from './router';

export interface ChangeSocketOptions {
  readonly router: Pick<ConsoleRouter, 'changes'>;
  /** Who asks, or what is answered instead. */
  readonly admit: (request: IncomingMessage) => ConsoleContext | ErrorAnswer;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whoever has not answered for so long is gone: a machine asleep, a cable pulled. */
const GONE_AFTER_MS = 6 * CHANGE_BEAT_MS;
const BEAT = JSON.stringify({ topics: [], incidentIds: [] } satisfies Change);
/** As RFC 6455 has them: not let in any more; something here failed. */
const NOT_ALLOWED = 1008;
const FAILED = 1011;

/**
 * Tells pages what changes over WebSockets. A browser has six connections to a server, for all its tabs together: were each
 * tab's stream one of these, the sixth tab would leave none over, and no tab could so much as stop all texts. The returned
 * function ends them all.
 */
export function serveChangeSockets(server: Server, { router, admit, clock, logger }: ChangeSocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1_024,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(CHANGE_PROTOCOL) && CHANGE_PROTOCOL,
  });
  let stopping = false;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const admitted = stopping ? STOPPING : isForChanges(request) ? admit(withBearer(request)) : NOTHING_HERE;
    if ('status' in admitted) return refuse(socket, admitted);
    sockets.handleUpgrade(request, socket, head, (webSocket) => void tell(webSocket, admitted));
  });

  async function tell(socket: WebSocket, context: ConsoleContext): Promise<void> {
    const ended = new AbortController();
    socket.on('error', () => socket.terminate());
    socket.on('close', () => ended.abort());
    // It is told, and has nothing to say.
    socket.on('message', () => socket.close(NOT_ALLOWED));
    keepBeating(socket, clock, ended.signal);
    try {
      const changes = await call(router.changes, undefined, { context, path: ['changes'], signal: ended.signal });
      for await (const change of changes) await send(socket, JSON.stringify(change));
    } catch (error) {
      if (!ended.signal.aborted) logger.debug('console.changesEnded', { kind: error instanceof Error ? error.name : typeof error });
      // Why is answered to whoever asks over HTTP.
      socket.close(error instanceof ORPCError ? NOT_ALLOWED : FAILED);
    }
  }

  return () => {
    stopping = true;
    for (const socket of sockets.clients) socket.terminate();
  };
}

const STOPPING: ErrorAnswer = { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'Herald stops' };
const NOTHING_HERE: ErrorAnswer = { status: 404, code: 'NOT_FOUND', message: 'No WebSocket is spoken at this path' };

function isForChanges({ url, method }: IncomingMessage): boolean {
  return method === 'GET' && url === CHANGE_SOCKET_PATH;
}

/** The request with its token where every other has it. */
function withBearer(request: IncomingMessage): IncomingMessage {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const bearer = offered.find((name) => name.startsWith(BEARER_PROTOCOL))?.slice(BEARER_PROTOCOL.length);
  if (bearer !== undefined) request.headers.authorization = `Bearer ${Buffer.from(bearer, 'base64url').toString('utf8')}`;
  return request;
}

function refuse(socket: Duplex, { status }: ErrorAnswer): void {
  socket.on('error', () => socket.destroy());
  socket.end(rawErrorResponse(status, STATUS_CODES[status] ?? 'Refused'), () => socket.destroy());
}

function keepBeating(socket: WebSocket, clock: Clock, ended: AbortSignal): void {
  let heardAt = clock.monotonicMs();
  socket.on('pong', () => {
    heardAt = clock.monotonicMs();
  });
  const beat = () => {
    if (ended.aborted) return;
    if (clock.monotonicMs() - heardAt > GONE_AFTER_MS) return socket.terminate();
    socket.ping();
    socket.send(BEAT, () => undefined);
    clock.after(CHANGE_BEAT_MS, beat);
  };
  clock.after(CHANGE_BEAT_MS, beat);
}

/** Resolves when it has left: until then what changes is put together, so that a page that does not read costs no memory. */
function send(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, (error) => (error ? reject(error) : resolve()));
  });
}
