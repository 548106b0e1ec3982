import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { SetupProblem } from '../../../../src/contract/setup';
import { useClient, useQueries } from '../../../link/herald';
import { useAsk } from '../../../parts/Ask';
import { Glyph } from '../../../parts/Marks';
import { useDone } from '../../../parts/Undo';

interface ChangeProps {
  /** The profile that would take the place of the one in force. */
  readonly text: string;
  /** The one that it was begun on. */
  readonly basedOn: string | null;
  readonly reasons: readonly string[];
  /** What it means beyond the sentences that are shown, for the last question. */
  readonly means?: ReactNode;
  /** The words of the button, without dots; `Keep it` where they are left out. */
  readonly verb?: string;
  readonly done: () => void;
  readonly leave: () => void;
  /** Goes to a place in the text; left out where it is not seen. */
  readonly goTo?: (problem: SetupProblem) => void;
}

/** What another profile would change of the one in force, and the button that keeps it. */
export function Change({ text, basedOn, reasons, means, verb = 'Keep it', done, leave, goTo }: ChangeProps) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const ask = useAsk();
  const say = useDone();
  const { data, isFetching, isError } = useQuery({
    ...queries.setup.compare.queryOptions({ input: { text } }),
    gcTime: 0,
    enabled: text.trim() !== '',
  });
  const problems = data?.problems ?? [];
  const changes = data?.changes ?? [];
  const loosens = changes.some((change) => change.loosens);
  const keep = () =>
    ask({
      title: verb === 'Keep it' ? 'Keep this profile?' : `${verb}?`,
      body: (
        <>
          {means}
          <p>Herald starts again with it, within seconds. Whether it is live or watches does not change.</p>
          {loosens && (
            <p>
              <Glyph shape="triangle" /> Something that kept texts back is gone or weaker. Look at the marked lines twice.
            </p>
          )}
        </>
      ),
      confirm: verb,
      reasons,
      run: async (reason) => {
        const answer = await client.setup.keep({ text, basedOn, reason });
        // Herald starts again: whoever waited for its answers would look at this question for seconds.
        void queryClient.invalidateQueries({ queryKey: queries.setup.key() });
        if (answer.problems.length > 0) return;
        done();
        say({ text: 'The profile is kept. Herald starts again with it.' });
      },
    });
  return (
    <div className="profileChange" role="status" aria-label="What it would change">
      {isError && <p>The appliance could not be asked what it would change.</p>}
      {problems.length > 0 && (
        <>
          <p className="strong">
            <Glyph shape="cross" /> It cannot be used as it is:
          </p>
          <ul className="plain">
            {problems.slice(0, 20).map((problem) => (
              <li key={`${problem.line} ${problem.column} ${problem.path} ${problem.message}`}>
                {goTo !== undefined && (
                  <Button className="button small" onPress={() => goTo(problem)}>
                    Line {problem.line}, column {problem.column}
                  </Button>
                )}{' '}
                {problem.path !== '' && <code>{problem.path}</code>} {problem.message}
              </li>
            ))}
            {problems.length > 20 && <li className="muted">and {problems.length - 20} more</li>}
          </ul>
        </>
      )}
      {data !== undefined && problems.length === 0 && (
        <>
          <p className="strong">{changes.length === 0 ? 'It says the same as the one in force.' : 'It would change:'}</p>
          <ul className="plain">
            {changes.map((change) => (
              <li key={change.sentence}>
                {change.loosens ? (
                  <span className="strong">
                    <Glyph shape="triangle" /> {change.sentence}.{' '}
                    <span className="muted">More could be texted, or less is known.</span>
                  </span>
                ) : (
                  <>{change.sentence}.</>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="dialogButtons">
        <Button className="button" onPress={leave}>
          Leave it
        </Button>
        <Button
          className="button strong"
          isDisabled={data === undefined || isFetching || problems.length > 0 || changes.length === 0}
          onPress={keep}
        >
          {verb}…
        </Button>
      </div>
    </div>
  );
}
