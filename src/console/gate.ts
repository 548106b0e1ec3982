import { ORPCError } from '@orpc/server';
import type { AccessControl, LoggedOn } from '../access/accessControl';
import { type Asking, askingBy, type Link, type Verdict, verdictOn } from '../access/consoleAccess';
import { RateLimit } from '../access/rateLimit';
import { fromSource } from '../callSource';
import type { Clock } from '../clock';
import { ACCESS_ERRORS, type AccessError } from '../contract/access';
import type { Caller } from './backend';
import { maskNumbers } from './maskNumbers';

/** What each request carries besides its input: who asks, and by which way in. */
export interface ConsoleContext {
  readonly caller: Caller;
  /** Left out by callers in this process. */
  readonly link?: Link | undefined;
  /** Filled by the gate. */
  readonly loggedOn?: LoggedOn | undefined;
}

export const NOBODY: Caller = { identity: 'nobody' };

interface Call {
  readonly context: ConsoleContext;
  readonly path: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: whatever the procedure answers
  readonly next: (options: { context: Pick<ConsoleContext, 'caller' | 'loggedOn'> }) => any;
}

/** A person with a console; a script in a loop is more. */
const OF_SESSION = { burst: 300, perSecond: 100 };
/** Log-ons, first codes, resumed sessions of one way in. */
const OF_LOG_ON = { burst: 20, perSecond: 1 / 3 };
/** So long one look at the audit is on record for all that follow. */
const LOOK_MS = 10 * 60_000;

/**
 * Stands before every procedure: who asks is found, what their role may not is refused and put on record, numbers are
 * masked, and the audit learns where it was asked for. Without `access` (tests of other things) callers are as they say.
 */
export function gate(access: AccessControl | undefined, clock: Clock) {
  const sessionRate = new RateLimit(OF_SESSION, clock);
  const logOnRate = new RateLimit(OF_LOG_ON, clock);
  const looks = new Map<string, number>();

  return async ({ context, path, next }: Call) => {
    const procedure = path.join('.');
    const asking = askingOf(access, context);
    const source = context.link?.source ?? 'appliance';
    limit(procedure, asking, source);
    const verdict = verdictOn(procedure, asking, clock.now());
    return fromSource(source, async () => {
      if (!verdict.allowed) {
        if (verdict.code === 'FORBIDDEN') await record(asking, 'refused', procedure, true);
        throw refusal(verdict);
      }
      const { privilege } = verdict;
      if (privilege.onRecord && asking.role !== 'host') await recordLook(asking, procedure);
      const caller =
        asking.role === 'host'
          ? context.caller
          : asking.role === undefined
            ? NOBODY
            : { ...context.caller, identity: asking.identity, role: asking.role };
      const result = await next({ context: { caller, loggedOn: asking.loggedOn } });
      if (asking.role === 'host' || privilege.wholeNumbers || privilege.roles === 'anyone') return result;
      return {
        ...result,
        output: asksOn(result.output) ? whileAllowed(result.output, procedure, context) : maskNumbers(result.output),
      };
    });
  };

  function limit(procedure: string, { role, identity }: Asking, source: string): void {
    if (role === 'host') return;
    const isTry = /^access\.(logOn|firstAccount|resume|reauthenticate)$/.test(procedure);
    const afterMs = isTry ? logOnRate.take(source) : sessionRate.take(role === undefined ? source : identity);
    if (afterMs > 0) throw accessError('TOO_MANY_REQUESTS', 'Too many requests; try again a little later', { afterMs });
  }

  async function record(asking: Asking, action: string, subject: string, failed: boolean): Promise<void> {
    await access?.book.change((_records, entry) => entry({ identity: asking.identity, action, subject, failed }));
  }

  /** A console asks again with every change: one look is one entry for a while. */
  async function recordLook(asking: Asking, procedure: string): Promise<void> {
    const key = `${asking.identity} ${procedure}`;
    const now = clock.now();
    const since = looks.get(key);
    if (since !== undefined && now - since < LOOK_MS && now >= since && procedure === 'audit.list') return;
    looks.set(key, now);
    await record(asking, procedure, 'audit', false);
  }

  /** A stream ends with the session it was asked for in. */
  async function* whileAllowed(stream: AsyncIterator<unknown>, procedure: string, context: ConsoleContext) {
    try {
      for (;;) {
        const { done, value } = await stream.next();
        if (done) return value;
        const verdict = verdictOn(procedure, askingOf(access, context), clock.now());
        if (!verdict.allowed) throw refusal(verdict);
        yield maskNumbers(value);
      }
    } finally {
      await stream.return?.();
    }
  }
}

function askingOf(access: AccessControl | undefined, { caller, link }: ConsoleContext): Asking {
  if (caller.identity === 'host') return { identity: 'host', role: 'host', loggedOn: undefined };
  if (access !== undefined && link !== undefined) return askingBy(access, link);
  return { identity: caller.identity, role: caller.role, loggedOn: undefined };
}

function asksOn(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

const WORDS: Readonly<Record<'UNAUTHORIZED' | 'FORBIDDEN' | 'LOCKED' | 'SETUP_NEEDED' | 'REAUTHENTICATE', string>> = {
  UNAUTHORIZED: 'Log on first',
  FORBIDDEN: 'Your role may not do this',
  LOCKED: 'This session is locked: give your password',
  SETUP_NEEDED: 'First change your password, or set up your second factor',
  REAUTHENTICATE: 'Give your password again first',
};

function refusal(verdict: Extract<Verdict, { allowed: false }>): Error {
  const data = 'because' in verdict ? { because: verdict.because } : undefined;
  return accessError(verdict.code, WORDS[verdict.code], data);
}

function accessError(code: AccessError, message: string, data?: object): Error {
  return new ORPCError(code, { status: ACCESS_ERRORS[code], message, ...(data === undefined ? {} : { data }) });
}
