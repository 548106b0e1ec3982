import { MessagesApi } from 'bandwidth-sdk/dist/api/messages-api';
import { Configuration } from 'bandwidth-sdk/dist/configuration';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type {
  CarrierListQuery,
  CarrierMessage,
  InboundListOutcome,
  ListedInbound,
  ListOutcome,
  SendOutcome,
  SmsCarrier,
  SmsRequest,
} from '../outbox/smsCarrier';
import { accessTokens, type TokenAnswer } from './accessTokens';
import type { BandwidthSettings } from './bandwidthSettings';
import { classifyFailure, classifySend } from './classifyReply';
import { type Exchange, exchange, type RequestOptions } from './exchange';
import { readInboundPage } from './inboundList';
import { readMessageListPage } from './messageList';

type NoToken = Extract<TokenAnswer, { type: 'noToken' }>;
type ApiCall = (api: MessagesApi, options: RequestOptions) => Promise<{ status: number; headers: unknown; data: unknown }>;

const ROWS_PER_PAGE = 500;
/** A list that always hands out a next page must not be followed for ever. */
const MAX_PAGES = 10;

/**
 * Texts through Bandwidth's Messages API, with the real SDK. Nothing personal and no credential leaves here: neither in
 * an outcome's `detail` nor in a log.
 */
export function bandwidthCarrier(
  settings: BandwidthSettings,
  deps: { readonly clock: Clock; readonly logger: Logger },
): SmsCarrier {
  const { clock, logger } = deps;
  const { credentials, accountId, applicationId, from } = settings;
  const tokens = credentials.type === 'clientCredentials' ? accessTokens(settings, credentials, { clock }) : undefined;

  function apiWith(token: string | undefined): MessagesApi {
    const access =
      credentials.type === 'basic'
        ? { username: credentials.username, password: credentials.password }
        : { accessToken: () => Promise.resolve(token ?? '') };
    // The address must come with the configuration: the constructor's own argument for it is ignored by the SDK.
    return new MessagesApi(new Configuration({ ...access, basePath: settings.messagingUrl }));
  }

  /** A 401 proves that nothing was taken, so after a fresh token the same call may go once more. */
  async function authorized(call: ApiCall): Promise<Exchange | NoToken> {
    for (let attempt = 1; ; attempt++) {
      const token = await tokens?.get();
      if (token?.type === 'noToken') return token;
      const api = apiWith(token?.token);
      const answer = await exchange({ clock, proxy: settings.proxy }, (options) => call(api, options));
      const refused = answer.type === 'reply' && answer.status === 401;
      if (!refused || token === undefined) return answer;
      tokens?.forget(token.token);
      if (attempt > 1) return answer;
      logger.info('bandwidth.tokenRefused');
    }
  }

  async function send(request: SmsRequest): Promise<SendOutcome> {
    const answer = await authorized((api, options) =>
      api.createMessage(
        accountId,
        {
          applicationId,
          to: new Set([request.to]),
          from,
          text: request.text,
          tag: request.tag,
          expiration: new Date(request.expiresAt).toISOString(),
        },
        options,
      ),
    );
    if (answer.type === 'noToken') return { ...answer, type: 'notTaken' };
    return classifySend(answer, clock.now());
  }

  async function list(query: CarrierListQuery): Promise<ListOutcome> {
    const found = new Map<string, CarrierMessage>();
    const seenTokens = new Set<string>();
    let pageToken: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const filters: Filters = { ...query, source: from, destination: query.to, direction: 'OUTBOUND' };
      const answer = await authorized((api, options) => listPage(api, options, settings, filters, pageToken));
      if (answer.type === 'noToken') return { ...answer, type: 'failed' };
      const read = answer.type === 'reply' && answer.status === 200 ? readMessageListPage(answer.body, query, from) : undefined;
      if (read === undefined) return { type: 'failed', ...classifyFailure(answer, clock.now()) };
      for (const message of read.messages) found.set(message.carrierMessageId, message);
      if (read.nextPageToken === undefined || read.rows === 0) {
        return { type: 'listed', messages: [...found.values()], complete: true };
      }
      if (seenTokens.has(read.nextPageToken)) break;
      seenTokens.add(read.nextPageToken);
      pageToken = read.nextPageToken;
    }
    return { type: 'listed', messages: [...found.values()], complete: false };
  }

  async function listInbound(query: { readonly fromAt: number; readonly toAt: number }): Promise<InboundListOutcome> {
    const found = new Map<string, ListedInbound>();
    const seenTokens = new Set<string>();
    let pageToken: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const filters: Filters = { ...query, source: undefined, destination: from, direction: 'INBOUND' };
      const answer = await authorized((api, options) => listPage(api, options, settings, filters, pageToken));
      if (answer.type === 'noToken') return { ...answer, type: 'failed' };
      const read = answer.type === 'reply' && answer.status === 200 ? readInboundPage(answer.body, from) : undefined;
      if (read === undefined) return { type: 'failed', ...classifyFailure(answer, clock.now()) };
      for (const text of read.texts) found.set(text.carrierMessageId, text);
      if (read.nextPageToken === undefined || read.rows === 0) {
        return { type: 'listed', texts: [...found.values()], complete: true };
      }
      if (seenTokens.has(read.nextPageToken)) break;
      seenTokens.add(read.nextPageToken);
      pageToken = read.nextPageToken;
    }
    return { type: 'listed', texts: [...found.values()], complete: false };
  }

  return { send, list, listInbound };
}

interface Filters {
  readonly carrierMessageId?: string;
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly direction: 'OUTBOUND' | 'INBOUND';
  readonly fromAt: number;
  readonly toAt: number;
}

/** The SDK takes its 27 filters by position. */
function listPage(
  api: MessagesApi,
  options: RequestOptions,
  settings: BandwidthSettings,
  query: Filters,
  pageToken: string | undefined,
) {
  const none = undefined;
  return api.listMessages(
    settings.accountId,
    query.carrierMessageId,
    query.source,
    query.destination,
    none, // messageStatus
    query.direction,
    none, // carrierName
    none, // messageType
    none, // errorCode
    new Date(query.fromAt).toISOString(),
    new Date(query.toAt).toISOString(),
    none, // campaignId
    none, // fromBwLatency
    none, // bwQueued
    none, // product
    none, // location
    none, // carrierQueued
    none, // fromCarrierLatency
    none, // callingNumberCountryA3
    none, // calledNumberCountryA3
    none, // fromSegmentCount
    none, // toSegmentCount
    none, // fromMessageSize
    none, // toMessageSize
    none, // sort
    pageToken,
    ROWS_PER_PAGE,
    true, // limitTotalCount
    options,
  );
}
