import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { COMMON_HEADERS, rawErrorResponse, sendError } from './httpHeaders';

const FINISH_WITHIN_MS = 1_000;

/**
 * Watches over what is not any one request's business: what Node itself refuses (broken, endless or dribbled requests)
 * is answered with the headers every response carries. The returned function stops the server: answers under way get a
 * moment to finish, event streams do not, since they never would.
 */
export function httpLifecycle(server: Server): () => Promise<void> {
  const underWay = new Map<Duplex, ServerResponse>();
  let stopping = false;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    underWay.set(request.socket, response);
    response.once('close', () => {
      if (underWay.get(request.socket) === response) underWay.delete(request.socket);
      // Kept alive it would be waited for.
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
    sendError(response, { status: 417, code: 'EXPECTATION_FAILED', message: 'Only Expect: 100-continue is understood' });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Bytes put into the middle of an answer would be taken for part of it.
    if (error.code === 'ECONNRESET' || !socket.writable || underWay.get(socket)?.headersSent) socket.destroy();
    else socket.end(rawErrorResponse(...refusal(error.code)));
  });

  return async () => {
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    for (const response of underWay.values()) if (isEventStream(response)) response.destroy();
    const impatience = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
    await closed;
    clearTimeout(impatience);
  };
}

function isEventStream(response: ServerResponse): boolean {
  // Headers given to writeHead are not kept by Node, but an answer that is under way and has begun can only be a stream
  // or a file on its last bytes.
  return response.headersSent && !response.writableEnded;
}

function refusal(code: string | undefined): [status: number, reasonPhrase: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'Request Header Fields Too Large'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout'];
  return [400, 'Bad Request'];
}
