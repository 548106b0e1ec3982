import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useStatus } from '../link/herald';
import { FeedFacts, FeedNotes, FeedState } from '../parts/FeedState';
import { Empty, Loading } from '../parts/States';
import { address, go } from '../route';
import { useShortcuts } from '../shortcuts';
import { FeedTap } from './FeedTap';
import { LayoutEditor } from './LayoutEditor';

/** One feed: how it stands, what comes on it beside what is understood of it, and the layout that it is read by. */
export function FeedPage({ id, show }: { readonly id: string; readonly show: 'tap' | 'layout' }) {
  const feeds = useStatus()?.feeds;
  const turn = (to: 'tap' | 'layout') => go(address('feeds', id, { show: to === 'tap' ? undefined : to }), 'replace');
  useShortcuts('This feed', [
    { key: 'b', label: 'Back to all feeds', run: () => go(address('feeds')) },
    { key: 't', label: 'Live tap', run: () => turn('tap') },
    { key: 'l', label: 'Layout', run: () => turn('layout') },
  ]);
  if (feeds === undefined) return <Loading what={`feed ${id}`} />;
  const feed = feeds.find((each) => each.id === id);
  if (feed === undefined) {
    return (
      <Empty>
        <h1>There is no feed {id}</h1>
        <p>
          <a className="button" href={address('feeds')}>
            All feeds
          </a>
        </p>
      </Empty>
    );
  }
  return (
    <div className="feedPage">
      <div className="feedHead">
        <a className="button" href={address('feeds')}>
          All feeds
        </a>
        <h1>{feed.id}</h1>
        <FeedState feed={feed} />
      </div>
      <FeedFacts feed={feed} />
      <FeedNotes feed={feed} />
      <Tabs className="tabs" selectedKey={show} onSelectionChange={(key) => turn(key === 'layout' ? 'layout' : 'tap')}>
        <TabList className="tabList" aria-label="This feed">
          <Tab id="tap" className="tab">
            Live tap
          </Tab>
          <Tab id="layout" className="tab">
            Layout
          </Tab>
        </TabList>
        <TabPanel id="tap" className="tabPanel">
          <FeedTap id={id} />
        </TabPanel>
        <TabPanel id="layout" className="tabPanel">
          <LayoutEditor id={id} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
