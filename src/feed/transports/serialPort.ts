import { HeraldError } from '../../heraldError';
import type { SerialAddress } from '../feedUrl';
import type { OpenSource, SourceOpener } from './sourceOpener';

/**
 * Opens a serial device by its path, which need not be one that the system lists. Nothing but
 * acknowledgements is ever written to it. A device that vanishes ends the source; bytes sent while it was not open are lost.
 */
export function serialOpener(address: SerialAddress): SourceOpener {
  return { atEnd: 'cut', open: (signal) => openPort(address, signal) };
}

async function openPort(address: SerialAddress, signal: AbortSignal): Promise<OpenSource> {
  // Loaded when needed: it brings a native library, which other feeds should not depend on.
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({
    path: address.device,
    baudRate: address.baud,
    dataBits: address.dataBits,
    parity: address.parity,
    stopBits: address.stopBits,
    rtscts: address.rtscts,
    xon: address.xon,
    xoff: address.xon,
    autoOpen: false,
  });
  // An error that nobody listens for would end the process.
  port.on('error', () => {});
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const close = () =>
    new Promise<void>((resolve) => {
      const closed = (error: Error | null) => {
        // So that its reader hears of the end in any case.
        if (error) port.destroy();
        resolve();
      };
      if (port.isOpen) port.close(closed);
      else if (port.closing) port.once('close', () => resolve());
      else resolve();
    });
  if (!signal.aborted) return { readable: port, close };
  await close();
  throw new HeraldError('feed.connectAborted', 'stopped');
}
