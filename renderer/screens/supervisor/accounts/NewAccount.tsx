import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Label, Radio, RadioGroup } from 'react-aria-components';
import type { Role } from '../../../../src/contract/access';
import { useClient, useLink, useQueries } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { TextBox } from '../../../parts/Fields';
import { useWork, Working } from '../../../parts/Working';
import type { Given } from './GivenPassword';
import { HANDING_OVER, type HandingOver, ROLES } from './words';

interface NewAccountProps {
  readonly given: (given: Given) => void;
  readonly leave: () => void;
}

interface Fields {
  readonly name: string;
  readonly role: Role;
  readonly by: HandingOver;
  readonly reason: string;
}

const EMPTY: Fields = { name: '', role: 'dispatcher', by: 'inPerson', reason: '' };
/** As the appliance takes names. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/;

/** A person who is to use Herald: what they are called, what they may do, and how they learn their first password. */
export function NewAccount({ given, leave }: NewAccountProps) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const draft = useDraft<Fields>('new account', EMPTY);
  const { name, role, by, reason } = draft.value;
  const change = (part: Partial<Fields>) => draft.change((before) => ({ ...before, ...part }));
  const isName = NAME.test(name.trim());
  const isReady = isName && reason.trim() !== '' && !lost && !work.running;
  const add = async () => {
    const order = { name: name.trim(), role, handedOver: by, reason: reason.trim() };
    await work.run(async () => {
      const { password } = await client.access.createAccount(order);
      given({ name: order.name, password, by });
      draft.discard();
      leave();
      await queryClient.invalidateQueries({ queryKey: queries.access.accounts.key() });
    });
  };
  return (
    <section className="panel form" aria-label="A new account">
      <h2>A new account</h2>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void add();
        }}
      >
        <TextBox
          label="Name to sign in with"
          value={name}
          onChange={(value) => change({ name: value })}
          autoFocus
          hint="It stands in the record of everything they do: one person, one account. Two to 40 letters, digits, dots, dashes."
          problem={name.trim() === '' || isName ? undefined : 'Two to 40 letters, digits, dots and dashes'}
        />
        <RadioGroup className="radios" value={role} onChange={(value) => change({ role: value as Role })}>
          <Label className="strong">Role</Label>
          {ROLES.map(({ id, name: word, may }) => (
            <Radio key={id} value={id} className="radio">
              <span>
                <span className="strong">{word}.</span> {may}
              </span>
            </Radio>
          ))}
        </RadioGroup>
        <RadioGroup className="radios" value={by} onChange={(value) => change({ by: value as HandingOver })}>
          <Label className="strong">How the first password reaches them</Label>
          {HANDING_OVER.map(({ id, name: word }) => (
            <Radio key={id} value={id} className="radio">
              {word}
            </Radio>
          ))}
        </RadioGroup>
        <TextBox
          label="Reason, for the record"
          value={reason}
          onChange={(value) => change({ reason: value })}
          isRequired
          placeholder="New on B shift"
        />
        {work.running && <Working what="Making the account" />}
        <p className="problem" role="alert">
          {lost ? 'There is no link to the appliance. What you typed is kept.' : work.problem}
        </p>
        <div className="dialogButtons">
          <Button
            className="button"
            onPress={() => {
              draft.discard();
              leave();
            }}
          >
            Leave it
          </Button>
          <Button className="button strong" type="submit" isDisabled={!isReady}>
            Make the account
          </Button>
        </div>
      </Form>
    </section>
  );
}
