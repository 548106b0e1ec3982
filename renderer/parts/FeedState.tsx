import type { ReactNode } from 'react';
import type { FeedStatusView } from '../../src/contract/views';
import { span } from '../format/time';
import { address } from '../route';
import { Glyph } from './Marks';
import { Age, At } from './Time';

const STATES: Record<FeedStatusView['state'], string> = {
  connecting: 'Connecting',
  open: 'Open',
  listening: 'Listening',
  lost: 'Lost',
  ended: 'Ended',
  failed: 'Failed',
  closed: 'Closed',
};

/** Whether a feed is heard, in a sentence. */
export function FeedState({ feed }: { readonly feed: FeedStatusView }) {
  const well = !feed.silent && (feed.state === 'open' || feed.state === 'listening' || feed.state === 'ended');
  return (
    <p className={well ? 'feedState' : 'feedState p2'}>
      {!well && <Glyph shape="triangle" />} {STATES[feed.state]}
      {feed.silent && ', silent for longer than it should be'}
      {feed.reason !== null && `: ${feed.reason}`}
    </p>
  );
}

/** Where a feed comes from and how much of it could be read. */
export function FeedFacts({ feed }: { readonly feed: FeedStatusView }) {
  return (
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
      <Fact name="Told twice" value={feed.duplicates.toLocaleString('en-US')} />
      <Fact name="Out of order" value={feed.outOfOrder.toLocaleString('en-US')} />
      <Fact name="CAD clock" value={clockSkew(feed.clockSkewMs)} />
    </dl>
  );
}

/** Records come a moment after what they tell: only what is more says something about a clock. */
function clockSkew(ms: number | null): string {
  if (ms === null) return 'Not known yet';
  if (Math.abs(ms) < 10_000) return 'As this one';
  return ms > 0 ? `${span(ms)} ahead` : `${span(-ms)} behind, or its records come late`;
}

/** What cannot be relied on with this feed. */
export function FeedNotes({ feed }: { readonly feed: FeedStatusView }) {
  return (
    <>
      {!feed.carriesNarrative && <p>It carries no narrative: exclusions by words in the narrative cannot work on it.</p>}
      {feed.gapSuspectedAt !== null && (
        <p>
          The link was lost and came back at <At at={feed.gapSuspectedAt} to="second" />: records from before may be missing.
        </p>
      )}
    </>
  );
}

function LastRecord({ at }: { readonly at: number }) {
  return (
    <>
      <At at={at} to="second" />, <Age at={at} /> ago
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
