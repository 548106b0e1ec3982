import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { Evening } from './evening';
import { playEvening } from './eveningPlayer';
import { FeedSender } from './feedSender';
import { TRAINING_FEEDS, type TrainingFeed } from './playedIncident';

export interface CadSimulatorOptions {
  /** Where the appliance listens for each feed, as `host:port`. What has none is not played. */
  readonly addresses: Readonly<Partial<Record<TrainingFeed, string>>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The agency's: its CAD writes local times. */
  readonly timeZone: string;
  readonly evening: Evening;
}

/**
 * Plays an evening over real TCP connections, as the CAD and records systems of its agency would send it, again and again.
 * Connects again when the appliance restarts. `stop` settles when all connections are closed.
 */
export function startCadSimulator({ addresses, clock, logger, timeZone, evening }: CadSimulatorOptions): { stop(): Promise<void> } {
  const senders = new Map<TrainingFeed, FeedSender>();
  for (const feed of TRAINING_FEEDS) {
    const address = addresses[feed];
    if (address !== undefined) senders.set(feed, new FeedSender(feed, address, clock, logger));
  }
  const end = playEvening({ evening, timeZone, clock, send: ({ feed, bytes }) => senders.get(feed)?.send(bytes) });
  return {
    async stop() {
      end();
      await Promise.all([...senders.values()].map((sender) => sender.stop()));
    },
  };
}
