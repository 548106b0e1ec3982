import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { HeraldError } from '../../heraldError';
import type { Connection } from '../connection';
import { errorCode, errorReason } from '../errorReason';
import { hostAndPort, type TcpListenAddress } from '../feedUrl';
import { peerCheck } from '../feedUrlAllow';
import { Refusals } from './refusals';
import { KEEPALIVE_MS } from './tcpConnect';
import type { Transport, TransportLink } from './transport';

/** A sender that has brought nothing for so long gives its place up to one that is refused for want of a place. */
const UNPROVEN_MS = 10_000;

interface Sender {
  readonly connection: Connection;
  readonly since: number;
}

/**
 * Listens for senders, many at once, each with records of its own. Nothing is written to them but acknowledgements where
 * the feed gives them. Who is not allowed, or comes when all places are taken, is closed at once, and the status says so.
 * `start` rejects with `feed.cannotListen`.
 */
export function tcpListen(address: TcpListenAddress, link: TransportLink): Transport {
  const senders = new Map<Socket, Sender>();
  const isAllowed = peerCheck(address.allow);
  const refusals = new Refusals(link);
  // The limit is kept here and not by the server, where strangers would use up the places of those who are allowed.
  const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS });

  server.on('connection', (socket) => {
    const peer = socket.remoteAddress;
    if (!isAllowed(peer)) {
      socket.destroy();
      refusals.add('notAllowed', 'refused a connection from an address that is not on the list of those allowed', peer);
    } else if (senders.size >= address.maxConnections) {
      socket.destroy();
      refusals.add('full', `refused a connection: ${address.maxConnections} are open already, which is the limit`, peer);
      giveUpUnproven();
    } else welcome(socket);
  });

  function welcome(socket: Socket): void {
    const connection = link.connected(socket);
    link.state('listening');
    senders.set(socket, { connection, since: link.clock.monotonicMs() });
    link.logger.info('feed.senderConnected', {
      feedId: link.feedId,
      peer: socket.remoteAddress,
      connections: senders.size,
    });
    void connection.ended.then((end) => {
      const reason = end.how === 'cut' ? (end.error ? errorReason(end.error) : 'cut off') : undefined;
      link.logger.info('feed.senderGone', { feedId: link.feedId, bytes: connection.receivedBytes, reason });
    });
    socket.once('close', () => {
      senders.delete(socket);
      if (server.listening) link.state('listening');
    });
  }

  /** Frees a place: whoever was refused will come again, and it may be the CAD. */
  function giveUpUnproven(): void {
    const now = link.clock.monotonicMs();
    for (const [socket, { connection, since }] of senders) {
      if (now - since < UNPROVEN_MS) return;
      if (connection.frames > 0) continue;
      socket.destroy(new HeraldError('feed.placeNeeded', 'its place was needed, and it had brought nothing'));
      return;
    }
  }

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
      refusals.stop();
      for (const socket of senders.keys()) socket.destroy();
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
