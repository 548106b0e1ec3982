import type { AuditVerificationView } from '../../../../src/contract/auditProof';
import { entryWords, FAULTS } from '../../../format/auditWords';
import { counted } from '../../../format/words';
import { At } from '../../../parts/Time';

/** What is wrong with the audit, where, and what a person should do about it. */
export function AuditFaults({ of: { faults, faultCount } }: { readonly of: AuditVerificationView }) {
  return (
    <section className="panel" aria-label="What is wrong">
      <h2>What is wrong, and where</h2>
      <p>
        <span className="muted">To do:</span> Leave this machine as it is and copy its data directory elsewhere before anything
        else. Tell whoever answers for security at the agency. Compare with anchors and backups that were kept elsewhere: they say
        since when.
      </p>
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Where</th>
            <th scope="col">Written</th>
            <th scope="col">In a sentence</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={`${fault.entry} ${fault.kind} ${fault.text}`}>
              <th scope="row">{FAULTS[fault.kind]}</th>
              <td>{entryWords(fault.entry)}</td>
              <td>{fault.at === null ? 'Not known' : <At at={fault.at} to="second" />}</td>
              <td>{fault.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faultCount > faults.length && <p className="muted">And {counted(faultCount - faults.length, 'more place')}.</p>}
    </section>
  );
}
