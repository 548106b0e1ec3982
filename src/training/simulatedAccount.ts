import { SegmentedMessage } from 'sms-segments-calculator';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { SimulatedInbound } from './callbackSender';
import { type MessageFate, progressOf, type SimulatedMessage } from './simulatedMessage';

/** Enough for the longest bench and for a day's training; older ones are forgotten. */
const KEPT = 50_000;

const messageRequestSchema = z.object({
  applicationId: z.string().min(1),
  to: z.array(z.string()).min(1),
  from: z.string(),
  text: z.string().min(1).max(2048),
  tag: z.string().max(1024).optional(),
  priority: z.enum(['default', 'high']).optional(),
  expiration: z.iso.datetime({ offset: true }).optional(),
});

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Done only once the answer is certain to count: a text whose POST fails before is not taken. */
  readonly commit?: () => void;
}

/** One account at the simulated carrier: the texts it took, and the two calls of the Messages API that Herald makes. */
export class SimulatedAccount {
  readonly messages: SimulatedMessage[] = [];
  /** Texts to the agency's number, oldest first. */
  readonly inbound: SimulatedInbound[] = [];
  /** Told of every text taken. */
  onTaken: (message: SimulatedMessage) => void = () => {};
  pageSize = 100;
  readonly #accountId: string;
  readonly #clock: Clock;
  readonly #fate: (message: { readonly to: string; readonly text: string }) => MessageFate;
  #made = 0;

  constructor(accountId: string, clock: Clock, fate?: (message: { readonly to: string; readonly text: string }) => MessageFate) {
    this.#accountId = accountId;
    this.#clock = clock;
    this.#fate = fate ?? (() => ({}));
  }

  /** What the answer to this POST would be; the text is taken by its `commit`. */
  create(body: string): Answer {
    const parsed = messageRequestSchema.safeParse(parseJson(body));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => ({
        fieldName: issue.path.join('.') || 'body',
        description: 'is not valid',
      }));
      return badRequest(fields);
    }
    const request = parsed.data;
    const now = this.#clock.now();
    const expiresAt = request.expiration === undefined ? undefined : Date.parse(request.expiration);
    for (const number of [request.from, ...request.to]) {
      if (/^\+[1-9]\d{6,14}$/.test(number)) continue;
      const description = `'${number}' must be replaced with a valid E164 formatted telephone number`;
      return badRequest([{ fieldName: number === request.from ? 'from' : 'to', description }]);
    }
    if (new Set(request.to).size !== request.to.length) return badRequest([{ fieldName: 'to', description: 'has duplicates' }]);
    if (expiresAt !== undefined && expiresAt <= now) {
      return badRequest([{ fieldName: 'expiration', description: 'must be in the future' }]);
    }
    const to = request.to[0] ?? '';
    const message: SimulatedMessage = {
      id: `${now}${(++this.#made).toString(36).padStart(6, '0')}sim`,
      to,
      from: request.from,
      text: request.text,
      tag: request.tag,
      applicationId: request.applicationId,
      segmentCount: new SegmentedMessage(request.text).segmentsCount,
      receivedAt: now,
      expiresAt,
      fate: this.#fate({ to, text: request.text }),
    };
    return {
      status: 202,
      body: {
        id: message.id,
        owner: message.from,
        applicationId: message.applicationId,
        time: new Date(now).toISOString(),
        segmentCount: message.segmentCount,
        direction: 'out',
        to: request.to,
        from: message.from,
        text: message.text,
        ...(message.tag !== undefined && { tag: message.tag }),
        ...(request.priority !== undefined && { priority: request.priority }),
        ...(request.expiration !== undefined && { expiration: request.expiration }),
      },
      commit: () => {
        this.messages.push(message);
        if (this.messages.length > KEPT) this.messages.shift();
        this.onTaken(message);
      },
    };
  }

  list(query: URLSearchParams): Answer {
    const filters = [...query.keys()].filter((key) => !['pageToken', 'limit', 'limitTotalCount', 'sort'].includes(key));
    if (filters.length === 0) return ownErrorAnswer(400, 'request-validation', 'at least one filter is required');
    if (query.get('messageDirection') === 'INBOUND') return this.#listInbound(query);
    const from = time(query.get('fromDateTime'), Number.NEGATIVE_INFINITY);
    const to = time(query.get('toDateTime'), Number.POSITIVE_INFINITY);
    const matching = this.messages.filter(
      (message) =>
        matches(query.get('messageId'), message.id) &&
        matchesNumber(query.get('sourceTn'), message.from) &&
        matchesNumber(query.get('destinationTn'), message.to) &&
        matches(query.get('messageStatus'), progressOf(message, this.#clock.now()).messageStatus) &&
        matches(query.get('messageDirection'), 'OUTBOUND') &&
        message.receivedAt >= from &&
        message.receivedAt <= to,
    );
    const start = Number(Buffer.from(query.get('pageToken') ?? '', 'base64url').toString() || 0);
    const limit = Math.max(1, Math.min(this.pageSize, Number(query.get('limit') ?? 100)));
    const page = matching.slice(start, start + limit);
    const more = start + limit < matching.length;
    return {
      status: 200,
      body: {
        totalCount: matching.length,
        pageInfo: more ? { nextPageToken: Buffer.from(String(start + limit)).toString('base64url') } : {},
        messages: page.map((message) => ({
          messageId: message.id,
          accountId: this.#accountId,
          sourceTn: message.from,
          destinationTn: message.to,
          ...progressOf(message, this.#clock.now()),
          messageDirection: 'OUTBOUND',
          messageType: 'sms',
          segmentCount: message.segmentCount,
          receiveTime: new Date(message.receivedAt).toISOString(),
          carrierName: 'other',
          messageLength: message.text.length,
        })),
      },
    };
  }

  /** Metadata only: the words are in callbacks, and nowhere else. */
  #listInbound(query: URLSearchParams): Answer {
    const from = time(query.get('fromDateTime'), Number.NEGATIVE_INFINITY);
    const to = time(query.get('toDateTime'), Number.POSITIVE_INFINITY);
    const matching = this.inbound.filter(
      (text) =>
        matches(query.get('messageId'), text.id) &&
        matchesNumber(query.get('sourceTn'), text.from) &&
        matchesNumber(query.get('destinationTn'), text.to) &&
        text.receivedAt >= from &&
        text.receivedAt <= to,
    );
    return {
      status: 200,
      body: {
        totalCount: matching.length,
        pageInfo: {},
        messages: matching.map((text) => ({
          messageId: text.id,
          accountId: this.#accountId,
          sourceTn: text.from,
          destinationTn: text.to,
          messageStatus: 'RECEIVED',
          messageDirection: 'INBOUND',
          messageType: 'sms',
          segmentCount: 1,
          errorCode: 0,
          receiveTime: new Date(text.receivedAt).toISOString(),
          carrierName: 'other',
          messageLength: text.text.length,
        })),
      },
    };
  }
}

/** In the form Bandwidth documents for its errors. */
export function ownErrorAnswer(status: number, type: string, description: string): Answer {
  return { status, body: { type, description } };
}

function badRequest(fieldErrors: readonly { fieldName: string; description: string }[]): Answer {
  const description = 'Your request could not be accepted';
  return { status: 400, body: { type: 'request-validation', description, fieldErrors } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function time(written: string | null, otherwise: number): number {
  const at = written === null ? Number.NaN : Date.parse(written);
  return Number.isNaN(at) ? otherwise : at;
}

function matches(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}

/** Up to ten whole numbers with commas, or the beginning of one. */
function matchesNumber(wanted: string | null, number: string): boolean {
  return wanted === null || wanted.split(',').some((part) => number === part || number.startsWith(part));
}
