import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient } from '../link/herald';
import { useMay } from '../link/may';
import { problemInWords } from '../parts/Ask';
import { address } from '../route';

/** Before there is a profile: training in one press, or the set-up. */
export function FirstStart() {
  const client = useClient();
  const may = useMay();
  const [problem, setProblem] = useState<string>();
  const [starting, setStarting] = useState(false);
  const start = () => {
    setStarting(true);
    setProblem(undefined);
    client.commands.startTraining({}).catch((error: unknown) => {
      setStarting(false);
      setProblem(problemInWords(error));
    });
  };
  return (
    <div className="firstStart">
      <h1>Herald is not set up yet</h1>
      <p>It does not know your agency, its CAD feed or its carrier. Nothing is read and nothing is sent.</p>
      <section className="panel">
        <h2>See it work</h2>
        <p>Training mode plays an invented agency’s evening. Nothing leaves this machine, and nobody is texted.</p>
        <Button className="button strong" autoFocus isDisabled={starting} onPress={start}>
          {starting ? 'Starting…' : 'Start training mode'}
        </Button>
        <p className="problem" role="alert">
          {problem}
        </p>
      </section>
      <section className="panel">
        <h2>Set it up</h2>
        {may('setup.keep') ? (
          <>
            <p>Step by step, in some five minutes. It ends in watch-only mode: everything is decided, nothing is sent.</p>
            <a className="button strong" href={address('setup')}>
              Set Herald up
            </a>
          </>
        ) : (
          <p>An administrator does that: sign in as one, or ask yours.</p>
        )}
        <p className="muted">
          With a profile written already, start Herald with <code>--profile FILE</code>, or import it under Profile.
        </p>
      </section>
    </div>
  );
}
