import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { contentSecurityPolicy, sendError } from './httpHeaders';

/**
 * A console that must add a `<style>` of its own (a component library's few lines) writes this where it reads its nonce
 * from, `<meta property="csp-nonce" nonce="__CSP_NONCE__">` (Vite does with `html.cspNonce`). Each index.html is then
 * served with a new one, and its policy allows styles that carry it. Without the placeholder nothing inline is allowed.
 */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite names built files by their content: `assets/index-B7x_4kQa.js` never changes. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

const NOT_BUILT = [
  'The console has not been built, so there is no page to show.',
  '',
  'Herald itself is running; its HTTP API is under /api/ (GET /api/openapi.json lists it).',
  '`npm start` and `npm run appliance` build the console when they start Herald.',
  '',
].join('\n');

/**
 * Serves the built console from `directory`, without a token: it is the same for everybody and holds nothing. Files whose
 * names say that they never change are read once and stay in `kept`, about two megabytes in all.
 */
export async function serveConsoleFile(
  request: IncomingMessage,
  response: ServerResponse,
  directory: string | undefined,
  kept: Map<string, Buffer> = new Map(),
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendError(response, {
      status: 405,
      code: 'METHOD_NOT_SUPPORTED',
      message: 'Files are only read',
      headers: { Allow: 'GET, HEAD' },
    });
  }
  const name = fileName(request.url ?? '/');
  const known = name === undefined ? undefined : kept.get(name);
  if (name !== undefined && known !== undefined) return sendContent(request, response, name, known);
  const file = name === undefined || directory === undefined ? undefined : await fileInside(directory, name);
  if (name === 'index.html' && file === undefined) return sendText(response, 503, NOT_BUILT);
  if (name === undefined || file === undefined) return sendText(response, 404, 'There is no such file.\n');

  const content: Buffer = await readFile(file);
  if (HASHED.test(name)) kept.set(name, content);
  sendContent(request, response, name, name === 'index.html' ? withNonce(content, response) : content);
}

function sendContent(request: IncomingMessage, response: ServerResponse, name: string, content: Buffer): void {
  response.setHeader('Content-Type', TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream');
  if (name !== 'index.html')
    response.setHeader('Cache-Control', HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Content-Length', content.length);
  response.writeHead(200);
  response.end(request.method === 'HEAD' ? undefined : content);
}

function withNonce(page: Buffer, response: ServerResponse): Buffer {
  if (!page.includes(NONCE_PLACEHOLDER)) return page;
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce));
  return Buffer.from(page.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
}

/** The path asked for, relative and with `/`; undefined when it is one no built file has. */
function fileName(url: string): string | undefined {
  const [rawPath = ''] = url.split(/[?#]/, 1);
  if (!rawPath.startsWith('/')) return undefined;
  if (rawPath === '/') return 'index.html';
  let decoded: string;
  try {
    decoded = decodeURIComponent(rawPath);
  } catch {
    return undefined;
  }
  const segments = decoded.slice(1).split('/');
  // Dots in front cover `..` and hidden files; `\` and `:` mean a directory, a drive or a stream on Windows.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  const plain = segments.every((segment) => segment !== '' && !segment.startsWith('.') && !/[\\:\x00-\x1f]/.test(segment));
  return plain ? segments.join('/') : undefined;
}

/** Follows links first: one that leads out of `directory` is no file of the console. */
async function fileInside(directory: string, name: string): Promise<string | undefined> {
  try {
    const root = await realpath(directory);
    const file = await realpath(path.join(root, name));
    return file.startsWith(root + path.sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    // Not there, or not ours to read: the same to whoever asks.
    return undefined;
  }
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}
