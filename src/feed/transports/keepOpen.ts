import { errorReason } from '../errorReason';
import type { ReconnectOptions } from '../feedUrl';
import { GrowingDelay } from '../growingDelay';
import type { SourceOpener } from './sourceOpener';
import { type Transport, type TransportLink, Waits } from './transport';

/** A connection that lasted so long, or brought anything, was a good one: the next attempt does not have to wait long. */
const LIVED_MS = 5_000;

/**
 * Opens a source, reads it to its end and opens it again, with growing delay, until stopped:
 *
 *     connecting ──> open ──> lost ──> open ...
 */
export function keepOpen(opener: SourceOpener, reconnect: ReconnectOptions, link: TransportLink): Transport {
  const stopping = new AbortController();
  const waits = new Waits(link);
  const delay = new GrowingDelay(reconnect.delayMinMs, reconnect.delayMaxMs);
  let running: Promise<void> | undefined;
  let reason: string | undefined;

  /** True when it was open for a while or brought anything. */
  async function openOnce(): Promise<boolean> {
    let source: Awaited<ReturnType<SourceOpener['open']>>;
    try {
      source = await opener.open(stopping.signal);
    } catch (error) {
      reason = errorReason(error);
      return false;
    }
    const openedAt = link.clock.monotonicMs();
    const connection = link.connected(source.readable, opener.atEnd);
    link.state('open');
    link.logger.info('feed.opened', { feedId: link.feedId });
    const close = () => void source.close();
    stopping.signal.addEventListener('abort', close);
    const end = await connection.ended;
    stopping.signal.removeEventListener('abort', close);
    await source.close();
    reason = end.how === 'closed' ? 'closed by the other side' : end.error ? errorReason(end.error) : 'cut off';
    link.logger.warn('feed.lost', { feedId: link.feedId, reason });
    return connection.receivedBytes > 0 || link.clock.monotonicMs() - openedAt >= LIVED_MS;
  }

  async function run(): Promise<void> {
    let wasOpen = false;
    link.state('connecting');
    while (!stopping.signal.aborted) {
      const lived = await openOnce();
      wasOpen ||= lived;
      if (stopping.signal.aborted) return;
      if (lived) delay.reset();
      link.state(wasOpen ? 'lost' : 'connecting', reason);
      await waits.wait(delay.next());
    }
  }

  return {
    async start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      waits.end();
      await running;
    },
  };
}
