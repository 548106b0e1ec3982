import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, Heading, Label, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components';
import type { ByHandChoiceView } from '../../src/contract/byHand';
import { ROLES, stageName } from '../format/words';
import { useAgency, useClient, useLink, useQueries } from '../link/herald';
import { TextBox } from './Fields';
import { Failed, Loading } from './States';
import { useDone } from './Undo';
import { useWork, Working } from './Working';

interface ByHandProps {
  readonly incidentId: number;
  readonly incident: string;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** One of the agency's texts, sent by a person: which, to whom, and in the very words that would leave. */
export function ByHand({ isOpen, close, ...about }: ByHandProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => !open && close()}>
      <Modal className="modal wide">
        <Dialog className="dialog">
          <Heading slot="title">Send a text about {about.incident}</Heading>
          <Choices {...about} close={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Choices({ incidentId, incident, close }: Omit<ByHandProps, 'isOpen'>) {
  const client = useClient();
  const queries = useQueries();
  const say = useDone();
  const lost = useLink().state === 'lost';
  // What somebody orders is decided like the rest, and is on record; it does not leave.
  const isWatched = useAgency()?.mode === 'watch';
  const work = useWork();
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const { data, isError, refetch } = useQuery({
    ...queries.byHand.choices.queryOptions({ input: { incidentId } }),
    staleTime: 0,
  });
  if (data === undefined) {
    return isError ? <Failed what="the texts" again={() => void refetch()} /> : <Loading what="the texts" />;
  }
  const possible = data.choices.filter((choice) => choice.possible);
  const others = data.choices.filter((choice) => !choice.possible);
  const choice = possible.find((each) => keyOf(each) === chosen);
  const send = async () => {
    if (choice === undefined || choice.stage === 'correction') return;
    const { stage, cause, contact } = choice;
    const order = { incidentId, stage, contact, reason: reason.trim(), ...(cause === null ? {} : { cause }) };
    if (await work.run(() => client.commands.sendByHand(order))) {
      say({ text: `${isWatched ? 'Not sent, watch-only: ' : 'Ordered: '}${nameOf(choice)}, ${incident}` });
      close();
    }
  };
  return (
    <>
      {possible.length === 0 ? (
        <p>No text can be sent about this incident now.</p>
      ) : (
        <RadioGroup className="radios" value={chosen} onChange={setChosen}>
          <Label>Text</Label>
          {possible.map((each, index) => (
            <Radio key={keyOf(each)} value={keyOf(each)} className="radio" autoFocus={index === 0}>
              {nameOf(each)} ({each.to})
            </Radio>
          ))}
        </RadioGroup>
      )}
      {choice !== undefined && (
        <>
          <blockquote className="smsText" {...(choice.language === null ? {} : { lang: choice.language })}>
            {choice.text}
          </blockquote>
          {choice.languageFellBack !== null && <p>There is no text in {choice.languageFellBack}: this is what they would get.</p>}
          <TextBox label="Reason, for the record" value={reason} onChange={setReason} isRequired />
        </>
      )}
      {isWatched && <p>Watch-only: it is put on record as a text that would have gone out. Nobody gets it.</p>}
      {others.length > 0 && (
        <details>
          <summary>Why the others cannot be sent</summary>
          <ul>
            {others.map((each) => (
              <li key={keyOf(each)}>
                {nameOf(each)}: {each.why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {work.running && <Working what="Ordering it" />}
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <div className="dialogButtons">
        <Button className="button" onPress={close}>
          Cancel
        </Button>
        <Button
          className="button strong"
          isDisabled={lost || work.running || choice === undefined || reason.trim() === ''}
          onPress={() => void send()}
        >
          {isWatched ? 'Decide it, send nothing' : 'Send this text'}
        </Button>
      </div>
    </>
  );
}

const keyOf = ({ stage, cause, contact }: ByHandChoiceView) => `${stage} ${cause ?? ''} ${contact}`;
const nameOf = ({ stage, cause, role }: ByHandChoiceView) => `${stageName(stage, cause)}, ${ROLES[role].toLowerCase()}`;
