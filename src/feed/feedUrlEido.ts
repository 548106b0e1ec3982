import { isIP } from 'node:net';
import { durations } from '../clock';
import { badFeedUrl, type FeedUrlOptions } from './feedUrlOptions';

/** How EIDOs are asked for over a WebSocket. */
export interface EidoOptions {
  /** False only to this computer itself. */
  readonly secure: boolean;
  /** Of the URL: `/IncidentData/ent`. */
  readonly path: string;
  /** PEM files: our certificate and its key, and the authority that signed the server's; else the system's authorities. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly caFile: string | undefined;
  /** What is offered when connecting; undefined for servers that know none. */
  readonly subprotocol: string | undefined;
  /** The lifetime to ask for; a subscription is renewed before it ends. */
  readonly expiresMs: number;
}

/** NENA-STA-024.1a, 2.1.3.1.2. */
const SUBPROTOCOL = 'emergency-ent1.0';

/** `//HOST:PORT` and the path, which begins with a slash. */
export function splitServerAndPath(place: string): { server: string; path: string } {
  const slash = place.indexOf('/', 2);
  return slash < 0 ? { server: place, path: '/' } : { server: place.slice(0, slash), path: place.slice(slash) };
}

/** Reads what a `wss:` or `ws:` feed says beyond host, port and the options of every feed. */
export function readEidoOptions(
  url: string,
  feed: { readonly scheme: string; readonly host: string; readonly path: string; readonly format: string },
  options: FeedUrlOptions,
): EidoOptions {
  const secure = feed.scheme === 'wss';
  if (feed.format !== 'eido-json') throw badFeedUrl(url, 'format', 'must be eido-json: nothing else is conveyed so');
  // Callers' numbers and narratives cross this link.
  if (!secure && !isLoopback(feed.host)) throw badFeedUrl(url, '"ws:"', 'is for this computer only; elsewhere it must be wss');
  if (/[\s#]/.test(feed.path)) throw badFeedUrl(url, 'the path', 'has a blank or a "#"');
  const files = { certFile: options.text('cert'), keyFile: options.text('key'), caFile: options.text('ca') };
  if ((files.certFile === undefined) !== (files.keyFile === undefined)) {
    throw badFeedUrl(url, files.certFile === undefined ? 'cert' : 'key', 'is missing: a certificate and its key go together');
  }
  if (!secure && (files.certFile ?? files.caFile) !== undefined) throw badFeedUrl(url, 'cert, key or ca', 'needs wss');
  const subprotocol = options.text('subprotocol') ?? SUBPROTOCOL;
  if (!/^[\w.+-]+$/.test(subprotocol)) throw badFeedUrl(url, 'subprotocol', 'must be a name, or none');
  const expiresMs = options.durationMs('expires') ?? durations.HOUR;
  if (expiresMs < durations.MINUTE) throw badFeedUrl(url, 'expires', 'must be a minute at least');
  return { secure, path: feed.path, ...files, subprotocol: subprotocol === 'none' ? undefined : subprotocol, expiresMs };
}

function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
