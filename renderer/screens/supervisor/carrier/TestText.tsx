import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import type { TestReceipt, TestSendResult } from '../../../../src/contract/carrierSettings';
import { useClient, useLink, useQueries } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { TextBox } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import { useWork } from '../../../parts/Working';

/** The number is not kept: it is somebody's own. */
interface Sent {
  readonly result: TestSendResult;
  readonly ending: string;
  readonly at: number;
}
const NONE = { sent: null as Sent | null };

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
      {sent !== null && <Became key={sent.at} sent={sent} />}
    </>
  );
}

const OUTCOMES = {
  accepted: { shape: 'half', say: 'The carrier took it' },
  notTaken: { shape: 'cross', say: 'The carrier did not take it' },
  refused: { shape: 'cross', say: 'The carrier refused it' },
  unknown: { shape: 'query', say: 'Not known whether it left' },
} as const;

/** What became of the last test, asked for until that is known. */
function Became({ sent }: { readonly sent: Sent }) {
  const { outcome, detail, carrierMessageId } = sent.result;
  const { shape, say } = OUTCOMES[outcome];
  return (
    <div className="became" role="status" aria-label="What became of the test text">
      <p>
        <span className={outcome === 'accepted' ? 'mark' : 'mark p2'}>
          <Glyph shape={shape} /> {say}
        </span>{' '}
        <span className="muted">
          to …{sent.ending}, <At at={sent.at} to="second" />
        </span>
      </p>
      {outcome !== 'accepted' && <p>{detail}</p>}
      {carrierMessageId !== null && <Receipt id={carrierMessageId} />}
    </div>
  );
}

const STATES: Record<TestReceipt['state'], { readonly shape: 'half' | 'disc' | 'cross' | 'query'; readonly say: string }> = {
  accepted: { shape: 'half', say: 'Waiting for the receipt' },
  delivered: { shape: 'disc', say: 'Delivered' },
  undelivered: { shape: 'cross', say: 'Not delivered' },
  unknown: { shape: 'query', say: 'Not known' },
};

function Receipt({ id }: { readonly id: string }) {
  const { data, isError } = useQuery({
    ...useQueries().carrierSettings.testReceipt.queryOptions({ input: { carrierMessageId: id } }),
    refetchInterval: (query) => (query.state.data?.final === true ? false : 2_000),
    retry: false,
  });
  if (data === undefined) {
    return isError ? <p className="muted">Herald has started again since: what became of it is in the carrier’s own log.</p> : null;
  }
  const { shape, say } = STATES[data.state];
  return (
    <p>
      <span className={data.state === 'undelivered' ? 'mark p2' : 'mark'}>
        <Glyph shape={shape} /> {say}.
      </span>{' '}
      {data.detail}
    </p>
  );
}
