import { randomUUID } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { type Clock, durations } from '../clock';
import { progressOf, type SimulatedMessage } from './simulatedMessage';

/** Where an application's callbacks go, as somebody set it up at the carrier. */
export interface CallbackTarget {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** A text to the agency's number. */
export interface SimulatedInbound {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly receivedAt: number;
}

const RETRY_MS = 2 * durations.SECOND;
const ATTEMPTS = 20;

/** Posts events as Bandwidth does: an array of one, told again until it is answered with 2xx. */
export class CallbackSender {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #target: CallbackTarget | undefined;
  #stopped = false;
  /** How each event was answered, in the order of the answers; 0 where there was none. */
  readonly answers: { readonly type: string; readonly status: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  setTarget(target: CallbackTarget | undefined): void {
    this.#target = target;
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  received(inbound: SimulatedInbound): void {
    const at = new Date(inbound.receivedAt).toISOString();
    this.#tell({
      type: 'message-received',
      time: at,
      description: 'Incoming message received',
      to: inbound.to,
      message: {
        id: inbound.id,
        time: at,
        to: [inbound.to],
        from: inbound.from,
        text: inbound.text,
        applicationId: 'training-application',
        owner: inbound.to,
        direction: 'in',
        segmentCount: 1,
      },
    });
  }

  /** Tells how a text gets on, at the times at which the list shows it too. */
  follow(message: SimulatedMessage): void {
    if (this.#target === undefined) return;
    let told = 'RECEIVED';
    const look = () => {
      const { messageStatus, errorCode } = progressOf(message, this.#clock.now());
      if (messageStatus !== told) {
        told = messageStatus;
        this.#tellOf(message, messageStatus, errorCode);
      }
      const staysSo = messageStatus === 'SENT' && message.fate.staysSent === true;
      if (messageStatus !== 'DELIVERED' && messageStatus !== 'FAILED' && !staysSo) this.#after(250, look);
    };
    this.#after(250, look);
  }

  #tellOf(message: SimulatedMessage, status: string, errorCode: number): void {
    const at = new Date(this.#clock.now()).toISOString();
    this.#tell({
      type: `message-${status.toLowerCase()}`,
      time: at,
      description: status.toLowerCase(),
      to: message.to,
      ...(errorCode === 0 ? {} : { errorCode }),
      message: {
        id: message.id,
        time: at,
        to: [message.to],
        from: message.from,
        text: '',
        applicationId: message.applicationId,
        owner: message.from,
        direction: 'out',
        segmentCount: message.segmentCount,
        ...(message.tag === undefined ? {} : { tag: message.tag }),
      },
    });
  }

  #tell(event: { readonly type: string; readonly [field: string]: unknown }, attempt = 1): void {
    const target = this.#target;
    if (target === undefined || this.#stopped) return;
    post(target, JSON.stringify([event])).then((status) => {
      this.answers.push({ type: event.type, status });
      if (status >= 200 && status < 300) return;
      if (attempt < ATTEMPTS) this.#after(RETRY_MS, () => this.#tell(event, attempt + 1));
    });
  }

  #after(ms: number, work: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      if (!this.#stopped) work();
    });
    this.#cancels.add(cancel);
  }
}

export function inboundText(from: string, to: string, text: string, now: number): SimulatedInbound {
  return { id: `${now}${randomUUID().slice(0, 8)}in`, from, to, text, receivedAt: now };
}

/** The status of the answer; 0 where there was none. */
function post({ url, username, password }: CallbackTarget, body: string): Promise<number> {
  return new Promise((resolve) => {
    const posting = plainRequest(
      url,
      {
        method: 'POST',
        auth: `${username}:${password}`,
        headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
        timeout: 10_000,
        agent: false,
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', () => resolve(0));
      },
    );
    posting.once('timeout', () => posting.destroy());
    posting.once('error', () => resolve(0));
    posting.end(body);
  });
}
