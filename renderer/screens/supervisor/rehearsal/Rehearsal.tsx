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

/** What a draft would have done, and how it is put in force. */
export function Screen() {
  return (
    <PolicyPage
      title="Rehearsal"
      intro="What the draft would have done with the calls that came in. Look at it, then put it in force; or go back to an older version."
      isRehearsal
    >
      {(editing) => (
        <>
          <p className="rehearsalBand">
            <Glyph shape="barred" /> REHEARSAL, nothing is sent
          </p>
          {editing.saved === null && !editing.draft.isChanged ? (
            <Empty>
              There is no draft. Change something in Rules, Templates or Roster and save it; then it can be rehearsed here.
            </Empty>
          ) : (
            <DraftRehearsal editing={editing} />
          )}
          <Versions editing={editing} />
        </>
      )}
    </PolicyPage>
  );
}

function DraftRehearsal({ editing }: { readonly editing: PolicyEditing }) {
  const { saved, draft } = editing;
  const live = useLive();
  const rehearsal = useRehearsal(saved?.hash);
  const work = useWork();
  const [days, setDays] = useState<(typeof PERIODS)[number]['id']>('7');
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const { started, status } = rehearsal;
  const isRunning = status?.state === 'running';
  const isOfThis = saved !== null && !draft.isChanged && started?.draftHash === saved.hash;
  const start = () => {
    if (saved === null) return;
    setLooked(new Set());
    const to = Math.floor(live.now());
    void work.run(() => rehearsal.start(saved.hash, to - Number(days) * DAY_MS, to));
  };
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
              onPress={start}
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
        />
      )}
    </>
  );
}
