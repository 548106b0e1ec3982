import { type AllowedPeer, readAllowedPeers } from './feedUrlAllow';
import { type EidoOptions, readEidoOptions, splitServerAndPath } from './feedUrlEido';
import { type FramingAddress, readFraming } from './feedUrlFraming';
import { badFeedUrl, FeedUrlOptions } from './feedUrlOptions';

const MEBIBYTE = 1024 * 1024;

interface CommonOptions extends FramingAddress {
  /** As written: whether there is such a format is for others to say. */
  readonly format: string;
  readonly layout: string | undefined;
  readonly maxFrameBytes: number;
  readonly encoding: string | undefined;
  readonly silentAfterMs: number | undefined;
}

/** How a lost connection is tried again: the delay grows from the one to the other. */
export interface ReconnectOptions {
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
}

export interface TcpListenAddress extends CommonOptions {
  readonly transport: 'tcp-listen';
  readonly host: string;
  /** 0 lets the system pick one. */
  readonly port: number;
  /** How many senders may be connected at once. */
  readonly maxConnections: number;
  /** Who may connect; undefined: whoever reaches the port. */
  readonly allow?: readonly AllowedPeer[] | undefined;
}

export interface TcpAddress extends CommonOptions, ReconnectOptions {
  readonly transport: 'tcp';
  readonly host: string;
  readonly port: number;
}

export interface SerialAddress extends CommonOptions, ReconnectOptions {
  readonly transport: 'serial';
  readonly device: string;
  readonly baud: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits: 1 | 1.5 | 2;
  readonly rtscts: boolean;
  readonly xon: boolean;
}

export interface WatchAddress extends CommonOptions {
  readonly transport: 'watch';
  readonly directory: string;
  /** Larger files are left alone. */
  readonly maxFileBytes: number;
  /** A file that did not change for so long is complete. */
  readonly settleMs: number;
}

export interface ReplayAddress extends CommonOptions {
  readonly transport: 'replay';
  /** A recording, any other file, or a directory of files. */
  readonly file: string;
  /** Times the recorded speed; 0 is as fast as the frames are taken. */
  readonly speed: number;
}

/** An EIDO server, over a WebSocket. */
export interface EidoAddress extends CommonOptions, ReconnectOptions, EidoOptions {
  readonly transport: 'eido';
  readonly host: string;
  readonly port: number;
}

/** Where a feed comes from and how its bytes are read. */
export type FeedAddress = TcpListenAddress | TcpAddress | SerialAddress | WatchAddress | ReplayAddress | EidoAddress;

/**
 * Reads a feed URL, such as `tcp-listen://127.0.0.1:9101?format=newworld-xml`, `tcp://[::1]:4001?format=F`,
 * `serial:/dev/ttyS0?baud=9600&format=F`, `watch:DIR?format=F` or `replay:FILE?format=F&speed=N`. Paths end at the first
 * `?`; `%3F` and `%25` stand for `?` and `%`. Throws `feed.badUrl`, naming the part that is wrong.
 */
export function parseFeedUrl(url: string): FeedAddress {
  const match = /^([a-z][a-z-]*):([^?]*)(?:\?(.*))?$/is.exec(url.trim());
  if (match === null) throw badFeedUrl(url, 'the beginning', `must be one of ${SCHEMES}`);
  const [, scheme = '', place = '', query = ''] = match;
  const options = new FeedUrlOptions(url, query);
  const address = addressFor(url, scheme.toLowerCase(), place, options);
  options.refuseOthers();
  return address;
}

/** Where a feed is, for people: `host:port`, a device, a directory or a file. */
export function placeOf(address: FeedAddress): string {
  switch (address.transport) {
    case 'tcp-listen':
    case 'tcp':
    case 'eido':
      return hostAndPort(address.host, address.port);
    case 'serial':
      return address.device;
    case 'watch':
      return address.directory;
    case 'replay':
      return address.file;
  }
}

/** `127.0.0.1:9101`, or `[::1]:9101`. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const SCHEMES = 'tcp-listen://HOST:PORT, tcp://HOST:PORT, serial:DEVICE, watch:DIR, replay:FILE, wss://HOST:PORT/PATH';

function addressFor(url: string, scheme: string, place: string, options: FeedUrlOptions): FeedAddress {
  switch (scheme) {
    case 'tcp-listen':
      return {
        transport: scheme,
        ...readHostAndPort(url, place, 0),
        ...readCommon(url, scheme, options),
        maxConnections: options.integer('connections', 1, 10_000, 64),
        allow: readAllowedPeers(url, options),
      };
    case 'tcp':
      return {
        transport: scheme,
        ...readHostAndPort(url, place, 1),
        ...readCommon(url, scheme, options),
        ...readReconnect(url, options),
      };
    case 'serial':
      return {
        transport: scheme,
        device: readPath(url, place, 'the device'),
        ...readCommon(url, scheme, options),
        baud: options.integer('baud', 50, 4_000_000, 9_600),
        dataBits: options.oneOf('bits', [5, 6, 7, 8], 8),
        parity: options.oneOf('parity', ['none', 'even', 'odd', 'mark', 'space'], 'none'),
        stopBits: options.oneOf('stop', [1, 1.5, 2], 1),
        rtscts: options.flag('rtscts'),
        xon: options.flag('xon'),
        ...readReconnect(url, options),
      };
    case 'watch':
      return {
        transport: scheme,
        directory: readPath(url, place, 'the directory'),
        ...readCommon(url, scheme, options),
        maxFileBytes: options.integer('maxFile', 1, 1024 * MEBIBYTE, 64 * MEBIBYTE),
        settleMs: options.durationMs('settle') ?? 500,
      };
    case 'replay':
      return {
        transport: scheme,
        file: readPath(url, place, 'the file'),
        ...readCommon(url, scheme, options),
        speed: options.number('speed', 0),
      };
    case 'wss':
    case 'ws': {
      const { server, path } = splitServerAndPath(place);
      const hostPort = readHostAndPort(url, server, 1);
      const common = readCommon(url, scheme, options);
      const eido = readEidoOptions(url, { scheme, path, host: hostPort.host, format: common.format }, options);
      return { transport: 'eido', ...hostPort, ...common, ...eido, ...readReconnect(url, options) };
    }
    default:
      throw badFeedUrl(url, `"${scheme}:"`, `is no transport; known are ${SCHEMES}`);
  }
}

function readCommon(url: string, transport: string, options: FeedUrlOptions): CommonOptions {
  const format = options.required('format');
  const framing = readFraming(url, transport, format, options);
  return {
    format,
    layout: options.text('layout'),
    ...framing,
    maxFrameBytes: options.integer('maxFrame', 64, 256 * MEBIBYTE, (framing.framing === 'line' ? 1 : 4) * MEBIBYTE),
    encoding: readEncoding(url, options),
    silentAfterMs: options.durationMs('silentAfter'),
  };
}

function readEncoding(url: string, options: FeedUrlOptions): string | undefined {
  const label = options.text('encoding');
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw badFeedUrl(url, 'encoding', 'is not a known character encoding, such as utf-8, utf-16 or windows-1252');
  }
}

function readReconnect(url: string, options: FeedUrlOptions): ReconnectOptions {
  const delayMinMs = options.durationMs('delayMin') ?? 500;
  const delayMaxMs = options.durationMs('delayMax') ?? Math.max(delayMinMs, 30_000);
  if (delayMaxMs < delayMinMs) throw badFeedUrl(url, 'delayMax', 'is shorter than delayMin');
  return { delayMinMs, delayMaxMs };
}

function readHostAndPort(url: string, place: string, leastPort: number): { host: string; port: number } {
  const match = /^\/\/(\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[a-z0-9._-]+)?(?::([^/:]*))?\/?$/i.exec(place);
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  if (host === undefined) throw badFeedUrl(url, 'host', 'must be a name or an address, IPv6 in brackets');
  const port = /^\d{1,5}$/.test(match?.[2] ?? '') ? Number(match?.[2]) : Number.NaN;
  if (port >= leastPort && port <= 65_535) return { host, port };
  throw badFeedUrl(url, 'port', `must be a number from ${leastPort} to 65535`);
}

function readPath(url: string, place: string, what: string): string {
  if (place === '') throw badFeedUrl(url, what, 'is missing');
  try {
    return decodeURIComponent(place);
  } catch {
    throw badFeedUrl(url, what, 'has a "%" that must be written as "%25"');
  }
}
