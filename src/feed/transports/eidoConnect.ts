import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { WebSocket } from 'ws';
import { HeraldError } from '../../heraldError';
import { errorReason } from '../errorReason';
import { type EidoAddress, hostAndPort } from '../feedUrl';
import { EidoConversation } from './eidoConversation';
import type { OpenConversation, SourceOpener } from './sourceOpener';
import type { TransportLink } from './transport';

const CONNECT_LIMIT_MS = 10_000;
/** Beyond so many times the longest frame a message is not even read: the connection ends. */
const HARD_LIMIT = 4;

/**
 * Connects to an EIDO server and subscribes to all its incidents; open means subscribed. Certificates are read at each
 * attempt, so that new ones need no restart; the server's name and chain are always checked.
 */
export function eidoOpener(address: EidoAddress, link: TransportLink): SourceOpener {
  return { atEnd: 'closed', open: (signal) => subscribe(address, link, signal) };
}

async function subscribe(address: EidoAddress, link: TransportLink, signal: AbortSignal): Promise<OpenConversation> {
  const { secure, host, port, path, subprotocol, maxFrameBytes, expiresMs } = address;
  const tls = secure ? await tlsOptions(address) : {};
  if (signal.aborted) throw new HeraldError('feed.connectAborted', 'stopped');
  const url = `${secure ? 'wss' : 'ws'}://${hostAndPort(host, port)}${path}`;
  const socket = new WebSocket(url, subprotocol === undefined ? [] : [subprotocol], {
    ...tls,
    maxPayload: HARD_LIMIT * maxFrameBytes,
    perMessageDeflate: false,
    // Text in another encoding is for the format to read: as an error of the link it would come again and again.
    skipUTF8Validation: true,
    followRedirects: false,
  });
  // The reason for a connection given up, which the socket's own error would hide.
  let givenUp: HeraldError | undefined;
  const giveUp = (why: HeraldError) => {
    givenUp ??= why;
    socket.terminate();
  };
  const aborted = () => giveUp(new HeraldError('feed.connectAborted', 'stopped'));
  signal.addEventListener('abort', aborted);
  const cancelLimit = link.clock.after(CONNECT_LIMIT_MS, () =>
    giveUp(new HeraldError('feed.noAnswer', `no answer within ${CONNECT_LIMIT_MS / 1_000} s`)),
  );
  try {
    const conversation = await new Promise<EidoConversation>((resolve, reject) => {
      // Before anything else can be read.
      socket.once('open', () => resolve(new EidoConversation(socket, { link, maxFrameBytes, expiresMs })));
      // Stays for the socket's whole life: an error that nobody listens for would end the process.
      socket.on('error', reject);
    });
    await conversation.subscribed;
    return conversation;
  } catch (error) {
    throw givenUp ?? error;
  } finally {
    cancelLimit();
    signal.removeEventListener('abort', aborted);
  }
}

async function tlsOptions({ host, certFile, keyFile, caFile }: EidoAddress) {
  const [cert, key, ca] = await Promise.all([
    readPem(certFile, 'our certificate'),
    readPem(keyFile, 'the key of our certificate'),
    readPem(caFile, 'the certificate of the authority'),
  ]);
  return {
    ...{ cert, key, ca },
    // TLS names no addresses; a certificate may all the same be for one.
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
  };
}

async function readPem(file: string | undefined, what: string): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    throw new HeraldError('feed.certificateUnreadable', `${what} cannot be read from ${file}: ${errorReason(error)}`);
  }
}
