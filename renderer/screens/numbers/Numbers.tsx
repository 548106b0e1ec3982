import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { SuppressionView } from '../../../src/contract/optOut';
import { bareReason, KINDS, kindName } from '../../format/numberWords';
import { maskPhone } from '../../format/words';
import type { ScreenProps } from '../../frame/screen';
import { useClient, useQueries } from '../../link/herald';
import { useDoNotText } from '../../parts/DoNotText';
import { PageHead } from '../../parts/PageHead';
import { RowButton } from '../../parts/RowButton';
import { RowList } from '../../parts/RowList';
import { Empty, Failed, Loading } from '../../parts/States';
import { At } from '../../parts/Time';
import { PAGE, usePages } from '../../parts/usePages';
import { address, go } from '../../route';
import { NumberCheck } from './NumberCheck';
import { useLift } from './useLift';

/** Which numbers are not texted, and what is known of one. */
export function Screen({ subject, query }: ScreenProps) {
  const doNotText = useDoNotText();
  const incident = query.get('incident');
  const incidentId = incident !== null && /^\d{1,15}$/.test(incident) ? Number(incident) : undefined;
  const about = subject !== undefined && incidentId !== undefined ? { number: subject, incidentId } : undefined;
  return (
    <div className="numbersPage">
      <PageHead title="Numbers" intro="Who is not texted, and why. A number is shown by its last four digits.">
        <Button className="button" onPress={() => doNotText()}>
          Do not text a number <kbd>d</kbd>
        </Button>
      </PageHead>
      <NumberCheck key={`${subject} ${incident}`} about={about} />
      <Listed kind={KINDS.find(({ id }) => id === query.get('kind'))?.id} />
    </div>
  );
}

function Listed({ kind }: { readonly kind: SuppressionView['kind'] | undefined }) {
  const client = useClient();
  const queries = useQueries();
  const lift = useLift();
  const input = { limit: PAGE, ...(kind === undefined ? {} : { kind }) };
  const { items, known, failed, again, more } = usePages<SuppressionView>({
    queryKey: queries.optOut.suppressions.key({ type: 'infinite', input }),
    ask: (next, signal) => client.optOut.suppressions({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  return (
    <RowList
      label="Numbers that are not texted"
      list={`numbers ${kind ?? ''}`}
      columns="numberColumns"
      items={items}
      idOf={({ id }) => id}
      textOf={(entry) => `${maskPhone(entry.number)}: ${kindName(entry.kind)}`}
      header={
        <>
          <span>Number</span>
          <span>Why</span>
          <span>How it came</span>
          <span>Reason</span>
          <span>By</span>
          <span>Since</span>
          <span />
        </>
      }
      row={(entry) => (
        <>
          <span className="number strong">{maskPhone(entry.number)}</span>
          <span className="cut">{kindName(entry.kind)}</span>
          <span className="cut">{entry.kind === 'person' ? '' : entry.source}</span>
          <span className="cut" title={entry.reason}>
            {bareReason(entry.reason)}
          </span>
          <span className="cut">{entry.by}</span>
          <At at={entry.at} />
          <Lift entry={entry} />
        </>
      )}
      onOpen={(entry) => lift?.(entry)}
      keys={lift === undefined ? [] : [{ key: 'l', label: 'Lift: text this number again', run: lift }]}
      more={more}
      toolbar={<Kinds kind={kind} />}
      empty={
        failed ? (
          <Failed what="the numbers" again={again} />
        ) : !known ? (
          <Loading what="the numbers" />
        ) : (
          <Empty>{kind === undefined ? 'Every number may be texted.' : `No number: “${kindName(kind).toLowerCase()}”.`}</Empty>
        )
      }
    />
  );
}

function Lift({ entry }: { readonly entry: SuppressionView }) {
  const lift = useLift();
  return lift === undefined ? <span /> : <RowButton onPress={() => lift(entry)}>Lift…</RowButton>;
}

function Kinds({ kind }: { readonly kind: string | undefined }) {
  const choose = (chosen: string) => go(address('numbers', undefined, { kind: chosen === 'all' ? undefined : chosen }), 'replace');
  return (
    <ToggleButtonGroup
      className="choice wrap"
      aria-label="Why they are not texted"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[kind ?? 'all']}
      onSelectionChange={(keys) => choose(String([...keys][0]))}
    >
      <ToggleButton id="all" className="button">
        All
      </ToggleButton>
      {KINDS.map(({ id, name }) => (
        <ToggleButton key={id} id={id} className="button">
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
