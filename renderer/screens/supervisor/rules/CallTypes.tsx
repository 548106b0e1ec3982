import { memo, useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { counted, shortStageName } from '../../../format/words';
import { TextBox } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { changeRules, problemAt, type Ruleset, withEntry } from './ruleParts';

type CallType = Ruleset['callTypes'][number];
const STAGES = ['received', 'dispatched', 'delayed', 'arrived', 'completed', 'caseAssigned', 'caseUpdated', 'caseClosed'] as const;
const nameOf = (stage: (typeof STAGES)[number]) => (stage === 'delayed' ? 'Delay' : shortStageName(stage, null));

/** A table of call types by moments. */
export function CallTypes({ editing }: { readonly editing: PolicyEditing }) {
  const [find, setFind] = useState('');
  const rules = editing.draft.value.ruleset;
  const before = new Map(editing.inForce.body.ruleset.callTypes.map((type) => [type.code, type]));
  const { change } = editing.draft;
  const set = useCallback(
    (place: number, type: CallType | undefined) =>
      change((policy) => ({
        ...policy,
        ruleset: { ...policy.ruleset, callTypes: withEntry(policy.ruleset.callTypes, place, type) },
      })),
    [change],
  );
  const gone = [...before.values()].filter(({ code }) => !rules.callTypes.some((type) => type.code === code));
  const wanted = find.trim().toLowerCase();
  const shown = rules.callTypes.flatMap((type, place) =>
    `${type.code} ${type.label ?? ''}`.toLowerCase().includes(wanted) ? [{ type, place }] : [],
  );
  return (
    <>
      <div className="ruleCardHead">
        <TextBox label="Find a call type" type="search" value={find} onChange={setFind} />
        <Button
          className="button"
          onPress={() => {
            setFind('');
            changeRules(editing, ({ callTypes }) => ({
              callTypes: [{ code: '', label: '', stages: [], callerIsVictim: false }, ...callTypes],
            }));
          }}
        >
          Add a call type
        </Button>
        <p className="muted" role="status">
          {shown.length === rules.callTypes.length
            ? counted(shown.length, 'call type')
            : `${shown.length} of ${rules.callTypes.length}`}
        </p>
      </div>
      <div className="reportTable">
        <table className="ruleTable">
          <thead>
            <tr>
              <th scope="col" className="callTypeCode">
                Code in CAD
              </th>
              <th scope="col" className="callTypeName">
                Name
              </th>
              {STAGES.map((stage) => (
                <th scope="col" key={stage} className="box">
                  {nameOf(stage)}
                </th>
              ))}
              <th scope="col" className="box">
                Caller is victim
              </th>
              <th scope="col">Beside what is in force</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ type, place }) => (
              <TypeRow
                // The place, not the code: that is being typed.
                key={place}
                place={place}
                type={type}
                before={before.get(type.code)}
                problem={problemAt(editing, `ruleset.callTypes[${place}].code`)}
                set={set}
              />
            ))}
          </tbody>
        </table>
      </div>
      {gone.length > 0 && (
        <section aria-label="Taken out of the draft">
          <h3>Taken out of the draft</h3>
          {gone.map((type) => (
            <p key={type.code}>
              <code>{type.code}</code> {type.label}{' '}
              <Button
                className="button small"
                onPress={() => changeRules(editing, ({ callTypes }) => ({ callTypes: [...callTypes, type] }))}
              >
                Put back
              </Button>
            </p>
          ))}
        </section>
      )}
    </>
  );
}

const TypeRow = memo(function TypeRow({
  type,
  place,
  before,
  problem,
  set,
}: {
  readonly type: CallType;
  readonly place: number;
  readonly before: CallType | undefined;
  readonly problem: string | undefined;
  readonly set: (place: number, type: CallType | undefined) => void;
}) {
  const tick = (stage: string, on: boolean) =>
    set(place, { ...type, stages: STAGES.filter((each) => (each === stage ? on : type.stages.includes(each))) });
  const called = type.code === '' ? 'the new call type' : type.code;
  return (
    <tr data-at={`ruleset.callTypes[${place}]`}>
      <th scope="row">
        <input
          className="input"
          aria-label={`Code of ${called}`}
          title={type.code}
          value={type.code}
          aria-invalid={problem !== undefined || type.code === ''}
          onChange={(event) => set(place, { ...type, code: event.currentTarget.value })}
        />
        {(problem ?? (type.code === '' ? 'Needs a code' : undefined)) !== undefined && <p>▲ {problem ?? 'Needs a code'}</p>}
      </th>
      <td>
        <input
          className="input"
          aria-label={`Name of ${called}`}
          value={type.label ?? ''}
          onChange={(event) => set(place, { ...type, label: event.currentTarget.value })}
        />
      </td>
      {STAGES.map((stage) => (
        <td key={stage} className="box">
          <input
            type="checkbox"
            aria-label={`${called}: ${nameOf(stage)}`}
            checked={type.stages.includes(stage)}
            onChange={(event) => tick(stage, event.currentTarget.checked)}
          />
        </td>
      ))}
      <td className="box">
        <input
          type="checkbox"
          aria-label={`${called}: caller is victim`}
          checked={type.callerIsVictim === true}
          onChange={(event) => set(place, { ...type, callerIsVictim: event.currentTarget.checked })}
        />
      </td>
      <td>
        <Difference type={type} before={before} />{' '}
        <Button className="button small" aria-label={`Take out ${called}`} onPress={() => set(place, undefined)}>
          Take out
        </Button>
      </td>
    </tr>
  );
});

function Difference({ type, before }: { readonly type: CallType; readonly before: CallType | undefined }) {
  if (before === undefined) return <Changed>New: not texted now.</Changed>;
  const more = STAGES.filter((stage) => type.stages.includes(stage) && !before.stages.includes(stage)).map(nameOf);
  const less = STAGES.filter((stage) => !type.stages.includes(stage) && before.stages.includes(stage)).map(nameOf);
  const said = [
    more.length > 0 ? `Now also: ${more.join(', ')}.` : '',
    less.length > 0 ? `No longer: ${less.join(', ')}.` : '',
    type.callerIsVictim !== before.callerIsVictim ? (type.callerIsVictim ? 'Caller now victim.' : 'Caller no longer victim.') : '',
    (type.label ?? '') !== (before.label ?? '') ? 'Other name.' : '',
  ].filter((part) => part !== '');
  return said.length === 0 ? null : <Changed>{said.join(' ')}</Changed>;
}

function Changed({ children }: { readonly children: string }) {
  return (
    <span>
      <Glyph shape="half" /> {children}
    </span>
  );
}
