import type { ReactNode } from 'react';
import type { AlarmView, DecisionView, OutboxStateView, TextingState } from '../../src/contract/views';
import { MESSAGE_STATES, OUTCOMES, PRIORITY_WORDS, STATE_MEANINGS, TEXTING_STATES } from '../format/words';

/** Shapes that differ without colour; each is always beside its word. */
const SHAPES = {
  square: <rect x="2" y="2" width="12" height="12" />,
  triangle: <path d="M8 1.5 15 14H1Z" />,
  disc: <circle cx="8" cy="8" r="5.5" />,
  ring: <circle cx="8" cy="8" r="5.5" className="stroked" />,
  half: (
    <>
      <circle cx="8" cy="8" r="5.5" className="stroked" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" />
    </>
  ),
  pause: <path d="M4 2.5h3v11H4zM9 2.5h3v11H9z" />,
  arrow: <path d="M2 8h10M8 3.5 12.5 8 8 12.5" className="stroked" />,
  query: <path d="M4.5 5.5a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1-1.5 2M8 13.2v.6" className="stroked" />,
  tick: <path d="m2.5 8.5 3.8 4 7.2-9" className="stroked" />,
  cross: <path d="m3.5 3.5 9 9m0-9-9 9" className="stroked" />,
  dash: <path d="M3 8h10" className="stroked" />,
  barred: (
    <>
      <circle cx="8" cy="8" r="5.5" className="stroked" />
      <path d="m4.2 4.2 7.6 7.6" className="stroked" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" className="stroked" />
      <path d="M8 4.8V8l2.4 1.6" className="stroked" />
    </>
  ),
  octagon: <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2Z" className="stroked" />,
} satisfies Record<string, ReactNode>;
type Shape = keyof typeof SHAPES;

/** A shape by itself, for beside a word that says the same. */
export function Glyph({ shape }: { readonly shape: Shape }) {
  return (
    <svg className="glyph" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}

const MESSAGE_SHAPES: Record<OutboxStateView, Shape> = {
  held: 'pause',
  ready: 'ring',
  sending: 'arrow',
  unconfirmed: 'query',
  accepted: 'half',
  delivered: 'disc',
  undelivered: 'cross',
  expired: 'clock',
  cancelled: 'dash',
};

const TEXTING_SHAPES: Record<TextingState, Shape> = {
  none: 'dash',
  due: 'ring',
  held: 'pause',
  sent: 'half',
  confirmed: 'disc',
  unconfirmed: 'query',
  failed: 'cross',
  withheld: 'barred',
};

const PRIORITY_SHAPES: Record<AlarmView['priority'], Shape> = { 1: 'square', 2: 'triangle', 3: 'disc' };
const OUTCOME_SHAPES: Record<DecisionView['outcome'], Shape> = { send: 'arrow', hold: 'pause', skip: 'barred' };

/** How far a message got. */
export function MessageMark({ state }: { readonly state: OutboxStateView }) {
  const abnormal = state === 'unconfirmed' || state === 'undelivered';
  return (
    <span className={abnormal ? 'mark p2' : 'mark'} title={STATE_MEANINGS[state]}>
      <Glyph shape={MESSAGE_SHAPES[state]} /> {MESSAGE_STATES[state]}
    </span>
  );
}

/** How far a message got, where there is no room for the word; it is read out all the same. */
export function MessageGlyph({ state }: { readonly state: OutboxStateView }) {
  const abnormal = state === 'unconfirmed' || state === 'undelivered';
  return (
    <span className={abnormal ? 'mark p2' : 'mark'} title={`${MESSAGE_STATES[state]}: ${STATE_MEANINGS[state]}`}>
      <Glyph shape={MESSAGE_SHAPES[state]} />
      <span className="hidden">{MESSAGE_STATES[state]}</span>
    </span>
  );
}

/** What became of an incident's texts. */
export function TextingMark({ state }: { readonly state: TextingState }) {
  const abnormal = state === 'unconfirmed' || state === 'failed';
  return (
    <span className={abnormal ? 'mark p2' : 'mark'}>
      <Glyph shape={TEXTING_SHAPES[state]} /> {TEXTING_STATES[state]}
    </span>
  );
}

/** What was decided for a stage; what is put off until a time leaves by itself, and is not held. */
export function OutcomeMark({ outcome, until }: Pick<DecisionView, 'outcome' | 'until'>) {
  const isPutOff = outcome === 'hold' && until !== null;
  return (
    <span className="mark">
      <Glyph shape={isPutOff ? 'clock' : OUTCOME_SHAPES[outcome]} /> {isPutOff ? 'Wait' : OUTCOMES[outcome]}
    </span>
  );
}

/** An alarm's priority: shape, digit and word, never colour alone. */
export function PriorityMark({ priority }: { readonly priority: AlarmView['priority'] }) {
  return (
    <span className={`mark p${priority}`}>
      <Glyph shape={PRIORITY_SHAPES[priority]} /> P{priority} <span className="priorityWord">{PRIORITY_WORDS[priority]}</span>
    </span>
  );
}
