import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { FeedTrialView } from '../../../src/contract/setup';
import type { TapFrameView } from '../../../src/contract/views';
import { counted } from '../../format/words';
import { useLink, useQueries } from '../../link/herald';
import { Glyph } from '../../parts/Marks';
import { RawBytes, Reading } from '../../parts/Reading';
import { Empty } from '../../parts/States';
import { Age } from '../../parts/Time';
import { FrameName } from '../FeedTap';
import type { SetupEntries } from './entries';
import { feedUrl } from './feedAddress';

const ASK_EVERY_MS = 1_000;

export type TriedEntries = Pick<SetupEntries, 'feed' | 'proven' | 'seen'>;

interface FeedTrialProps {
  readonly entries: TriedEntries;
  readonly enter: (change: Pick<TriedEntries, 'proven' | 'seen'>) => void;
  /** The button that begins it. */
  readonly children: ReactNode;
}

/** What comes on the feed that is being tried, newest first, as Herald reads it. */
export function FeedTrial({ entries, enter, children }: FeedTrialProps) {
  const lost = useLink().state === 'lost';
  const { data } = useQuery({
    ...useQueries().setup.trial.queryOptions(),
    refetchInterval: ASK_EVERY_MS,
    enabled: !lost,
  });
  const trial = data?.trial ?? undefined;
  const isCurrent = trial !== undefined && trial.url === feedUrl(entries.feed);

  useEffect(() => {
    if (trial === undefined || !isCurrent || trial.understood === 0) return;
    const isNew = trial.callTypes.some(({ code }) => !entries.seen.some((each) => each.code === code));
    if (entries.proven !== trial.url || isNew) enter({ proven: trial.url, seen: trial.callTypes });
  }, [trial, isCurrent, entries.proven, entries.seen, enter]);

  return (
    <section className="feedTrial" aria-label="What comes in now">
      <div className="trialHead">
        <h3>What comes in now</h3>
        {children}
      </div>
      {trial === undefined ? (
        <Empty>
          {entries.proven === feedUrl(entries.feed) && entries.proven !== ''
            ? 'Records of this feed were understood before. Press “Listen now” to look again.'
            : 'Press “Listen now”: what CAD sends shows here, as Herald reads it.'}
        </Empty>
      ) : (
        <>
          {!isCurrent && (
            <p className="p2">
              <Glyph shape="triangle" /> This is what came by the address as it was. Press “Listen now” for the changed one.
            </p>
          )}
          <Summary trial={trial} />
          {trial.recent.length > 0 && (
            <ol className="plain frames">
              {trial.recent.map((frame) => (
                <Tried key={frame.id} frame={frame} />
              ))}
            </ol>
          )}
        </>
      )}
    </section>
  );
}

function Summary({ trial }: { readonly trial: FeedTrialView }) {
  const { state, reason, address, frames, understood, rejected, discardedBytes, lastFrameAt, carriesNarrative } = trial;
  return (
    <>
      <p role="status">
        <LinkWords state={state} address={address} reason={reason} />{' '}
        {frames === 0 ? (
          'Nothing has come yet.'
        ) : (
          <>
            <span className="strong">
              {understood} of {counted(frames, 'record')} understood
            </span>
            {rejected > 0 && `, ${rejected} rejected`}
            {lastFrameAt !== null && (
              <>
                , the last one <Age at={lastFrameAt} /> ago
              </>
            )}
            .
          </>
        )}
      </p>
      {discardedBytes > 0 && (
        <p>
          <Glyph shape="triangle" /> {counted(discardedBytes, 'byte')} made no record: perhaps another “What ends a record” fits.
        </p>
      )}
      {rejected > 0 && understood === 0 && (
        <p>
          <Glyph shape="triangle" /> Nothing could be read. Look below where it failed: another format or layout may fit.
        </p>
      )}
      {frames > 0 && !carriesNarrative && (
        <p>
          <Glyph shape="query" /> This format carries no narrative: exclusions by words of a narrative cannot work on it.
        </p>
      )}
    </>
  );
}

function LinkWords({ state, address, reason }: Pick<FeedTrialView, 'state' | 'address' | 'reason'>) {
  if (state === 'listening') return <>Listening on {address}.</>;
  if (state === 'open') return <>Open: {address}.</>;
  if (state === 'ended') return <>{address} has been read to its end.</>;
  return (
    <span className="p2">
      <Glyph shape="triangle" /> {state === 'connecting' ? `Trying to reach ${address}.` : `Not open: ${address}.`} {reason ?? ''}
      {reason === null || reason.endsWith('.') ? '' : '.'}
    </span>
  );
}

function Tried({ frame }: { readonly frame: TapFrameView }) {
  const { reading } = frame;
  return (
    <li className="panel tapFrame">
      <p className="frameHead">
        <FrameName frame={frame} />
        <span className={reading.outcome === 'rejected' ? 'mark p2' : 'mark'}>
          <Glyph shape={reading.outcome === 'rejected' ? 'triangle' : reading.outcome === 'nothing' ? 'dash' : 'disc'} />{' '}
          {reading.outcome === 'rejected' ? 'Rejected' : reading.outcome === 'nothing' ? 'Says nothing' : 'Understood'}
        </span>
      </p>
      <Reading reading={reading} />
      <details open={reading.outcome === 'rejected'}>
        <summary>As it came, masked</summary>
        <RawBytes lines={frame.raw} leftOut={frame.leftOut} label={`Bytes of frame ${frame.id}`} />
      </details>
    </li>
  );
}
