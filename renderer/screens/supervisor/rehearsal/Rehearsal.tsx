import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useLive } from '../../../link/herald';
import { Choice } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import { Empty } from '../../../parts/States';
import { useWork, Working } from '../../../parts/Working';
import { PolicyPage } from '../policy/PolicyPage';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { Answer } from './Answer';
import { Changes } from './Changes';
import { Found } from './Found';
import { useRehearsal } from './useRehearsal';
import { Versions } from './Versions';

const DAY_MS = 24 * 3_600_000;
const PERIODS = [
  { id: '1', name: 'The last 24 hours' },
  { id: '7', name: 'The last 7 days' },
  { id: '30', name: 'The last 30 days' },
] as const;
type Days = (typeof PERIODS)[number]['id'];

/** What a draft would have done, and how it is put in force. */
export function Screen() {
  return (
    <PolicyPage
      title="Rehearsal"
      intro="What the draft would have done with the calls that came in. Look at it, then put it in force; or go back to an older version."
      isRehearsal
    >
      {(editing) => <Rehearsals editing={editing} />}
    </PolicyPage>
  );
}

function Rehearsals({ editing }: { readonly editing: PolicyEditing }) {
  const live = useLive();
  const rehearsal = useRehearsal(editing.saved?.hash);
  const work = useWork();
  const [days, setDays] = useState<Days>('7');
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const [restored, setRestored] = useState<string>();
  const start = (draftHash: string) => {
    setLooked(new Set());
    const to = Math.floor(live.now());
    return work.run(() => rehearsal.start(draftHash, to - Number(days) * DAY_MS, to));
  };
  return (
    <>
      <p className="rehearsalBand">
        <Glyph shape="barred" /> REHEARSAL, nothing is sent
      </p>
      {editing.saved === null && !editing.draft.isChanged ? (
        <Empty>There is no draft. Change something in Rules, Templates or Roster and save it; then it can be rehearsed here.</Empty>
      ) : (
        <DraftRehearsal {...{ editing, rehearsal, work, days, setDays, looked, setLooked, restored, start }} />
      )}
      <Versions
        editing={editing}
        restored={(draft) => {
          // Whoever goes back is in a hurry: what it would have done is found out meanwhile.
          setRestored(draft.hash);
          if (draft.problems.length === 0) void start(draft.hash);
        }}
      />
    </>
  );
}

interface DraftRehearsalProps {
  readonly editing: PolicyEditing;
  readonly rehearsal: ReturnType<typeof useRehearsal>;
  readonly work: ReturnType<typeof useWork>;
  readonly days: Days;
  readonly setDays: (days: Days) => void;
  readonly looked: ReadonlySet<string>;
  readonly setLooked: (looked: ReadonlySet<string>) => void;
  /** The draft that was made of an older version just now, by its hash. */
  readonly restored: string | undefined;
  readonly start: (draftHash: string) => Promise<unknown>;
}

function DraftRehearsal(props: DraftRehearsalProps) {
  const { editing, rehearsal, work, days, setDays, looked, setLooked, restored, start } = props;
  const { saved, draft } = editing;
  const { started, status } = rehearsal;
  const isRunning = status?.state === 'running';
  const isOfThis = saved !== null && !draft.isChanged && started?.draftHash === saved.hash;
  return (
    <>
      {draft.isChanged && (
        <p>There is something that you have not saved yet. Save the draft first: only what is saved is rehearsed.</p>
      )}
      {saved !== null && <Changes key={saved.hash} saved={saved} />}
      {saved !== null && (
        <section className="panel" aria-label="Run it">
          <h2>Run it over calls that came in</h2>
          <div className="ruleCardHead">
            <Choice label="Over" value={days} options={PERIODS} onChange={setDays} />
            <Button
              className="button strong"
              isDisabled={work.running || isRunning || draft.isChanged || saved.problems.length > 0}
              onPress={() => void start(saved.hash)}
            >
              Rehearse
            </Button>
          </div>
          <p className="problem" role="alert">
            {work.problem}
          </p>
          {isRunning && (
            <Working
              what={`Rehearsing, ${status.done.toLocaleString('en-US')} of ${status.frames.toLocaleString('en-US')} records`}
              share={status.frames === 0 ? undefined : status.done / status.frames}
              cancel={() => void rehearsal.cancel()}
            />
          )}
          {status?.state === 'failed' && <p>It could not be finished: {status.reason}</p>}
          {status?.state === 'cancelled' && <p>It was cancelled.</p>}
          {started !== undefined && rehearsal.isGone && (
            <p>The appliance was started again since and no longer has the result. Run it again.</p>
          )}
          {started !== undefined && !isOfThis && status?.state === 'done' && (
            <p>
              <Glyph shape="query" /> The draft has changed since it was rehearsed. Rehearse it again before it is put in force.
            </p>
          )}
        </section>
      )}
      {status?.state === 'done' && isOfThis && <Found id={status.id} looked={looked} setLooked={setLooked} />}
      {saved !== null && !draft.isChanged && (
        <Answer
          editing={editing}
          saved={saved}
          rehearsalId={isOfThis && status?.state === 'done' ? status.id : undefined}
          looked={looked}
          isGoneTo={restored === saved.hash}
        />
      )}
    </>
  );
}
