import { connect } from 'node:net';
import type { Clock } from '../../clock';
import { HeraldError } from '../../heraldError';
import type { TcpAddress } from '../feedUrl';
import type { SourceOpener } from './sourceOpener';

/** The system would try for minutes. */
const CONNECT_LIMIT_MS = 10_000;
/** A link without traffic may be dead, or cut by a firewall, without anybody being told. */
export const KEEPALIVE_MS = 30_000;

/** Connects out to a port server or a CAD that listens. Nothing but acknowledgements is ever written to it. */
export function tcpOpener(address: TcpAddress, clock: Clock): SourceOpener {
  return {
    atEnd: 'closed',
    open: (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: address.host, port: address.port, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS });
        const closed = new Promise<void>((done) => socket.once('close', () => done()));
        const giveUp = () => socket.destroy(new HeraldError('feed.connectAborted', 'stopped'));
        const cancelLimit = clock.after(CONNECT_LIMIT_MS, () =>
          socket.destroy(new HeraldError('feed.noAnswer', `no answer within ${CONNECT_LIMIT_MS / 1_000} s`)),
        );
        const settled = () => {
          cancelLimit();
          signal.removeEventListener('abort', giveUp);
        };
        signal.addEventListener('abort', giveUp);
        // Stays for the socket's whole life: an error that nobody listens for would end the process.
        socket.on('error', (error) => {
          settled();
          reject(error);
        });
        socket.once('connect', () => {
          settled();
          resolve({
            readable: socket,
            close: () => {
              socket.destroy();
              return closed;
            },
          });
        });
      }),
  };
}
