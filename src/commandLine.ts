import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HttpDoor } from './console/httpServer';
import { DOOR_FLAGS, readDoor } from './doorFlags';
import { HeraldError } from './heraldError';
import { type KeysCommand, readKeysCommand } from './keysCommand';
import type { LayoutCheckCommand } from './layoutCheckCommand';
import { RECORDS_FLAGS, type RecordsCommand, readRecordsCommand } from './recordsCommands';
import type { RehearseCommand } from './rehearseCommand';
import { REHEARSE_FLAGS, REHEARSE_USAGE, readRehearse } from './rehearseFlags';
import { readStoreKeySource, type StoreKeySource } from './storeKeySource';
import { readUpdateCommand, UPDATE_USAGE, type UpdateCommand } from './updateCommand';

export interface CommandLine {
  readonly dataDirectory: string;
  /** Where the key is that protects the store. */
  readonly storeKey: StoreKeySource;
  readonly profileFile: string | undefined;
  readonly port: number;
  /** Feed URLs by feed id. */
  readonly feeds: ReadonlyMap<string, string>;
  readonly training: boolean;
  readonly jsonLogs: boolean;
  readonly tokenFile: string | undefined;
  readonly help: boolean;
  /** Where the console is served, beside `port`. */
  readonly door: Pick<HttpDoor, 'host' | 'tls' | 'names'>;
  /** A second file for the ends of the audit. */
  readonly auditAnchors: string | undefined;
  /** `audit verify` or `accounts ...`: instead of running the appliance. */
  readonly records?: RecordsCommand;
  /** `layout check`: instead of running the appliance. */
  readonly layoutCheck?: LayoutCheckCommand;
  /** `keys rotate`: the same. */
  readonly keys?: KeysCommand;
  /** `update ...`: the same. */
  readonly update?: UpdateCommand;
  /** `rehearse`: instead of running the appliance. */
  readonly rehearse?: RehearseCommand;
}

export const USAGE = `npm run appliance -- [flags]
  --data DIR          where Herald keeps its store (default: ${defaultDataDirectory({}, process.platform, '~')})
  --profile FILE      the agency's profile
  --port N            console port on loopback; 0 picks one (default 0)
  --feed ID=URL       a feed, beside or in place of the profile's; may be repeated
  --training          training mode: simulated CAD and carrier, nothing leaves the machine
  --key-file FILE     the key that protects the store (default: beside the data directory, DIR.key, made at the first start);
                      or HERALD_KEY_FILE. Without it the store cannot be read: keep a copy in a safe place
  --passphrase-file FILE  a passphrase in place of a key file; or HERALD_PASSPHRASE
  --listen ADDRESS    serve the console there instead of on 127.0.0.1; needs TLS unless it is loopback
  --tls-cert, --tls-key FILE   PEM
  --host-name NAME    a name under which consoles reach this machine; may be repeated
  --audit-anchors FILE   where the end of the audit is written down too, better on another disk
  --token-file FILE   write the console's token there (mode 0600), not to stdout
  --json-logs         logs as JSON lines on stderr

npm run appliance -- audit verify --data DIR | --console URL --token-file FILE
  finds what was changed, removed, put in or put elsewhere in the audit, and names it; exit code 0 sound, 1 broken

npm run appliance -- accounts list | add --name N --role R | unlock --name N | recover --name N
  on --data DIR while Herald is stopped, or over --console URL --token-file FILE; recover lets a person in again

npm run appliance -- layout check --layout FILE --sample FILE [flags]
  prints each record of the sample as the layout understands it, and each line not accounted for
  --framing KIND      how the sample is cut into records, as in a feed's URL (default: lines, or the whole file)
  --begins, --ends    with --framing sentinel: what a line begins with that begins, or ends, a record
  --zone ZONE         the agency's time zone (default: this machine's)
  --received TIME     when the sample was received, in ISO 8601 (default: now)
  exit code           0 all understood, 1 something rejected or not accounted for, 2 bad usage or layout

npm run appliance -- keys rotate [--data DIR] [--key-file FILE | --passphrase-file FILE] [flags]
  while Herald is stopped: new keys from now on, all under a new key in the key file
  --new-key-file FILE         the new key goes there
  --new-passphrase-file FILE  a passphrase in place of the key there was
  --reseal                    what is stored is sealed again by the new keys, after the next start, and the old ones destroyed

${UPDATE_USAGE}

${REHEARSE_USAGE}`;

/** Reads the headless host's flags. Throws `usage.bad` with one message that names the flag. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new HeraldError('usage.bad', (error as Error).message.split('. ')[0] ?? 'Bad flags');
  }
  const { values } = parsed;
  const keys = readKeysCommand(parsed);
  const update = readUpdateCommand(parsed.positionals, values);
  const records = readRecordsCommand(parsed);
  const isOther = keys !== undefined || update !== undefined || records !== undefined;
  const layoutCheck = isOther ? undefined : readLayoutCheck(parsed);
  const port = Number(values.port ?? '0');
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) {
    throw new HeraldError('usage.bad', `--port must be a number from 0 to 65535, not "${values.port}"`);
  }
  const feeds = new Map<string, string>();
  for (const feed of values.feed ?? []) {
    const at = feed.indexOf('=');
    if (at < 1 || at === feed.length - 1) throw new HeraldError('usage.bad', `--feed must be ID=URL, not "${feed}"`);
    feeds.set(feed.slice(0, at), feed.slice(at + 1));
  }
  const dataDirectory = resolve(values.data ?? defaultDataDirectory(env, process.platform, homedir()));
  const storeKey = readStoreKeySource(values, env, dataDirectory);
  const rehearses = parsed.positionals.join(' ') === 'rehearse';
  if (!rehearses) {
    const own = Object.keys(REHEARSE_FLAGS).filter((flag) => records === undefined || !(flag in RECORDS_FLAGS));
    const stray = own.find((flag) => values[flag as keyof typeof REHEARSE_FLAGS] !== undefined);
    if (stray !== undefined) throw new HeraldError('usage.bad', `--${stray} belongs to "rehearse"`);
  }
  return {
    dataDirectory,
    storeKey,
    profileFile: values.profile === undefined ? undefined : resolve(values.profile),
    port,
    feeds,
    training: values.training ?? false,
    jsonLogs: values['json-logs'] ?? false,
    tokenFile: values['token-file'] === undefined ? undefined : resolve(values['token-file']),
    help: values.help ?? false,
    layoutCheck,
    ...(keys === undefined ? {} : { keys }),
    ...(update === undefined ? {} : { update }),
    ...(records === undefined ? {} : { records }),
    door: readDoor(values),
    auditAnchors: values['audit-anchors'] === undefined ? undefined : resolve(values['audit-anchors']),
    ...(rehearses && values.help !== true ? { rehearse: readRehearse(values, { dataDirectory, storeKey }, feeds) } : {}),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      profile: { type: 'string' },
      port: { type: 'string' },
      feed: { type: 'string', multiple: true },
      training: { type: 'boolean' },
      'json-logs': { type: 'boolean' },
      'token-file': { type: 'string' },
      help: { type: 'boolean' },
      'key-file': { type: 'string' },
      'passphrase-file': { type: 'string' },
      'new-key-file': { type: 'string' },
      'new-passphrase-file': { type: 'string' },
      reseal: { type: 'boolean' },
      install: { type: 'string' },
      ...DOOR_FLAGS,
      ...RECORDS_FLAGS,
      ...LAYOUT_CHECK_FLAGS,
      ...REHEARSE_FLAGS,
    },
  });
}

const LAYOUT_CHECK_FLAGS = {
  layout: { type: 'string' },
  sample: { type: 'string' },
  framing: { type: 'string' },
  begins: { type: 'string' },
  ends: { type: 'string' },
  zone: { type: 'string' },
  received: { type: 'string' },
} as const;

function readLayoutCheck({ positionals, values }: ReturnType<typeof parse>): LayoutCheckCommand | undefined {
  const words = positionals.join(' ');
  const { layout, sample, framing, begins, ends, zone, received } = values;
  if (words === '' || words === 'rehearse') {
    const stray = (Object.keys(LAYOUT_CHECK_FLAGS) as (keyof typeof LAYOUT_CHECK_FLAGS)[]).find(
      (flag) => values[flag] !== undefined,
    );
    if (stray !== undefined) throw new HeraldError('usage.bad', `--${stray} belongs to "layout check"`);
    return undefined;
  }
  if (words !== 'layout check')
    throw new HeraldError(
      'usage.bad',
      `There is no command "${words}"; the commands are "layout check", "keys rotate", "update", "rehearse", "audit verify" and "accounts list|add|unlock|recover"`,
    );
  if (values.help === true) return undefined;
  if (layout === undefined) throw new HeraldError('usage.bad', 'layout check needs --layout FILE');
  if (sample === undefined) throw new HeraldError('usage.bad', 'layout check needs --sample FILE');
  const timeZone = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { layout: resolve(layout), sample: resolve(sample), framing, begins, ends, timeZone, received };
}

/** Where each system keeps a program's own data. */
export function defaultDataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Herald');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Herald');
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'herald');
}
