import { useQuery } from '@tanstack/react-query';
import { counted, ROLES, stageName } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { At } from '../../../parts/Time';
import { address } from '../../../route';

const LOOKED_AT = 500;
const SHOWN = 5;

/** In watch-only mode: how many texts would have left, and the last of them. */
export function WouldHaveTexted({ since }: { readonly since: number | null }) {
  const { data } = useQuery(useQueries().outbox.list.queryOptions({ input: { state: 'cancelled', limit: LOOKED_AT } }));
  const would = data?.items.filter(({ code }) => code === 'watchOnly') ?? [];
  const isAll = data === undefined || data.next === null;
  return (
    <section aria-label="Would have sent">
      <p className="strong" role="status">
        Would have sent {counted(would.length, 'text')}
        {isAll ? '' : ' or more'}
        {since !== null && (
          <>
            {' '}
            since <At at={since} />
          </>
        )}
        .
      </p>
      {would.length === 0 ? (
        <p>
          Nothing yet. Calls show on the <a href={address('board')}>board</a> as they come in, each with why it would not be texted.
        </p>
      ) : (
        <ul className="plain would">
          {would.slice(0, SHOWN).map((message) => (
            <li key={message.id}>
              <a href={address('incidents', message.incident, { id: String(message.incidentId) })}>{message.incident}</a>{' '}
              <span className="muted">
                <At at={message.createdAt} to="second" />, {ROLES[message.role].toLowerCase()},{' '}
                {stageName(message.stage, message.cause)}:
              </span>{' '}
              {message.text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
