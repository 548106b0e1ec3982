import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { InboundView } from '../../src/contract/optOut';
import { counted } from '../format/words';
import { useClient, useLink, useQueries } from '../link/herald';
import { useAsk } from '../parts/Ask';
import { At } from '../parts/Time';
import { useDone } from '../parts/Undo';
import { address } from '../route';

/** Of the section, which takes the focus when somebody is led to it. */
export const REPLIES_ID = 'replies';
const SHOWN = 20;
const MEANINGS = [
  {
    meaning: 'optOut',
    name: 'They want no more texts',
    reason: 'They asked for no more texts',
    follows: 'No text goes to this number any more; it gets the one confirmation. What waits for it is cancelled.',
  },
  {
    meaning: 'wrongPerson',
    name: 'It is the wrong person',
    reason: 'They have nothing to do with the call',
    follows: 'No text goes to this number any more, until a supervisor lifts that. What waits for it is cancelled.',
  },
  {
    meaning: 'help',
    name: 'They ask who this is',
    reason: 'They asked who texts them',
    follows: 'It is answered with who texts them and how to stop it. Texts to this number go on.',
  },
  {
    meaning: 'nothing',
    name: 'Nothing follows from it',
    reason: 'Read; it asks for nothing',
    follows: 'Texts to this number go on.',
  },
] as const;

/** Not asked for by whom the appliance would refuse. */
export function useReplies(mayRead: boolean) {
  return useQuery({
    ...useQueries().optOut.inbound.list.queryOptions({ input: { only: 'needsPerson', limit: SHOWN } }),
    enabled: mayRead,
  });
}

/** Replies that a person has to read: what it says, what Herald takes it for, and what it shall mean. */
export function Replies({ replies }: { readonly replies: readonly InboundView[] }) {
  const client = useClient();
  const ask = useAsk();
  const say = useDone();
  const lost = useLink().state === 'lost';
  if (replies.length === 0) return null;
  const resolve = (reply: InboundView, { meaning, name, reason: filledIn, follows }: (typeof MEANINGS)[number]) =>
    ask({
      title: name,
      body: (
        <>
          <p>Reply of {reply.number}:</p>
          <blockquote className="smsText">{reply.text ?? 'What it says is not known.'}</blockquote>
          <p>{follows} This cannot be taken back from here.</p>
        </>
      ),
      confirm: name,
      reasons: [filledIn, 'Talked to them by phone'],
      filledIn,
      run: async (reason) => {
        await client.optOut.inbound.resolve({ id: reply.id, meaning, reason });
        say({ text: `Reply of ${reply.number}: ${name.toLowerCase()}` });
      },
    });
  return (
    <section aria-label="Replies" id={REPLIES_ID} tabIndex={-1}>
      <h2>{counted(replies.length, 'reply has', 'replies have')} to be read</h2>
      <ul className="plain">
        {replies.map((reply) => (
          <li key={reply.id} className="panel alarm">
            <span className="strong" id={`reply-${reply.id}`}>
              {reply.number}
            </span>
            <div className="alarmWords">
              <blockquote className="smsText">
                {reply.text ?? 'What it says is not known: look it up with the carrier, or call.'}
              </blockquote>
              <p>{reply.sentence}</p>
              {reply.holdsTexts && <p className="muted">Texts to this number wait until somebody says what it means.</p>}
            </div>
            <div className="alarmSide">
              <p className="muted">
                Came <At at={reply.receivedAt} to="second" />
                {reply.incident !== null && (
                  <>
                    , after a text about <a href={address('incidents', reply.incident)}>{reply.incident}</a>
                  </>
                )}
              </p>
              <div className="alarmButtons">
                {MEANINGS.map((each) => (
                  <Button
                    key={each.meaning}
                    className={reply.suggested === each.meaning ? 'button strong' : 'button'}
                    isDisabled={lost}
                    aria-describedby={`reply-${reply.id}`}
                    onPress={() => resolve(reply, each)}
                  >
                    {each.name}
                  </Button>
                ))}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
