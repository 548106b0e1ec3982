import type { DecisionView } from '../../src/contract/views';
import type { ConditionView, ConsideredTextView } from '../../src/contract/why';
import { maskPhone, ROLES, stageName } from '../format/words';
import { Glyph } from '../parts/Marks';
import { At } from '../parts/Time';
import { decidingOf, isNoReason, rankOf } from './deciding';

interface ConditionsProps {
  readonly texts: readonly ConsideredTextView[];
  /** The decisions that stand: what has changed since is looked at with the next line of the call. */
  readonly decisions: readonly DecisionView[];
  /** When it was looked at, on the appliance's clock. */
  readonly asOf: number;
}

/** Every condition of every text, by name and with the value seen; what decides is on top, and the text it decided about open. */
export function Conditions({ texts, decisions, asOf }: ConditionsProps) {
  const sorted = [...texts].sort((a, b) => rankOf(a.conditions) - rankOf(b.conditions));
  return (
    <section className="panel conditions" aria-label="Every condition">
      <h2>Every condition</h2>
      <p className="muted">
        As the rules see it now, <At at={asOf} to="second" />. The first that is not met decides.
      </p>
      {sorted.map((text, index) => (
        <details key={`${text.stage} ${text.cause ?? ''} ${text.to ?? ''}`} open={index === 0}>
          <summary>
            <span className="strong">{stageName(text.stage, text.cause)}</span>
            {text.role !== null && `, ${ROLES[text.role].toLowerCase()}`}: {outcomeOf(text, decisions)}
          </summary>
          {text.to !== null && text.role !== null && (
            <p className="muted">
              For the {text.role}, {maskPhone(text.to)}
            </p>
          )}
          <ul className="plain">
            {decidingFirst(text.conditions).map((condition) => (
              <Condition key={condition.name} condition={condition} />
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

const STATES = {
  met: { word: 'Met', shape: 'tick' },
  not: { word: 'Not met', shape: 'cross' },
  waits: { word: 'Waits', shape: 'pause' },
} as const;

function Condition({ condition: { name, seen, state } }: { readonly condition: ConditionView }) {
  const { word, shape } = STATES[state];
  return (
    <li className={`condition ${state}`}>
      <span className="conditionState">
        <Glyph shape={shape} /> {word}
      </span>
      <span>{name}</span>
      <span className="muted">{seen}</span>
    </li>
  );
}

function outcomeOf(text: ConsideredTextView, decisions: readonly DecisionView[]): string {
  const deciding = decidingOf(text.conditions);
  if (deciding?.state === 'not') return isNoReason(deciding) ? deciding.seen : `not sent. ${deciding.name}: ${deciding.seen}`;
  const decided = decisions.find(({ stage, cause, role }) => stage === text.stage && cause === text.cause && role === text.role);
  if (decided?.outcome === 'skip')
    return `given up: ${decided.reason}. That is so no more, and is decided anew with the next that CAD says of this call`;
  return deciding === undefined ? 'every condition is met' : `waits. ${deciding.name}: ${deciding.seen}`;
}

function decidingFirst(conditions: readonly ConditionView[]): readonly ConditionView[] {
  const deciding = decidingOf(conditions);
  return deciding === undefined ? conditions : [deciding, ...conditions.filter((each) => each !== deciding)];
}
