import type { TriedFrameView } from '../../src/contract/views';
import { counted } from '../format/words';
import { Glyph } from '../parts/Marks';
import { RawBytes, Reading, Unaccounted } from '../parts/Reading';
import { Empty } from '../parts/States';
import { At } from '../parts/Time';
import { FrameName, Which } from './FeedTap';
import type { TriedDraft } from './useTriedLayout';

const CHANGES: Record<TriedFrameView['change'], { readonly shape: 'dash' | 'query' | 'disc' | 'cross'; readonly words: string }> = {
  same: { shape: 'dash', words: 'As now' },
  different: { shape: 'query', words: 'Differs' },
  gained: { shape: 'disc', words: 'By the draft only' },
  lost: { shape: 'cross', words: 'No longer understood' },
};
const OUTCOMES = { understood: 'Understood', nothing: 'Says nothing', rejected: 'Rejected' } as const;
/** What needs a look comes first; within that, as they came. */
const ORDER = ['lost', 'gained', 'different', 'same'] as const;

interface TriedProps {
  readonly tried: TriedDraft;
  readonly only: 'all' | 'rejected';
  readonly choose: (only: 'all' | 'rejected') => void;
  readonly hint: string | undefined;
}

/** What a draft makes of the last frames, beside what is made of them now. */
export function Tried({ tried, only, choose, hint }: TriedProps) {
  const { frames, problems, failed, at } = tried;
  const stale = problems.length > 0 && frames !== undefined;
  return (
    <section className="tried" aria-label="Tried on the last frames">
      <div className="toolbar">
        <h2>Tried on the last frames</h2>
        <Which only={only} choose={choose} />
      </div>
      <p className="triedSummary" role="status">
        {failed && 'The appliance did not answer. Try it again.'}
        {!failed && frames !== undefined && frames.length > 0 && (
          <>
            {stale && 'The last draft that could be read: '}
            {summary(frames)}{' '}
            <span className="muted">
              As of <At at={at} to="second" />.
            </span>
          </>
        )}
      </p>
      {hint !== undefined ? (
        <Empty>{hint}</Empty>
      ) : frames === undefined ? (
        problems.length > 0 && <Empty>Nothing is tried while the draft has problems.</Empty>
      ) : frames.length === 0 ? (
        <Empty>{only === 'all' ? 'Nothing has come on this feed yet.' : 'No frame of this feed is rejected.'}</Empty>
      ) : (
        <ol className="plain frames" data-stale={stale || undefined}>
          {ORDER.flatMap((change) => frames.filter((frame) => frame.change === change)).map((frame) => (
            <TriedFrame key={`${frame.id} ${frame.change}`} frame={frame} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TriedFrame({ frame }: { readonly frame: TriedFrameView }) {
  const { id, raw, leftOut, reading, draft, change } = frame;
  const { shape, words } = CHANGES[change];
  const open = change !== 'same' || draft.unaccounted.length > 0;
  return (
    <li className="panel tapFrame">
      <details open={open}>
        <summary>
          <span className="mark strong">
            <Glyph shape={shape} /> {words}
          </span>
          <FrameName frame={frame} />
          <span>
            {change === 'same' || reading.outcome === draft.outcome
              ? OUTCOMES[draft.outcome]
              : `${OUTCOMES[reading.outcome]} now, ${OUTCOMES[draft.outcome].toLowerCase()} by the draft`}
          </span>
        </summary>
        <RawBytes lines={raw} leftOut={leftOut} label={`Bytes of frame ${id}`} />
        <Unaccounted of={draft} />
        {change === 'same' ? (
          <div>
            <h3>Now and by the draft</h3>
            <Reading reading={draft} listUnaccounted={false} />
          </div>
        ) : (
          <div className="tapBody">
            <div>
              <h3>Now</h3>
              <Reading reading={reading} against={draft} sign="−" listUnaccounted={false} />
            </div>
            <div>
              <h3>By the draft</h3>
              <Reading reading={draft} against={reading} sign="+" listUnaccounted={false} />
            </div>
          </div>
        )}
      </details>
    </li>
  );
}

function summary(frames: readonly TriedFrameView[]): string {
  const of = (change: TriedFrameView['change']) => frames.filter((frame) => frame.change === change).length;
  const parts = [
    ...(of('same') > 0 ? [`${of('same')} as now`] : []),
    ...(of('different') > 0 ? [`${of('different')} read differently`] : []),
    ...(of('gained') > 0 ? [`${of('gained')} understood by the draft only`] : []),
    ...(of('lost') > 0 ? [`${of('lost')} no longer understood`] : []),
  ];
  const rejected = frames.filter(({ draft }) => draft.outcome === 'rejected').length;
  const refused = rejected === 0 ? '' : ` The draft cannot read ${rejected} of them.`;
  const pieces = frames.reduce((sum, { draft }) => sum + draft.unaccounted.length, 0);
  const left = pieces === 0 ? '' : ` ${counted(pieces, 'line')} ${pieces === 1 ? 'is' : 'are'} not accounted for.`;
  const all = rejected + pieces === 0 ? ' All that they say is accounted for.' : '';
  return `${counted(frames.length, 'frame')}: ${parts.join(', ')}.${refused}${left}${all}`;
}
