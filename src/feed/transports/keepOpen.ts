import { errorReason } from '../errorReason';
import type { ReconnectOptions } from '../feedUrl';
import { GrowingDelay } from '../growingDelay';
import type { SourceOpener } from './sourceOpener';
import type { Transport, TransportLink } from './transport';
import { Waits } from './waits';

/** A connection that lasted so long, or brought anything, was a good one: the next attempt does not have to wait long. */
const LIVED_MS = 5_000;

/**
 * Opens a source, reads it to its end and opens it again, with growing delay, until stopped:
 *
 *     connecting ──> open ──> lost ──> open ...
 */
export function keepOpen(opener: SourceOpener, reconnect: ReconnectOptions, link: TransportLink): Transport {
  const stopping = new AbortController();
  const waits = new Waits(link.clock);
  const delay = new GrowingDelay(reconnect.delayMinMs, reconnect.delayMaxMs);
  let running: Promise<void> | undefined;
  let reason: string | undefined;

  async function openOnce(): Promise<'not opened' | 'short' | 'lived'> {
    let source: Awaited<ReturnType<SourceOpener['open']>>;
    try {
      source = await opener.open(stopping.signal);
    } catch (error) {
      reason = errorReason(error);
      link.logger.debug('feed.notOpened', { feedId: link.feedId, reason });
      return 'not opened';
    }
    const openedAt = link.clock.monotonicMs();
    const connection = 'readable' in source ? link.connected(source.readable, opener.atEnd) : link.conversing(source);
    link.state('open');
    link.logger.info('feed.opened', { feedId: link.feedId });
    const close = () => void source.close();
    stopping.signal.addEventListener('abort', close);
    const end = await connection.ended;
    stopping.signal.removeEventListener('abort', close);
    await source.close();
    reason = end.how === 'closed' ? 'closed by the other side' : end.error ? errorReason(end.error) : 'cut off';
    link.logger.warn('feed.lost', { feedId: link.feedId, reason });
    return ('receivedBytes' in connection && connection.receivedBytes > 0) || link.clock.monotonicMs() - openedAt >= LIVED_MS
      ? 'lived'
      : 'short';
  }

  async function run(): Promise<void> {
    let wasOpen = false;
    link.state('connecting');
    while (!stopping.signal.aborted) {
      const outcome = await openOnce();
      if (stopping.signal.aborted) return;
      if (outcome === 'lived') delay.reset();
      wasOpen ||= outcome !== 'not opened';
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
