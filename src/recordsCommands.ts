import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AccountAdministration } from './access/accountAdministration';
import { AccountBook, isRefused } from './access/accountBook';
import { fromSource } from './callSource';
import type { Clock } from './clock';
import type { AuditVerificationView } from './contract/auditProof';
import { HeraldError } from './heraldError';
import { silentLogger } from './logger';
import { ANCHOR_FILE, anchorOf, appendAnchor, readAnchors } from './store/auditAnchors';
import { verifyAudit } from './store/auditVerify';
import type { StoreKeySource } from './store/keys/storeKey';
import { openOwnedStore } from './store/openOwnedStore';
import { DATABASE_FILE, type Store } from './store/store';

/** `audit verify` and `accounts ...`, as their flags say. */
export interface RecordsCommand {
  readonly command: 'audit verify' | 'accounts list' | 'accounts add' | 'accounts unlock' | 'accounts recover';
  readonly console: string | undefined;
  readonly tokenFile: string | undefined;
  readonly name: string | undefined;
  readonly role: 'dispatcher' | 'supervisor' | 'administrator';
  readonly anchors: string | undefined;
}

export const RECORDS_FLAGS = { console: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } } as const;

const COMMANDS: readonly string[] = ['audit verify', 'accounts list', 'accounts add', 'accounts unlock', 'accounts recover'];
const ROLES: readonly string[] = ['dispatcher', 'supervisor', 'administrator'];

interface Parsed {
  readonly positionals: readonly string[];
  readonly values: {
    readonly console?: string | undefined;
    readonly name?: string | undefined;
    readonly role?: string | undefined;
    readonly 'token-file'?: string | undefined;
    readonly 'audit-anchors'?: string | undefined;
  };
}

/** Undefined where it is another command. Throws `usage.bad`. */
export function readRecordsCommand({ positionals, values }: Parsed): RecordsCommand | undefined {
  const words = positionals.join(' ');
  if (!COMMANDS.includes(words)) {
    // "rehearse" asks a console too.
    const own = words === 'rehearse' ? (['name', 'role'] as const) : (['console', 'name', 'role'] as const);
    const stray = own.find((flag) => values[flag] !== undefined);
    if (stray !== undefined) throw new HeraldError('usage.bad', `--${stray} belongs to "audit verify" or "accounts"`);
    return undefined;
  }
  const command = words as RecordsCommand['command'];
  const { console, name, role = 'dispatcher', 'token-file': tokenFile, 'audit-anchors': anchors } = values;
  if (!ROLES.includes(role)) throw new HeraldError('usage.bad', `--role must be one of ${ROLES.join(', ')}`);
  if (/add|unlock|recover/.test(command) && name === undefined) throw new HeraldError('usage.bad', `${command} needs --name NAME`);
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/.test(name)) {
    throw new HeraldError('usage.bad', '--name takes two to 40 letters, digits, dots and dashes');
  }
  if (console !== undefined && !/^https?:\/\//.test(console))
    throw new HeraldError('usage.bad', '--console must be the URL of the console');
  if (console !== undefined && tokenFile === undefined) throw new HeraldError('usage.bad', '--console needs --token-file FILE');
  if (console !== undefined && command === 'accounts recover') {
    throw new HeraldError('usage.bad', 'accounts recover works on the data directory, while Herald is stopped');
  }
  return { command, name, console, tokenFile, role: role as RecordsCommand['role'], anchors };
}

interface Where {
  readonly dataDirectory: string;
  readonly storeKey: StoreKeySource;
}

/** Says what it found or did; the exit code: 0 done or sound, 1 refused or broken. Throws HeraldErrors. */
export async function runRecordsCommand(
  command: RecordsCommand,
  where: Where,
  clock: Clock,
  say: (line: string) => void,
): Promise<number> {
  if (command.console !== undefined) return overConsole(command, new URL(command.console), say);
  if (!existsSync(join(where.dataDirectory, DATABASE_FILE))) {
    throw new HeraldError('usage.bad', `There is no ${DATABASE_FILE} in the data directory; --data names another`);
  }
  const owned = await openOwnedStore(where.dataDirectory, { storeKey: where.storeKey, clock, logger: silentLogger });
  try {
    if (command.command === 'audit verify') return await verifyCopy(owned.store, command, where, say);
    const code = await fromSource('command line', () => changeAccounts(owned.store, command, clock, say));
    const head = owned.store.auditHead();
    if (head.link > 0) appendAnchor(join(where.dataDirectory, ANCHOR_FILE), anchorOf(head, clock.now()));
    return code;
  } finally {
    await owned.close();
  }
}

async function verifyCopy(
  store: Store,
  { anchors }: RecordsCommand,
  { dataDirectory }: Where,
  say: (line: string) => void,
): Promise<number> {
  const files = [join(dataDirectory, ANCHOR_FILE), ...(anchors === undefined ? [] : [resolve(anchors)])];
  const known = files.flatMap(readAnchors).sort((a, b) => a.link - b.link);
  const { db, personal } = store;
  const found = await verifyAudit({ db, personal, anchors: known });
  return report({ ...found, state: found.faultCount === 0 ? 'sound' : 'broken' }, say);
}

type Found = Pick<
  AuditVerificationView,
  'state' | 'beginsWith' | 'links' | 'entries' | 'purged' | 'restores' | 'anchoredTo' | 'faults' | 'faultCount'
>;

function report(
  { state, beginsWith, links, entries, purged, restores, anchoredTo, faults, faultCount }: Found,
  say: (line: string) => void,
): number {
  for (const { kind, entry, at, text } of faults) say(`${kind}: ${entry}${at === null ? '' : ` of ${iso(at)}`}: ${text}`);
  if (faultCount > faults.length) say(`and ${faultCount - faults.length} more`);
  for (const { at, lost } of restores) {
    const what = lost === 0 ? 'nothing of the audit is known to be lost' : `${lost} entries are lost with it, at least`;
    say(`restored on ${iso(at)}, since the store was damaged: ${what}`);
  }
  if (beginsWith !== null)
    say(`The audit begins at ${iso(beginsWith.at)}, with link ${beginsWith.link}: what came before has had its time`);
  const until = anchoredTo === null ? 'no anchor was found: a cut-off end would not be seen' : `anchored up to ${iso(anchoredTo)}`;
  say(`The audit is ${state}: ${entries} entries in ${links} links, ${purged} purged or forgotten on record; ${until}`);
  return state === 'sound' ? 0 : 1;
}

async function changeAccounts(
  store: Store,
  { command, name = '', role }: RecordsCommand,
  clock: Clock,
  say: (line: string) => void,
) {
  const book = new AccountBook(store, clock);
  await book.load();
  const administration = new AccountAdministration(book);
  const order = { identity: 'host', reason: 'at the command line' };
  if (command === 'accounts list') {
    for (const account of book.accounts.values()) say(described(account));
    return 0;
  }
  if (command === 'accounts unlock') {
    const account = [...book.accounts.values()].find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (account === undefined) return refuse(say, `There is no account ${name}`);
    await administration.unlock(order, account);
    say(`${account.name} is unlocked`);
    return 0;
  }
  const outcome =
    command === 'accounts add' ? await administration.create(order, { name, role }) : await administration.recover(order, name);
  if (isRefused(outcome)) return refuse(say, `There is an account ${name} already, or the name is kept for Herald`);
  say(`${name}: the password is ${outcome.password}, to be changed at the first log-on`);
  return 0;
}

function described(account: {
  name: string;
  role: string;
  lockedAt?: number | null | undefined;
  disabledAt?: number | undefined;
}): string {
  const state = account.disabledAt !== undefined ? 'disabled' : account.lockedAt == null ? 'active' : 'locked';
  return `${account.name}  ${account.role}  ${state}`;
}

function refuse(say: (line: string) => void, why: string): number {
  say(why);
  return 1;
}

async function overConsole(
  { command, name = '', role, tokenFile = '' }: RecordsCommand,
  console: URL,
  say: (line: string) => void,
) {
  const token = readToken(tokenFile);
  const ask = async (path: string, input?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = input === undefined ? undefined : JSON.stringify(input);
    const response = await fetch(new URL(`api${path}`, console), {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body && { body }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: of a console of this very version
    const answer = (await response.json()) as any;
    if (!response.ok) throw new HeraldError('usage.refused', String(answer.message ?? response.status));
    return answer;
  };
  if (command === 'audit verify') {
    let found = (await ask('/audit/verify', {})) as AuditVerificationView;
    while (found.state === 'running') {
      await new Promise((resume) => setTimeout(resume, 200));
      found = await ask('/audit/verification');
    }
    return report(found, say);
  }
  const { items } = (await ask('/access/accounts')) as {
    items: { id: number; name: string; role: string; lockedAt: number | null }[];
  };
  if (command === 'accounts list') {
    for (const account of items) say(described(account));
    return 0;
  }
  if (command === 'accounts add') {
    const { password } = await ask('/access/createAccount', { name, role });
    say(`${name}: the password is ${password}, to be changed at the first log-on`);
    return 0;
  }
  const account = items.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (account === undefined) return refuse(say, `There is no account ${name}`);
  await ask('/access/unlock', { id: account.id, reason: 'at the command line' });
  say(`${account.name} is unlocked`);
  return 0;
}

function readToken(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8').trim();
  } catch (error) {
    throw new HeraldError('usage.bad', `--token-file: it cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
