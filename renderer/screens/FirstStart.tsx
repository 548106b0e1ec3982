import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient } from '../link/herald';
import { problemInWords } from '../parts/Ask';

/** Before there is a profile: training in one press, and how to give a profile. */
export function FirstStart() {
  const client = useClient();
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
        <p>
          Write a profile of your agency as a JSON file: its name and time zone, its feeds, its rules, its templates and its roster.
        </p>
        <p>Then start Herald with it:</p>
        <pre>
          <code>npm run appliance -- --profile profile.json --data DIR</code>
        </pre>
        <p>
          With <code>"mode": "watch"</code> in the profile, everything is decided and nothing is sent: begin with that.
        </p>
      </section>
    </div>
  );
}
