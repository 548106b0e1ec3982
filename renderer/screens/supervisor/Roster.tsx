import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { ScreenProps } from '../../frame/screen';
import { useAsk } from '../../parts/Ask';
import { DataTable } from '../../parts/DataTable';
import { TextBox } from '../../parts/Fields';
import { Glyph } from '../../parts/Marks';
import { Empty } from '../../parts/States';
import { useWork, Working } from '../../parts/Working';
import { PolicyPage } from './policy/PolicyPage';
import type { RosterEntry as Entry, PolicyEditing } from './policy/usePolicyDraft';
import { RosterImport } from './RosterImport';
import { decodeRoster, readRosterCsv, rosterCsv } from './rosterCsv';
import { saveFile } from './saveFile';

/** Who is named in texts: officers and detectives, with the number that people may call. */
export function Screen({ query }: ScreenProps) {
  return (
    <PolicyPage
      title="Roster"
      intro="Only who stands here is named in a text. An officer who does not is never named, and a text that needs the name is not sent."
    >
      {(editing) => <Roster key={query.get('at')} editing={editing} at={query.get('at')} />}
    </PolicyPage>
  );
}

interface RosterProps {
  readonly editing: PolicyEditing;
  /** An entry to begin with, as `roster[3]`. */
  readonly at: string | null;
}

function Roster({ editing, at }: RosterProps) {
  const { roster, save } = editing;
  const [edited, setEdited] = useState(() => roster[Number(/^roster\[(\d+)\]/.exec(at ?? '')?.[1] ?? -1)]);
  const [file, setFile] = useState<ReturnType<typeof decodeRoster>>();
  // Beside the roster as it is now, also where somebody else saves another one meanwhile.
  const read = useMemo(() => (file !== undefined && 'text' in file ? readRosterCsv(file.text, roster) : undefined), [file, roster]);
  const current = edited === undefined ? undefined : roster.find(({ id }) => id === edited.id);
  const work = useWork();
  const ask = useAsk();
  const keep = (entry: Entry) => {
    const others = roster.filter(({ id }) => id !== entry.id);
    void work.run(() => save([...others, entry])).then((done) => done && setEdited(undefined));
  };
  return (
    <>
      {work.running && <Working what="Saving the roster into the draft" />}
      <p className="problem" role="alert">
        {work.problem}
        {file !== undefined && 'problem' in file && `The file was not read. ${file.problem}.`}
      </p>
      {read !== undefined && (
        <RosterImport
          roster={roster}
          read={read}
          isWindows={file !== undefined && 'text' in file && file.isWindows}
          isRunning={work.running}
          take={(entries) => void work.run(() => save(entries)).then((done) => done && setFile(undefined))}
          leave={() => setFile(undefined)}
        />
      )}
      {edited !== undefined && (
        <EntryForm
          key={`${edited.id} ${edited.name} ${edited.phone}`}
          entry={edited}
          theirs={current}
          takeTheirs={() => setEdited(current)}
          isNew={edited.id === ''}
          taken={(id) => edited.id === '' && roster.some((each) => each.id === id)}
          isRunning={work.running}
          keep={keep}
          leave={() => setEdited(undefined)}
          remove={() =>
            ask({
              title: `Take ${edited.name} off the roster?`,
              body: <p>Texts that name them are not sent any more, once the draft is in force.</p>,
              confirm: 'Take off',
              run: async () => {
                await save(roster.filter(({ id }) => id !== edited.id));
                setEdited(undefined);
              },
            })
          }
        />
      )}
      <DataTable
        label="Roster"
        rows={roster}
        idOf={({ id }) => id}
        sortedBy={{ column: 'name', direction: 'ascending' }}
        columns={[
          { id: 'name', name: 'Name in texts', value: ({ name }) => name, width: 2 },
          { id: 'id', name: 'Id in CAD and records', value: ({ id }) => id },
          { id: 'phone', name: 'Number people may call', value: ({ phone }) => phone },
        ]}
        onOpen={setEdited}
        empty={<Empty>Nobody is on the roster yet.</Empty>}
        toolbar={
          <>
            <Button className="button" onPress={() => setEdited({ id: '', name: '', phone: '' })}>
              Add a person
            </Button>
            <label className="button">
              Import a CSV file
              <input
                className="hidden"
                type="file"
                accept=".csv,text/csv"
                onChange={(event) => {
                  const [chosen] = event.currentTarget.files ?? [];
                  event.currentTarget.value = '';
                  if (chosen !== undefined) void chosen.arrayBuffer().then((bytes) => setFile(decodeRoster(new Uint8Array(bytes))));
                }}
              />
            </label>
            <Button className="button" onPress={() => saveFile('roster.csv', 'text/csv', rosterCsv(roster))}>
              Export
            </Button>
          </>
        }
      />
    </>
  );
}

function EntryForm({
  entry,
  theirs,
  takeTheirs,
  isNew,
  taken,
  isRunning,
  keep,
  leave,
  remove,
}: {
  readonly entry: Entry;
  /** As the draft has them now; undefined where it does not. */
  readonly theirs: Entry | undefined;
  readonly takeTheirs: () => void;
  readonly isNew: boolean;
  readonly taken: (id: string) => boolean;
  readonly isRunning: boolean;
  readonly keep: (entry: Entry) => void;
  readonly leave: () => void;
  readonly remove: () => void;
}) {
  const [name, setName] = useState(entry.name);
  const [id, setId] = useState(entry.id);
  const [phone, setPhone] = useState(entry.phone);
  const doubled = taken(id.trim());
  const isOutdated = !isNew && (theirs?.name !== entry.name || theirs.phone !== entry.phone);
  return (
    <section className="panel form" aria-label={isNew ? 'A new person' : `Entry of ${entry.name}`}>
      <h2>{isNew ? 'A new person' : entry.name}</h2>
      <TextBox label="Name in texts" value={name} onChange={setName} autoFocus hint="As it is to be read: Officer J. Ramirez" />
      <TextBox
        label="Id in CAD and records"
        value={id}
        onChange={setId}
        isDisabled={!isNew}
        problem={doubled ? 'Somebody has that id already' : undefined}
      />
      <TextBox label="Number people may call" type="tel" value={phone} onChange={setPhone} hint="A desk line, not a private one" />
      {isOutdated && (
        <p role="status">
          <Glyph shape="query" /> Somebody has changed this meanwhile.{' '}
          {theirs === undefined
            ? 'They are no longer on the roster of the draft; saving puts them on it again.'
            : `The draft now has: ${theirs.name}, ${theirs.phone || 'no number'}.`}
        </p>
      )}
      <div className="dialogButtons">
        {isOutdated && (
          <Button className="button" onPress={takeTheirs}>
            Take theirs
          </Button>
        )}
        {!isNew && theirs !== undefined && (
          <Button className="button" onPress={remove}>
            Take off the roster
          </Button>
        )}
        <Button className="button" onPress={leave}>
          Leave it
        </Button>
        <Button
          className="button strong"
          isDisabled={isRunning || doubled || name.trim() === '' || id.trim() === ''}
          onPress={() => keep({ id: id.trim(), name: name.trim(), phone: phone.trim() })}
        >
          {isOutdated ? 'Save mine in its place' : 'Save into the draft'}
        </Button>
      </div>
    </section>
  );
}
