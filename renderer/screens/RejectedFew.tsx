import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { counted } from '../format/words';
import { useClient, useLink, useQueries } from '../link/herald';
import { At } from '../parts/Time';
import { useAct } from '../parts/useAct';
import { address } from '../route';

const SHOWN = 3;

/** The newest frames that could not be read: the place that failed, and reading them again. */
export function RejectedFew({ count }: { readonly count: number }) {
  const client = useClient();
  const queries = useQueries();
  const act = useAct();
  const lost = useLink().state === 'lost';
  const { data } = useQuery(queries.frames.list.queryOptions({ input: { state: 'rejected', limit: SHOWN } }));
  return (
    <section aria-label="Rejected frames">
      <h2>{counted(count, 'frame')} could not be read</h2>
      <ul className="plain">
        {(data?.items ?? []).map((frame) => (
          <li key={frame.id} className="panel alarm">
            <span className="strong">
              {frame.feed} <span className="muted">#{frame.id}</span>
            </span>
            <p>
              {frame.reason ?? frame.code ?? 'No reason was kept'}
              {frame.byte !== null && <span className="muted"> (at byte {frame.byte.toLocaleString('en-US')})</span>}
            </p>
            <div className="alarmSide">
              <p className="muted">
                Came <At at={frame.receivedAt} to="second" />
              </p>
              <div className="alarmButtons">
                <Button
                  className="button"
                  isDisabled={lost}
                  onPress={() => void act(`Frame ${frame.id} was read again`, () => client.commands.replayFrame({ id: frame.id }))}
                >
                  Read again
                </Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {count > SHOWN && (
        <p>
          <a className="button" href={address('frames')}>
            All {count.toLocaleString('en-US')} rejected frames
          </a>
        </p>
      )}
    </section>
  );
}
