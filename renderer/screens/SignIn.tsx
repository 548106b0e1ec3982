import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';

/** Asks for the token that the appliance printed. */
export function SignIn({
  refused,
  signIn,
  byAccount,
}: {
  readonly refused: boolean;
  readonly signIn: (token: string) => void;
  readonly byAccount: () => void;
}) {
  const [token, setToken] = useState('');
  return (
    <main className="firstStart">
      <h1>Herald</h1>
      <Form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') signIn(token.trim());
        }}
      >
        <TextField autoFocus value={token} onChange={setToken} type="password" autoComplete="off">
          <Label>Paste the token that the appliance printed</Label>
          <Input className="input" />
        </TextField>
        <p className="muted">
          It is in the line with <code>"event":"ready"</code>, or in the file given with <code>--token-file</code>.
        </p>
        <p className="problem" role="alert">
          {refused && 'The appliance refused that token. Each start of the appliance makes a new one.'}
        </p>
        <div className="dialogButtons">
          <Button className="button" onPress={byAccount}>
            Sign in with an account
          </Button>
          <Button className="button strong" type="submit" isDisabled={token.trim() === ''}>
            Open the console
          </Button>
        </div>
      </Form>
    </main>
  );
}
