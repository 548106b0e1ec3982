import { useCallback, useEffect, useRef, useState } from 'react';
import { Button, Label, ProgressBar } from 'react-aria-components';
import { problemInWords } from './Ask';

/** Below this nobody waits, and a bar would only flicker. */
const SHOWN_AFTER_MS = 1_000;

interface WorkingProps {
  /** What is being done: `Rehearsing last week`. */
  readonly what: string;
  /** How far it is, 0 to 1, where that is known. */
  readonly share?: number | undefined;
  readonly cancel?: () => void;
}

/** That something is under way, once it has taken a second. */
export function Working({ what, share, cancel }: WorkingProps) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="working" role="status">
      {shown && (
        <>
          <ProgressBar className="progressBar" {...(share === undefined ? { isIndeterminate: true } : { value: share * 100 })}>
            {({ percentage, valueText }) => (
              <>
                <Label>{what}…</Label>
                <span>{percentage === undefined ? '' : valueText}</span>
                <div className="progressTrack">
                  <div
                    className={percentage === undefined ? 'progressFill unknown' : 'progressFill'}
                    style={percentage === undefined ? {} : { width: `${percentage}%` }}
                  />
                </div>
              </>
            )}
          </ProgressBar>
          {cancel !== undefined && (
            <Button className="button small" onPress={cancel}>
              Cancel
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/**
 * One thing at a time that the appliance is asked to do from a form: whether it is under way, and what went wrong, in
 * `words`, which must be the same function at every render.
 */
export function useWork(words: (error: unknown) => string = problemInWords): {
  readonly running: boolean;
  readonly problem: string | undefined;
  /** Resolves with whether it was done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
} {
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const busy = useRef(false);
  const run = useCallback(
    async (work: () => Promise<unknown>) => {
      if (busy.current) return false;
      busy.current = true;
      setRunning(true);
      setProblem(undefined);
      try {
        await work();
        return true;
      } catch (error) {
        setProblem(words(error));
        return false;
      } finally {
        busy.current = false;
        setRunning(false);
      }
    },
    [words],
  );
  return { running, problem, run };
}
