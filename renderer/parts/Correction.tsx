import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useClient, useLink, useQueries } from '../link/herald';
import { TextBox } from './Fields';
import { Failed, Loading } from './States';
import { useDone } from './Undo';
import { useWork } from './Working';

interface CorrectionProps {
  readonly messageId: string;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Tells somebody who got a text in error, once: the words that would leave, or why nothing would. */
export function Correction({ messageId, isOpen, close }: CorrectionProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">This text was sent in error</Heading>
          <Preview messageId={messageId} close={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Preview({ messageId, close }: Omit<CorrectionProps, 'isOpen'>) {
  const client = useClient();
  const queries = useQueries();
  const say = useDone();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const [reason, setReason] = useState('');
  const selection = { messageIds: [messageId] };
  const { data, isError, refetch } = useQuery({
    ...queries.corrections.preview.queryOptions({ input: { selection } }),
    staleTime: 0,
  });
  if (data === undefined) {
    return isError ? <Failed what="the correction" again={() => void refetch()} /> : <Loading what="the correction" />;
  }
  const send = async () => {
    const { confirm } = data;
    if (await work.run(() => client.commands.sendCorrection({ selection, confirm, reason: reason.trim() }))) {
      say({ text: 'The correction was ordered' });
      close();
    } else void refetch();
  };
  return (
    <>
      {data.items.map((item) => (
        <div key={item.messageIds.join()}>
          {item.willSend ? (
            <>
              <p>They are told:</p>
              <blockquote className="smsText" {...(item.language === null ? {} : { lang: item.language })}>
                {item.text}
              </blockquote>
            </>
          ) : (
            <p>Nothing would be sent: {item.why}</p>
          )}
        </div>
      ))}
      {data.willSend > 0 && <TextBox autoFocus label="Reason, for the record" value={reason} onChange={setReason} isRequired />}
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <div className="dialogButtons">
        <Button className="button" onPress={close}>
          Cancel
        </Button>
        {data.willSend > 0 && (
          <Button className="button strong" isDisabled={lost || work.running || reason.trim() === ''} onPress={() => void send()}>
            Send the correction
          </Button>
        )}
      </div>
    </>
  );
}
