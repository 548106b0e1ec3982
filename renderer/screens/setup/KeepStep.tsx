import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient, useLink, useQueries } from '../../link/herald';
import { TextBox } from '../../parts/Fields';
import { Glyph } from '../../parts/Marks';
import { useWork, Working } from '../../parts/Working';
import { address, go } from '../../route';
import { agencyProblems } from './AgencyStep';
import { problemInSetup, profileText, type SetupEntries, STEPS, type StepId } from './entries';
import { feedUrl, KINDS } from './feedAddress';
import type { StepProps } from './Setup';
import { feedProblems } from './useFeedTrial';

interface Point {
  readonly step: StepId;
  readonly say: string;
}

/** All that was entered at a glance, what is wrong with it, and the button that starts watching. */
export function KeepStep({ state, starter, draft, move }: StepProps) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const [reason, setReason] = useState('First set-up');
  const entries = draft.value;
  const text = profileText(entries, starter);
  const checked = useQuery({ ...queries.setup.check.queryOptions({ input: { text } }), gcTime: 0 });
  const mine: Point[] = [
    ...Object.values(agencyProblems(entries)).map((say) => ({ step: 'agency' as const, say })),
    ...Object.values(feedProblems(entries)).map((say) => ({ step: 'feed' as const, say })),
  ];
  const theirs = (checked.data?.problems ?? []).map(problemInSetup).filter(({ step }) => !mine.some((each) => each.step === step));
  const problems: Point[] = [...mine, ...theirs];

  const start = async () => {
    const isKept = await work.run(async () => {
      const answer = await client.setup.keep({ text, basedOn: state.hash, reason });
      if (answer.problems.length > 0) throw new Error('It was checked before, and is wrong now');
    });
    if (!isKept) return void checked.refetch();
    draft.discard();
    go(address('setup', 'test'));
    await queryClient.invalidateQueries();
  };

  return (
    <>
      <p>
        With “Start watching” Herald listens, reads and decides everything, and <span className="strong">sends nothing</span>. Each
        text it would have sent is shown. Watch for some days, then go live in the last step.
      </p>
      <Summary entries={entries} />
      {problems.length > 0 ? (
        <div role="status">
          <p className="strong">
            <Glyph shape="triangle" /> Before it can start:
          </p>
          <ul>
            {problems.map(({ step, say }) => (
              <li key={`${step} ${say}`}>
                {say} <a href={address('setup', step)}>Go to {STEPS.find(({ id }) => id === step)?.name}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <Doubts entries={entries} />
      )}
      <TextBox label="Reason, for the record" value={reason} onChange={setReason} />
      {work.running && <Working what="Starting" />}
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <div className="dialogButtons">
        <Button className="button" onPress={() => move(-1)}>
          Back
        </Button>
        <Button
          className="button strong"
          isDisabled={work.running || lost || problems.length > 0 || checked.data === undefined || reason.trim() === ''}
          onPress={() => void start()}
        >
          Start watching
        </Button>
      </div>
    </>
  );
}

const STOP = {
  '': 'Not decided yet',
  tollFree: 'By the network, on a toll-free number',
  callbacks: 'By callbacks from Bandwidth',
  acceptedBlind: 'Not at all; somebody accepts that',
} as const;

function Summary({ entries }: { readonly entries: SetupEntries }) {
  const { name, phone, timeZone, feed, stop, chosen, added } = entries;
  const rows: readonly (readonly [string, string])[] = [
    ['Agency', name === '' ? 'No name yet' : `${name}, ${phone === '' ? 'no number yet' : phone}, ${timeZone}`],
    ['Feed', `${KINDS.find(({ id }) => id === feed.kind)?.name}: ${feedUrl(feed)}`],
    ['STOP is seen', STOP[stop]],
    ['Texts about', chosen.length + added.length === 0 ? 'No call type: all are off' : [...chosen, ...added].join(', ')],
  ];
  return (
    <dl className="setupSummary">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is no mistake, and still worth a look. */
function Doubts({ entries }: { readonly entries: SetupEntries }) {
  const doubts = [
    ...(entries.proven === feedUrl(entries.feed)
      ? []
      : ['No record of this feed has been understood yet. You can start all the same, and look at it under Feeds.']),
    ...(entries.chosen.length + entries.added.length === 0
      ? ['No call type is ticked, so nobody would be texted. Rules can be changed while watching.']
      : []),
    ...(entries.feed.kind === 'tcp-listen' && entries.feed.host === '0.0.0.0' && entries.feed.allow.trim() === ''
      ? ['Whoever reaches the port of the feed may send records. “Only from” in the feed step narrows that.']
      : []),
  ];
  return (
    <>
      {doubts.map((doubt) => (
        <p key={doubt}>
          <Glyph shape="query" /> {doubt}
        </p>
      ))}
    </>
  );
}
