import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

/** Nothing to show, said in a sentence: a blank panel would look like a broken one. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

/** Being fetched for the first time. Appears late (by style), so that a quick answer does not flicker. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <div className="empty loading" role="status">
      Asking for {what}…
    </div>
  );
}

interface FailedProps {
  readonly what: string;
  readonly again: () => void;
  /** What else may help. */
  readonly children?: ReactNode;
}

/** Could not be fetched; what to do is one press away. */
export function Failed({ what, again, children }: FailedProps) {
  return (
    <div className="empty" role="alert">
      <p>The appliance did not give {what}.</p>
      <Button className="button" onPress={again}>
        Ask again
      </Button>
      {children}
    </div>
  );
}
