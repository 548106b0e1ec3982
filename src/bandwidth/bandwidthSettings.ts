import { HeraldError } from '../heraldError';
import { type E164, readPhone } from '../incident/phone';

export type BandwidthCredentials =
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'clientCredentials'; readonly clientId: string; readonly clientSecret: string };

export interface ProxySettings {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
}

export interface BandwidthSettings {
  readonly accountId: string;
  readonly applicationId: string;
  readonly from: E164;
  readonly credentials: BandwidthCredentials;
  /** The whole base URL, without a slash at its end. */
  readonly messagingUrl: string;
  /** The whole base URL of the number lookup, without a slash at its end. */
  readonly lookupUrl: string;
  /** The whole token endpoint. */
  readonly tokenUrl: string;
  readonly segmentsPerSecond: number;
  /** Only what was set on purpose: the proxy variables of the environment are not looked at. */
  readonly proxy: ProxySettings | undefined;
}

export type BandwidthSettingsResult = { readonly settings: BandwidthSettings } | { readonly missing: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

const MESSAGING_URL = 'https://messaging.bandwidth.com/api/v2';
const LOOKUP_URL = 'https://api.bandwidth.com/v2';
const TOKEN_URL = 'https://api.bandwidth.com/api/v1/oauth2/token';

/**
 * Reads the carrier settings. `missing` names the variables without which nothing can be sent: that is a normal state.
 * Throws `settings.bad` for a value that is wrong, naming the variable and never repeating a secret.
 */
export function readBandwidthSettings(env: Environment): BandwidthSettingsResult {
  const value = (name: string) => env[name]?.trim() || undefined;

  const credentials = readCredentials(value);
  const accountId = value('BANDWIDTH_ACCOUNT_ID');
  const applicationId = value('BANDWIDTH_APPLICATION_ID');
  const writtenFrom = value('BANDWIDTH_FROM');
  const from = writtenFrom === undefined ? undefined : readFrom(writtenFrom);
  const messagingUrl = readUrl('BANDWIDTH_MESSAGING_URL', value('BANDWIDTH_MESSAGING_URL') ?? MESSAGING_URL);
  const lookupUrl = readUrl('BANDWIDTH_LOOKUP_URL', value('BANDWIDTH_LOOKUP_URL') ?? LOOKUP_URL);
  const tokenUrl = readUrl('BANDWIDTH_TOKEN_URL', value('BANDWIDTH_TOKEN_URL') ?? TOKEN_URL);
  const segmentsPerSecond = readRate(value('BANDWIDTH_SEGMENTS_PER_SECOND') ?? '1');
  const writtenProxy = value('BANDWIDTH_PROXY');
  const proxy = writtenProxy === undefined ? undefined : readProxy(writtenProxy);

  if (accountId === undefined || applicationId === undefined || from === undefined || credentials === undefined) {
    const missing: string[] = [];
    if (accountId === undefined) missing.push('BANDWIDTH_ACCOUNT_ID');
    if (applicationId === undefined) missing.push('BANDWIDTH_APPLICATION_ID');
    if (from === undefined) missing.push('BANDWIDTH_FROM');
    if (credentials === undefined) missing.push('BANDWIDTH_USERNAME', 'BANDWIDTH_PASSWORD');
    return { missing };
  }
  return { settings: { accountId, applicationId, from, credentials, messagingUrl, lookupUrl, tokenUrl, segmentsPerSecond, proxy } };
}

function bad(variable: string, problem: string): never {
  throw new HeraldError('settings.bad', `${variable} ${problem}`, { variable });
}

/** User name and password win where both pairs are there, as they do in the SDK. */
function readCredentials(value: (name: string) => string | undefined): BandwidthCredentials | undefined {
  const username = value('BANDWIDTH_USERNAME');
  const password = value('BANDWIDTH_PASSWORD');
  const clientId = value('BANDWIDTH_CLIENT_ID');
  const clientSecret = value('BANDWIDTH_CLIENT_SECRET');
  if (username !== undefined && password === undefined) bad('BANDWIDTH_PASSWORD', 'is missing although BANDWIDTH_USERNAME is set');
  if (password !== undefined && username === undefined) bad('BANDWIDTH_USERNAME', 'is missing although BANDWIDTH_PASSWORD is set');
  if (clientId !== undefined && clientSecret === undefined) {
    bad('BANDWIDTH_CLIENT_SECRET', 'is missing although BANDWIDTH_CLIENT_ID is set');
  }
  if (clientSecret !== undefined && clientId === undefined) {
    bad('BANDWIDTH_CLIENT_ID', 'is missing although BANDWIDTH_CLIENT_SECRET is set');
  }
  if (username !== undefined && password !== undefined) return { type: 'basic', username, password };
  if (clientId !== undefined && clientSecret !== undefined) return { type: 'clientCredentials', clientId, clientSecret };
  return undefined;
}

function readFrom(written: string): E164 {
  const read = readPhone(written);
  return 'phone' in read ? read.phone : bad('BANDWIDTH_FROM', 'must be a North American number such as +12065550100');
}

/** Plain http would send the password and every text in the clear, so it is for this machine only. */
function readUrl(variable: string, written: string): string {
  const url = URL.canParse(written) ? new URL(written) : bad(variable, 'must be a whole URL such as https://example.com/api');
  if (url.username !== '' || url.password !== '') bad(variable, 'must not contain a user name or password');
  if (url.search !== '' || url.hash !== '') bad(variable, 'must not contain "?" or "#"');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    bad(variable, 'must begin with https:// (plain http is for this machine only)');
  }
  return url.href.replace(/\/+$/, '');
}

function isLoopback(host: string): boolean {
  // URL has normalized every spelling of an IPv4 address to four decimal parts.
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function readRate(written: string): number {
  const rate = Number(written);
  if (!Number.isFinite(rate) || rate <= 0) bad('BANDWIDTH_SEGMENTS_PER_SECOND', 'must be a number above 0');
  return rate;
}

function readProxy(written: string): ProxySettings {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || url.hostname === '' || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return bad('BANDWIDTH_PROXY', 'must be a URL such as http://proxy.example:8080');
  }
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const auth =
    url.username === '' ? undefined : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return { protocol, host: url.hostname, port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port), auth };
}
