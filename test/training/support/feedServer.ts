import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A plain TCP listener that keeps what it gets. */
export class FeedServer {
  readonly sockets: Socket[] = [];
  readonly #chunks: Buffer[] = [];
  readonly #ended: Promise<unknown>[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      this.#ended.push(once(socket, 'close'));
      socket.on('data', (chunk) => this.#chunks.push(chunk));
    });
  }

  /** `port` 0: any. */
  static async listen(port = 0): Promise<FeedServer> {
    const server = createServer();
    const listening = new FeedServer(server);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return listening;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  nextConnection(): Promise<unknown> {
    return once(this.#server, 'connection');
  }

  /** Settles when every connection so far has been closed by the other side. */
  async allClosed(): Promise<void> {
    await Promise.all(this.#ended);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}
