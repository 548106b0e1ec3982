import type { WebSocket } from 'ws';
import { HeraldError } from '../../heraldError';
import type { ConnectionEnd } from '../connection';
import { eventResponse, readConveyed, subscribeMessage, terminateResponse, unsubscribeMessage } from './eidoMessages';
import type { OpenConversation } from './sourceOpener';
import { KEEPALIVE_MS } from './tcpConnect';
import type { TransportLink } from './transport';

/** How long a renewal, or a farewell, may stay unanswered. */
const ANSWER_MS = 10_000;
const FAREWELL_MS = 1_000;
/** A subscription is renewed when so much of its life is over: there is time left to connect anew if that fails. */
const RENEW_AT = 0.8;

export interface ConversationParts {
  readonly link: TransportLink;
  readonly expiresMs: number;
  /** A longer message is counted and refused, and the link goes on. */
  readonly maxFrameBytes: number;
}

/**
 * Our side of an EIDO conveyance over a WebSocket that is open:
 *
 *     subscribe -> subscribeResponse -> event -> link.record, durable -> eventResponse
 *                  `- renewed before it expires
 *
 * An event is answered when it is durable and not before, so what was cut off on the way comes again with the next
 * subscription, as do all active incidents.
 */
export class EidoConversation implements OpenConversation {
  /** Settles when the server has taken the subscription; rejects with `feed.subscriptionRefused`, or why it ended before. */
  readonly subscribed: Promise<void>;
  readonly ended: Promise<ConnectionEnd>;
  readonly #socket: WebSocket;
  readonly #parts: ConversationParts;
  #subscriptionId: string | undefined;
  #requestId: string;
  #isSubscribed = false;
  #why: Error | undefined;
  #heard = true;
  #closing: Promise<void> | undefined;
  #resolveSubscribed: () => void = () => {};
  #rejectSubscribed: (error: Error) => void = () => {};
  #unsubscribed: () => void = () => {};
  #cancelKeepalive = () => {};
  #cancelRenewal = () => {};

  constructor(socket: WebSocket, parts: ConversationParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.subscribed = new Promise((resolve, reject) => {
      this.#resolveSubscribed = resolve;
      this.#rejectSubscribed = reject;
    });
    this.ended = new Promise((resolve) => {
      socket.once('close', (code) => resolve(this.#over(code)));
    });
    socket.on('message', (data) => this.#received(data as Buffer));
    socket.on('ping', () => {
      this.#heard = true;
    });
    socket.on('pong', () => {
      this.#heard = true;
    });
    socket.on('error', (error: Error) => {
      this.#why ??= error;
    });
    const { requestId, text } = subscribeMessage(parts.expiresMs);
    this.#requestId = requestId;
    this.#send(text);
    this.#keepAlive();
  }

  /** Unsubscribes, waits a moment for the answer, and closes. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#subscriptionId !== undefined && this.#isOpen) {
      const answered = new Promise<void>((resolve) => {
        this.#unsubscribed = resolve;
      });
      this.#send(unsubscribeMessage(this.#subscriptionId));
      await this.#within(FAREWELL_MS, answered);
    }
    this.#socket.close(1_000);
    await this.#within(FAREWELL_MS, this.ended);
    this.#socket.terminate();
    await this.ended;
  }

  async #within(ms: number, awaited: Promise<unknown>): Promise<void> {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.link.clock.after(ms, resolve);
    });
    await Promise.race([awaited, this.ended, late]);
    cancel();
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #received(data: Buffer): void {
    this.#heard = true;
    const { link, maxFrameBytes } = this.#parts;
    const message = readConveyed(data);
    switch (message.kind) {
      case 'subscribeResponse':
        // Not an answer to something asked long ago.
        if (message.requestId === undefined || message.requestId === this.#requestId) this.#answered(message);
        return;
      case 'unsubscribeResponse':
        this.#unsubscribed();
        return;
      case 'terminate':
        this.#send(terminateResponse(message.requestId, message.subscriptionId));
        this.#subscriptionId = undefined;
        if (this.#closing === undefined) this.#end(new HeraldError('feed.terminated', 'the other side ended the subscription'));
        return;
      case 'event':
        if (message.empty) {
          this.#confirm(message.transactionId, 200);
          return;
        }
        break;
      default:
    }
    const transactionId = message.kind === 'event' ? message.transactionId : undefined;
    if (data.length > maxFrameBytes) {
      link.discarded('tooLong', data.length);
      this.#confirm(transactionId, 413);
      return;
    }
    // The server would end the subscription after three events without an answer; what it sends then again does nothing.
    void link.record(data).then((durable) => {
      if (durable) this.#confirm(transactionId, 200);
    });
    this.#pauseWithoutRoom();
  }

  #pauseWithoutRoom(): void {
    const room = this.#parts.link.room();
    if (room === undefined || this.#socket.isPaused) return;
    this.#socket.pause();
    void room.then(() => {
      this.#heard = true;
      this.#socket.resume();
    });
  }

  #answered(response: { subscriptionId: string | undefined; expiresMs: number | undefined; statusCode: number }): void {
    this.#cancelRenewal();
    const { subscriptionId, expiresMs, statusCode } = response;
    const id = subscriptionId ?? this.#subscriptionId;
    if (statusCode < 200 || statusCode > 299 || id === undefined) {
      const what = id === undefined ? 'gave the subscription no id' : `refused the subscription (${statusCode})`;
      this.#end(new HeraldError('feed.subscriptionRefused', `the other side ${what}`));
      return;
    }
    this.#subscriptionId = id;
    this.#isSubscribed = true;
    this.#resolveSubscribed();
    this.#cancelRenewal = this.#parts.link.clock.after((expiresMs ?? this.#parts.expiresMs) * RENEW_AT, () => this.#renew());
  }

  #renew(): void {
    const { requestId, text } = subscribeMessage(this.#parts.expiresMs, this.#subscriptionId);
    this.#requestId = requestId;
    this.#send(text);
    this.#cancelRenewal = this.#parts.link.clock.after(ANSWER_MS, () =>
      this.#end(new HeraldError('feed.noAnswer', 'the subscription was not renewed in time')),
    );
  }

  #confirm(transactionId: string | undefined, statusCode: 200 | 413): void {
    if (transactionId !== undefined) this.#send(eventResponse(transactionId, statusCode));
  }

  #send(text: string): void {
    // What cannot be sent any more will be asked for again on the next connection.
    if (this.#isOpen) this.#socket.send(text, () => {});
  }

  /** A link may be dead without anybody being told: whoever does not even answer a ping is gone. */
  #keepAlive(): void {
    if (!this.#heard && !this.#socket.isPaused) {
      this.#end(new HeraldError('feed.noAnswer', 'the other side does not answer any more'));
      return;
    }
    this.#heard = false;
    if (this.#isOpen) this.#socket.ping(() => {});
    this.#cancelKeepalive = this.#parts.link.clock.after(KEEPALIVE_MS, () => this.#keepAlive());
  }

  #end(why: Error): void {
    this.#why ??= why;
    // Not with a closing handshake, for which a dead peer would be waited for.
    if (why instanceof HeraldError && why.code === 'feed.noAnswer') this.#socket.terminate();
    else void this.close();
  }

  #over(code: number): ConnectionEnd {
    this.#cancelKeepalive();
    this.#cancelRenewal();
    if (!this.#isSubscribed) this.#rejectSubscribed(this.#why ?? closedWith(code));
    if (code === 1_000 && this.#why === undefined) return { how: 'closed' };
    // 1006: the connection broke without a word.
    return { how: 'cut', error: this.#why ?? (code === 1_006 ? undefined : closedWith(code)) };
  }
}

function closedWith(code: number): HeraldError {
  return new HeraldError('feed.closed', `closed by the other side (${code})`);
}
