import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { type HttpServer, type HttpServerOptions, startHttpServer } from '../../src/console/httpServer';
import { consoleRouter } from '../../src/console/router';
import { type FakeBackend, fakeBackend } from './fakeBackend';

export const TOKEN = 'a-token-for-tests';

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export interface TestConsole extends HttpServer {
  readonly backend: FakeBackend;
  readonly log: LogLine[];
}

/** The real HTTP server on a port of its own, over the fake backend. */
export async function startTestConsole(options: Partial<HttpServerOptions> = {}): Promise<TestConsole> {
  const backend = fakeBackend();
  const log: LogLine[] = [];
  const at = (level: string) => (event: string, fields?: Readonly<Record<string, unknown>>) =>
    void log.push({ level, event, fields });
  const server = await startHttpServer({
    port: 0,
    token: TOKEN,
    router: consoleRouter(backend, backend.changes),
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    ...options,
  });
  return { ...server, backend, log };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  readonly json: any;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly token?: string | null;
}

/** One request with its path sent exactly as given: no URL parser between. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, token = TOKEN }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body ?? '')) };
    const type = body === undefined ? {} : { 'content-type': 'application/json', ...length };
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, agent: false, headers: { ...authorization, ...type, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const json = /json/.test(response.headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function post(port: number, path: string, input: unknown, asking: Asking = {}): Promise<Answer> {
  return ask(port, path, { method: 'POST', body: JSON.stringify(input), ...asking });
}

/** Sends bytes as they are and gives all that comes back until the server closes. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

/** Waits until `condition` holds; fails when it does not within ten seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
