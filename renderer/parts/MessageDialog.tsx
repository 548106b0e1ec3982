import type { MessageView } from '../../src/contract/views';
import { address } from '../route';
import { MessageCard } from './MessageCard';
import { ReadDialog } from './ReadDialog';

/** One text opened from a list. */
export function MessageDialog({ message, close }: { readonly message: MessageView | undefined; readonly close: () => void }) {
  return (
    <ReadDialog
      title={`Text of incident ${message?.incident}`}
      isOpen={message !== undefined}
      setOpen={(open) => !open && close()}
      beside={
        message !== undefined && (
          <a className="button" href={address('incidents', message.incident, { id: String(message.incidentId) })} onClick={close}>
            Open incident
          </a>
        )
      }
    >
      {message !== undefined && <MessageCard message={message} />}
    </ReadDialog>
  );
}
