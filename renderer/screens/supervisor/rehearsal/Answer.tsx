import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { PolicyDraftView } from '../../../../src/contract/policy';
import { rehearsalRowKey } from '../../../../src/contract/rehearsalRowKey';
import { useAccess } from '../../../access/AccessGate';
import { useClient, useQueries } from '../../../link/herald';
import { type Question, useAsk } from '../../../parts/Ask';
import { Glyph } from '../../../parts/Marks';
import { useDone } from '../../../parts/Undo';
import { draftState } from '../policy/draftState';
import type { PolicyEditing } from '../policy/usePolicyDraft';

interface AnswerProps {
  readonly editing: PolicyEditing;
  readonly saved: PolicyDraftView;
  /** The finished rehearsal of exactly this draft. */
  readonly rehearsalId: string | undefined;
  readonly looked: ReadonlySet<string>;
  /** Somebody went back to an older version, and is led here once that is rehearsed. */
  readonly isGoneTo: boolean;
}

const REASONS = ['Rehearsed and looked through', 'New call type in CAD', 'Wording asked for by the public information officer'];
const BACK = ['The rehearsal shows texts that should not go', 'The wording needs another look', 'Not now'];
const OWN_BACK = ['There is more to change', 'Not now'];

/** Proposing, approving and putting in force: only beside a rehearsal of the same draft. */
export function Answer({ editing, saved, rehearsalId, looked, isGoneTo }: AnswerProps) {
  const client = useClient();
  const queries = useQueries();
  const ask = useAsk();
  const say = useDone();
  const { secondPerson } = editing;
  const me = useAccess()?.me?.name;
  const isOwn = me !== undefined && (me === saved.savedBy || me === saved.proposedBy);
  const draftHash = saved.hash;
  const risks = useQuery({
    ...queries.rehearsal.result.queryOptions({ input: { id: rehearsalId ?? '-', show: 'risks', limit: 500 } }),
    enabled: rehearsalId !== undefined,
  });
  const unseen = risks.data?.items.filter((row) => row.risk?.level === 'safety' && !looked.has(rehearsalRowKey(row))).length ?? 0;
  const beyond = risks.data !== undefined && risks.data.next !== null;
  const isReady = rehearsalId !== undefined && risks.data !== undefined && unseen === 0 && !beyond && saved.problems.length === 0;
  const head = useRef<HTMLHeadingElement>(null);
  const isToBeSeen = isGoneTo && risks.data !== undefined;
  useEffect(() => {
    if (!isToBeSeen) return;
    head.current?.focus();
    head.current?.scrollIntoView({ block: 'center' });
  }, [isToBeSeen]);
  const question = (
    what: Pick<Question, 'title' | 'confirm'>,
    body: string,
    done: string,
    run: (reason: string) => Promise<unknown>,
    reasons = REASONS,
  ) =>
    ask({
      ...what,
      body: <p>{body}</p>,
      reasons,
      run: async (reason) => {
        await run(reason);
        say({ text: done });
        await editing.ask();
      },
    });
  return (
    <section className="panel" aria-label="Put it in force">
      <h2 ref={head} tabIndex={-1}>
        Put it in force
      </h2>
      <p>
        {draftState(saved)}
        {saved.state === 'proposed' && isOwn && ' That is somebody who has neither written nor proposed it: not you.'}
        {saved.state === 'draft' &&
          (secondPerson
            ? 'Your agency wants a second person for this: propose the draft, and somebody else approves it.'
            : 'It takes effect at once, for everything that has not left yet.')}
      </p>
      {saved.outdated && (
        <p>
          <Glyph shape="triangle" /> Another version has been put in force since this draft was begun: look at what it changes once
          more.
        </p>
      )}
      {!isReady && (
        <p>
          <Glyph shape="pause" />{' '}
          {saved.problems.length > 0
            ? 'Something is wrong with the draft; see above.'
            : rehearsalId === undefined
              ? 'Rehearse this draft first.'
              : beyond
                ? 'There are more risks than a person can look through. Change the draft.'
                : `There are risks for somebody’s safety above that nobody has ticked: ${unseen}.`}
        </p>
      )}
      <div className="dialogButtons">
        <Button
          className="button"
          onPress={() =>
            ask({
              title: 'Throw the draft away?',
              body: <p>What is in force stays. The draft cannot be brought back.</p>,
              confirm: 'Throw it away',
              run: async () => {
                await client.policy.discardDraft({ draftHash });
                await editing.ask();
              },
            })
          }
        >
          Throw the draft away
        </Button>
        {secondPerson && saved.state !== 'proposed' && saved.state !== 'approved' && (
          <Button
            className="button strong"
            isDisabled={!isReady}
            onPress={() =>
              question(
                { title: 'Propose the draft?', confirm: 'Propose' },
                'Every other supervisor finds it under Attention until somebody has approved it or sent it back.',
                'The draft is proposed',
                (reason) => client.policy.propose({ draftHash, reason }),
              )
            }
          >
            Propose
          </Button>
        )}
        {saved.state === 'proposed' && (
          <>
            <Button
              className="button"
              onPress={() =>
                question(
                  isOwn
                    ? { title: 'Take the proposal back?', confirm: 'Take back' }
                    : { title: 'Send the draft back?', confirm: 'Send back' },
                  'It stays a draft, and nobody can approve it before it is proposed again.',
                  isOwn ? 'The proposal was taken back' : 'The draft was sent back',
                  (reason) => client.policy.reject({ draftHash, reason }),
                  isOwn ? OWN_BACK : BACK,
                )
              }
            >
              {isOwn ? 'Take back' : 'Send back'}
            </Button>
            <Button
              className="button strong"
              isDisabled={!isReady || isOwn}
              onPress={() =>
                question(
                  { title: 'Approve the draft?', confirm: 'Approve' },
                  'With this you answer for what the rehearsal shows.',
                  'The draft is approved',
                  (reason) => client.policy.approve({ draftHash, reason }),
                )
              }
            >
              Approve
            </Button>
          </>
        )}
        {(!secondPerson || saved.state === 'approved') && (
          <Button
            className="button strong"
            isDisabled={!isReady}
            onPress={() =>
              question(
                { title: 'Put the draft in force?', confirm: 'Put in force' },
                `It takes the place of version ${editing.inForce.id} at once. That one can be restored.`,
                'The draft is in force',
                (reason) =>
                  client.policy.putInForce({
                    draftHash,
                    reason,
                    confirmed: [...looked],
                    ...(rehearsalId === undefined ? {} : { rehearsalId }),
                  }),
              )
            }
          >
            Put in force
          </Button>
        )}
      </div>
    </section>
  );
}
