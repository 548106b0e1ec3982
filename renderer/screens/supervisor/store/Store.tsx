import { useQuery } from '@tanstack/react-query';
import type { StoreStatusView } from '../../../../src/contract/store';
import { byteWords } from '../../../format/amounts';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { useNow } from '../../../link/now';
import { Glyph } from '../../../parts/Marks';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { Age, At } from '../../../parts/Time';
import { Backups } from './Backups';
import { backupTrouble, KEY_STATES, roomTrouble, STORE_STATES } from './storeWords';

const ASK_EVERY_MS = 10_000;
const ASK_WHILE_RUNNING_MS = 700;

/** How the store is, whether it could be restored, and what to do where something is wrong. */
export function Screen() {
  const queries = useQueries();
  const { data, isError, refetch } = useQuery({
    ...queries.store.status.queryOptions(),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.backupRunning ? ASK_WHILE_RUNNING_MS : ASK_EVERY_MS),
  });
  return (
    <div className="page">
      <PageHead
        title="Store"
        intro="All that Herald knows is in one encrypted store on this machine, with backups beside it. Copies elsewhere are yours to make."
      />
      {data === undefined ? (
        isError ? (
          <Failed what="how the store is" again={() => void refetch()} />
        ) : (
          <Loading what="how the store is" />
        )
      ) : (
        <>
          <Health store={data} />
          <Backups store={data} />
          <Keys store={data} />
        </>
      )}
    </div>
  );
}

function Health({ store }: { readonly store: StoreStatusView }) {
  const { state, since, sizeBytes, freeBytes, restored, lastBackupAt, lastBackupOk } = store;
  const { headline, todo } = STORE_STATES[state];
  const troubles = [backupTrouble(store, useNow()), roomTrouble(store)].filter((each) => each !== undefined);
  return (
    <section className="panel form" aria-label="How it is">
      <h2>
        {state === 'ok' ? (
          headline
        ) : (
          <span className="p1">
            <Glyph shape="square" /> {headline}
          </span>
        )}
      </h2>
      {state !== 'ok' && (
        <p>
          <span className="muted">To do:</span> {todo} So since <At at={since} to="second" />.
        </p>
      )}
      {troubles.map((trouble) => (
        <p key={trouble.headline}>
          <span className="p2">
            <Glyph shape="triangle" /> {trouble.headline}.
          </span>{' '}
          <span className="muted">To do:</span> {trouble.todo}
        </p>
      ))}
      <dl className="facts">
        <div>
          <dt>Last good backup</dt>
          <dd>{lastBackupAt === null ? 'None yet' : <AgeAgo at={lastBackupAt} />}</dd>
        </div>
        <div>
          <dt>It was checked</dt>
          <dd>{lastBackupOk === null ? 'Not yet' : lastBackupOk ? 'Found whole' : 'Not found whole'}</dd>
        </div>
        <div>
          <dt>Size of the store</dt>
          <dd>{byteWords(sizeBytes)}</dd>
        </div>
        <div>
          <dt>Free on the disk</dt>
          <dd>{freeBytes === null ? 'Not known' : byteWords(freeBytes)}</dd>
        </div>
        <div>
          <dt>Restored from a backup</dt>
          <dd>{restored === null ? 'Not at this start' : 'At this start'}</dd>
        </div>
      </dl>
      {restored !== null && (
        <p>
          The store was {restored.setAside === null ? 'not there any more' : 'damaged'} and was restored{' '}
          <At at={restored.at} to="second" />
          {restored.backupAt === null ? ', without a backup: it began empty' : ', from the backup of '}
          {restored.backupAt !== null && <At at={restored.backupAt} to="second" />}. {counted(restored.unreadableRows, 'row')} could
          not be read any more; of {counted(restored.unconfirmed, 'text')} it is not known whether they left (settle them under
          Attention).
          {restored.setAside !== null && (
            <>
              {' '}
              The damaged store is kept as <code>{restored.setAside}</code>.
            </>
          )}
        </p>
      )}
    </section>
  );
}

function AgeAgo({ at }: { readonly at: number }) {
  return (
    <>
      <Age at={at} /> ago
    </>
  );
}

function Keys({ store: { keyState, keyFileMadeAt, dataKeys, oldestDataKeyAt } }: { readonly store: StoreStatusView }) {
  const { headline, todo } = KEY_STATES[keyState];
  return (
    <section className="panel form" aria-label="Keys">
      <h2>Keys</h2>
      <p>
        The key that opens everything: <span className="strong">{headline.charAt(0).toLowerCase() + headline.slice(1)}</span>.{' '}
        {todo}
      </p>
      {keyFileMadeAt !== null && (
        <p>
          <span className="p3">
            <Glyph shape="disc" /> The key file was made <At at={keyFileMadeAt} />, and nobody has said yet that it was copied.
          </span>{' '}
          <span className="muted">To do:</span> Copy it to a safe place, then acknowledge the alarm about it: it comes back with
          every start until then. Whether a copy is safe, Herald cannot see.
        </p>
      )}
      <p>
        Beneath it {counted(dataKeys, 'data key')}
        {oldestDataKeyAt !== null && (
          <>
            , the oldest in use since <At at={oldestDataKeyAt} />
          </>
        )}
        . Each seals a day’s frames or a week of the rest, and is destroyed when what it sealed has had its time: then backups
        cannot tell it either.
      </p>
      <p className="muted">
        The key is changed while Herald is stopped, with the command <code>keys rotate</code>; do so when somebody who had a copy
        leaves.
      </p>
    </section>
  );
}
