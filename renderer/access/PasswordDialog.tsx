import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useClient } from '../link/herald';
import type { PasswordAgain } from '../link/passwordAgain';
import { TextBox } from '../parts/Fields';
import { useWork } from '../parts/Working';
import { useAccess } from './AccessGate';
import { CodeBox } from './passwordBoxes';
import { signInProblem } from './words';

/** Asks for the password where something under way needs it again; what was under way then goes on by itself. */
export function PasswordDialog({ passwordAgain }: { readonly passwordAgain: PasswordAgain }) {
  const isAsked = useSyncExternalStore(passwordAgain.subscribe, passwordAgain.isAsked);
  // A console that locks, or whose session ends, meanwhile: nothing may go on behind the lock.
  useEffect(() => () => passwordAgain.answer(false), [passwordAgain]);
  return (
    <ModalOverlay
      className="overlay"
      // Above a dialog that is open already: that one must not take the focus back.
      data-react-aria-top-layer="true"
      isOpen={isAsked}
      onOpenChange={(open) => !open && passwordAgain.answer(false)}
    >
      <Modal className="modal">
        <PasswordForm answer={(given) => passwordAgain.answer(given)} />
      </Modal>
    </ModalOverlay>
  );
}

function PasswordForm({ answer }: { readonly answer: (given: boolean) => void }) {
  const client = useClient();
  const me = useAccess()?.me;
  const hasCode = me?.secondFactor === true;
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const work = useWork(signInProblem);
  const give = () =>
    work.run(async () => {
      await client.access.reauthenticate({ password, ...(hasCode ? { totp } : {}) });
      answer(true);
    });
  return (
    <Dialog role="alertdialog" className="dialog">
      <Heading slot="title">Your password again</Heading>
      <div className="dialogBody">
        <p>What you are about to do needs it: {me?.name}, who is signed in here, must be the one who does it.</p>
      </div>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          // A form around it, where one is, must not be sent too.
          event.stopPropagation();
          void give();
        }}
      >
        <TextBox
          label="Password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
        />
        {hasCode && <CodeBox value={totp} onChange={setTotp} />}
        <p className="problem" role="alert">
          {work.problem}
        </p>
        <div className="dialogButtons">
          <Button className="button" onPress={() => answer(false)}>
            Cancel
          </Button>
          <Button
            className="button strong"
            type="submit"
            isDisabled={work.running || password === '' || (hasCode && totp.trim() === '')}
          >
            Go on
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
