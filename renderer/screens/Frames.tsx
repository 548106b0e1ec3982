import { useState } from 'react';
import type { FrameView } from '../../src/contract/views';
import { useClient, useQueries } from '../link/herald';
import { problemInWords } from '../parts/Ask';
import { RowButton } from '../parts/RowButton';
import { RowList } from '../parts/RowList';
import { Empty, Failed, Loading } from '../parts/States';
import { At } from '../parts/Time';
import { PAGE, usePages } from '../parts/usePages';

/** Frames that could not be read: the place that failed, and reading them again once that is mended. */
export function Screen() {
  const client = useClient();
  const queries = useQueries();
  const input = { state: 'rejected', limit: PAGE } as const;
  const { items, known, failed, again, more } = usePages<FrameView>({
    queryKey: queries.frames.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.frames.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  const [outcome, setOutcome] = useState('');
  const replay = (frame: FrameView) => {
    setOutcome(`Reading frame ${frame.id} again…`);
    client.commands.replayFrame({ id: frame.id }).then(
      () => setOutcome(`Frame ${frame.id} was read again. If it is still listed, it failed again.`),
      (error: unknown) => setOutcome(`Frame ${frame.id}: ${problemInWords(error)}`),
    );
  };
  return (
    <>
      <h1 className="hidden">Rejected frames</h1>
      <RowList
        label="Rejected frames"
        list="frames"
        columns="frameColumns"
        items={items}
        idOf={(frame) => String(frame.id)}
        textOf={(frame) => `Frame ${frame.id} of ${frame.feed}: ${frame.reason ?? ''}`}
        header={
          <>
            <span>Frame</span>
            <span>Feed</span>
            <span>Received</span>
            <span className="right">Bytes</span>
            <span>Field</span>
            <span className="right">At byte</span>
            <span>What failed</span>
            <span />
          </>
        }
        row={(frame) => (
          <>
            <span className="number strong">{frame.id}</span>
            <span className="cut">{frame.feed}</span>
            <At at={frame.receivedAt} />
            <span className="right">{frame.bytes.toLocaleString('en-US')}</span>
            <span className="cut">{frame.field ?? '–'}</span>
            <span className="right">{frame.byte?.toLocaleString('en-US') ?? '–'}</span>
            <span className="cut" title={frame.reason ?? undefined}>
              {frame.reason ?? frame.code ?? 'No reason was kept'}
            </span>
            <RowButton onPress={() => replay(frame)}>Read again</RowButton>
          </>
        )}
        onOpen={replay}
        keys={[{ key: 'r', label: 'Read the frame again', run: replay }]}
        more={more}
        toolbar={
          <p className="outcome" role="status">
            {outcome || 'Kept as they came. Once the layout or the feed is mended, read them again.'}
          </p>
        }
        empty={
          failed ? (
            <Failed what="the frames" again={again} />
          ) : !known ? (
            <Loading what="frames" />
          ) : (
            <Empty>Every frame could be read.</Empty>
          )
        }
      />
    </>
  );
}
