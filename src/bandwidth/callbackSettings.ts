import { isIP } from 'node:net';
import { HeraldError } from '../heraldError';

/** Where Bandwidth's callbacks are taken, and how it proves that they are its own. */
export interface CallbackSettings {
  readonly host: string;
  /** 0 picks one. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Files; undefined on loopback only, where something in front of Herald ends TLS. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LISTEN = 'BANDWIDTH_CALLBACK_LISTEN';

/**
 * Reads `BANDWIDTH_CALLBACK_LISTEN` (host and port), `_USER`, `_PASSWORD`, `_CERT` and `_KEY`; undefined where there is no
 * receiver. Throws `settings.bad`, naming the variable and never repeating a secret.
 */
export function readCallbackSettings(env: Environment): CallbackSettings | undefined {
  const value = (name: string) => env[name]?.trim() || undefined;
  const listen = value(LISTEN);
  const username = value('BANDWIDTH_CALLBACK_USER');
  const password = value('BANDWIDTH_CALLBACK_PASSWORD');
  const certFile = value('BANDWIDTH_CALLBACK_CERT');
  const keyFile = value('BANDWIDTH_CALLBACK_KEY');
  if (listen === undefined) {
    if (username !== undefined || password !== undefined) bad(LISTEN, 'is missing although there is a user for callbacks');
    return undefined;
  }
  const match = /^(?:\[([0-9a-f:]+)\]|([^:\s]+)):(\d{1,5})$/i.exec(listen);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) return bad(LISTEN, 'must be HOST:PORT, such as 192.0.2.10:8443');
  // Every interface would be one too many: which network may reach this console is a decision.
  if (host === '0.0.0.0' || (isIP(host) === 6 && /^[0:]+$/.test(host))) {
    bad(LISTEN, 'must name one interface by its address, not all of them');
  }
  if (username === undefined) bad('BANDWIDTH_CALLBACK_USER', `is missing although ${LISTEN} is set`);
  if (password === undefined) bad('BANDWIDTH_CALLBACK_PASSWORD', `is missing although ${LISTEN} is set`);
  if (certFile !== undefined && keyFile === undefined)
    bad('BANDWIDTH_CALLBACK_KEY', 'is missing although BANDWIDTH_CALLBACK_CERT is set');
  if (keyFile !== undefined && certFile === undefined)
    bad('BANDWIDTH_CALLBACK_CERT', 'is missing although BANDWIDTH_CALLBACK_KEY is set');
  const tls = certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
  if (tls === undefined && !isLoopback(host)) {
    bad('BANDWIDTH_CALLBACK_CERT', `is missing: beyond this machine the password and every reply need TLS`);
  }
  return { host, port, username: username as string, password: password as string, tls };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function bad(variable: string, problem: string): never {
  throw new HeraldError('settings.bad', `${variable} ${problem}`, { variable });
}
