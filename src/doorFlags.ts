import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { HttpDoor } from './console/httpServer';
import { HeraldError } from './heraldError';

/** Where the console is served, and to whom; beside `--port`. */
export const DOOR_FLAGS = {
  listen: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'host-name': { type: 'string', multiple: true },
  'audit-anchors': { type: 'string' },
} as const;

interface DoorValues {
  readonly listen?: string | undefined;
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
  readonly 'host-name'?: string[] | undefined;
}

/** Throws `usage.bad` with one message that names the flag. */
export function readDoor(values: DoorValues): Pick<HttpDoor, 'host' | 'tls' | 'names'> {
  const { listen, 'tls-cert': cert, 'tls-key': key, 'host-name': names } = values;
  if ((cert === undefined) !== (key === undefined)) throw new HeraldError('usage.bad', 'TLS needs both --tls-cert and --tls-key');
  if (listen !== undefined && listen !== 'localhost' && isIP(listen) === 0) {
    throw new HeraldError('usage.bad', `--listen must be an address of this machine, not "${listen}"`);
  }
  const isLoopback = listen === undefined || listen === 'localhost' || listen === '::1' || listen.startsWith('127.');
  if (!isLoopback && cert === undefined) {
    throw new HeraldError(
      'usage.bad',
      `--listen ${listen} would serve the console to others without TLS: give --tls-cert and --tls-key`,
    );
  }
  for (const name of names ?? []) {
    if (!/^[A-Za-z0-9.-]{1,253}$/.test(name)) throw new HeraldError('usage.bad', `--host-name "${name}" is no host name`);
  }
  const tls = cert === undefined || key === undefined ? undefined : { cert: read(cert, '--tls-cert'), key: read(key, '--tls-key') };
  return { host: listen, tls, names };
}

function read(file: string, flag: string): Buffer {
  try {
    return readFileSync(resolve(file));
  } catch (error) {
    throw new HeraldError('usage.bad', `${flag}: the file cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
