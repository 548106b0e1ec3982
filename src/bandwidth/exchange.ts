import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BaseAPI } from 'bandwidth-sdk/dist/base';
import type { Clock } from '../clock';
import type { ProxySettings } from './bandwidthSettings';

/** No byte for this long ends a request. */
export const IDLE_TIMEOUT_MS = 10_000;
/** Every request ends by this. The idle timeout alone does not end an answer that trickles in byte by byte. */
export const DEADLINE_MS = 20_000;
const MAX_REPLY_BYTES = 1 << 20;

/** How one HTTP exchange ended; whatever the network does, it ends as one of these. */
export type Exchange =
  | { readonly type: 'reply'; readonly status: number; readonly retryAfter: string | undefined; readonly body: string }
  /** `neverSent`: provably no byte of the request reached a server. `code` as Node names it; nothing personal. */
  | { readonly type: 'noReply'; readonly neverSent: boolean; readonly code: string };

/** What axios takes with a single request; the SDK hands it on. */
export type RequestOptions = Record<string, unknown>;

/**
 * Runs one request of the SDK with our own deadlines and nothing of axios's defaults that would surprise: no redirects
 * (a 302 would turn the POST into a GET and re-send the password), no proxy of the environment, no unbounded answer,
 * and no judgement by status: every complete answer comes back as text.
 */
export async function exchange(
  deps: { readonly clock: Clock; readonly proxy: ProxySettings | undefined },
  request: (options: RequestOptions) => Promise<{ status: number; headers: unknown; data: unknown }>,
): Promise<Exchange> {
  const deadline = new AbortController();
  const cancelDeadline = deps.clock.after(DEADLINE_MS, () => deadline.abort());
  const connection = freshConnection();
  try {
    const reply = await request({
      timeout: IDLE_TIMEOUT_MS,
      signal: deadline.signal,
      maxRedirects: 0,
      maxContentLength: MAX_REPLY_BYTES,
      proxy: deps.proxy ?? false,
      httpAgent: connection.httpAgent,
      httpsAgent: connection.httpsAgent,
      validateStatus: () => true,
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      transitional: { silentJSONParsing: false, forcedJSONParsing: false, clarifyTimeoutError: true },
    });
    return {
      type: 'reply',
      status: reply.status,
      retryAfter: headerText(reply.headers, 'retry-after'),
      body: typeof reply.data === 'string' ? reply.data : '',
    };
  } catch (error) {
    // The error itself carries the password, the number and the text: nothing of it but its code goes further.
    const code = errorCode(error);
    // Through a proxy the connection that opened is not the carrier's, so only the error can tell.
    const neverSent = failedToConnect(error) || (deps.proxy === undefined && connection.attemptedOnly());
    return { type: 'noReply', neverSent, code };
  } finally {
    cancelDeadline();
    connection.close();
  }
}

/** EHOSTUNREACH and the like also end connections that were open and had sent: only with `connect` do they prove anything. */
function failedToConnect(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, syscall, cause, errors } = error as { code?: unknown; syscall?: unknown; cause?: unknown; errors?: unknown };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  // One error per address tried, where a name has several.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(failedToConnect);
  return cause !== undefined && failedToConnect(cause);
}

/**
 * A connection used once. A reused one can be reset because the far end had just tidied it away, which looks the same as
 * a text that was taken and lost; and only on a fresh one can we tell whether the request ever left.
 */
function freshConnection() {
  let attempted = false;
  let established = false;
  const httpAgent = new HttpAgent({ keepAlive: false });
  const connectPlain = httpAgent.createConnection.bind(httpAgent);
  httpAgent.createConnection = (options, callback) => {
    attempted = true;
    const socket = connectPlain(options, callback);
    socket?.once('connect', () => {
      established = true;
    });
    return socket;
  };
  const httpsAgent = new HttpsAgent({ keepAlive: false });
  const connectSecure = httpsAgent.createConnection.bind(httpsAgent);
  httpsAgent.createConnection = (options, callback) => {
    attempted = true;
    const socket = connectSecure(options, callback);
    // Nothing of the request is encrypted, let alone sent, before the certificate has been checked.
    socket?.once('secureConnect', () => {
      established = true;
    });
    return socket;
  };
  return {
    httpAgent,
    httpsAgent,
    /** A connection was tried on these agents and never opened. False where the agents were not used at all. */
    attemptedOnly: () => attempted && !established,
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function headerText(headers: unknown, name: string): string | undefined {
  const value = typeof headers === 'object' && headers !== null ? (headers as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'UNKNOWN';
}

/** The SDK's own axios, for the one request the SDK cannot be trusted with: the token. */
export class PlainRequest extends BaseAPI {
  run(config: RequestOptions): Promise<{ status: number; headers: unknown; data: unknown }> {
    return this.axios.request(config);
  }
}
