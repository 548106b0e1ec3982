import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { MessageView } from '../../src/contract/views';
import { address } from '../route';
import { MessageCard } from './MessageCard';

/** One text opened from a list. */
export function MessageDialog({ message, close }: { readonly message: MessageView | undefined; readonly close: () => void }) {
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={message !== undefined} onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        {message !== undefined && (
          <Dialog className="dialog">
            <Heading slot="title">Text of incident {message.incident}</Heading>
            <MessageCard message={message} />
            <div className="dialogButtons">
              <a
                className="button"
                href={address('incidents', message.incident, { id: String(message.incidentId) })}
                onClick={close}
              >
                Open incident
              </a>
              <Button className="button" onPress={close}>
                Close
              </Button>
            </div>
          </Dialog>
        )}
      </Modal>
    </ModalOverlay>
  );
}
