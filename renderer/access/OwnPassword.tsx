import { useState } from 'react';
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useClient, useLink } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { useDone } from '../parts/Undo';
import { useWork } from '../parts/Working';
import { useAccess } from './AccessGate';
import { ChosenPasswordBoxes, useChosenPassword } from './passwordBoxes';
import { signInProblem } from './words';

/** The same over any screen. */
export function OwnPasswordDialog({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">Your password</Heading>
          <OwnPassword changed={close} />
          <div className="dialogButtons">
            <Button className="button" onPress={close}>
              Cancel
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A new password of one's own; the other sessions of the account end. */
export function OwnPassword({ changed }: { readonly changed?: () => void }) {
  const client = useClient();
  const say = useDone();
  const lost = useLink().state === 'lost';
  const minLength = useAccess()?.passwordMinLength;
  const [password, setPassword] = useState('');
  const chosen = useChosenPassword();
  const work = useWork(signInProblem);
  const isReady = password !== '' && chosen.isReady && !work.running && !lost;
  const change = () =>
    work.run(async () => {
      await client.access.changePassword({ password, newPassword: chosen.password });
      setPassword('');
      chosen.clear();
      say({ text: 'Your password is changed' });
      changed?.();
    });
  return (
    <Form
      className="fieldGrid"
      aria-label="Your password"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void change();
      }}
    >
      <TextBox label="Your password now" type="password" value={password} onChange={setPassword} autoComplete="current-password" />
      <ChosenPasswordBoxes chosen={chosen} label="New password" minLength={minLength} />
      <div>
        <p className="problem" role="alert">
          {work.problem}
        </p>
        <Button className="button" type="submit" isDisabled={!isReady}>
          Change my password
        </Button>
      </div>
    </Form>
  );
}
