import { ORPCError } from '@orpc/client';
import { useState } from 'react';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm, ByToken } from './AccessForm';
import { CodeBox } from './passwordBoxes';

/** Name, password, and the code where the account has an authenticator. */
export function LogOn({
  done,
  giveToken,
}: {
  readonly done: (session: string) => Promise<unknown>;
  readonly giveToken: (() => void) | undefined;
}) {
  const client = useClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const run = async () => {
    try {
      const { session } = await client.access.logOn({ name, password, ...(totp === '' ? {} : { totp }) });
      await done(session);
    } catch (error) {
      if (error instanceof ORPCError && error.data?.why === 'codeNeeded') setWantsCode(true);
      throw error;
    }
  };
  return (
    <AccessForm
      title="Sign in"
      button="Sign in"
      isReady={name.trim() !== '' && password !== ''}
      run={run}
      beside={<ByToken give={giveToken} />}
    >
      <TextBox label="Name" value={name} onChange={setName} autoComplete="username" autoFocus />
      <TextBox label="Password" type="password" value={password} onChange={setPassword} autoComplete="current-password" />
      {wantsCode && <CodeBox value={totp} onChange={setTotp} autoFocus />}
    </AccessForm>
  );
}
