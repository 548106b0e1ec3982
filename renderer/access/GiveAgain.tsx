import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AccessStateView } from '../../src/contract/access';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm } from './AccessForm';

interface GiveAgainProps {
  readonly state: AccessStateView;
  readonly done: () => Promise<unknown>;
}

/** The lock: hides what was on screen; what was being written is kept, and sending goes on. */
export function GiveAgain({ state, done }: GiveAgainProps) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const hasCode = state.me?.secondFactor === true;
  return (
    <AccessForm
      title={state.because === 'twelveHours' ? 'Your password, once every twelve hours' : 'This console is locked'}
      intro={<p>Signed in as {state.me?.name}. Texts go on meanwhile, and nothing you were writing is lost.</p>}
      button="Go on"
      isReady={password !== '' && (!hasCode || totp.trim() !== '')}
      run={async () => {
        await client.access.reauthenticate({ password, ...(hasCode ? { totp } : {}) });
        await done();
      }}
      beside={
        <Button className="button" onPress={() => void client.access.logOff({}).finally(() => void done())}>
          Sign out
        </Button>
      }
    >
      <TextBox label="Password" type="password" value={password} onChange={setPassword} autoComplete="current-password" autoFocus />
      {hasCode && <TextBox label="Code of the authenticator app" value={totp} onChange={setTotp} autoComplete="one-time-code" />}
    </AccessForm>
  );
}
