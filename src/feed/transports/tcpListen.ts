import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { HeraldError } from '../../heraldError';
import { errorCode, errorReason } from '../errorReason';
import { hostAndPort, type TcpListenAddress } from '../feedUrl';
import { KEEPALIVE_MS } from './tcpConnect';
import type { Transport, TransportLink } from './transport';

/**
 * Listens for senders, many at once, each with records of its own. Nothing is ever written to them. Beyond the limit they
 * are closed as they come, and the status says so until a place is free. `start` rejects with `feed.cannotListen`.
 */
export function tcpListen(address: TcpListenAddress, link: TransportLink): Transport {
  const sockets = new Set<Socket>();
  const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS });
  server.maxConnections = address.maxConnections;

  server.on('connection', (socket) => {
    sockets.add(socket);
    const connection = link.connected(socket);
    link.logger.info('feed.senderConnected', { feedId: link.feedId, peer: socket.remoteAddress, connections: sockets.size });
    void connection.ended.then((end) => {
      const reason = end.how === 'cut' ? (end.error ? errorReason(end.error) : 'cut off') : undefined;
      link.logger.info('feed.senderGone', { feedId: link.feedId, bytes: connection.receivedBytes, reason });
    });
    socket.once('close', () => {
      sockets.delete(socket);
      if (server.listening) link.state('listening');
    });
  });
  server.on('drop', (dropped) => {
    const reason = `refused a connection: ${address.maxConnections} are open already, which is the limit`;
    link.state('listening', reason);
    link.logger.warn('feed.senderRefused', { feedId: link.feedId, peer: dropped?.remoteAddress, limit: address.maxConnections });
  });

  return {
    async start() {
      await listen(server, address, link.feedId);
      const { address: host, port } = server.address() as AddressInfo;
      link.place(hostAndPort(host, port));
      link.state('listening');
      // Such as no file handles left: what is connected goes on, and so does listening.
      server.on('error', (error) => link.logger.error('feed.listenError', { feedId: link.feedId, error: errorCode(error) }));
    },
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, address: TcpListenAddress, feedId: string): Promise<void> {
  const place = hostAndPort(address.host, address.port);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address.host, port: address.port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    throw new HeraldError(
      'feed.cannotListen',
      `Feed ${feedId} cannot listen on ${place}: ${errorReason(error)}`,
      { feedId, address: place, error: errorCode(error) },
      { cause: error },
    );
  }
}
