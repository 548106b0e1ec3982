import { useState } from 'react';
import type { AccessStateView } from '../../src/contract/access';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm, ByToken } from './AccessForm';
import { ChosenPasswordBoxes, useChosenPassword } from './passwordBoxes';

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
  const chosen = useChosenPassword();
  return (
    <AccessForm
      title="The first account"
      intro={<p>It is an administrator’s. The code was shown when Herald was started; each start makes a new one.</p>}
      button="Make the account"
      isReady={code.trim() !== '' && name.trim() !== '' && chosen.isReady}
      run={async () => done((await client.access.firstAccount({ code, name, password: chosen.password })).session)}
      beside={<ByToken give={giveToken} />}
    >
      <TextBox label="Code of this start" value={code} onChange={setCode} autoFocus />
      <TextBox
        label="Your name"
        value={name}
        onChange={setName}
        autoComplete="username"
        hint="Two to 40 letters, digits, dots and dashes, no spaces: morgan.reyes"
      />
      <ChosenPasswordBoxes chosen={chosen} label="Password" minLength={state.passwordMinLength} />
    </AccessForm>
  );
}
