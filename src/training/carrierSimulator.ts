import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SegmentedMessage } from 'sms-segments-calculator';
import { z } from 'zod';
import type { Clock } from '../clock';
import { acceptsAnyway, actOut, type CarrierFault } from './carrierFaults';
import { type MessageFate, progressOf, type SimulatedMessage } from './simulatedMessage';

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
}

export type SimulatedEndpoint = 'create' | 'list' | 'token';

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

/** Enough for the longest bench and for a day's training; older ones are forgotten. */
const KEPT = 50_000;

const messageRequestSchema = z.object({
  applicationId: z.string().min(1),
  to: z.array(z.string()).min(1),
  from: z.string(),
  text: z.string().min(1).max(2048),
  tag: z.string().max(1024).optional(),
  priority: z.enum(['default', 'high']).optional(),
  expiration: z.iso.datetime({ offset: true }).optional(),
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Done only once the answer is certain to count: a text whose POST fails before is not taken. */
  readonly commit?: () => void;
}

/** Starts it on 127.0.0.1, where it speaks as much of the Messages API as Herald uses, with or without `/api/v2`. */
export async function startCarrierSimulator(options: CarrierSimulatorOptions): Promise<CarrierSimulator> {
  const { clock } = options;
  const accountId = options.accountId ?? 'training';
  const username = options.username ?? 'training';
  const password = options.password ?? 'training';
  const clientId = options.clientId ?? 'training-client';
  const clientSecret = options.clientSecret ?? 'training-secret';
  const messages: SimulatedMessage[] = [];
  const requests: SimulatedRequest[] = [];
  const faults: Record<SimulatedEndpoint, CarrierFault[]> = { create: [], list: [], token: [] };
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();
  let made = 0;
  let pageSize = 100;
  let server: Server | undefined;
  let port = options.port ?? 0;

  function create(body: string): Answer {
    const parsed = messageRequestSchema.safeParse(parseJson(body));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => ({
        fieldName: issue.path.join('.') || 'body',
        description: 'is not valid',
      }));
      return badRequest(fields);
    }
    const request = parsed.data;
    const now = clock.now();
    const expiresAt = request.expiration === undefined ? undefined : Date.parse(request.expiration);
    for (const number of [request.from, ...request.to]) {
      if (/^\+[1-9]\d{6,14}$/.test(number)) continue;
      const description = `'${number}' must be replaced with a valid E164 formatted telephone number`;
      return badRequest([{ fieldName: number === request.from ? 'from' : 'to', description }]);
    }
    if (new Set(request.to).size !== request.to.length) return badRequest([{ fieldName: 'to', description: 'has duplicates' }]);
    if (expiresAt !== undefined && expiresAt <= now) {
      return badRequest([{ fieldName: 'expiration', description: 'must be in the future' }]);
    }
    const to = request.to[0] ?? '';
    const message: SimulatedMessage = {
      id: `${now}${(++made).toString(36).padStart(6, '0')}sim`,
      to,
      from: request.from,
      text: request.text,
      tag: request.tag,
      applicationId: request.applicationId,
      segmentCount: new SegmentedMessage(request.text).segmentsCount,
      receivedAt: now,
      expiresAt,
      fate: options.fate?.({ to, text: request.text }) ?? {},
    };
    return {
      status: 202,
      body: {
        id: message.id,
        owner: message.from,
        applicationId: message.applicationId,
        time: new Date(now).toISOString(),
        segmentCount: message.segmentCount,
        direction: 'out',
        to: request.to,
        from: message.from,
        text: message.text,
        ...(message.tag !== undefined && { tag: message.tag }),
        ...(request.priority !== undefined && { priority: request.priority }),
        ...(request.expiration !== undefined && { expiration: request.expiration }),
      },
      commit: () => {
        messages.push(message);
        if (messages.length > KEPT) messages.shift();
      },
    };
  }

  function list(query: URLSearchParams): Answer {
    const filters = [...query.keys()].filter((key) => !['pageToken', 'limit', 'limitTotalCount', 'sort'].includes(key));
    if (filters.length === 0) return ownErrorAnswer(400, 'request-validation', 'at least one filter is required');
    const from = time(query.get('fromDateTime'), Number.NEGATIVE_INFINITY);
    const to = time(query.get('toDateTime'), Number.POSITIVE_INFINITY);
    const matching = messages.filter(
      (message) =>
        matches(query.get('messageId'), message.id) &&
        matchesNumber(query.get('sourceTn'), message.from) &&
        matchesNumber(query.get('destinationTn'), message.to) &&
        matches(query.get('messageStatus'), progressOf(message, clock.now()).messageStatus) &&
        matches(query.get('messageDirection'), 'OUTBOUND') &&
        message.receivedAt >= from &&
        message.receivedAt <= to,
    );
    const start = Number(Buffer.from(query.get('pageToken') ?? '', 'base64url').toString() || 0);
    const limit = Math.max(1, Math.min(pageSize, Number(query.get('limit') ?? 100)));
    const page = matching.slice(start, start + limit);
    const more = start + limit < matching.length;
    return {
      status: 200,
      body: {
        totalCount: matching.length,
        pageInfo: more ? { nextPageToken: Buffer.from(String(start + limit)).toString('base64url') } : {},
        messages: page.map((message) => ({
          messageId: message.id,
          accountId,
          sourceTn: message.from,
          destinationTn: message.to,
          ...progressOf(message, clock.now()),
          messageDirection: 'OUTBOUND',
          messageType: 'sms',
          segmentCount: message.segmentCount,
          receiveTime: new Date(message.receivedAt).toISOString(),
          carrierName: 'other',
          messageLength: message.text.length,
        })),
      },
    };
  }

  function token(authorization: string | undefined, body: string): Answer {
    if (authorization !== basic(clientId, clientSecret)) return { status: 401, body: { error: 'invalid_client' } };
    if (new URLSearchParams(body).get('grant_type') !== 'client_credentials') {
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
    const made = `token-${tokens.size + 1}-${clock.now()}`;
    tokens.add(made);
    return { status: 200, body: { access_token: made, token_type: 'Bearer', expires_in: 3_600 } };
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
    if (path !== `/users/${accountId}/messages`) return notFound(path);
    return endpoint === 'create' ? create(body) : list(query);
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
    messages,
    requests,
    environment: {
      BANDWIDTH_ACCOUNT_ID: accountId,
      BANDWIDTH_APPLICATION_ID: 'training-application',
      BANDWIDTH_FROM: '+12065550100',
      BANDWIDTH_USERNAME: username,
      BANDWIDTH_PASSWORD: password,
      BANDWIDTH_MESSAGING_URL: messagingUrl,
      BANDWIDTH_TOKEN_URL: tokenUrl,
    },
    textsTo: (number) => messages.filter((message) => message.to === number),
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
      return pageSize;
    },
    set pageSize(rows: number) {
      pageSize = rows;
    },
    stop: close,
  };
}

function endpointOf(method: string, path: string): SimulatedEndpoint | 'other' {
  if (method === 'POST' && path.endsWith('/oauth2/token')) return 'token';
  if (!/^\/users\/[^/]+\/messages$/.test(path)) return 'other';
  return method === 'POST' ? 'create' : method === 'GET' ? 'list' : 'other';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ownErrorAnswer(status: number, type: string, description: string): Answer {
  return { status, body: { type, description } };
}

function badRequest(fieldErrors: readonly { fieldName: string; description: string }[]): Answer {
  const description = 'Your request could not be accepted';
  return { status: 400, body: { type: 'request-validation', description, fieldErrors } };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function time(written: string | null, otherwise: number): number {
  const at = written === null ? Number.NaN : Date.parse(written);
  return Number.isNaN(at) ? otherwise : at;
}

function matches(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}

/** Up to ten whole numbers with commas, or the beginning of one. */
function matchesNumber(wanted: string | null, number: string): boolean {
  return wanted === null || wanted.split(',').some((part) => number === part || number.startsWith(part));
}
