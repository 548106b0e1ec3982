import { useState } from 'react';
import { TextBox } from '../parts/Fields';

/** A password that somebody chooses, typed twice. */
export interface ChosenPassword {
  readonly password: string;
  readonly again: string;
  /** Typed, and the same both times. */
  readonly isReady: boolean;
  readonly setPassword: (password: string) => void;
  readonly setAgain: (again: string) => void;
  readonly clear: () => void;
}

export function useChosenPassword(): ChosenPassword {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const clear = () => {
    setPassword('');
    setAgain('');
  };
  return { password, again, isReady: password !== '' && again === password, setPassword, setAgain, clear };
}

interface ChosenPasswordBoxesProps {
  readonly chosen: ChosenPassword;
  readonly label: 'Password' | 'New password';
  /** Undefined while it is not known. */
  readonly minLength: number | undefined;
}

export function ChosenPasswordBoxes({ chosen, label, minLength }: ChosenPasswordBoxesProps) {
  const { password, again, setPassword, setAgain } = chosen;
  return (
    <>
      <TextBox
        label={label}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        {...(minLength === undefined ? {} : { hint: `At least ${minLength} characters` })}
      />
      <TextBox
        label={`The ${label.toLowerCase()} once more`}
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        problem={again !== '' && again !== password ? 'They differ' : undefined}
      />
    </>
  );
}

interface CodeBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** The second factor, from a phone. */
export function CodeBox({ value, onChange, autoFocus = false }: CodeBoxProps) {
  return (
    <TextBox
      label="Code of the authenticator app"
      value={value}
      onChange={onChange}
      autoComplete="one-time-code"
      hint="Six digits; each can be used once"
      autoFocus={autoFocus}
    />
  );
}
