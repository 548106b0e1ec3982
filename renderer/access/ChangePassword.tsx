import { useState } from 'react';
import type { AccessStateView } from '../../src/contract/access';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm } from './AccessForm';
import { ChosenPasswordBoxes, useChosenPassword } from './passwordBoxes';

interface ChangePasswordProps {
  readonly state: AccessStateView;
  readonly done: () => Promise<unknown>;
}

/** A password that somebody else knows is changed before anything else. */
export function ChangePassword({ state, done }: ChangePasswordProps) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const chosen = useChosenPassword();
  return (
    <AccessForm
      title="A password of your own"
      intro={<p>The one you were given is known to whoever gave it.</p>}
      button="Change it"
      isReady={password !== '' && chosen.isReady}
      run={async () => {
        await client.access.changePassword({ password, newPassword: chosen.password });
        await done();
      }}
    >
      <TextBox label="Password you were given" type="password" value={password} onChange={setPassword} autoFocus />
      <ChosenPasswordBoxes chosen={chosen} label="New password" minLength={state.passwordMinLength} />
    </AccessForm>
  );
}
