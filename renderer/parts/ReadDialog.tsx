import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface ReadDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly isWide?: boolean;
  /** Where there is nothing else in it to be pressed. */
  readonly focusClose?: boolean;
  /** What can be pressed beside Close, before it. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** A dialog that asks for nothing: it is looked at, or what is chosen in it counts at once, and closed again. */
export function ReadDialog({ title, isOpen, setOpen, isWide = false, focusClose = false, beside, children }: ReadDialogProps) {
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={isOpen} onOpenChange={setOpen}>
      <Modal className={isWide ? 'modal wide' : 'modal'}>
        <Dialog className="dialog">
          <Heading slot="title">{title}</Heading>
          {children}
          <div className="dialogButtons">
            {beside}
            <Button slot="close" className="button" autoFocus={focusClose}>
              Close
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
