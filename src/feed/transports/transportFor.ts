import { assertNever } from '../../heraldError';
import type { FeedAddress } from '../feedUrl';
import { eidoOpener } from './eidoConnect';
import { keepOpen } from './keepOpen';
import { replay } from './replay';
import type { SeenFiles } from './seenFiles';
import { serialOpener } from './serialPort';
import { tcpOpener } from './tcpConnect';
import { tcpListen } from './tcpListen';
import type { Transport, TransportLink } from './transport';
import { watchDirectory } from './watchDirectory';

/** The transport of a feed address, not started yet. */
export function transportFor(address: FeedAddress, seenFiles: SeenFiles, link: TransportLink): Transport {
  switch (address.transport) {
    case 'tcp-listen':
      return tcpListen(address, link);
    case 'tcp':
      return keepOpen(tcpOpener(address, link.clock), address, link);
    case 'serial':
      return keepOpen(serialOpener(address), address, link);
    case 'eido':
      return keepOpen(eidoOpener(address, link), address, link);
    case 'watch':
      return watchDirectory(address, seenFiles, link);
    case 'replay':
      return replay(address, link);
    default:
      return assertNever(address);
  }
}
