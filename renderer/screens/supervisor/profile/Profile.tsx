import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { SetupState } from '../../../../src/contract/setup';
import { MODES } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { Fact } from '../../../parts/Fact';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { address } from '../../../route';
import { saveFile } from '../saveFile';
import { GoLive } from './GoLive';
import { Import } from './Import';
import { ProfileFields } from './ProfileFields';
import { WouldHaveTexted } from './WouldHaveTexted';

const SOURCES: Record<SetupState['source'], string> = {
  none: 'Herald is not set up yet',
  console: 'Entered in a console, and kept in Herald’s store',
  file: 'A file that Herald was started with',
  training: 'Training mode’s own',
};

/** The agency's profile: where it comes from, what it says, and how it is changed. */
export function Screen() {
  const queries = useQueries();
  const state = useQuery({ ...queries.setup.state.queryOptions(), refetchInterval: 3_000 });
  if (state.data === undefined) {
    return state.isError ? <Failed what="the profile" again={() => void state.refetch()} /> : <Loading what="the profile" />;
  }
  return <Profile state={state.data} />;
}

function Profile({ state }: { readonly state: SetupState }) {
  const may = useMay();
  // Another profile in force is another answer.
  const { data } = useQuery({ ...useQueries().setup.profile.queryOptions(), staleTime: 0, refetchOnMount: 'always' });
  const [isImporting, setImporting] = useState(false);
  const mayKeep = state.canChange && may('setup.keep');
  const isNone = state.source === 'none';
  return (
    <div className="page">
      <PageHead
        title="Profile"
        intro="Who the agency is, what Herald listens to, how STOP is seen, how long things are kept; and the rules it began with."
      >
        {isNone && may('setup.keep') && (
          <a className="button strong" href={address('setup')}>
            Set Herald up
          </a>
        )}
        <Button
          className="button"
          isDisabled={data === undefined || isNone}
          onPress={() => data !== undefined && saveFile('herald-profile.json', 'application/json', data.text)}
        >
          Export
        </Button>
        {mayKeep && (
          <Button className="button" aria-pressed={isImporting} onPress={() => setImporting(!isImporting)}>
            Import
          </Button>
        )}
      </PageHead>
      <section className="panel" aria-label="In force">
        <h2>In force</h2>
        <dl className="facts carrierFacts">
          <Fact name="Mode">{isNone ? 'Nothing is read, nothing is sent' : MODES[state.mode]}</Fact>
          <Fact name="Comes from">{SOURCES[state.source]}</Fact>
          {state.keptAt !== null && (
            <Fact name="Kept">
              <At at={state.keptAt} /> by {state.keptBy}
            </Fact>
          )}
        </dl>
        {!isNone && (
          <p className="muted">
            An export holds all of this with rules, templates and roster as they are in force, so names and numbers of officers,
            too. How Herald signs in at the carrier, accounts, opt-outs and all of calls stay here.
          </p>
        )}
        {!state.canChange && <p>It cannot be changed here. {state.whyNot}.</p>}
        {state.source === 'console' && <GoLive state={state} />}
      </section>
      {state.mode === 'watch' && state.source !== 'none' && (
        <section className="panel" aria-label="What watching shows">
          <h2>What watching shows</h2>
          <WouldHaveTexted since={state.keptAt} />
        </section>
      )}
      {isImporting && data !== undefined && <Import basedOn={data.hash} done={() => setImporting(false)} />}
      {data !== undefined && !isNone && <ProfileFields key={data.hash} text={data.text} basedOn={data.hash} mayKeep={mayKeep} />}
    </div>
  );
}
