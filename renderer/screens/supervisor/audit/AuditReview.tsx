import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { AuditReviewView } from '../../../../src/contract/auditProof';
import { actionWords } from '../../../format/auditWords';
import { dayName } from '../../../format/calendar';
import { counted } from '../../../format/words';
import { useClient, useLink, useLive, useTimeZone } from '../../../link/herald';
import { useAsk } from '../../../parts/Ask';
import { Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { useDone } from '../../../parts/Undo';
import { address } from '../../../route';

const WEEK_MS = 7 * 24 * 3_600_000;

/** A week to be looked through: who tried to get in, what was refused, whose numbers were seen, what was changed. */
export function AuditReview({ query }: { readonly query: URLSearchParams }) {
  const client = useClient();
  const live = useLive();
  const weeksAgo = Math.max(0, Math.trunc(Number(query.get('weeksAgo') ?? 0)) || 0);
  // Not among what changes refresh: each look at a review is put on record, which is a change.
  const { data, isError, refetch } = useQuery({
    queryKey: ['auditReview', weeksAgo],
    queryFn: ({ signal }) => client.audit.review(weeksAgo === 0 ? {} : { week: live.now() - weeksAgo * WEEK_MS }, { signal }),
    gcTime: 60_000,
  });
  const week = (ago: number) => address('audit', 'review', { weeksAgo: ago === 0 ? undefined : String(ago) });
  return (
    <>
      <div className="actions">
        <a className="button" href={week(weeksAgo + 1)}>
          The week before
        </a>
        {weeksAgo > 0 && (
          <a className="button" href={week(weeksAgo - 1)}>
            {weeksAgo === 1 ? 'The last seven days' : 'The week after'}
          </a>
        )}
      </div>
      {data !== undefined ? (
        <Week of={data} signed={() => void refetch()} />
      ) : isError ? (
        <Failed what="the week" again={() => void refetch()} />
      ) : (
        <Loading what="the week" />
      )}
    </>
  );
}

function Week({ of, signed }: { readonly of: AuditReviewView; readonly signed: () => void }) {
  const zone = useTimeZone();
  const client = useClient();
  const ask = useAsk();
  const say = useDone();
  const lost = useLink().state === 'lost';
  const { from, to, entries, failedLogOns, lockedOut, refused, reveals, accountChanges, changes, reviewed } = of;
  const days = `${dayName(from, zone)} to ${dayName(to - 1, zone)}`;
  const sign = () =>
    ask({
      title: 'Sign that you looked through this week',
      body: (
        <p>
          {days}: {counted(entries, 'entry', 'entries')}. That you did is put on record, with your name and the time.
        </p>
      ),
      confirm: 'I looked through it',
      run: async () => {
        await client.audit.signReview({ from, to });
        say({ text: `Signed: ${days}` });
        signed();
      },
    });
  return (
    <>
      <section className="panel form" aria-label="The week">
        <h2>{days}</h2>
        <p>
          {counted(entries, 'entry', 'entries')}.{' '}
          {reviewed.length === 0
            ? 'Nobody has signed this week yet.'
            : reviewed.map(({ by, at }, index) => (
                <span key={`${by} ${at}`}>
                  {index > 0 && ', '}
                  {by} looked through it, <At at={at} />
                </span>
              ))}
        </p>
        <div className="actions">
          <Button className="button strong" isDisabled={lost} onPress={sign}>
            I looked through it…
          </Button>
        </div>
      </section>
      <div className="twoColumns">
        <Found title="Bad tries to sign in" none="Nobody failed to sign in.">
          {failedLogOns.map(({ identity, count, lastAt }) => (
            <li key={identity}>
              <span className="strong">{identity === 'unknown' ? 'A name that is nobody’s' : identity}</span>:{' '}
              {counted(count, 'time')}, the last <At at={lastAt} />
            </li>
          ))}
        </Found>
        <Found title="Accounts locked by bad tries" none="No account was locked.">
          {lockedOut.map(({ identity, at }) => (
            <li key={`${identity} ${at}`}>
              <span className="strong">{identity}</span>, <At at={at} />
            </li>
          ))}
        </Found>
        <Found title="Tried what their role may not" none="Nobody tried what they may not.">
          {refused.map(({ identity, action, count }) => (
            <li key={`${identity} ${action}`}>
              <span className="strong">{identity}</span>: {actionWords(action)}, {counted(count, 'time')}
            </li>
          ))}
        </Found>
        <Found title="Saw whole numbers" none="Nobody had a whole number shown.">
          {reveals.map(({ identity, count }) => (
            <li key={identity}>
              <span className="strong">{identity}</span>: {counted(count, 'number')}
            </li>
          ))}
        </Found>
        <Found title="Changes of accounts" none="No account was changed.">
          {accountChanges.map(({ at, identity, action, subject }) => (
            <li key={`${at} ${action} ${subject}`}>
              <At at={at} />: <span className="strong">{identity}</span>, {actionWords(action)}, {subject}
            </li>
          ))}
        </Found>
        <Found title="Everything by kind, also what only was tried" none="Nothing happened.">
          {changes.map(({ action, count }) => (
            <li key={action}>
              {actionWords(action)}: {count.toLocaleString('en-US')}
            </li>
          ))}
        </Found>
      </div>
    </>
  );
}

function Found({
  title,
  none,
  children,
}: {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}) {
  return (
    <section className="panel" aria-label={title}>
      <h3>{title}</h3>
      {children.length === 0 ? <p className="muted">{none}</p> : <ul className="plain close">{children}</ul>}
    </section>
  );
}
