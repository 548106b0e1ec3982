import { z } from 'zod';
import type { Clock } from '../clock';
import type { CarrierTrouble } from '../outbox/smsCarrier';
import type { BandwidthSettings } from './bandwidthSettings';
import { classifyFailure, parseJson } from './classifyReply';
import { exchange, PlainRequest } from './exchange';

export type TokenAnswer =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'noToken'; readonly trouble: CarrierTrouble; readonly detail: string; readonly retryAfterMs?: number };

export interface AccessTokens {
  /** A token good for at least a minute. Callers at the same moment share one request; never throws. */
  get(): Promise<TokenAnswer>;
  /** The carrier refused this token: the next `get` asks for a new one, unless another caller has already. */
  forget(token: string): void;
}

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(300) });
const RENEW_BEFORE_MS = 60_000;

/**
 * The SDK's own token fetch goes to a fixed address without a deadline, once per caller, and keeps a refused token: so
 * it is done here.
 */
export function accessTokens(
  settings: Pick<BandwidthSettings, 'tokenUrl' | 'proxy'>,
  client: { readonly clientId: string; readonly clientSecret: string },
  deps: { readonly clock: Clock },
): AccessTokens {
  const http = new PlainRequest();
  let current: { token: string; goodUntil: number } | undefined;
  let inFlight: Promise<TokenAnswer> | undefined;

  async function fetchToken(): Promise<TokenAnswer> {
    const askedAt = deps.clock.monotonicMs();
    const answer = await exchange({ clock: deps.clock, proxy: settings.proxy }, (options) =>
      http.run({
        ...options,
        method: 'POST',
        url: settings.tokenUrl,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        auth: { username: client.clientId, password: client.clientSecret },
        data: 'grant_type=client_credentials',
      }),
    );
    const read = answer.type === 'reply' && answer.status === 200 ? tokenSchema.safeParse(parseJson(answer.body)) : undefined;
    if (read?.success !== true) {
      const failure = classifyFailure(answer, deps.clock.now());
      // OAuth answers 400 `invalid_client` where others answer 401.
      const trouble = failure.trouble === 'accountSetup' ? 'credentialsRefused' : failure.trouble;
      return { type: 'noToken', ...failure, trouble, detail: `asking for a token: ${failure.detail}` };
    }
    const lifeMs = read.data.expires_in * 1_000;
    current = { token: read.data.access_token, goodUntil: askedAt + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2) };
    return { type: 'token', token: current.token };
  }

  return {
    async get() {
      if (current !== undefined && deps.clock.monotonicMs() < current.goodUntil) return { type: 'token', token: current.token };
      inFlight ??= fetchToken().finally(() => {
        inFlight = undefined;
      });
      return inFlight;
    },
    forget(token) {
      if (current?.token === token) current = undefined;
    },
  };
}
