import type { FeedStatusView } from '../../src/contract/views';
import { useStatus } from '../link/herald';
import { Glyph } from '../parts/Marks';
import { Empty, Loading } from '../parts/States';
import { Age, At } from '../parts/Time';
import { address } from '../route';

const STATES: Record<FeedStatusView['state'], string> = {
  connecting: 'Connecting',
  open: 'Open',
  listening: 'Listening',
  lost: 'Lost',
  ended: 'Ended',
  failed: 'Failed',
  closed: 'Closed',
};

/** Every feed, what it last said and whether it can be trusted to be whole. */
export function Feeds() {
  const feeds = useStatus()?.feeds;
  if (feeds === undefined) return <Loading what="feeds" />;
  if (feeds.length === 0) return <Empty>No feed is set up. Give one in the profile, or with --feed ID=URL.</Empty>;
  return (
    <div className="page">
      <h1 className="hidden">Feeds</h1>
      <ul className="plain">
        {feeds.map((feed) => (
          <li key={feed.id} className="panel feed">
            <h2>{feed.id}</h2>
            <State feed={feed} />
            <dl className="facts">
              <Fact name="Address" value={feed.address} />
              <Fact name="Format" value={feed.format} />
              <Fact name="Last record" value={feed.lastFrameAt === null ? 'Never' : <LastRecord at={feed.lastFrameAt} />} />
              <Fact name="Frames" value={feed.frames.toLocaleString('en-US')} />
              <Fact
                name="Rejected"
                value={feed.rejected === 0 ? '0' : <a href={address('frames')}>{feed.rejected.toLocaleString('en-US')}</a>}
              />
              <Fact name="Discarded bytes" value={feed.discardedBytes.toLocaleString('en-US')} />
            </dl>
            {!feed.carriesNarrative && <p>It carries no narrative: exclusions by words in the narrative cannot work on it.</p>}
            {feed.gapSuspectedAt !== null && (
              <p>
                The link was lost and came back at <At at={feed.gapSuspectedAt} to="second" />: records from before may be missing.
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function LastRecord({ at }: { readonly at: number }) {
  return (
    <>
      <At at={at} to="second" />, <Age at={at} /> ago
    </>
  );
}

function State({ feed }: { readonly feed: FeedStatusView }) {
  const well = !feed.silent && (feed.state === 'open' || feed.state === 'listening' || feed.state === 'ended');
  return (
    <p className={well ? 'feedState' : 'feedState p2'}>
      {!well && <Glyph shape="triangle" />} {STATES[feed.state]}
      {feed.silent && ', silent for longer than it should be'}
      {feed.reason !== null && `: ${feed.reason}`}
    </p>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
