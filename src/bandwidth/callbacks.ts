import { z } from 'zod';
import type { CarrierMessage } from '../outbox/smsCarrier';
import { carrierFailure } from './errorCodes';

/** One thing that Bandwidth tells by itself. */
export type CallbackEvent =
  | {
      readonly type: 'received';
      readonly carrierMessageId: string;
      /** As written. */
      readonly from: string;
      readonly text: string;
      /** When it was sent, as far as the carrier knows. */
      readonly receivedAt: number;
    }
  /** `tag`: our own id of the text. */
  | { readonly type: 'receipt'; readonly row: CarrierMessage; readonly tag: string | undefined };

export interface Callbacks {
  readonly events: readonly CallbackEvent[];
  /** What is wrong with the others, by its field: `[1].message.from: ...`. Nothing of their content. */
  readonly problems: readonly string[];
  /** Events of kinds that say nothing to Herald. */
  readonly ignored: number;
}

const STATUS: Readonly<Record<string, string>> = {
  'message-sending': 'SENDING',
  'message-sent': 'SENT',
  'message-delivered': 'DELIVERED',
  'message-failed': 'FAILED',
};

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2025-01-06T15:43:35.502Z' });
const word = z.string({ error: 'must be a text' }).min(1, 'must not be empty').max(200, 'is too long');
const eventSchema = z.object(
  { type: word, time, errorCode: z.coerce.number().int().optional().catch(undefined) },
  { error: 'must be an object' },
);
const messageSchema = z.object(
  {
    message: z.object(
      {
        id: word,
        from: word,
        time,
        text: z.string({ error: 'must be a text' }).max(20_000, 'is too long').nullish(),
        media: z.array(z.unknown()).nullish().catch(undefined),
        tag: z.string().max(1_024).nullish().catch(undefined),
      },
      { error: 'must be an object' },
    ),
  },
  { error: 'must be an object' },
);

/**
 * Reads the body of a callback: documented as an array, while the OpenAPI file has the event alone, so both are taken. A bad
 * event does not take the others with it. Undefined where it is neither.
 */
export function readCallbacks(body: unknown): Callbacks | undefined {
  const list = Array.isArray(body) ? body : typeof body === 'object' && body !== null ? [body] : undefined;
  if (list === undefined) return undefined;
  const events: CallbackEvent[] = [];
  const problems: string[] = [];
  let ignored = 0;
  list.forEach((candidate, index) => {
    const read = readEvent(candidate);
    if (read === undefined) ignored += 1;
    else if (read instanceof z.ZodError) problems.push(problem(read, index));
    else events.push(read);
  });
  return { events, problems, ignored };
}

/** Undefined for a kind that says nothing to Herald. */
function readEvent(candidate: unknown): CallbackEvent | z.ZodError | undefined {
  const event = eventSchema.safeParse(candidate);
  if (!event.success) return event.error;
  const { type, errorCode } = event.data;
  const status = STATUS[type];
  if (status === undefined && type !== 'message-received') return undefined;
  const read = messageSchema.safeParse(candidate);
  if (!read.success) return read.error;
  const { id, from, text, media, tag, time: sentAt } = read.data.message;
  if (status === undefined) {
    const count = media?.length ?? 0;
    const pictures = count === 0 ? '' : `[${count} ${count === 1 ? 'attachment' : 'attachments'}]`;
    const written = [text ?? '', pictures].filter((part) => part !== '').join(' ');
    return { type: 'received', carrierMessageId: id, from, text: written, receivedAt: Date.parse(sentAt) };
  }
  const row: CarrierMessage = {
    carrierMessageId: id,
    to: undefined,
    from: undefined,
    receivedAt: undefined,
    status,
    errorCode,
    failure: errorCode === undefined ? undefined : carrierFailure(errorCode),
    segmentCount: undefined,
    textLength: undefined,
  };
  return { type: 'receipt', row, tag: tag ?? undefined };
}

function problem(error: z.ZodError, index: number): string {
  const [issue] = error.issues;
  const path = issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') ?? '';
  return `[${index}]${path}: ${issue?.message ?? 'is not right'}`;
}
