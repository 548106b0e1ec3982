import { ORPCError } from '@orpc/client';
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useClient, useLink } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { problemInWords } from '../../../parts/Ask';
import { Choice, NumberBox, TextBox } from '../../../parts/Fields';

/** What may stay in this browser until it is kept; the secret may not. */
const EMPTY = {
  accountId: '',
  applicationId: '',
  from: '',
  type: 'clientCredentials' as 'basic' | 'clientCredentials',
  name: '',
  perSecond: 1,
  proxy: '',
};

/** Carrier settings, entered anew: what is kept is never shown, so that all of it is given at once. */
export function CarrierForm({ reason, done }: { readonly reason: string; readonly done: () => void }) {
  const client = useClient();
  const lost = useLink().state === 'lost';
  const draft = useDraft('carrier settings', EMPTY);
  const [secret, setSecret] = useState('');
  const [why, setWhy] = useState(reason);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [running, setRunning] = useState(false);
  const { accountId, applicationId, from, type, name, perSecond, proxy } = draft.value;
  const enter = (change: Partial<typeof EMPTY>) => {
    setProblems({});
    draft.change((before) => ({ ...before, ...change }));
  };

  const keep = async () => {
    const missing = missingOf({ accountId, applicationId, from, name, secret, why });
    setProblems(missing);
    if (Object.keys(missing).length > 0) return;
    setRunning(true);
    try {
      await client.carrierSettings.set({
        ...{ accountId, applicationId, from, reason: why, segmentsPerSecond: perSecond },
        credentials: type === 'basic' ? { type, username: name, password: secret } : { type, clientId: name, clientSecret: secret },
        ...(proxy.trim() === '' ? {} : { proxy }),
      });
      setSecret('');
      draft.discard();
      done();
    } catch (error) {
      setProblems(fieldsOf(error));
    } finally {
      setRunning(false);
    }
  };

  return (
    <Form
      className="form"
      aria-label="Carrier settings"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <div className="fieldGrid">
        <TextBox
          label="Account id"
          value={accountId}
          onChange={(value) => enter({ accountId: value })}
          problem={problems.accountId}
        />
        <TextBox
          label="Application id"
          value={applicationId}
          onChange={(value) => enter({ applicationId: value })}
          problem={problems.applicationId}
        />
        <TextBox
          label="Number that texts come from"
          type="tel"
          value={from}
          onChange={(value) => enter({ from: value })}
          problem={problems.from}
          hint="One that the application has, as +19195550142"
        />
        <Choice
          label="Signs in with"
          value={type}
          options={[
            { id: 'clientCredentials', name: 'Client id and secret' },
            { id: 'basic', name: 'User name and password' },
          ]}
          onChange={(value) => enter({ type: value })}
        />
        <TextBox
          label={type === 'basic' ? 'User name' : 'Client id'}
          value={name}
          onChange={(value) => enter({ name: value })}
          problem={problems.name}
        />
        <TextBox
          label={type === 'basic' ? 'Password' : 'Client secret'}
          type="password"
          autoComplete="new-password"
          value={secret}
          onChange={(value) => {
            setProblems({});
            setSecret(value);
          }}
          problem={problems.secret}
          hint="Never shown again, and not kept over a reload of this page"
        />
        <NumberBox
          label="Segments per second, at most"
          value={perSecond}
          min={1}
          max={1_000}
          onChange={(value) => enter({ perSecond: Number.isNaN(value) ? 1 : value })}
          hint="As your account allows"
        />
        <TextBox
          label="Proxy, where there is one"
          value={proxy}
          onChange={(value) => enter({ proxy: value })}
          problem={problems.proxy}
          hint="As http://host:port"
        />
        <TextBox label="Reason, for the record" value={why} onChange={setWhy} problem={problems.reason} />
      </div>
      <p className="problem" role="alert">
        {problems.all}
      </p>
      <div className="dialogButtons">
        <Button className="button strong" type="submit" isDisabled={running || lost}>
          Keep these settings
        </Button>
      </div>
    </Form>
  );
}

function missingOf(entered: Readonly<Record<'accountId' | 'applicationId' | 'from' | 'name' | 'secret' | 'why', string>>) {
  const problems: Record<string, string> = {};
  const say = (field: keyof typeof entered, words: string, as: string = field) => {
    if (entered[field].trim() === '') problems[as] = words;
  };
  say('accountId', 'It is on the account page of Bandwidth’s dashboard.');
  say('applicationId', 'Of the messaging application in Bandwidth’s dashboard.');
  say('from', 'Which number do texts come from?');
  say('name', 'It is needed to sign in.');
  say('secret', 'It is needed to sign in.');
  say('why', 'A reason is needed.', 'reason');
  return problems;
}

/** What the appliance refused, at its field. */
function fieldsOf(error: unknown): Record<string, string> {
  const fields: unknown = error instanceof ORPCError && error.code === 'BAD_REQUEST' ? error.data?.fields : undefined;
  if (!Array.isArray(fields)) return { all: problemInWords(error) };
  return Object.fromEntries(
    fields.map(({ field, message }: { field: string; message: string }) => [
      KNOWN.includes(field) ? field : 'all',
      KNOWN.includes(field) ? message.charAt(0).toUpperCase() + message.slice(1) : `${field}: ${message}`,
    ]),
  );
}

const KNOWN = ['accountId', 'applicationId', 'from', 'proxy', 'reason'];
