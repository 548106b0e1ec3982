import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useClient, useLink } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { TextBox } from '../../../parts/Fields';
import { type SentTest, TestOutcome } from '../../../parts/TestOutcome';
import { useWork } from '../../../parts/Working';

const NONE = { sent: null as SentTest | null };

/** One fixed text to a phone at hand, and what became of it. */
export function TestText({ isReady }: { readonly isReady: boolean }) {
  const client = useClient();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('Trying the carrier settings');
  const kept = useDraft('test text', NONE);
  const { sent } = kept.value;
  const send = () =>
    void work.run(async () => {
      const result = await client.carrierSettings.testSend({ number, reason });
      kept.change({ sent: { result, ending: number.replace(/\D/g, '').slice(-4), at: Date.now() } });
    });
  return (
    <>
      <Form
        className="form"
        aria-label="Test text"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && number.trim() !== '' && reason.trim() !== '') send();
        }}
      >
        <div className="fieldGrid">
          <TextBox
            label="Number of your own phone"
            type="tel"
            value={number}
            onChange={setNumber}
            hint="Gets one text: that this is a test. Look at the number twice"
          />
          <TextBox label="Reason, for the record" value={reason} onChange={setReason} />
        </div>
        <p className="problem" role="alert">
          {work.problem}
        </p>
        <div>
          <Button
            className="button strong"
            type="submit"
            isDisabled={!isReady || lost || work.running || number.trim() === '' || reason.trim() === ''}
          >
            {work.running ? 'Sending…' : 'Send one test text'}
          </Button>
        </div>
      </Form>
      {sent !== null && <TestOutcome key={sent.at} sent={sent} receipts="carrierSettings" />}
    </>
  );
}
