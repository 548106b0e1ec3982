import type { DecisionView } from '../../src/contract/views';
import type { ConditionView, ConsideredTextView } from '../../src/contract/why';
import { maskPhone, ROLES, stageName } from '../format/words';
import { Glyph } from '../parts/Marks';
import { At } from '../parts/Time';

interface ConditionsProps {
  readonly texts: readonly ConsideredTextView[];
  /** The decisions that stand: what has changed since is looked at with the next line of the call. */
  readonly decisions: readonly DecisionView[];
  /** When it was looked at, on the appliance's clock. */
  readonly asOf: number;
}

/** Every condition of every text, by name and with the value seen; what decides is on top, and the text it decided about open. */
export function Conditions({ texts, decisions, asOf }: ConditionsProps) {
  const sorted = [...texts].sort((a, b) => rank(a) - rank(b));
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

const MOMENT = 'Its moment has come';
const TOLD = 'Not told yet';

/** Texts that something but the time stands against first: they are what people ask about. */
function rank({ conditions }: ConsideredTextView): number {
  const first = conditions.find(({ state }) => state === 'not');
  if (first === undefined) return conditions.some(({ state }) => state === 'waits') ? 1 : 2;
  return first.name === MOMENT ? 4 : first.name === TOLD ? 3 : 0;
}

function outcomeOf(text: ConsideredTextView, decisions: readonly DecisionView[]): string {
  const { conditions } = text;
  const first = conditions.find(({ state }) => state === 'not');
  if (first !== undefined)
    return first.name === MOMENT || first.name === TOLD ? first.seen : `not sent. ${first.name}: ${first.seen}`;
  const waits = conditions.find(({ state }) => state === 'waits');
  const decided = decisions.find(({ stage, cause, role }) => stage === text.stage && cause === text.cause && role === text.role);
  if (decided?.outcome === 'skip')
    return `given up: ${decided.reason}. That is so no more, and is decided anew with the next that CAD says of this call`;
  return waits === undefined ? 'every condition is met' : `waits. ${waits.name}: ${waits.seen}`;
}

function decidingFirst(conditions: readonly ConditionView[]): readonly ConditionView[] {
  const deciding = conditions.find(({ state }) => state === 'not') ?? conditions.find(({ state }) => state === 'waits');
  return deciding === undefined ? conditions : [deciding, ...conditions.filter((each) => each !== deciding)];
}
