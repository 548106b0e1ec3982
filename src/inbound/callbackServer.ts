import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import type { CallbackSettings } from '../bandwidth/callbackSettings';
import { type CallbackEvent, readCallbacks } from '../bandwidth/callbacks';
import type { Clock } from '../clock';
import { HeraldError } from '../heraldError';
import type { Logger } from '../logger';

/** A text has 20,000 characters at most, and events come one at a time. */
const MAX_BODY_BYTES = 256 * 1024;
/** Bandwidth counts an answer as missing after 10 s, and tells it again. */
const ANSWER_WITHIN_MS = 8_000;
const MAX_CONNECTIONS = 64;

export interface CallbackServerOptions {
  readonly settings: CallbackSettings;
  /** Settles when what the events say is durable. */
  readonly take: (events: readonly CallbackEvent[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Takes Bandwidth's callbacks. */
export interface CallbackServer {
  /** `https://HOST:PORT/`: what Bandwidth, or whatever stands in front, is told. */
  readonly url: string;
  readonly lastEventAt: () => number | undefined;
  stop(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers 204 only when what came is on disk, so that whatever is not is told again. Throws `settings.bad` where the
 * certificate cannot be read and `settings.cannotListen` where the address cannot be had.
 */
export async function startCallbackServer(options: CallbackServerOptions): Promise<CallbackServer> {
  const { settings, logger, clock } = options;
  const isOurs = basicCheck(settings);
  let lastEventAt: number | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = await refusal(request);
    if (refused === undefined) {
      response.writeHead(204, { 'cache-control': 'no-store' }).end();
      return;
    }
    logger.warn('inbound.callbackRefused', { status: refused.status, why: refused.message });
    const body = `${JSON.stringify({ message: refused.message })}\n`;
    response.writeHead(refused.status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...refused.headers });
    response.end(body);
  }

  async function refusal(request: IncomingMessage): Promise<Refusal | undefined> {
    if (!isOurs(request)) {
      return {
        status: 401,
        message: 'User and password are not right',
        headers: { 'www-authenticate': 'Basic realm="callbacks"' },
      };
    }
    if (request.method !== 'POST') return { status: 405, message: 'Callbacks are posted', headers: { allow: 'POST' } };
    const bytes = await readBody(request);
    if (bytes === undefined) {
      const headers = { connection: 'close' };
      return { status: 413, message: `The body is longer than ${MAX_BODY_BYTES} bytes`, headers };
    }
    let json: unknown;
    try {
      json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return { status: 400, message: 'The body is not JSON in UTF-8' };
    }
    const read = readCallbacks(json);
    if (read === undefined) return { status: 400, message: 'The body must be an array of events' };
    if (read.ignored > 0) logger.info('inbound.callbackIgnored', { events: read.ignored });
    // Those that can be understood are kept, whatever is wrong with the others.
    if (!(await takenInTime(read.events))) return { status: 503, message: 'Not kept yet: tell it again' };
    if (read.problems.length > 0) return { status: 400, message: read.problems.join('; ') };
    return undefined;
  }

  async function takenInTime(events: readonly CallbackEvent[]): Promise<boolean> {
    if (events.length === 0) return true;
    let cancel = () => {};
    const tooLate = new Promise<false>((resolve) => {
      cancel = clock.after(ANSWER_WITHIN_MS, () => resolve(false));
    });
    const taken = options.take(events).then(
      () => {
        lastEventAt = clock.now();
        return true;
      },
      (error) => {
        const code = error instanceof HeraldError ? error.code : error instanceof Error ? error.name : 'unknown';
        logger.error('inbound.notTaken', { code });
        return false;
      },
    );
    try {
      return await Promise.race([taken, tooLate]);
    } finally {
      cancel();
    }
  }

  const handler = (request: IncomingMessage, response: ServerResponse) =>
    void answer(request, response).catch(() => response.destroy());
  const limits = { headersTimeout: 10_000, requestTimeout: 10_000, keepAliveTimeout: 10_000, connectionsCheckingInterval: 2_000 };
  const tls = certificate(settings);
  const server = tls === undefined ? createPlainServer(limits, handler) : createSecureServer({ ...limits, ...tls }, handler);
  server.maxConnections = MAX_CONNECTIONS;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server, settings);
  const host = isIPv6(settings.host) ? `[${settings.host}]` : settings.host;
  let stopping: Promise<void> | undefined;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}:${port}/`,
    lastEventAt: () => lastEventAt,
    stop: () => {
      stopping ??= new Promise((resolve) => {
        // What is cut off here was not acknowledged, and is told again.
        server.close(() => resolve());
        server.closeIdleConnections();
        const cancel = clock.after(1_000, () => {
          for (const socket of sockets) socket.destroy();
        });
        server.once('close', cancel);
      });
      return stopping;
    },
  };
}

function certificate({ tls }: CallbackSettings): { cert: Buffer; key: Buffer; minVersion: 'TLSv1.2' } | undefined {
  if (tls === undefined) return undefined;
  const read = (variable: string, file: string) => {
    try {
      return readFileSync(file);
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new HeraldError('settings.bad', `${variable} names a file that cannot be read: ${why}`, { variable });
    }
  };
  const cert = read('BANDWIDTH_CALLBACK_CERT', tls.certFile);
  return { cert, key: read('BANDWIDTH_CALLBACK_KEY', tls.keyFile), minVersion: 'TLSv1.2' };
}

/** Whether a request carries the user and password agreed with Bandwidth. Tells nothing by how far they agree. */
function basicCheck({ username, password }: CallbackSettings): (request: IncomingMessage) => boolean {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const expected = digest(`${username}:${password}`);
  return (request) => {
    const given = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(Buffer.from(given, 'base64').toString('utf8')), expected);
  };
}

/** Undefined where there is too much. Rejects where the other end goes away. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, { host, port }: CallbackSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'it is in use' : (error.code ?? error.name);
      const message = `BANDWIDTH_CALLBACK_LISTEN: ${host}:${port} cannot be had: ${why}`;
      reject(new HeraldError('settings.cannotListen', message, { port }, { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      server.on('error', () => {});
      resolve((server.address() as AddressInfo).port);
    });
  });
}
