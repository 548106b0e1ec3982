import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AccessControl } from '../access/accessControl';
import type { Link } from '../access/consoleAccess';
import { type ConsoleContext, NOBODY } from './gate';
import type { ErrorAnswer } from './httpHeaders';

/**
 * Refuses what a page of another site could send through this machine's browser: a Host that is not ours means its name
 * was rebound to us, an Origin that is not ours says so itself. Scripts send no Origin.
 */
export function foreignRequest(
  request: IncomingMessage,
  { scheme, names, port }: { readonly scheme: 'http' | 'https'; readonly names: readonly string[]; readonly port: number },
): ErrorAnswer | undefined {
  const isUsual = port === (scheme === 'http' ? 80 : 443);
  const hosts = names
    .map((name) => name.toLowerCase())
    .flatMap((name) => (isUsual ? [name, `${name}:${port}`] : [`${name}:${port}`]));
  const host = only(request, 'host');
  if (host === undefined || !hosts.includes(host.toLowerCase())) {
    return { status: 403, code: 'FORBIDDEN', message: 'This Host is not served here' };
  }
  if (request.headers.origin === undefined) return undefined;
  const origin = only(request, 'origin');
  if (origin === undefined || !hosts.some((own) => origin.toLowerCase() === `${scheme}://${own}`)) {
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

/** What a request with a token is asked by: the ready line's token acts as `host`, any other is looked for among sessions. */
export function bearerCheck(token: string, access?: AccessControl): (request: IncomingMessage) => ConsoleContext | undefined {
  // Digests under a key of this process have one length and tell nothing by how far they agree.
  const key = randomBytes(32);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const expected = digest(token);
  return (request) => {
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined) return undefined;
    const link = linkOf(request, given);
    if (timingSafeEqual(digest(given), expected)) return { caller: { identity: 'host' }, link: { ...link, session: undefined } };
    return access?.who(given, link.isLocal) === undefined ? undefined : { caller: NOBODY, link };
  };
}

/** Somebody who has no session yet. */
export function stranger(request: IncomingMessage): ConsoleContext {
  return { caller: NOBODY, link: linkOf(request, undefined) };
}

function linkOf({ socket }: IncomingMessage, session: string | undefined): Link {
  const address = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
  const isLocal = /^(127\.|::1$)/.test(address);
  return { source: `${'encrypted' in socket ? 'https' : 'http'} ${address}`, isLocal, session };
}

export const TOO_MANY: ErrorAnswer = {
  status: 429,
  code: 'TOO_MANY_REQUESTS',
  message: 'Too many requests without a session; try again a little later',
  headers: { 'Retry-After': '1' },
};

export const UNAUTHORIZED: ErrorAnswer = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'This needs the token of the ready line: Authorization: Bearer TOKEN',
  headers: { 'WWW-Authenticate': 'Bearer realm="herald"' },
};
