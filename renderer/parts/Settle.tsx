import { createContext, type ReactNode, useContext, useState } from 'react';
import {
  Button,
  Dialog,
  Form,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  Radio,
  RadioGroup,
  TextField,
} from 'react-aria-components';
import type { MessageView } from '../../src/contract/views';
import { maskPhone } from '../format/words';
import { useClient } from '../link/herald';
import { problemInWords } from './Ask';

const SettleContext = createContext<(message: MessageView) => void>(() => undefined);

/** Asks what became of an unconfirmed message. */
export function useSettle(): (message: MessageView) => void {
  return useContext(SettleContext);
}

export function SettleProvider({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState<MessageView>();
  return (
    <SettleContext value={setMessage}>
      {children}
      <ModalOverlay className="overlay" isOpen={message !== undefined} onOpenChange={(open) => !open && setMessage(undefined)}>
        <Modal className="modal">
          {message !== undefined && <SettleDialog message={message} close={() => setMessage(undefined)} />}
        </Modal>
      </ModalOverlay>
    </SettleContext>
  );
}

function SettleDialog({ message, close }: { readonly message: MessageView; readonly close: () => void }) {
  const client = useClient();
  const [choice, setChoice] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();

  const settle = async () => {
    const outcome = choice === 'notSent' ? 'notSent' : 'accepted';
    const carrierMessageId = choice?.startsWith('id:') ? choice.slice(3) : undefined;
    try {
      await client.commands.settle({
        id: message.id,
        outcome,
        reason: reason.trim(),
        ...(carrierMessageId === undefined ? {} : { carrierMessageId }),
      });
      close();
    } catch (error) {
      setProblem(problemInWords(error));
    }
  };

  return (
    <Dialog role="alertdialog" className="dialog">
      <Heading slot="title">What became of this text?</Heading>
      <div className="dialogBody">
        <p>It left for {maskPhone(message.to)}, and no answer came.</p>
        {message.needsPerson !== null && <p>{message.needsPerson}</p>}
        <p>Look for it in the carrier’s own message log before you choose. Settling sends nothing.</p>
      </div>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void settle();
        }}
      >
        <RadioGroup className="radios" value={choice} onChange={setChoice}>
          <Label>The carrier’s log shows</Label>
          {message.candidates.map((id) => (
            <Radio key={id} value={`id:${id}`} className="radio">
              It was taken, as <code>{id}</code>
            </Radio>
          ))}
          <Radio value="accepted" className="radio">
            It was taken{message.candidates.length > 0 && ', as none of these'}
          </Radio>
          <Radio value="notSent" className="radio">
            It was never taken
          </Radio>
        </RadioGroup>
        <TextField isRequired value={reason} onChange={setReason} maxLength={500}>
          <Label>Reason, for the record</Label>
          <Input className="input" autoComplete="off" />
        </TextField>
        <div className="problem" role="alert">
          {problem}
        </div>
        <div className="dialogButtons">
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button className="button strong" type="submit" isDisabled={choice === null || reason.trim() === ''}>
            Settle
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
