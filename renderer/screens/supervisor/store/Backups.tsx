import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { BackupView, StoreStatusView } from '../../../../src/contract/store';
import { byteWords } from '../../../format/amounts';
import { counted } from '../../../format/words';
import { useClient, useLink, useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { Glyph } from '../../../parts/Marks';
import { Failed, Loading } from '../../../parts/States';
import { Age, At } from '../../../parts/Time';
import { useWork, Working } from '../../../parts/Working';
import { useShortcuts } from '../../../shortcuts';

const ASK_WHILE_CHECKING_MS = 700;

/** The backups that are kept; one more now, and any of them checked from end to end. */
export function Backups({ store }: { readonly store: StoreStatusView }) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const may = useMay();
  const work = useWork();
  const lost = useLink().state === 'lost';
  const [asked, setAsked] = useState<{ readonly seen: number | null }>();
  const { data, isError, refetch } = useQuery({
    ...queries.store.backups.queryOptions(),
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.items.some(({ check }) => check?.state === 'running') ? ASK_WHILE_CHECKING_MS : false,
  });
  const { backupRunning, backups: count, lastBackupAt, lastBackupOk, lastBackupReason } = store;
  // One more, or one less by its age: the list is not what it was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when these change, whatever they are
  useEffect(() => void refetch(), [count, lastBackupAt, backupRunning, refetch]);
  const again = () => queryClient.invalidateQueries({ queryKey: queries.store.key() });
  const backUp = () =>
    void work.run(async () => {
      await client.store.backupNow({});
      setAsked({ seen: lastBackupAt });
      await again();
    });
  const check = (name: string) =>
    void work.run(async () => {
      await client.store.checkBackup({ name });
      await again();
    });
  useShortcuts('Store', may('store.backupNow') ? [{ key: 'b', label: 'Back up now', run: backUp }] : []);
  const isDone = asked !== undefined && !backupRunning && !work.running;
  return (
    <section className="panel form" aria-label="Backups">
      <h2>Backups</h2>
      <p>
        One every hour: each hour’s is kept for a day, each day’s for two weeks, each week’s for eight weeks.{' '}
        {counted(count, 'backup')} {count === 1 ? 'is' : 'are'} kept, {byteWords(store.backupBytes)} together, in the folder{' '}
        <code>backups</code> of the data directory.
      </p>
      <p>
        Copy them to another machine with the file <code>herald.keys</code>, without which nobody can read them, and keep the key
        apart from both. Put the newest <code>herald.keys</code> in the place of older copies: with those, what was purged since
        could still be read.
      </p>
      <p>
        To go on elsewhere, or where the store is gone: put both into the data directory, and the key in its place, and start
        Herald. It takes the newest backup that is whole, and sends nothing before somebody has looked and resumed.
      </p>
      {backupRunning && <Working what="Making a backup, and checking it from end to end" />}
      <p role="status">
        {isDone &&
          (lastBackupOk === false
            ? ''
            : lastBackupAt !== asked.seen
              ? 'The backup is made and was found whole.'
              : 'Waiting for the backup…')}
      </p>
      <p className="problem" role="alert">
        {work.problem ?? (isDone && lastBackupOk === false ? `No backup was made: ${lastBackupReason ?? 'the disk refused'}.` : '')}
      </p>
      {may('store.backupNow') && (
        <div className="actions">
          <Button className="button strong" isDisabled={lost || work.running || backupRunning} onPress={backUp}>
            Back up now <kbd>b</kbd>
          </Button>
        </div>
      )}
      {data === undefined ? (
        isError ? (
          <Failed what="the backups" again={() => void refetch()} />
        ) : (
          <Loading what="the backups" />
        )
      ) : data.items.length === 0 ? (
        <p className="muted">There is none yet. The first is made two minutes after the start.</p>
      ) : (
        <table className="ruleTable">
          <thead>
            <tr>
              <th scope="col">Begun</th>
              <th scope="col">Age</th>
              <th scope="col" className="right">
                Size
              </th>
              <th scope="col">Checked</th>
              <th scope="col">
                <span className="hidden">Check it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((backup) => (
              <tr key={backup.name}>
                <th scope="row" title={backup.name}>
                  <At at={backup.at} to="second" />
                </th>
                <td>
                  <Age at={backup.at} />
                </td>
                <td className="right">{byteWords(backup.bytes)}</td>
                <td>
                  <Checked check={backup.check} />
                </td>
                <td className="right">
                  {may('store.checkBackup') && (
                    <Button
                      className="button small"
                      aria-label={`Check the backup ${backup.name}`}
                      isDisabled={lost || backup.check?.state === 'running'}
                      onPress={() => check(backup.name)}
                    >
                      Check it
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Checked({ check }: { readonly check: BackupView['check'] }) {
  if (check === null) return <span className="muted">When it was made: whole</span>;
  if (check.state === 'running') return 'Being checked…';
  const at = check.endedAt ?? check.startedAt;
  if (check.state === 'whole') {
    return (
      <>
        Whole, <At at={at} to="second" />
      </>
    );
  }
  return (
    <span className="p2">
      <Glyph shape="triangle" /> Not whole: parts of the file are damaged. Make a new one, and have the disk looked at.
      {check.reason !== null && (
        <details className="muted">
          <summary>What the check says</summary>
          {check.reason}
        </details>
      )}
    </span>
  );
}
