import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useLink } from '../link/herald';

interface RowButtonProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** In a row of a list: reached by the arrows from its row, since the list is one stop of the Tab key. */
export function RowButton({ onPress, children }: RowButtonProps) {
  return (
    <Button className="button small" excludeFromTabOrder isDisabled={useLink().state === 'lost'} onPress={onPress}>
      {children}
    </Button>
  );
}
