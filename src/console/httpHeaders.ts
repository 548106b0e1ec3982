import type { ServerResponse } from 'node:http';

/** Nothing from elsewhere, nothing inline, no frames; the console is served whole from its own files. */
export function contentSecurityPolicy(styleNonce?: string): string {
  const style = styleNonce === undefined ? "'self'" : `'self' 'nonce-${styleNonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On every response, errors too; a page or file may then change its own Cache-Control and policy. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** An error in the shape oRPC's own have, so that a client needs to know one. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendError(response: ServerResponse, error: ErrorAnswer): void {
  const { status, code, message, headers = {} } = error;
  sendJson(response, status, { defined: false, code, status, message }, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** The whole of a response, as bytes for the socket: for what Node refuses before there is a request. */
export function rawErrorResponse(status: number, reasonPhrase: string): string {
  const headers = Object.entries({ ...COMMON_HEADERS, 'Content-Length': '0', Connection: 'close' });
  return [`HTTP/1.1 ${status} ${reasonPhrase}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
