import { stageName } from '../../../format/words';
import { Glyph } from '../../../parts/Marks';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { changeRules, durationProblem, problemAt, type Ruleset, spelledDuration } from './ruleParts';

type Timing = Ruleset['stages'][string];
const STAGES = [
  'received',
  'dispatched',
  'delayed',
  'arrived',
  'completed',
  'caseAssigned',
  'caseUpdated',
  'caseClosed',
  'correction',
] as const;

/** Per stage: on or off, how long it waits, how long it stays true, and whether quiet hours hold it. */
export function StageTiming({ editing }: { readonly editing: PolicyEditing }) {
  const { stages } = editing.draft.value.ruleset;
  const before = editing.inForce.body.ruleset.stages;
  const set = (stage: string, timing: Timing) =>
    changeRules(editing, (rules) => ({ stages: { ...rules.stages, [stage]: timing } }));
  return (
    <table className="ruleTable">
      <thead>
        <tr>
          <th scope="col">Text</th>
          <th scope="col" className="box">
            Is sent
          </th>
          <th scope="col">Waits before it leaves</th>
          <th scope="col">Too late after</th>
          <th scope="col" className="box">
            Waits for the end of quiet hours
          </th>
          <th scope="col">Beside what is in force</th>
        </tr>
      </thead>
      <tbody>
        {STAGES.map((stage) => {
          const timing = stages[stage];
          if (timing === undefined) return null;
          const name = stageName(stage, null);
          return (
            <tr key={stage} data-at={`ruleset.stages.${stage}`}>
              <th scope="row">{name}</th>
              <td className="box">
                <input
                  type="checkbox"
                  aria-label={`${name} is sent`}
                  checked={timing.enabled}
                  onChange={(event) => set(stage, { ...timing, enabled: event.currentTarget.checked })}
                />
              </td>
              {(['hold', 'expires'] as const).map((key) => {
                const wrong = durationProblem(timing[key]) ?? problemAt(editing, `ruleset.stages.${stage}.${key}`);
                return (
                  <td key={key}>
                    <input
                      className="input narrow"
                      aria-label={`${name}: ${key === 'hold' ? 'waits before it leaves' : 'too late after'}`}
                      value={timing[key]}
                      aria-invalid={wrong !== undefined}
                      aria-describedby={`${stage}-${key}`}
                      onChange={(event) => set(stage, { ...timing, [key]: event.currentTarget.value })}
                    />
                    <p id={`${stage}-${key}`} className={wrong === undefined ? 'muted' : 'strong'}>
                      {wrong === undefined ? spelledDuration(timing[key]) : `▲ ${wrong}`}
                    </p>
                  </td>
                );
              })}
              <td className="box">
                <input
                  type="checkbox"
                  aria-label={`${name} waits for the end of quiet hours`}
                  checked={timing.quietHours}
                  onChange={(event) => set(stage, { ...timing, quietHours: event.currentTarget.checked })}
                />
              </td>
              <td>
                <Difference now={timing} before={before[stage]} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Difference({ now, before }: { readonly now: Timing; readonly before: Timing | undefined }) {
  if (before === undefined) return null;
  const said = [
    now.enabled === before.enabled ? '' : before.enabled ? 'In force it is sent.' : 'In force it is not sent.',
    now.hold === before.hold ? '' : `In force it waits ${spelledDuration(before.hold)}.`,
    now.expires === before.expires ? '' : `In force it is too late after ${spelledDuration(before.expires)}.`,
    now.quietHours === before.quietHours
      ? ''
      : before.quietHours
        ? 'In force quiet hours hold it.'
        : 'In force quiet hours do not hold it.',
  ].filter((part) => part !== '');
  return said.length === 0 ? (
    <span className="muted">The same</span>
  ) : (
    <span>
      <Glyph shape="half" /> {said.join(' ')}
    </span>
  );
}
