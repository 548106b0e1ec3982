import { useStatus } from '../link/herald';
import { useMay } from '../link/may';
import { FeedFacts, FeedNotes, FeedState } from '../parts/FeedState';
import { Empty, Loading } from '../parts/States';
import { address } from '../route';

/** Every feed, what it last said and whether it can be trusted to be whole. */
export function Feeds() {
  const may = useMay();
  const feeds = useStatus()?.feeds;
  if (feeds === undefined) return <Loading what="feeds" />;
  if (feeds.length === 0) return <Empty>No feed is set up. Give one in the profile, or with --feed ID=URL.</Empty>;
  return (
    <div className="page">
      <h1 className="hidden">Feeds</h1>
      {may('setup.keep') && (
        <div className="pageActions">
          <a className="button" href={address('feed', '+')}>
            Add a feed
          </a>
        </div>
      )}
      <ul className="plain">
        {feeds.map((feed) => (
          <li key={feed.id} className="panel feed">
            <div className="feedHead">
              <h2>
                <a href={address('feeds', feed.id)}>{feed.id}</a>
              </h2>
              <a className="button" href={address('feeds', feed.id)} aria-label={`Live tap of feed ${feed.id}`}>
                Live tap
              </a>
              <a className="button" href={address('feeds', feed.id, { show: 'layout' })} aria-label={`Layout of feed ${feed.id}`}>
                Layout
              </a>
              {may('setup.keep') && (
                <a className="button" href={address('feed', feed.id)} aria-label={`Change or remove feed ${feed.id}`}>
                  Change…
                </a>
              )}
            </div>
            <FeedState feed={feed} />
            <FeedFacts feed={feed} />
            <FeedNotes feed={feed} />
          </li>
        ))}
      </ul>
    </div>
  );
}
