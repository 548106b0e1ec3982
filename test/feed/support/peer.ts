import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Connects to a feed that listens, and collects what it says: it should never say anything. */
export async function connectTo(port: number): Promise<{ socket: Socket; heard: () => number; gone: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  let heard = 0;
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    heard += bytes.length;
  });
  const gone = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return { socket, heard: () => heard, gone };
}

/** A CAD that listens, on a port that stays its own when it goes away and comes back. */
export class ListeningCad {
  readonly sockets: Socket[] = [];
  /** How many connections there have been. */
  accepted = 0;
  heardBytes = 0;
  port = 0;
  #server: Server | undefined;

  async open(): Promise<void> {
    const server = createServer((socket) => {
      this.accepted++;
      this.sockets.push(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        this.heardBytes += bytes.length;
      });
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.splice(0)) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }
}
