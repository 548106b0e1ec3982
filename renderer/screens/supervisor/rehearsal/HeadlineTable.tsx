import type { RehearsalHeadlineView } from '../../../../src/contract/rehearsal';

const COUNTS: readonly (readonly ['texted' | 'skipped' | 'waiting' | 'considered' | 'people' | 'segments', string])[] = [
  ['texted', 'Texted'],
  ['skipped', 'Not texted'],
  ['waiting', 'Still waiting at the end'],
  ['considered', 'Together'],
  ['people', 'Different numbers texted'],
  ['segments', 'Segments'],
];
const DIFFERENCES = [
  ['newlyTexted', 'Newly texted'],
  ['noLongerTexted', 'No longer texted'],
  ['waitsLonger', 'Waits longer'],
  ['waitsLess', 'Waits no longer'],
  ['otherText', 'Other text'],
  ['otherTime', 'Other time'],
  ['otherReason', 'Other reason'],
  ['same', 'The same'],
  ['considered', 'Together'],
] as const;

/** The numbers behind the headline; each column sums. */
export function HeadlineTable({ headline: { before, after, differences, frames } }: { readonly headline: RehearsalHeadlineView }) {
  return (
    <div className="twoColumns">
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">Stages of calls, for persons</th>
            <th scope="col" className="right">
              In force
            </th>
            <th scope="col" className="right">
              Draft
            </th>
          </tr>
        </thead>
        <tbody>
          {COUNTS.map(([key, name]) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="right">{before[key].toLocaleString('en-US')}</td>
              <td className="right">{after[key].toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">Differences</th>
            <th scope="col" className="right">
              Count
            </th>
          </tr>
        </thead>
        <tbody>
          {DIFFERENCES.map(([key, name]) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="right">
                {(key === 'considered' ? differences.total + differences.same : differences[key]).toLocaleString('en-US')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        From {frames.read.toLocaleString('en-US')} records of the feeds ({frames.rejected.toLocaleString('en-US')} could not be
        read) about {frames.incidents.toLocaleString('en-US')} incidents.
      </p>
    </div>
  );
}
