import { useState } from 'react';
import type { AccessStateView } from '../../src/contract/access';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm, ByToken } from './AccessForm';

interface FirstAccountProps {
  readonly state: AccessStateView;
  readonly done: (session: string) => Promise<unknown>;
  readonly giveToken: (() => void) | undefined;
}

/** Nobody has an account yet: whoever has the code of the start makes the first, an administrator's. */
export function FirstAccount({ state, done, giveToken }: FirstAccountProps) {
  const client = useClient();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== password;
  return (
    <AccessForm
      title="The first account"
      intro={<p>It is an administrator’s. The code was shown when Herald was started; each start makes a new one.</p>}
      button="Make the account"
      isReady={code.trim() !== '' && name.trim() !== '' && password !== '' && again === password}
      run={async () => done((await client.access.firstAccount({ code, name, password })).session)}
      beside={<ByToken give={giveToken} />}
    >
      <TextBox label="Code of this start" value={code} onChange={setCode} autoFocus />
      <TextBox label="Your name" value={name} onChange={setName} autoComplete="username" hint="Letters, digits, dots and dashes" />
      <TextBox
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        hint={`At least ${state.passwordMinLength} characters`}
      />
      <TextBox
        label="The password once more"
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        problem={differs ? 'They differ' : undefined}
      />
    </AccessForm>
  );
}
