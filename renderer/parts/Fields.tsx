import type { ReactNode } from 'react';
import {
  Button,
  Checkbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Popover,
  Select,
  SelectValue,
  Switch,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components';

interface FieldProps<T> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** What it means and in which unit; read out with the field. */
  readonly hint?: ReactNode;
  /** What is wrong with the value, in words; the field is marked with it. */
  readonly problem?: string | undefined;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
}

/** One line of text. */
export function TextBox({
  hint,
  label,
  problem,
  type = 'text',
  autoComplete = 'off',
  placeholder,
  autoFocus,
  ...field
}: FieldProps<string> & {
  readonly type?: 'text' | 'password' | 'tel' | 'search';
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}) {
  return (
    <TextField
      className="field"
      isInvalid={problem !== undefined}
      type={type}
      autoComplete={autoComplete}
      {...(autoFocus ? { autoFocus } : {})}
      {...field}
    >
      <Label>{label}</Label>
      <Input className="input" {...(placeholder === undefined ? {} : { placeholder })} />
      <Hint hint={hint} problem={problem} />
    </TextField>
  );
}

/** Several lines of text. */
export function TextBlock({ hint, label, problem, rows = 4, ...field }: FieldProps<string> & { readonly rows?: number }) {
  return (
    <TextField className="field" isInvalid={problem !== undefined} {...field}>
      <Label>{label}</Label>
      <TextArea className="input" rows={rows} spellCheck />
      <Hint hint={hint} problem={problem} />
    </TextField>
  );
}

/** A whole number between two others. */
export function NumberBox({
  hint,
  label,
  problem,
  min,
  max,
  ...field
}: FieldProps<number> & { readonly min?: number; readonly max?: number }) {
  return (
    <NumberField
      className="field"
      isInvalid={problem !== undefined}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...field}
    >
      <Label>{label}</Label>
      <div className="numberBox">
        <Button slot="decrement" className="button">
          −
        </Button>
        <Input className="input" />
        <Button slot="increment" className="button">
          +
        </Button>
      </div>
      <Hint hint={hint} problem={problem} />
    </NumberField>
  );
}

/** One of a few. */
export function Choice<K extends string>({
  hint,
  label,
  problem,
  value,
  onChange,
  options,
  ...field
}: FieldProps<K> & { readonly options: readonly { readonly id: K; readonly name: string }[] }) {
  return (
    <Select className="field" isInvalid={problem !== undefined} value={value} onChange={(key) => onChange(key as K)} {...field}>
      <Label>{label}</Label>
      <Button className="button select">
        <SelectValue /> <span aria-hidden="true">▾</span>
      </Button>
      <Hint hint={hint} problem={problem} />
      <Popover className="popover">
        <ListBox className="listBox" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} className="listItem">
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** Yes or no, taken with the rest of a form. */
export function Tick({ label, value, onChange, hint, isDisabled = false }: FieldProps<boolean>) {
  return (
    <div className="field">
      <Checkbox className="tick" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
        <span className="tickBox" aria-hidden="true" /> {label}
      </Checkbox>
      {hint !== undefined && <p className="muted">{hint}</p>}
    </div>
  );
}

/** On or off, at once. */
export function Toggle({ label, value, onChange, hint, isDisabled = false }: FieldProps<boolean>) {
  return (
    <div className="field">
      <Switch className="switch" isSelected={value} onChange={onChange} isDisabled={isDisabled}>
        <span className="track" /> {label}
      </Switch>
      {hint !== undefined && <p className="muted">{hint}</p>}
    </div>
  );
}

function Hint({ hint, problem }: { readonly hint: ReactNode | undefined; readonly problem: string | undefined }) {
  return (
    <>
      {hint !== undefined && (
        <Text slot="description" className="fieldHint">
          {hint}
        </Text>
      )}
      <FieldError className="fieldError">{problem}</FieldError>
    </>
  );
}
