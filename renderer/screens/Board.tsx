import { useDeferredValue, useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { BoardRowView } from '../../src/contract/board';
import { besideTexting, shortStageName, stageName } from '../format/words';
import type { ScreenProps } from '../frame/screen';
import { useClient, useQueries } from '../link/herald';
import { MessageGlyph, TextingMark } from '../parts/Marks';
import { RowList } from '../parts/RowList';
import { Empty, Failed, Loading } from '../parts/States';
import { Age, At, Until } from '../parts/Time';
import { useAtLeisure } from '../parts/useAtLeisure';
import { usePages } from '../parts/usePages';
import { address, go, rememberBoard } from '../route';
import { BoardFilters } from './BoardFilters';
import { boardPages, filtersOf, isNarrowed } from './boardPages';
import { useRowActions } from './rowActions';

/** The incidents that matter now: one row each, newest first, with what was sent, what comes next, what was not sent and why. */
export function Screen({ query }: ScreenProps) {
  const filters = filtersOf(query);
  const { items, first, known, failed, again, more } = usePages(boardPages(useClient(), useQueries(), filters));
  const keys = useRowActions();
  // The rows are drawn before what narrows them.
  const choices = useDeferredValue(useAtLeisure(first?.choices));
  useEffect(rememberBoard);

  return (
    <>
      <h1 className="hidden">Board</h1>
      <RowList<BoardRowView>
        label="Board"
        list={`board ${JSON.stringify(filters)}`}
        columns="boardColumns"
        items={items}
        idOf={(row) => String(row.id)}
        textOf={(row) => `${row.number} ${row.callTypeLabel ?? row.callType ?? ''}: ${row.sentence}`}
        header={
          <>
            <span>Number</span>
            <span>Call type</span>
            <span className="right">Age</span>
            <span>State</span>
            <span>Last text</span>
            <span>Next</span>
          </>
        }
        row={(row) => <BoardRow row={row} />}
        onOpen={(row) => go(address('incidents', row.number, { id: String(row.id) }))}
        keys={keys}
        more={more}
        toolbar={<BoardFilters filters={filters} choices={choices} total={first?.total} isCut={first?.isCut === true} />}
        empty={
          failed ? (
            <Failed what="the board" again={again} />
          ) : !known ? (
            <Loading what="the board" />
          ) : isNarrowed(filters) ? (
            <Empty>
              <p>No incident on the board fits that.</p>
              <p>
                <Button className="button" onPress={() => go(address('board'), 'replace')}>
                  Show the whole board
                </Button>{' '}
                {filters.find !== undefined && (
                  <a className="button" href={address('incidents', undefined, { find: filters.find })}>
                    Look in all incidents
                  </a>
                )}
              </p>
            </Empty>
          ) : (
            <Empty>No incident is open, and no text is waiting.</Empty>
          )
        }
      />
    </>
  );
}

const STATUS = { open: '', closed: 'Closed. ', cancelled: 'Cancelled. ' } as const;

function BoardRow({ row }: { readonly row: BoardRowView }) {
  return (
    <>
      <span className="number strong" title={row.callNumber === null ? undefined : `Call ${row.callNumber}`}>
        {row.number}
      </span>
      <span className="cut" title={[row.callType, row.priority].filter(Boolean).join(', priority ')}>
        {row.callTypeLabel ?? row.callType ?? 'No call type'}
      </span>
      <span className="right">
        <Age at={row.createdAt} />
      </span>
      <span className="cut" title={row.sentence}>
        <span className="stateMark">
          <TextingMark state={row.texting} />
        </span>
        <span className="muted">{STATUS[row.status]}</span>
        {detailOf(row)}
      </span>
      <span className="cut">
        {row.sent !== null && (
          <>
            <MessageGlyph state={row.sent.state} /> <At at={row.sent.at} />{' '}
            <span className="muted">{shortStageName(row.sent.stage, row.sent.cause)}</span>
          </>
        )}
      </span>
      <span className="cut">
        {row.next !== null && (
          <>
            <span className="countdown">
              {row.next.at !== null ? <Until at={row.next.at} /> : row.waiting[0]?.goesByItself === false ? 'held' : 'due'}
            </span>{' '}
            <span className="muted">
              {shortStageName(row.next.stage, row.next.cause)}
              {row.waiting.length > 1 && `, +${row.waiting.length - 1}`}
            </span>
          </>
        )}
      </span>
    </>
  );
}

/** What the mark before it does not say. */
function detailOf({ texting, sentence, withheld, next }: BoardRowView): string {
  if (texting === 'sent' || texting === 'confirmed') {
    return withheld === null ? '' : `${stageName(withheld.stage, withheld.cause)} not sent: ${withheld.reason}`;
  }
  // Which text it is stands under Next: here the reason why it waits has the room.
  if (texting === 'due' && next !== null) return sentence.replace(/^Will text the [^:.]+: [^.]+\. /, '');
  return besideTexting({ texting, sentence });
}
