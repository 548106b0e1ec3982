import type { RehearsalRowView, RehearsedOutcomeView } from '../../../../src/contract/rehearsal';
import { ROLES, stageName } from '../../../format/words';
import { Tick } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import { WordDiff } from './WordDiff';

const CHANGES: Record<RehearsalRowView['change'], string> = {
  newlyTexted: 'Newly texted',
  noLongerTexted: 'No longer texted',
  waitsLonger: 'Waits longer',
  waitsLess: 'Waits no longer',
  otherText: 'Other text',
  otherTime: 'Other time',
  otherReason: 'Other reason',
  same: 'The same',
};

interface RehearsedRowProps {
  readonly row: RehearsalRowView;
  readonly looked?: boolean;
  /** With it, a risk can be ticked as looked at. */
  readonly setLooked?: (looked: boolean) => void;
}

/** One stage of one call for one person: before, after, and what makes the difference. */
export function RehearsedRow({ row, looked = false, setLooked }: RehearsedRowProps) {
  const { before, after, risk } = row;
  return (
    <article className="rehearsedRow" aria-label={`${row.incident}, ${stageName(row.stage, row.cause)}`}>
      {risk !== null && (
        <p className={risk.level === 'safety' ? 'p1 strong' : 'p2'}>
          <Glyph shape={risk.level === 'safety' ? 'square' : 'triangle'} /> {risk.level === 'safety' ? 'Safety: ' : 'Attention: '}
          {risk.sentence}
        </p>
      )}
      <p className="facts">
        <strong>{row.incident}</strong>
        <span>{[row.callType, row.priority].filter((each) => each !== null).join(', ')}</span>
        <span>{stageName(row.stage, row.cause)}</span>
        {row.role !== null && (
          <span>
            {ROLES[row.role]} {row.to}
          </span>
        )}
        <strong>{CHANGES[row.change]}</strong>
        <span>{row.because}</span>
      </p>
      <div className="beforeAfter">
        <Outcome name="In force" outcome={before} />
        <Outcome name="Draft" outcome={after} />
      </div>
      {before?.text != null && after?.text != null && before.text !== after.text ? (
        <WordDiff before={before.text} after={after.text} />
      ) : (
        (after?.text ?? before?.text) != null && <p className="muted">“{after?.text ?? before?.text}”</p>
      )}
      {risk?.level === 'safety' && setLooked !== undefined && (
        <Tick label="I have looked at this one, and it may be texted" value={looked} onChange={setLooked} />
      )}
    </article>
  );
}

const OUTCOMES = { texted: 'Texted', skipped: 'Not texted', waiting: 'Waiting' } as const;

function Outcome({ name, outcome }: { readonly name: string; readonly outcome: RehearsedOutcomeView | null }) {
  return (
    <p>
      <span className="muted">{name}:</span>{' '}
      {outcome === null ? (
        'it does not come up'
      ) : (
        <>
          {OUTCOMES[outcome.outcome]} <At at={outcome.at} to="second" />
          {outcome.outcome !== 'texted' && <>, {outcome.reason}</>}
        </>
      )}
    </p>
  );
}
