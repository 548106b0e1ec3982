import { clockTime } from '../format/time';
import { useAgency, useLink, useStatus, useTimeZone } from '../link/herald';
import { Glyph } from '../parts/Marks';
import { At } from '../parts/Time';

/** What must not be overlooked on any screen: training, watch-only, all stopped, no link. */
export function Bands() {
  const status = useStatus();
  const agency = useAgency();
  const link = useLink();
  const zone = useTimeZone();
  const mode = status?.mode ?? agency?.mode;
  return (
    <>
      {mode === 'training' && (
        <p className="band training">
          <strong>TRAINING</strong> Invented calls. Nothing leaves this machine.
        </p>
      )}
      {mode === 'watch' && agency?.configured !== false && (
        <p className="band training">
          <strong>WATCH-ONLY</strong> Everything is decided, nothing is sent.
        </p>
      )}
      {link.state === 'lost' && (
        <p className="band lost" role="alert">
          <Glyph shape="cross" /> <strong>No link to the appliance.</strong>{' '}
          {link.answeredAt === undefined
            ? 'It has not answered yet. Trying again.'
            : `All you see is as of ${clockTime(link.answeredAt, zone)}. Trying again.`}
        </p>
      )}
      {link.state !== 'lost' && status !== undefined && status.stopped !== null && (
        <p className="band stopped" role="alert">
          <Glyph shape="octagon" /> <strong>All texts are stopped</strong> by {status.stopped.by} since{' '}
          <At at={status.stopped.at} to="second" />: {status.stopped.reason}
        </p>
      )}
    </>
  );
}
