import { type Clock, durations } from '../clock';
import type { Logger } from '../logger';
import type { Evening, EveningIncident, EveningStep } from './evening';
import { FeedSender } from './feedSender';
import { type FreshNumbers, freshNumbers } from './freshNumbers';
import { PlayedIncident, TRAINING_FEEDS, type TrainingFeed } from './playedIncident';

export interface CadSimulatorOptions {
  /** Where the appliance listens for each feed, as `host:port`. What has none is not played. */
  readonly addresses: Readonly<Partial<Record<TrainingFeed, string>>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The agency's: New World writes local times. */
  readonly timeZone: string;
  readonly evening: Evening;
}

/** `step` undefined: the incident begins. */
interface Moment {
  readonly at: number;
  readonly incident: EveningIncident;
  readonly step: EveningStep | undefined;
}

/**
 * Plays an evening over real TCP connections, as the CAD and records systems of its agency would send it, and then again
 * with fresh numbers. Connects again when the appliance restarts. `stop` settles when all connections are closed.
 */
export function startCadSimulator(options: CadSimulatorOptions): { stop(): Promise<void> } {
  const { addresses, clock, logger, timeZone, evening } = options;
  const senders = new Map<TrainingFeed, FeedSender>();
  for (const feed of TRAINING_FEEDS) {
    const address = addresses[feed];
    if (address !== undefined) senders.set(feed, new FeedSender(feed, address, clock, logger));
  }
  const numbers = freshNumbers(clock, timeZone);
  const moments = momentsOf(evening);
  let cancel: () => void = () => {};

  const playRound = () => {
    logger.info('training.eveningBegins', { incidents: evening.incidents.length });
    playFrom(0, 0, new Map());
  };
  // One timer after the other, each from the last: a laptop that slept goes on where it was, and does not catch up at once.
  const playFrom = (index: number, since: number, played: Map<string, PlayedIncident>) => {
    const moment = moments[index];
    const until = moment?.at ?? evening.lengthSeconds;
    cancel = clock.after((until - since) * durations.SECOND, () => {
      if (moment === undefined) {
        playRound();
        return;
      }
      for (const { feed, bytes } of framesOf(moment, played, { evening, numbers, timeZone }, clock.now())) {
        senders.get(feed)?.send(bytes);
      }
      playFrom(index + 1, moment.at, played);
    });
  };
  playRound();

  return {
    async stop() {
      cancel();
      await Promise.all([...senders.values()].map((sender) => sender.stop()));
    },
  };
}

function framesOf(
  { incident, step }: Moment,
  played: Map<string, PlayedIncident>,
  stage: { evening: Evening; numbers: FreshNumbers; timeZone: string },
  now: number,
) {
  if (step !== undefined) return played.get(incident.key)?.play(step, now) ?? [];
  const begun = new PlayedIncident(incident, stage, now);
  played.set(incident.key, begun);
  return begun.begin(now);
}

/** In the order in which they happen; what happens at one time in the order of the script. */
function momentsOf(evening: Evening): Moment[] {
  return evening.incidents
    .flatMap((incident) => [
      { at: incident.at, incident, step: undefined },
      ...incident.steps.map((step) => ({ at: incident.at + step.at, incident, step })),
    ])
    .sort((a, b) => a.at - b.at);
}
