import type { ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import { useWork } from '../parts/Working';
import { signInProblem } from './words';

interface AccessFormProps {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly button: string;
  readonly isReady: boolean;
  readonly run: () => Promise<unknown>;
  readonly children: ReactNode;
  /** What else can be done here. */
  readonly beside?: ReactNode;
}

/** One step of signing in: fields, one button, and what went wrong. */
export function AccessForm({ title, intro, button, isReady, run, children, beside }: AccessFormProps) {
  const work = useWork(signInProblem);
  return (
    <main className="firstStart">
      <h1>Herald</h1>
      <Form
        className="panel form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void work.run(run);
        }}
      >
        <h2>{title}</h2>
        {intro !== undefined && <div className="muted">{intro}</div>}
        {children}
        <p className="problem" role="alert">
          {work.problem}
        </p>
        <div className="dialogButtons">
          {beside}
          <Button className="button strong" type="submit" isDisabled={!isReady || work.running}>
            {button}
          </Button>
        </div>
      </Form>
    </main>
  );
}

/** The host's own way in, which scripts use too. */
export function ByToken({ give }: { readonly give: (() => void) | undefined }) {
  if (give === undefined) return null;
  return (
    <Button className="button" onPress={give}>
      Use the token of this start
    </Button>
  );
}
