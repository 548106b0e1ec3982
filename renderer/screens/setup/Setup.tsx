import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { SetupState, StarterView } from '../../../src/contract/setup';
import type { ScreenProps } from '../../frame/screen';
import { useQueries } from '../../link/herald';
import { type Draft, useDraft } from '../../link/useDraft';
import { Glyph } from '../../parts/Marks';
import { PageHead } from '../../parts/PageHead';
import { Failed, Loading } from '../../parts/States';
import { At } from '../../parts/Time';
import { address, go } from '../../route';
import { AgencyStep, ZONES } from './AgencyStep';
import { CallTypesStep } from './CallTypesStep';
import { CarrierStep } from './CarrierStep';
import { beginning, type SetupEntries, STEPS, type StepId } from './entries';
import { FeedStep } from './FeedStep';
import { KeepStep } from './KeepStep';
import { LiveStep } from './LiveStep';
import { StopStep } from './StopStep';
import { TestStep } from './TestStep';

/** What every step is given. */
export interface StepProps {
  readonly state: SetupState;
  readonly starter: StarterView;
  readonly draft: Draft<SetupEntries>;
  /** Changes some of the entries. */
  readonly enter: (change: Partial<SetupEntries>) => void;
  /** To the step after or before this one. */
  readonly move: (by: 1 | -1) => void;
}

const SHOWN: Record<StepId, (props: StepProps) => React.ReactNode> = {
  agency: AgencyStep,
  feed: FeedStep,
  carrier: CarrierStep,
  stop: StopStep,
  calls: CallTypesStep,
  keep: KeepStep,
  test: TestStep,
  live: LiveStep,
};
/** What these hold is in the profile once it is kept. */
const ENTERED: readonly StepId[] = ['agency', 'feed', 'stop', 'calls', 'keep'];

/** The first set-up, step by step, up to watch-only. What is entered stays in this browser; nothing is sent before the last. */
export function Screen({ subject }: ScreenProps) {
  const queries = useQueries();
  const state = useQuery({ ...queries.setup.state.queryOptions(), refetchInterval: 3_000 });
  const starter = useQuery(queries.setup.starter.queryOptions());
  if (state.data === undefined || starter.data === undefined) {
    const again = () => void Promise.all([state.refetch(), starter.refetch()]);
    return state.isError || starter.isError ? <Failed what="the set-up" again={again} /> : <Loading what="the set-up" />;
  }
  if (state.data.source === 'file' || state.data.source === 'training') {
    return (
      <div className="page">
        <PageHead title="First set-up" intro={`${state.data.whyNot}.`} />
        <p>
          <a className="button" href={address('profile')}>
            The profile in force
          </a>
        </p>
      </div>
    );
  }
  return <Steps subject={subject} state={state.data} starter={starter.data} />;
}

function Steps({ subject, state, starter }: { subject: string | undefined; state: SetupState; starter: StarterView }) {
  const draft = useDraft<SetupEntries>('set-up', BEGINNING);
  const carrier = useQuery(useQueries().carrierSettings.get.queryOptions()).data;
  const isKept = state.source === 'console';
  const current = STEPS.find(({ id }) => id === subject) ?? (isKept ? STEPS[6] : STEPS[0]);
  const place = STEPS.indexOf(current);
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef(current.id);
  useEffect(() => {
    // Whoever goes on by keyboard goes on at the top of the next step.
    if (opened.current !== current.id) heading.current?.focus();
    opened.current = current.id;
  }, [current.id]);
  const enter = (change: Partial<SetupEntries>) => draft.change((before) => ({ ...before, ...change }));
  const move = (by: 1 | -1) => {
    if (!isKept) draft.change((before) => ({ ...before, visited: [...new Set([...before.visited, current.id])] }));
    const to = STEPS[place + by];
    if (to !== undefined) go(address('setup', to.id));
  };
  const Step = SHOWN[current.id];
  return (
    <div className="page setup">
      <PageHead
        title="First set-up"
        intro={
          isKept
            ? 'Herald is set up. It sends nothing before somebody goes live.'
            : 'Some five minutes. What you enter stays in this browser until you start; no caller is texted before the last step.'
        }
      />
      <ol className="plain setupSteps" aria-label="Steps">
        {STEPS.map(({ id, name }, index) => {
          const isDone = isKept
            ? ENTERED.includes(id) || (id === 'carrier' && carrier !== undefined && carrier.settings !== null)
            : draft.value.visited.includes(id);
          return (
            <li key={id}>
              <a className="button" href={address('setup', id)} {...(id === current.id ? { 'aria-current': 'step' as const } : {})}>
                <Glyph shape={isDone ? 'disc' : 'ring'} /> {index + 1} {name}
                {isDone && <span className="hidden">, done</span>}
              </a>
            </li>
          );
        })}
      </ol>
      <section className="panel setupStep" aria-labelledby="setup-step">
        <h2 id="setup-step" tabIndex={-1} ref={heading}>
          {current.name}
        </h2>
        {isKept && ENTERED.includes(current.id) ? (
          <Kept state={state} />
        ) : (
          <Step state={state} starter={starter} draft={draft} enter={enter} move={move} />
        )}
      </section>
    </div>
  );
}

function Kept({ state }: { readonly state: SetupState }) {
  return (
    <>
      <p>
        This was kept {state.keptAt !== null && <At at={state.keptAt} />} by {state.keptBy}. It is changed elsewhere now: the
        agency, feeds and STOP in the profile, call types in the rules.
      </p>
      <div className="dialogButtons">
        <a className="button" href={address('profile')}>
          Profile
        </a>
        <a className="button" href={address('rules')}>
          Rules
        </a>
        <a className="button strong" href={address('setup', 'test')}>
          Go on with the test text
        </a>
      </div>
    </>
  );
}

/** The machine's own zone, where it is one that is offered: any other would more likely be a mistake. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const BEGINNING = beginning(ZONES.some(({ id }) => id === OWN_ZONE) ? OWN_ZONE : '');
