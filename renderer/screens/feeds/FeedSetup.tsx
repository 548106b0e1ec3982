import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { ScreenProps } from '../../frame/screen';
import { useClient, useQueries } from '../../link/herald';
import { useDraft } from '../../link/useDraft';
import { TextBox } from '../../parts/Fields';
import { Glyph } from '../../parts/Marks';
import { PageHead } from '../../parts/PageHead';
import { Empty, Failed, Loading } from '../../parts/States';
import { usePaused } from '../../parts/usePaused';
import { address, go } from '../../route';
import type { TriedEntries } from '../setup/FeedTrial';
import { FIRST_FEED, feedUrl } from '../setup/feedAddress';
import { TriedFeed } from '../setup/TriedFeed';
import { useFeedTrial } from '../setup/useFeedTrial';
import { Change } from '../supervisor/profile/Change';
import { feedEntryOf, type ProfileFeed } from './feedEntryOf';
import { feedsPart, withFeed, withoutFeed } from './feedsInProfile';

/** In the address, in place of a feed's name. */
export const NEW = '+';

/** One feed of the profile, to be added, changed or removed: tried before it is kept. */
export function Screen({ subject = NEW }: ScreenProps) {
  const queries = useQueries();
  const state = useQuery(queries.setup.state.queryOptions());
  // What is kept is the whole profile: it must be the one in force now.
  const profile = useQuery({ ...queries.setup.profile.queryOptions(), staleTime: 0, refetchOnMount: 'always' });
  if (state.data === undefined || profile.data === undefined) {
    const again = () => void Promise.all([state.refetch(), profile.refetch()]);
    return state.isError || profile.isError ? <Failed what="the feeds" again={again} /> : <Loading what="the feeds" />;
  }
  const { canChange, whyNot, source } = state.data;
  if (!canChange || source === 'none') {
    return (
      <div className="page">
        <PageHead
          title="Feeds of the profile"
          intro={
            source === 'none'
              ? 'Herald is not set up yet: its first feed is part of that.'
              : `They cannot be changed here. ${whyNot}.`
          }
        />
        <p>
          <a className="button" href={source === 'none' ? address('setup', 'feed') : address('feeds')}>
            {source === 'none' ? 'Set Herald up' : 'All feeds'}
          </a>
        </p>
      </div>
    );
  }
  const { feeds } = feedsPart(profile.data.text);
  const feed = feeds.find(({ id }) => id === subject);
  if (feed === undefined && subject !== NEW) {
    return (
      <Empty>
        <h1>The profile has no feed {subject}</h1>
        <p>
          <a className="button" href={address('feeds')}>
            All feeds
          </a>
        </p>
      </Empty>
    );
  }
  return <Editing key={subject} feed={feed} text={profile.data.text} basedOn={profile.data.hash} />;
}

interface EditingProps {
  /** Undefined: a new one. */
  readonly feed: ProfileFeed | undefined;
  readonly text: string;
  readonly basedOn: string | null;
}

function Editing({ feed, text, basedOn }: EditingProps) {
  const { agency, feeds, layouts } = feedsPart(text);
  const begun: TriedEntries = {
    feed: feed === undefined ? { ...FIRST_FEED, id: '', port: '9102' } : feedEntryOf(feed, layouts),
    ...{ proven: '', seen: [] },
  };
  const draft = useDraft<TriedEntries>(`feed ${feed?.id ?? NEW}`, begun);
  const entries = draft.value;
  const trial = useFeedTrial(entries.feed, agency.timeZone, false);
  const [isRemoving, setRemoving] = useState(false);
  const name = entries.feed.id.trim();
  const isTaken = feed === undefined && feeds.some(({ id }) => id === name);
  const client = useClient();
  // Who leaves has seen enough, and the next feed is another one. A reload goes on.
  useEffect(() => () => void client.setup.stopTrying({}).catch(() => undefined), [client]);
  const enter = (change: Partial<TriedEntries['feed']>) => {
    trial.changed();
    draft.change((before) => ({ ...before, feed: { ...before.feed, ...change } }));
  };
  const leave = () => {
    draft.discard();
    go(address('feeds'));
  };
  return (
    <div className="page">
      <PageHead
        title={feed === undefined ? 'Add a feed' : `Change the feed ${feed.id}`}
        intro="Listen to it first: what comes shows beside, as Herald reads it. Nothing of that is stored, decided or acknowledged."
      >
        <a className="button" href={address('feeds')}>
          All feeds
        </a>
        {feed !== undefined && (
          <Button className="button" aria-pressed={isRemoving} onPress={() => setRemoving(!isRemoving)}>
            Remove it…
          </Button>
        )}
      </PageHead>
      {feed !== undefined && isRemoving && (
        <section className="panel" aria-label="Remove the feed">
          <h2>Remove the feed {feed.id}?</h2>
          <Removed id={feed.id} isLast={feeds.length === 1} />
          <Change
            text={withoutFeed(text, feed.id)}
            basedOn={basedOn}
            reasons={['CAD no longer sends it', 'Another feed takes its place']}
            means={<Removed id={feed.id} isLast={feeds.length === 1} />}
            verb={`Remove ${feed.id}`}
            done={leave}
            leave={() => setRemoving(false)}
          />
        </section>
      )}
      <TriedFeed
        className="setupColumns feedSetup"
        entries={entries}
        trial={trial}
        change={enter}
        enter={(shown) => draft.change((before) => ({ ...before, ...shown }))}
        first={
          feed === undefined && (
            <TextBox
              label="Name of the feed"
              value={entries.feed.id}
              onChange={(id) => enter({ id })}
              problem={isTaken ? 'There is a feed of that name already.' : undefined}
              hint="Short, such as cad, units or rms. It names the feed everywhere, and stays"
            />
          )
        }
      >
        {feed !== undefined && (
          <p className="muted">
            While Herald listens at an address it cannot be tried there a second time. Another layout for what comes in already is
            tried under <a href={address('feeds', feed.id, { show: 'layout' })}>Layout</a>.
          </p>
        )}
      </TriedFeed>
      {draft.isChanged && <Keep entries={entries} id={feed?.id} text={text} basedOn={basedOn} isTaken={isTaken} leave={leave} />}
    </div>
  );
}

function Keep({
  entries,
  id,
  text,
  basedOn,
  isTaken,
  leave,
}: Omit<EditingProps, 'feed'> & {
  readonly entries: TriedEntries;
  readonly id: string | undefined;
  readonly isTaken: boolean;
  readonly leave: () => void;
}) {
  const asked = usePaused(isTaken ? '' : withFeed(text, entries.feed, id));
  const isProven = entries.proven !== '' && entries.proven === feedUrl(entries.feed);
  const doubt = (
    <p>
      {isProven ? <Glyph shape="disc" /> : <Glyph shape="triangle" />}{' '}
      {isProven
        ? 'Records of this feed were understood as it is entered here.'
        : 'No record of this feed has been understood yet as it is entered here. It can be kept all the same: look at its live tap then.'}
    </p>
  );
  if (entries.feed.id.trim() === '' || isTaken) return null;
  return (
    <section className="panel" aria-label="Keep the feed">
      <h2>Keep it</h2>
      {doubt}
      <Change
        text={asked}
        basedOn={basedOn}
        reasons={id === undefined ? ['A further feed of CAD'] : ['CAD sends it otherwise now']}
        means={doubt}
        done={leave}
        leave={leave}
      />
    </section>
  );
}

/** What it means to listen no more. */
function Removed({ id, isLast }: { readonly id: string; readonly isLast: boolean }) {
  return (
    <>
      <p>
        Nothing that {id} says is heard any more: what only it would have told (an arrival, a closing, a detective) stays unknown,
        and texts that wait for that do not leave. What it has told stays, and so do the texts that left.
      </p>
      {isLast && (
        <p>
          <Glyph shape="triangle" /> It is the only feed: without it Herald hears nothing and texts nobody.
        </p>
      )}
    </>
  );
}
