import type { ReactNode } from 'react';

interface PageHeadProps {
  readonly title: string;
  /** One sentence: what this screen is for, or what is to be known before anything is changed here. */
  readonly intro?: ReactNode;
  /** What can be done with all of it: buttons, at the right. */
  readonly children?: ReactNode;
}

/** The head of a screen. Screens that are one list, with no room to lose, hide theirs. */
export function PageHead({ title, intro, children }: PageHeadProps) {
  return (
    <header className="pageHead">
      <div>
        <h1>{title}</h1>
        {intro !== undefined && <p className="muted">{intro}</p>}
      </div>
      {children !== undefined && <div className="pageActions">{children}</div>}
    </header>
  );
}
