import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../clock';
import { CallbackSender, type CallbackTarget, inboundText } from './callbackSender';
import { acceptsAnyway, actOut, type CarrierFault } from './carrierFaults';
import { type Answer, ownErrorAnswer, SimulatedAccount } from './simulatedAccount';
import { lookupAnswer, type SimulatedLine } from './simulatedLookup';
import type { MessageFate, SimulatedMessage } from './simulatedMessage';

export interface CarrierSimulatorOptions {
  readonly clock: Clock;
  /** 0 or nothing picks a free one. */
  readonly port?: number;
  readonly accountId?: string;
  readonly username?: string;
  readonly password?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Decides what becomes of a text; without it everything is delivered. */
  readonly fate?: (message: { readonly to: string; readonly text: string }) => MessageFate;
  /** What the number lookup says of a number; without it nothing is known of any. */
  readonly lineOf?: (number: string) => SimulatedLine;
  /** Told of every text taken. */
  readonly onText?: (message: SimulatedMessage) => void;
  /** How long each answer takes; without it none takes any time. */
  readonly answersAfterMs?: () => number;
}

export type SimulatedEndpoint = 'create' | 'list' | 'token' | 'lookup';

export interface SimulatedRequest {
  readonly endpoint: SimulatedEndpoint | 'other';
  readonly path: string;
  readonly authorization: string | undefined;
  readonly at: number;
}

/** Stands in for Bandwidth on this machine: in training, and in tests. */
export interface CarrierSimulator {
  /** For BANDWIDTH_MESSAGING_URL. */
  readonly messagingUrl: string;
  /** For BANDWIDTH_TOKEN_URL. */
  readonly tokenUrl: string;
  readonly port: number;
  /** Every text taken, oldest first, also those whose answer was lost. */
  readonly messages: readonly SimulatedMessage[];
  /** Every request that came, taken or not. */
  readonly requests: readonly SimulatedRequest[];
  /** The settings that reach it, as environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  textsTo(number: string): readonly SimulatedMessage[];
  /** Somebody texts the agency's number; the carrier's id of that. Told by a callback where that is set up. */
  reply(from: string, text: string, at?: number): string;
  /** Where callbacks go from now on; undefined: nowhere. */
  callBack(target: CallbackTarget | undefined): void;
  /** How callbacks were answered. */
  readonly callbackAnswers: readonly { readonly type: string; readonly status: number }[];
  /** The next `times` requests of this kind fail so. Faults are used up in the order given. */
  fail(endpoint: SimulatedEndpoint, fault: CarrierFault, times?: number): void;
  clearFaults(): void;
  /** Refuses connections until `comeBack`. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  /** Tokens given out so far are no longer good. */
  revokeTokens(): void;
  /** How many rows a page of the list holds at most. */
  pageSize: number;
  stop(): Promise<void>;
}

/** So many requests are remembered. */
const KEPT = 50_000;

/** Starts it on 127.0.0.1, where it speaks as much of the Messages API as Herald uses, with or without `/api/v2`. */
export async function startCarrierSimulator(options: CarrierSimulatorOptions): Promise<CarrierSimulator> {
  const { clock } = options;
  const accountId = options.accountId ?? 'training';
  const username = options.username ?? 'training';
  const password = options.password ?? 'training';
  const clientId = options.clientId ?? 'training-client';
  const clientSecret = options.clientSecret ?? 'training-secret';
  const account = new SimulatedAccount(accountId, clock, options.fate);
  const callbacks = new CallbackSender(clock);
  account.onTaken = (message) => {
    callbacks.follow(message);
    options.onText?.(message);
  };
  const requests: SimulatedRequest[] = [];
  const faults: Record<SimulatedEndpoint, CarrierFault[]> = { create: [], list: [], token: [], lookup: [] };
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = options.port ?? 0;

  function token(authorization: string | undefined, body: string): Answer {
    if (authorization !== basic(clientId, clientSecret)) return { status: 401, body: { error: 'invalid_client' } };
    if (new URLSearchParams(body).get('grant_type') !== 'client_credentials') {
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
    const issued = `token-${tokens.size + 1}-${clock.now()}`;
    tokens.add(issued);
    return { status: 200, body: { access_token: issued, token_type: 'Bearer', expires_in: 3_600 } };
  }

  function authorized(authorization: string | undefined): boolean {
    if (authorization === basic(username, password)) return true;
    return authorization?.startsWith('Bearer ') === true && tokens.has(authorization.slice('Bearer '.length));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = url.pathname.replace(/^\/api\/v\d+(?=\/)/, '');
    const { authorization } = request.headers;
    const endpoint = endpointOf(request.method ?? '', path);
    requests.push({ endpoint, path: url.pathname, authorization, at: clock.now() });
    if (requests.length > KEPT) requests.shift();
    const fault = endpoint === 'other' ? undefined : faults[endpoint].shift();
    if (fault?.type === 'resetBeforeReading') return actOut(fault, request, response, '');
    const body = await readBody(request);

    const answer = answerTo(endpoint, path, authorization, url.searchParams, body);
    const text = JSON.stringify(answer.body);
    if (fault !== undefined) {
      if (acceptsAnyway(fault)) answer.commit?.();
      actOut(fault, request, response, text);
      return;
    }
    answer.commit?.();
    const afterMs = options.answersAfterMs?.() ?? 0;
    if (afterMs > 0) await new Promise<void>((resolve) => void clock.after(afterMs, resolve));
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(text);
  }

  function answerTo(
    endpoint: SimulatedEndpoint | 'other',
    path: string,
    authorization: string | undefined,
    query: URLSearchParams,
    body: string,
  ): Answer {
    if (endpoint === 'other') return notFound(path);
    if (endpoint === 'token') return token(authorization, body);
    if (!authorized(authorization)) return ownErrorAnswer(401, 'authentication-error', 'The credentials are not valid');
    if (endpoint === 'lookup') return lookupAnswer(parseBody(body), options.lineOf ?? (() => undefined));
    if (path !== `/users/${accountId}/messages`) return notFound(path);
    return endpoint === 'create' ? account.create(body) : account.list(query);
  }

  /** As Bandwidth really answers a wrong path: not in the form its own specification gives. */
  function notFound(path: string): Answer {
    const timestamp = new Date(clock.now()).toISOString();
    return { status: 404, body: { timestamp, status: 404, error: 'Not Found', message: 'No message available', path } };
  }

  async function listen(): Promise<void> {
    const starting = createServer((request, response) => {
      handle(request, response).catch(() => request.socket.destroy());
    });
    starting.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      starting.once('error', reject);
      starting.listen(port, '127.0.0.1', resolve);
    });
    port = (starting.address() as AddressInfo).port;
    server = starting;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen();
  const messagingUrl = `http://127.0.0.1:${port}/api/v2`;
  const tokenUrl = `http://127.0.0.1:${port}/api/v1/oauth2/token`;
  return {
    messagingUrl,
    tokenUrl,
    port,
    messages: account.messages,
    requests,
    environment: {
      BANDWIDTH_ACCOUNT_ID: accountId,
      BANDWIDTH_APPLICATION_ID: 'training-application',
      BANDWIDTH_FROM: FROM,
      BANDWIDTH_USERNAME: username,
      BANDWIDTH_PASSWORD: password,
      BANDWIDTH_MESSAGING_URL: messagingUrl,
      BANDWIDTH_TOKEN_URL: tokenUrl,
      BANDWIDTH_LOOKUP_URL: `http://127.0.0.1:${port}/api/v2`,
    },
    textsTo: (number) => account.messages.filter((message) => message.to === number),
    reply(from, text, at = clock.now()) {
      const inbound = inboundText(from, FROM, text, at);
      account.inbound.push(inbound);
      callbacks.received(inbound);
      return inbound.id;
    },
    callBack: (target) => callbacks.setTarget(target),
    callbackAnswers: callbacks.answers,
    fail(endpoint, fault, times = 1) {
      for (let i = 0; i < times; i++) faults[endpoint].push(fault);
    },
    clearFaults() {
      for (const queue of Object.values(faults)) queue.length = 0;
    },
    goDown: close,
    async comeBack() {
      if (server === undefined) await listen();
    },
    revokeTokens: () => tokens.clear(),
    get pageSize() {
      return account.pageSize;
    },
    set pageSize(rows: number) {
      account.pageSize = rows;
    },
    stop() {
      callbacks.stop();
      return close();
    },
  };
}

/** The number that texts come from. */
const FROM = '+12065550100';

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function endpointOf(method: string, path: string): SimulatedEndpoint | 'other' {
  if (method === 'POST' && path.endsWith('/oauth2/token')) return 'token';
  if (method === 'POST' && /^\/accounts\/[^/]+\/phoneNumberLookup$/.test(path)) return 'lookup';
  if (!/^\/users\/[^/]+\/messages$/.test(path)) return 'other';
  return method === 'POST' ? 'create' : method === 'GET' ? 'list' : 'other';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
