import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { Choice } from '../../../parts/Fields';
import { ReadDialog } from '../../../parts/ReadDialog';
import { Failed, Loading } from '../../../parts/States';
import { ChangeList } from './ChangeList';

/** Versions by their numbers. */
export interface Pair {
  readonly from: number;
  readonly to: number;
}

interface ComparedProps {
  readonly first: Pair;
  /** Those one can choose from, newest first. */
  readonly versions: readonly number[];
  readonly close: () => void;
}

/** What two versions have different, beginning with `first`. */
export function Compared({ first, versions, close }: ComparedProps) {
  const [pair, setPair] = useState(first);
  const queries = useQueries();
  // A version never changes, nor does what two of them have different.
  const { data, isError, refetch } = useQuery(queries.policy.compare.queryOptions({ input: pair }));
  const options = versions.map((id) => ({ id: String(id), name: `Version ${id}` }));
  return (
    <ReadDialog title="What two versions have different" isOpen setOpen={(open) => !open && close()} isWide focusClose>
      <div className="fieldGrid">
        <Choice
          label="From"
          value={String(pair.from)}
          onChange={(id) => setPair({ ...pair, from: Number(id) })}
          options={options}
        />
        <Choice label="To" value={String(pair.to)} onChange={(id) => setPair({ ...pair, to: Number(id) })} options={options} />
      </div>
      {data === undefined ? (
        isError ? (
          <Failed what="the comparison" again={() => void refetch()} />
        ) : (
          <Loading what="the comparison" />
        )
      ) : (
        <section aria-label={`Version ${pair.to} against version ${pair.from}`}>
          <p>{data.changes.length === 0 ? 'They say the same.' : `${counted(data.changes.length, 'thing')} changed:`}</p>
          <ChangeList changes={data.changes} />
        </section>
      )}
    </ReadDialog>
  );
}
