import { useQuery } from '@tanstack/react-query';
import type { TestReceipt, TestSendResult } from '../../src/contract/carrierSettings';
import { useQueries } from '../link/herald';
import { Glyph } from './Marks';
import { At } from './Time';

/** A test text that was sent. The number is not kept: it is somebody's own. */
export interface SentTest {
  readonly result: TestSendResult;
  readonly ending: string;
  readonly at: number;
}

/** By which procedure the receipt of a test is asked for. */
type Receipts = 'carrierSettings' | 'templates';

const OUTCOMES = {
  accepted: { shape: 'half', say: 'The carrier took it' },
  notTaken: { shape: 'cross', say: 'The carrier did not take it' },
  refused: { shape: 'cross', say: 'The carrier refused it' },
  unknown: { shape: 'query', say: 'Not known whether it left' },
} as const;

/** What became of a test text, asked for until that is known. */
export function TestOutcome({ sent, receipts }: { readonly sent: SentTest; readonly receipts: Receipts }) {
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
      {carrierMessageId !== null && <Receipt id={carrierMessageId} receipts={receipts} />}
    </div>
  );
}

const STATES: Record<TestReceipt['state'], { readonly shape: 'half' | 'disc' | 'cross' | 'query'; readonly say: string }> = {
  accepted: { shape: 'half', say: 'Waiting for the receipt' },
  delivered: { shape: 'disc', say: 'Delivered' },
  undelivered: { shape: 'cross', say: 'Not delivered' },
  unknown: { shape: 'query', say: 'Not known' },
};

function Receipt({ id, receipts }: { readonly id: string; readonly receipts: Receipts }) {
  const queries = useQueries();
  const asked = { input: { carrierMessageId: id } };
  const { data, isError } = useQuery({
    ...(receipts === 'templates'
      ? queries.templates.phoneReceipt.queryOptions(asked)
      : queries.carrierSettings.testReceipt.queryOptions(asked)),
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
