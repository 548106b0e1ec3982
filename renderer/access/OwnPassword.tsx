import { useState } from 'react';
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useClient, useLink } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { useDone } from '../parts/Undo';
import { useAccess } from './AccessGate';
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
  const [newPassword, setNewPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState('');
  const [running, setRunning] = useState(false);
  const isReady = password !== '' && newPassword !== '' && newPassword === again && !running && !lost;
  const change = async () => {
    setRunning(true);
    setProblem('');
    try {
      await client.access.changePassword({ password, newPassword });
      for (const forget of [setPassword, setNewPassword, setAgain]) forget('');
      say({ text: 'Your password is changed' });
      changed?.();
    } catch (error) {
      setProblem(signInProblem(error));
    } finally {
      setRunning(false);
    }
  };
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
      <TextBox
        label="New password"
        type="password"
        value={newPassword}
        onChange={setNewPassword}
        autoComplete="new-password"
        {...(minLength === undefined ? {} : { hint: `At least ${minLength} characters` })}
      />
      <TextBox
        label="The new password once more"
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        problem={again !== '' && again !== newPassword ? 'They differ' : undefined}
      />
      <div>
        <p className="problem" role="alert">
          {problem}
        </p>
        <Button className="button" type="submit" isDisabled={!isReady}>
          Change my password
        </Button>
      </div>
    </Form>
  );
}
