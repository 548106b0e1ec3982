import { type ReactNode, useState } from 'react';
import { TextBlock, TextBox } from '../../../parts/Fields';
import type { PolicyEditing, PolicyText } from '../policy/usePolicyDraft';

export type Ruleset = PolicyText['ruleset'];

/** Changes the ruleset of the draft. */
export function changeRules(editing: PolicyEditing, change: (rules: Ruleset) => Partial<Ruleset>): void {
  editing.draft.change((policy) => ({ ...policy, ruleset: { ...policy.ruleset, ...change(policy.ruleset) } }));
}

/** The same list with another entry in a place; `undefined` takes it out. */
export function withEntry<T>(list: readonly T[], place: number, entry: T | undefined): T[] {
  return list.flatMap((each, index) => (index === place ? (entry === undefined ? [] : [entry]) : [each]));
}

/** What the appliance found wrong at a key such as `ruleset.delays[2].after`, as long as nothing has been changed since. */
export function problemAt({ saved, draft }: PolicyEditing, path: string): string | undefined {
  if (saved === null || draft.isChanged) return undefined;
  return saved.problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}[`))?.message;
}

/** `In force: 20m`, where the draft says something else. */
export function inForceHint(
  hint: string | undefined,
  before: string | number | undefined,
  now: string | number | undefined,
): string {
  const old = before === now || before === undefined ? undefined : `In force now: ${before === '' ? 'nothing' : before}.`;
  return [hint, old].filter((part) => part !== undefined).join(' ');
}

const DURATION = /^\s*\d+(\.\d+)?\s*(ms|s|m|h|d)\s*$/;
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  ms: ['millisecond', 'milliseconds'],
  s: ['second', 'seconds'],
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
};

/** What is wrong with a duration as it is written; undefined where nothing is. */
export function durationProblem(text: string): string | undefined {
  return DURATION.test(text) ? undefined : 'Write a number and a unit: 90s, 20m, 12h or 3d.';
}

/** `20 minutes`, for reading; the text itself where it is no duration. */
export function spelledDuration(text: string): string {
  const parts = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(text);
  const [one, many] = WORDS[parts?.[2] ?? ''] ?? [];
  return parts === null || one === undefined ? text : `${parts[1]} ${parts[1] === '1' ? one : many}`;
}

interface RuleFieldProps {
  readonly label: string;
  readonly value: string;
  readonly inForce: string | undefined;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly problem?: string | undefined;
}

/** A length of time, as `20m`. */
export function DurationBox({ value, inForce, hint, problem, ...field }: RuleFieldProps) {
  const wrong = durationProblem(value);
  const read = wrong === undefined ? `${spelledDuration(value)}.` : undefined;
  return (
    <TextBox
      {...field}
      value={value}
      hint={inForceHint([read, hint].filter((part) => part !== undefined).join(' '), inForce, value)}
      problem={wrong ?? problem}
    />
  );
}

/** A time of day, as `21:00`. */
export function ClockBox({ value, inForce, hint, problem, ...field }: RuleFieldProps) {
  const wrong = /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? undefined : 'Write a time of day by 24 hours, such as 21:00.';
  return <TextBox {...field} value={value} hint={inForceHint(hint, inForce, value)} problem={wrong ?? problem} />;
}

/** The entries of a list as it is written: apart by commas or line ends. */
export function readList(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Several patterns in one field. What is being typed stays as it is typed. */
export function ListBlock({
  value,
  onChange,
  rows = 2,
  ...field
}: {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly rows?: number;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
}) {
  const [typed, setTyped] = useState<string>();
  const text = typed !== undefined && readList(typed).join('\n') === value.join('\n') ? typed : value.join(', ');
  return (
    <TextBlock
      {...field}
      rows={rows}
      value={text}
      onChange={(next) => {
        setTyped(next);
        onChange(readList(next));
      }}
    />
  );
}
