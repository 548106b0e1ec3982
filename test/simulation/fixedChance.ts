import crypto from 'node:crypto';
import { Random } from '../fuzz/random';
import type { WorldClock } from './worldClock';

/** What the appliance takes from the machine besides its clock follows the seed; the returned function ends that. */
export function fixedChance(seed: number, clock: WorldClock): () => void {
  const random = new Random(seed ^ 0x5eed);
  const real = { uuid: crypto.randomUUID, bytes: crypto.randomBytes, math: Math.random, now: performance.now };
  const put = (owner: object, name: string, value: unknown) =>
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  put(crypto, 'randomUUID', () =>
    Buffer.from(random.bytes(16))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  );
  put(crypto, 'randomBytes', (size: number) => Buffer.from(random.bytes(size)));
  put(Math, 'random', () => random.next());
  // The store looks at it to give others their turn.
  put(performance, 'now', () => clock.now());
  return () => {
    put(crypto, 'randomUUID', real.uuid);
    put(crypto, 'randomBytes', real.bytes);
    put(Math, 'random', real.math);
    put(performance, 'now', real.now);
  };
}
