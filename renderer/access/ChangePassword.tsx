import { useState } from 'react';
import type { AccessStateView } from '../../src/contract/access';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm } from './AccessForm';

interface ChangePasswordProps {
  readonly state: AccessStateView;
  readonly done: () => Promise<unknown>;
}

/** A password that somebody else knows is changed before anything else. */
export function ChangePassword({ state, done }: ChangePasswordProps) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [again, setAgain] = useState('');
  return (
    <AccessForm
      title="A password of your own"
      intro={<p>The one you were given is known to whoever gave it.</p>}
      button="Change it"
      isReady={password !== '' && newPassword !== '' && newPassword === again}
      run={async () => {
        await client.access.changePassword({ password, newPassword });
        await done();
      }}
    >
      <TextBox label="Password you were given" type="password" value={password} onChange={setPassword} autoFocus />
      <TextBox
        label="New password"
        type="password"
        value={newPassword}
        onChange={setNewPassword}
        autoComplete="new-password"
        hint={`At least ${state.passwordMinLength} characters`}
      />
      <TextBox
        label="The new password once more"
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        problem={again !== '' && again !== newPassword ? 'They differ' : undefined}
      />
    </AccessForm>
  );
}
