import { address } from '../../../route';
import { BEHIND } from './behindWords';
import type { Part, Piece } from './figures';

interface FigureProps {
  readonly said: string;
  readonly part: Part;
  /** Of which time, epoch milliseconds. */
  readonly of: { readonly from: number; readonly to: number };
}

/** Who comes back from a list finds the focus on the figure they left by. */
let leftBy: string | undefined;

/** A figure that leads to the list of what it counts. */
export function Figure({ said, part, of: { from, to } }: FigureProps) {
  const href = behindAddress(part, from, to);
  return (
    <a
      className="figureLink"
      href={href}
      title={BEHIND[part.number].title}
      ref={(link) => {
        if (link === null || leftBy !== href) return;
        leftBy = undefined;
        link.focus();
      }}
      onClick={() => {
        leftBy = href;
      }}
    >
      {said}
    </a>
  );
}

/** A sentence whose figures lead to what they count. */
export function Sentence({ pieces, of }: { readonly pieces: readonly Piece[]; readonly of: FigureProps['of'] }) {
  return pieces.map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never move
    typeof piece === 'string' ? piece : <Figure key={index} {...piece} of={of} />,
  );
}

function behindAddress({ number, stage, cause, code, state, feed }: Part, from: number, to: number): string {
  const which = { number, stage, cause, code, state, feed, from: String(from), to: String(to) };
  return address('reports', 'behind', { ...which, report: window.location.hash });
}
