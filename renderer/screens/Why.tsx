import type { DecisionView, MessageView } from '../../src/contract/views';
import { besideTexting, stageName } from '../format/words';
import { MessageMark, OutcomeMark, TextingMark } from '../parts/Marks';
import { At } from '../parts/Time';
import { type IncidentDetail, leftText, standingDecisions } from './timeline';

/** Why a text went out or did not, in one look: the sentence, what stands above all rules, then each stage. */
export function Why({ detail }: { readonly detail: IncidentDetail }) {
  const { incident } = detail;
  const decisions = standingDecisions(detail.decisions);
  return (
    <section className="panel why" aria-label="Why">
      <h2>Texted or not, and why</h2>
      <p className="sentence">
        <TextingMark state={incident.texting} /> {besideTexting(incident)}
      </p>
      {incident.excluded !== null && (
        <p className="above">
          <span className="strong">Excluded</span> <At at={incident.excluded.at} />: {incident.excluded.reason}{' '}
          <span className="muted">(rule {incident.excluded.rule}; it stays so until a supervisor lifts it)</span>
        </p>
      )}
      {incident.suppressed !== null && (
        <p className="above">
          <span className="strong">Stopped by {incident.suppressed.by}</span> <At at={incident.suppressed.at} />:{' '}
          {incident.suppressed.reason}
        </p>
      )}
      {decisions.length === 0 ? (
        <p className="muted">No stage has been considered yet.</p>
      ) : (
        <table>
          <thead className="hidden">
            <tr>
              <th>Decision</th>
              <th>Stage</th>
              <th>Reason</th>
              <th>Since</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((decision) => (
              <Decided key={decision.id} decision={decision} left={leftText(decision, detail.messages)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** One stage: what became of its text where one left, else what was decided. */
function Decided({ decision, left }: { readonly decision: DecisionView; readonly left: MessageView | undefined }) {
  const { outcome, until, stage, cause, reason, rule } = decision;
  return (
    <tr>
      <td>{left === undefined ? <OutcomeMark outcome={outcome} until={until} /> : <MessageMark state={left.state} />}</td>
      <td className="strong">{stageName(stage, cause)}</td>
      <td>
        {left === undefined ? reason : outcome === 'skip' ? `Not again: ${reason}` : left.reason}
        {rule !== null && <span className="muted rule">Rule {rule}</span>}
      </td>
      <td className="right muted">
        <At at={left?.sendingAt ?? decision.at} />
      </td>
    </tr>
  );
}
