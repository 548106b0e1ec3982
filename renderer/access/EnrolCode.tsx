import { useState } from 'react';
import { encode } from 'uqr';
import { useClient } from '../link/herald';
import { TextBox } from '../parts/Fields';
import { AccessForm } from './AccessForm';

/** A second factor: an authenticator app on the person's own phone. */
export function EnrolCode({ done }: { readonly done: () => Promise<unknown> }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [offered, setOffered] = useState<{ readonly secret: string; readonly uri: string }>();
  if (offered === undefined) {
    return (
      <AccessForm
        title="An authenticator app"
        intro={<p>Your role needs a second factor: any authenticator app on a phone of your own. Your password first.</p>}
        button="Go on"
        isReady={password !== ''}
        run={async () => setOffered(await client.access.enrolTotp({ password }))}
      >
        <TextBox
          label="Password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
        />
      </AccessForm>
    );
  }
  return (
    <AccessForm
      title="Take this picture with the app"
      button="Confirm"
      isReady={code.trim() !== ''}
      run={async () => {
        await client.access.confirmTotp({ code });
        await done();
      }}
    >
      <Picture uri={offered.uri} />
      <p>
        Or type it: <code>{offered.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <TextBox label="Code that the app shows" value={code} onChange={setCode} autoComplete="one-time-code" autoFocus />
    </AccessForm>
  );
}

/** Always dark on light: cameras do not read the other way round. */
function Picture({ uri }: { readonly uri: string }) {
  const { data, size } = encode(uri, { border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className="qrPicture" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code for the authenticator app">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
