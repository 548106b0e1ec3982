import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { CallPreview } from '../../../../src/contract/templates';
import { TEST_MARK } from '../../../../src/contract/testMark';
import { useClient, useLink } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { useDraft } from '../../../link/useDraft';
import { TextBox } from '../../../parts/Fields';
import { type SentTest, TestOutcome } from '../../../parts/TestOutcome';
import { useWork } from '../../../parts/Working';
import type { Moment } from './stageTemplates';

interface SendToPhoneProps {
  readonly draft: {
    readonly stage: Moment['stage'];
    readonly cause: Moment['cause'];
    readonly language: string;
    readonly text: string;
  };
  readonly call: CallPreview;
  /** The person has written on since. */
  readonly isOld: boolean;
  readonly moment: Moment;
}

const NONE = { sent: null as SentTest | null };

/** One preview as one test text to a phone at hand, and what became of it. */
export function SendToPhone({ draft, call, isOld, moment }: SendToPhoneProps) {
  const may = useMay();
  const kept = useDraft(`phone test ${moment.id} ${draft.language} ${call.kind}`, NONE);
  const { sent } = kept.value;
  if (!may('templates.sendToPhone') || call.text === null) return null;
  return (
    <>
      <DialogTrigger>
        <Button className="button small" isDisabled={isOld}>
          Send to my phone…
        </Button>
        <ModalOverlay className="overlay" isDismissable>
          <Modal className="modal">
            <Dialog className="dialog">
              {({ close }) => <PhoneForm draft={draft} call={call} close={close} onSent={(done) => kept.change({ sent: done })} />}
            </Dialog>
          </Modal>
        </ModalOverlay>
      </DialogTrigger>
      {sent !== null && <TestOutcome key={sent.at} sent={sent} receipts="templates" />}
    </>
  );
}

function PhoneForm({
  draft,
  call,
  close,
  onSent,
}: Pick<SendToPhoneProps, 'draft' | 'call'> & { readonly close: () => void; readonly onSent: (sent: SentTest) => void }) {
  const client = useClient();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const [number, setNumber] = useState('');
  const send = async () => {
    const { kind, incidentId, text } = call;
    const done = await work.run(async () => {
      const result = await client.templates.sendToPhone({ ...draft, on: { kind, incidentId }, seen: text ?? '', number });
      onSent({ result, ending: number.replace(/\D/g, '').slice(-4), at: Date.now() });
    });
    if (done) close();
  };
  return (
    <>
      <Heading slot="title">Send this text to your own phone</Heading>
      <div className="dialogBody">
        <blockquote className="smsText" lang={draft.language}>
          <span lang="en">{TEST_MARK}</span>
          {call.text}
        </blockquote>
        <p className="muted">
          It goes out once, as a test: it is on the audit record, and counts as a text to nobody. Also while Herald only watches.
        </p>
      </div>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (!lost && number.trim() !== '') void send();
        }}
      >
        <TextBox
          label="Number of your own phone"
          type="tel"
          value={number}
          onChange={setNumber}
          hint="Look at it twice. The number of somebody of a call is refused"
          autoFocus
        />
        <p className="problem" role="alert">
          {lost ? 'There is no link to the appliance.' : work.problem}
        </p>
        <div className="dialogButtons">
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button className="button strong" type="submit" isDisabled={lost || work.running || number.trim() === ''}>
            {work.running ? 'Sending…' : 'Send one test text'}
          </Button>
        </div>
      </Form>
    </>
  );
}
