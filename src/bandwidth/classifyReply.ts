import { z } from 'zod';
import type { CarrierTrouble, SendOutcome } from '../outbox/smsCarrier';
import type { Exchange } from './exchange';

const acceptedSchema = z.object({
  id: z.string().min(1),
  segmentCount: z.number().int().positive().optional().catch(undefined),
});

/** Bandwidth's own error body. Its `description` may quote the number or the text, so it is never kept. */
const ownErrorSchema = z.object({
  type: z.string(),
  description: z.string(),
  fieldErrors: z
    .array(z.object({ fieldName: z.string().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});

/** What Bandwidth's frame answers in its place, for a path it does not know, say. Its other fields may quote anything. */
const frameErrorSchema = z.object({
  timestamp: z.union([z.string(), z.number()]),
  status: z.number(),
  error: z.string(),
});

/** What statuses tell about the account or the line. */
const TROUBLE_OF_STATUS: Readonly<Record<number, CarrierTrouble>> = {
  401: 'credentialsRefused',
  402: 'accountSetup',
  403: 'forbidden',
  404: 'accountNotFound',
  407: 'proxyAuthentication',
  429: 'throttled',
  511: 'portal',
};

/** Statuses that say of themselves that the request was not processed, whoever in between answers them. */
const NEVER_PROCESSED: ReadonlySet<number> = new Set([401, 407, 429, 511]);

const MAX_RETRY_AFTER_MS = 10 * 60_000;

/**
 * What became of a text, from how its POST ended. Only what proves that Bandwidth did not take it is `notTaken` or
 * `refused`; all else is `unknown`, since a wrong guess there texts somebody twice.
 */
export function classifySend(exchange: Exchange, now: number): SendOutcome {
  if (exchange.type === 'noReply') {
    return exchange.neverSent
      ? { type: 'notTaken', trouble: 'unreachable', detail: `no connection (${exchange.code})` }
      : { type: 'unknown', detail: `the connection broke before an answer (${exchange.code})` };
  }
  const { status } = exchange;
  const body = parseJson(exchange.body);
  if (status === 202) {
    const accepted = acceptedSchema.safeParse(body);
    if (!accepted.success) return { type: 'unknown', detail: 'HTTP 202 without a usable message id' };
    return { type: 'accepted', carrierMessageId: accepted.data.id, segmentCount: accepted.data.segmentCount };
  }
  if (status < 400) {
    // Bandwidth answers nothing of the kind: a hotel's or a provider's page answered in its place. What is not a page,
    // though, JSON or nothing at all, may come from somebody who has taken the text.
    if (status < 300 && !isPage(exchange.body)) return { type: 'unknown', detail: `HTTP ${status} with an unexpected answer` };
    return { type: 'notTaken', trouble: 'portal', detail: `HTTP ${status} from something other than Bandwidth` };
  }

  const own = ownErrorSchema.safeParse(body);
  const detail = describe(status, own.success ? own.data.type : undefined);
  const trouble = TROUBLE_OF_STATUS[status];
  const fromFrame = (trouble !== undefined || status === 400) && frameErrorSchema.safeParse(body).success;
  if (!own.success && !fromFrame && !NEVER_PROCESSED.has(status)) {
    return { type: 'unknown', detail: `${detail}, not in Bandwidth's form` };
  }
  if (trouble !== undefined) return notTaken(trouble, detail, exchange, now);
  if (status >= 500) return notTaken('serverError', detail, exchange, now);
  if (status === 400) {
    const fields = own.data?.fieldErrors?.map((error) => word(error.fieldName)).filter((name) => name !== undefined) ?? [];
    // An expiry in the past is not this text's fault: with a wrong clock every text has one.
    if (fields.includes('expiration')) {
      return {
        type: 'notTaken',
        trouble: 'accountSetup',
        detail: "HTTP 400 about the expiry time: this console's clock may be wrong",
      };
    }
    return {
      type: 'refused',
      reason: word(own.data?.type) ?? 'badRequest',
      detail: fields.length === 0 ? detail : `${detail}: ${fields.join(', ')}`,
    };
  }
  // 405, 406, 415 and the like are the same for every text.
  return notTaken('accountSetup', detail, exchange, now);
}

/** Why a request that takes nothing (the list, the token) failed. For any answer but the one hoped for. */
export function classifyFailure(
  exchange: Exchange,
  now: number,
): { readonly trouble: CarrierTrouble; readonly detail: string; readonly retryAfterMs?: number } {
  if (exchange.type === 'noReply') return { trouble: 'unreachable', detail: `no answer (${exchange.code})` };
  const { status } = exchange;
  const own = ownErrorSchema.safeParse(parseJson(exchange.body));
  const detail = describe(status, own.success ? own.data.type : undefined);
  if (status < 400) return { trouble: 'portal', detail: `HTTP ${status} that is not Bandwidth's` };
  const trouble = TROUBLE_OF_STATUS[status] ?? (status >= 500 ? 'serverError' : 'accountSetup');
  return { trouble, detail, ...retryAfter(exchange.retryAfter, now) };
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notTaken(trouble: CarrierTrouble, detail: string, reply: Exchange & { type: 'reply' }, now: number): SendOutcome {
  return { type: 'notTaken', trouble, detail, ...retryAfter(reply.retryAfter, now) };
}

/** Seconds or an HTTP date, as RFC 9110 has it; an absurd one must not stop the texts for a day. */
function retryAfter(header: string | undefined, now: number): { retryAfterMs?: number } {
  if (header === undefined) return {};
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? { retryAfterMs: Math.min(ms, MAX_RETRY_AFTER_MS) } : {};
}

function describe(status: number, type: string | undefined): string {
  const safe = word(type);
  return safe === undefined ? `HTTP ${status}` : `HTTP ${status} ${safe}`;
}

/** Lets only an identifier through, and no digits that could be a number: these words reach logs and screens. */
function word(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z][A-Za-z_.-]{0,59}$/.test(text) ? text : undefined;
}

function isPage(body: string): boolean {
  return body.trimStart().startsWith('<');
}
