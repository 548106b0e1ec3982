import type { MessageHistoryView } from '../../src/contract/why';
import { besideMark, MESSAGE_STATES, shownState } from '../format/words';
import { MessageMark } from './Marks';
import { At, Until } from './Time';

/** What made a text, by which version of rules and templates, and every step it took, newest first. */
export function MessageSteps({ history }: { readonly history: MessageHistoryView }) {
  const { rule, policyVersion, trigger, steps, nextTryAt } = history;
  return (
    <details className="messageSteps">
      <summary>What made it, and every step</summary>
      <p className="muted">
        {trigger !== null && `CAD said just before: ${trigger}. `}
        {rule !== null && `Due by rule ${rule}. `}
        {policyVersion !== null && `By the rules and templates of version ${policyVersion}.`}
      </p>
      {nextTryAt !== null && (
        <p>
          Next try <At at={nextTryAt} to="second" /> (<Until at={nextTryAt} />)
        </p>
      )}
      <ol className="plain">
        {steps.map((step, index) => {
          const state = shownState(step.state, step.untilATime);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and none is ever removed
            <li key={index} className="messageStep">
              <At at={step.at} to="second" />
              <MessageMark state={state} />
              <span>
                {step.what !== MESSAGE_STATES[state] && `${step.what}. `}
                {step.reason !== null && <span className="muted">{besideMark(MESSAGE_STATES[state], step.reason)}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
