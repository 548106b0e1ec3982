import { useEffect, useRef, useState } from 'react';
import type { LayoutProblemView, TriedFrameView } from '../../src/contract/views';
import { useClient, useLive } from '../link/herald';

const LIMIT = 20;
/** After the last key, so that half a word is not called wrong. */
const PAUSE_MS = 500;

export interface TriedDraft {
  /** The draft that the answer is about; undefined before there is one. */
  readonly asked: string | undefined;
  readonly problems: readonly LayoutProblemView[];
  /** Of the last draft that could be read. */
  readonly frames: readonly TriedFrameView[] | undefined;
  /** When the frames were asked for, by the appliance's clock. */
  readonly at: number;
  readonly failed: boolean;
  tryNow(): void;
}

/**
 * Tries a draft against a feed's newest frames whenever it has not been changed for a moment; where there was no frame to
 * try it on, again when the first comes, which `lastFrameAt` tells.
 */
export function useTriedLayout(id: string, draft: string, only: 'all' | 'rejected', lastFrameAt: number | null): TriedDraft {
  const client = useClient();
  const live = useLive();
  const [again, setAgain] = useState(0);
  const [answer, setAnswer] = useState<Omit<TriedDraft, 'tryNow'>>({
    asked: undefined,
    problems: [],
    frames: undefined,
    at: 0,
    failed: false,
  });
  const last = useRef({ only, again, first: true });
  const [knownFrameAt, setKnownFrameAt] = useState(lastFrameAt);
  if (knownFrameAt !== lastFrameAt) {
    setKnownFrameAt(lastFrameAt);
    if (answer.frames?.length === 0) setAgain(again + 1);
  }

  useEffect(() => {
    // What was asked for by a press is asked at once.
    const pressed = last.current.only !== only || last.current.again !== again || last.current.first;
    last.current = { only, again, first: false };
    if (draft.trim() === '') {
      setAnswer({ asked: draft, problems: [], frames: undefined, at: 0, failed: false });
      return undefined;
    }
    const stopped = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          const { problems, frames } = await client.feeds.tryLayout({ id, draft, only, limit: LIMIT }, { signal: stopped.signal });
          setAnswer((before) =>
            problems.length > 0
              ? { ...before, asked: draft, problems, failed: false }
              : { asked: draft, problems, frames, at: live.now(), failed: false },
          );
        } catch {
          if (!stopped.signal.aborted) setAnswer((before) => ({ ...before, failed: true }));
        }
      },
      pressed ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [client, live, id, draft, only, again]);

  return { ...answer, tryNow: () => setAgain((count) => count + 1) };
}
