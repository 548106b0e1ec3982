import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'herald';
/** Where the console's page is; no other address is ever loaded. */
export const CONSOLE_URL = `${SCHEME}://console/`;

/** Nothing inline, nothing from elsewhere; the console's data comes over its port, so it need connect to nothing. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Gives `herald:` pages an origin of their own, and keeps what their code was compiled to. Only before the app is ready. */
export function registerConsoleScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
  ]);
}

/** Serves the built console from `directory` at `herald://console/`, and nothing outside of it. */
export function serveConsole(directory: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = await fileFor(directory, request);
    if (file === undefined) return answer(404, 'There is no such file');
    return answer(200, new Uint8Array(await readFile(file)), TYPES[path.extname(file)]);
  });
}

async function fileFor(directory: string, { url, method }: Request): Promise<string | undefined> {
  if (method !== 'GET' || !url.startsWith(CONSOLE_URL)) return undefined;
  try {
    const asked = decodeURIComponent(new URL(url).pathname);
    const root = await realpath(directory);
    const file = await realpath(path.join(root, asked === '/' ? 'index.html' : asked));
    // Real paths, so that neither dots nor links lead outside.
    return file.startsWith(root + path.sep) && path.extname(file) in TYPES ? file : undefined;
  } catch {
    return undefined;
  }
}

function answer(status: number, body: string | Uint8Array<ArrayBuffer>, type = 'text/plain; charset=utf-8'): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cache-Control': 'no-cache',
    },
  });
}
