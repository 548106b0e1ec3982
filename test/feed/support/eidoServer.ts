import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Message = Record<string, Record<string, unknown>>;

/**
 * The far end of an EIDO conveyance, on a real WebSocket: it answers subscriptions, sends every active incident to each new
 * one, and can be told to misbehave.
 */
export class EidoServer {
  /** What was said to it, by its outermost name, the newest last. */
  readonly heard: Message[] = [];
  /** Incidents as they are now: each new subscription gets all of them. */
  readonly active = new Map<string, object>();
  /** Connections that are open, the newest last. */
  readonly clients: WebSocket[] = [];
  readonly subprotocols: string[] = [];
  accepted = 0;
  port = 0;
  expires: number | undefined = 3_600;
  statusCode = 200;
  /** What it does not do. */
  mute: 'nothing' | 'subscribeResponse' | 'pong' = 'nothing';
  speaksSubprotocol = true;
  readonly #tls: ServerOptions | undefined;
  #server: Server | undefined;
  #count = 0;

  constructor(tls?: ServerOptions) {
    this.#tls = tls;
  }

  async open(): Promise<void> {
    const server = this.#tls === undefined ? createHttp() : createHttps(this.#tls);
    const webSockets = new WebSocketServer({
      server,
      autoPong: false,
      handleProtocols: (offered) => (this.speaksSubprotocol ? ([...offered][0] ?? false) : false),
    });
    webSockets.on('connection', (client) => this.#welcome(client));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const client of this.clients.splice(0)) client.terminate();
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  /** What was said to it under this name. */
  told(name: string): Record<string, unknown>[] {
    return this.heard.flatMap((message): Record<string, unknown>[] => (message[name] === undefined ? [] : [message[name]]));
  }

  /** Tells of an incident as it is now; the transaction's id. */
  tell(id: string, eido: object): string {
    this.active.set(id, eido);
    const { text, transactionId } = this.#event([eido]);
    this.say(text);
    return transactionId;
  }

  say(message: object | string): void {
    this.clients.at(-1)?.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Tells of an incident, and the connection breaks in the middle of it. */
  async tellAndBreak(id: string, eido: object): Promise<void> {
    this.active.set(id, eido);
    const payload = Buffer.from(this.#event([eido]).text);
    const header = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255]);
    const client = this.clients.at(-1) as WebSocket & { _socket: Socket };
    const half = Buffer.concat([header, payload.subarray(0, payload.length / 2)]);
    await new Promise((resolve) => client._socket.write(half, resolve));
    client._socket.destroy();
  }

  #event(notification: object[] | undefined): { text: string; transactionId: string } {
    this.#count++;
    const transactionId = `transaction-${this.#count}`;
    return { transactionId, text: JSON.stringify({ event: { subscriptionId: 'any', transactionId, notification } }) };
  }

  #welcome(client: WebSocket): void {
    this.accepted++;
    this.clients.push(client);
    this.subprotocols.push(client.protocol);
    client.on('error', () => {});
    client.on('close', () => {
      const at = this.clients.indexOf(client);
      if (at >= 0) this.clients.splice(at, 1);
    });
    client.on('ping', (data) => {
      if (this.mute !== 'pong') client.pong(data);
    });
    client.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      this.heard.push(message);
      if (message.subscribe !== undefined && this.mute !== 'subscribeResponse') this.#subscribe(client, message.subscribe);
      if (message.unsubscribe !== undefined) {
        const { requestId, subscriptionId } = message.unsubscribe;
        client.send(JSON.stringify({ unsubscribeResponse: { requestId, subscriptionId, statusCode: 200, statusText: 'OK' } }));
      }
    });
  }

  #subscribe(client: WebSocket, { requestId, subscriptionId }: Record<string, unknown>): void {
    const answer = { requestId, expires: this.expires, statusCode: this.statusCode, statusText: '' };
    const isNew = subscriptionId === undefined;
    const id = isNew ? { subscriptionId: `subscription-${this.accepted}` } : {};
    client.send(JSON.stringify({ subscribeResponse: { ...answer, ...id } }));
    if (!isNew || this.statusCode !== 200) return;
    for (const eido of this.active.values()) client.send(this.#event([eido]).text);
  }
}
