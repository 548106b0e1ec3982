import { type Clock, durations } from '../clock';
import type { Evening, EveningIncident, EveningStep } from './evening';
import { freshNumbers } from './freshNumbers';
import { PlayedIncident, type TrainingFrame } from './playedIncident';

export interface EveningPlayerOptions {
  readonly evening: Evening;
  /** The agency's: New World writes local times. */
  readonly timeZone: string;
  readonly clock: Clock;
  /** Gets every frame at its time, with the key of the incident in the script. */
  readonly send: (frame: TrainingFrame, incidentKey: string) => void;
}

/** `step` undefined: the incident begins. */
interface Moment {
  readonly at: number;
  readonly incident: EveningIncident;
  readonly step: EveningStep | undefined;
}

/** Plays an evening by `clock`, and then again with fresh numbers. The returned function ends that. */
export function playEvening({ evening, timeZone, clock, send }: EveningPlayerOptions): () => void {
  const setting = { evening, timeZone, numbers: freshNumbers(clock, timeZone) };
  const moments = momentsOf(evening);
  let played = new Map<string, PlayedIncident>();
  let cancel: () => void = () => {};

  const play = ({ incident, step }: Moment) => {
    const now = clock.now();
    let frames: TrainingFrame[] = [];
    if (step === undefined) {
      const begun = new PlayedIncident(incident, setting, now);
      played.set(incident.key, begun);
      frames = begun.begin(now);
    } else frames = played.get(incident.key)?.play(step, now) ?? [];
    for (const frame of frames) send(frame, incident.key);
  };
  // One timer after the other, each from the last: a laptop that slept goes on where it was, and does not catch up at once.
  const playFrom = (index: number, since: number) => {
    const moment = moments[index];
    const at = moment?.at ?? evening.lengthSeconds;
    cancel = clock.after(Math.round((at - since) * durations.SECOND), () => {
      if (moment === undefined) {
        played = new Map();
        playFrom(0, 0);
        return;
      }
      play(moment);
      playFrom(index + 1, at);
    });
  };
  playFrom(0, 0);
  return () => cancel();
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
