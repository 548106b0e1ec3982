import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from './backend';
import type { ErrorAnswer } from './httpHeaders';

/**
 * Refuses what a page of another site could send through this machine's browser: a Host that is not ours means its name
 * was rebound to loopback, an Origin that is not ours says so itself. Scripts send no Origin.
 */
export function foreignRequest(request: IncomingMessage, port: number): ErrorAnswer | undefined {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const hosts = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  const host = only(request, 'host');
  if (host === undefined || !hosts.includes(host.toLowerCase())) {
    return { status: 403, code: 'FORBIDDEN', message: 'This Host is not served here' };
  }
  if (request.headers.origin === undefined) return undefined;
  const origin = only(request, 'origin');
  if (origin === undefined || !hosts.some((own) => origin.toLowerCase() === `http://${own}`)) {
    return { status: 403, code: 'FORBIDDEN', message: 'Pages of other sites are not answered' };
  }
  return undefined;
}

/** Undefined also when it is there twice: Node would take the first of them, another reader perhaps the last. */
function only(request: IncomingMessage, name: string): string | undefined {
  const { rawHeaders } = request;
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  return values.length === 1 ? values[0] : undefined;
}

/** Who a request's bearer token stands for; undefined without the right one. The token itself acts as `host`. */
export function bearerCheck(token: string): (request: IncomingMessage) => Caller | undefined {
  // Digests under a key of this process have one length and tell nothing by how far they agree.
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const expected = digest(token);
  return (request) => {
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(given), expected) ? { identity: 'host' } : undefined;
  };
}

export const UNAUTHORIZED: ErrorAnswer = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'This needs the token of the ready line: Authorization: Bearer TOKEN',
  headers: { 'WWW-Authenticate': 'Bearer realm="herald"' },
};
