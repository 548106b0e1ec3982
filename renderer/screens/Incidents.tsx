import { useEffect, useRef, useState } from 'react';
import { Button, Input, Label, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { IncidentSummaryView } from '../../src/contract/views';
import { besideTexting } from '../format/words';
import { useClient, useQueries } from '../link/herald';
import { TextingMark } from '../parts/Marks';
import { RowList } from '../parts/RowList';
import { Empty, Failed, Loading } from '../parts/States';
import { Age, Until } from '../parts/Time';
import { PAGE, usePages } from '../parts/usePages';
import { address, go, rememberBoard, useRoute } from '../route';
import { useShortcuts } from '../shortcuts';

const TYPING_PAUSE_MS = 150;

/** All incidents there are, newest first, each with one sentence of state; found by number or a phone’s last four. */
export function Incidents() {
  const client = useClient();
  const queries = useQueries();
  const { query } = useRoute();
  const status = query.get('show') === 'open' ? 'open' : 'all';
  const find = query.get('find') ?? '';
  const input = { status, limit: PAGE, ...(find === '' ? {} : { find }) } as const;
  const { items, known, failed, again, more } = usePages<IncidentSummaryView>({
    queryKey: queries.incidents.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.incidents.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  useEffect(rememberBoard);

  const open = (incident: IncidentSummaryView) => go(address('incidents', incident.number, { id: String(incident.id) }));
  return (
    <>
      <h1 className="hidden">Incidents</h1>
      <RowList
        label="Incidents"
        list={`incidents ${status} ${find}`}
        columns="incidentColumns"
        items={items}
        idOf={(incident) => String(incident.id)}
        textOf={(incident) => `${incident.number} ${incident.callTypeLabel ?? incident.callType ?? ''}: ${incident.sentence}`}
        header={
          <>
            <span>Number</span>
            <span>Call type</span>
            <span>Priority</span>
            <span className="right">Age</span>
            <span>Texts</span>
            <span>State</span>
            <span className="right">Next</span>
          </>
        }
        row={(incident) => (
          <>
            <span className="number strong" title={incident.callNumber === null ? undefined : `Call ${incident.callNumber}`}>
              {incident.number}
            </span>
            <span className="cut" title={incident.callType ?? undefined}>
              {incident.callTypeLabel ?? incident.callType ?? 'No call type'}
            </span>
            <span className="cut" title={incident.priority ?? undefined}>
              {incident.priority ?? '–'}
            </span>
            <span className="right">
              <Age at={incident.createdAt} />
            </span>
            <TextingMark state={incident.texting} />
            <span className="cut" title={incident.sentence}>
              {incident.status !== 'open' && (
                <span className="muted">{incident.status === 'closed' ? 'Closed. ' : 'Cancelled. '}</span>
              )}
              {besideTexting(incident)}
            </span>
            <span className="right">{incident.nextAt === null ? '' : <Until at={incident.nextAt} />}</span>
          </>
        )}
        onOpen={open}
        more={more}
        toolbar={<Filters status={status} find={find} openOnly={items.length === 1 ? items[0] : undefined} open={open} />}
        empty={
          failed ? (
            <Failed what="the incidents" again={again} />
          ) : !known ? (
            <Loading what="incidents" />
          ) : (
            <Empty>
              {find !== ''
                ? `No ${status === 'open' ? 'open ' : ''}incident has a number that begins or ends with “${find}”.`
                : 'No open incident.'}
              {status === 'open' && (
                <p>
                  <Button className="button" onPress={() => go(address('incidents', undefined, { find }), 'replace')}>
                    {find === '' ? 'Show all' : 'Look in all'}
                  </Button>
                </p>
              )}
            </Empty>
          )
        }
      />
    </>
  );
}

function Filters({
  status,
  find,
  openOnly,
  open,
}: {
  readonly status: 'open' | 'all';
  readonly find: string;
  readonly openOnly: IncidentSummaryView | undefined;
  readonly open: (incident: IncidentSummaryView) => void;
}) {
  const [typed, setTyped] = useState(find);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (typed.trim() === find) return undefined;
    const timer = setTimeout(
      () => go(address('incidents', undefined, { show: status === 'open' ? 'open' : undefined, find: typed.trim() }), 'replace'),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, find, status]);
  const show = (which: 'open' | 'all') =>
    go(address('incidents', undefined, { show: which === 'open' ? 'open' : undefined, find: typed.trim() }), 'replace');
  useShortcuts('Incidents', [
    { key: '/', label: 'Find', run: () => field.current?.focus() },
    { key: 'o', label: 'Open incidents or all', run: () => show(status === 'open' ? 'all' : 'open') },
  ]);
  return (
    <>
      <SearchField
        className="find"
        value={typed}
        onChange={setTyped}
        onSubmit={() => {
          if (openOnly !== undefined && typed.trim() === find) open(openOnly);
        }}
      >
        <Label>Find</Label>
        <Input ref={field} className="input" placeholder="number or a phone’s last four" />
      </SearchField>
      <ToggleButtonGroup
        className="choice"
        aria-label="Which incidents"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[status]}
        onSelectionChange={(keys) => show([...keys][0] === 'all' ? 'all' : 'open')}
      >
        <ToggleButton id="all" className="button">
          All
        </ToggleButton>
        <ToggleButton id="open" className="button">
          Open
        </ToggleButton>
      </ToggleButtonGroup>
    </>
  );
}
