import { BlockList, isIP } from 'node:net';
import type { FeedAddress } from './feedUrl';
import { badFeedUrl, type FeedUrlOptions } from './feedUrlOptions';

/** An address, or a network of them. */
export interface AllowedPeer {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads `allow=10.1.2.0/24,127.0.0.1,fd00::/8`. Undefined where it is not given. */
export function readAllowedPeers(url: string, options: FeedUrlOptions): readonly AllowedPeer[] | undefined {
  return options
    .text('allow')
    ?.split(',')
    .map((written) => {
      const [, address = '', prefixText] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(written.trim()) ?? [];
      const version = isIP(address);
      const longest = version === 4 ? 32 : 128;
      const prefix = prefixText === undefined ? longest : Number(prefixText);
      if (version === 0 || prefix > longest) {
        throw badFeedUrl(url, 'allow', `has "${written}", which is neither an address nor a network such as 10.1.2.0/24`);
      }
      return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
    });
}

/** Whether it listens on every interface of the machine and takes whoever comes. */
export function isOpenToAll(address: FeedAddress): boolean {
  if (address.transport !== 'tcp-listen' || address.allow !== undefined) return false;
  return address.host === '0.0.0.0' || (isIP(address.host) === 6 && /^[0:]+$/.test(address.host));
}

/** Whether a peer may connect. An IPv4 peer of a socket that listens for IPv6 as well counts as what it is. */
export function peerCheck(allow: readonly AllowedPeer[] | undefined): (peer: string | undefined) => boolean {
  if (allow === undefined) return () => true;
  const list = new BlockList();
  for (const { address, prefix, family } of allow) list.addSubnet(address, prefix, family);
  return (peer) => {
    const address = (peer ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}
