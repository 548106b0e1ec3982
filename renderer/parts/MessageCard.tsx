import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { MessageView } from '../../src/contract/views';
import type { MessageHistoryView } from '../../src/contract/why';
import { counted, ROLES, stageName, stateOf } from '../format/words';
import { useLink } from '../link/herald';
import { Correction } from './Correction';
import { MessageMark } from './Marks';
import { MessageSteps } from './MessageSteps';
import { useMessageActions } from './messageActions';
import { Phone } from './Phone';
import { At, Until } from './Time';

/** One text, exactly as it reads, and how far it got. */
export function MessageCard({
  message,
  history,
}: {
  readonly message: MessageView;
  /** Its steps, where they are shown. */
  readonly history?: MessageHistoryView | undefined;
}) {
  const actions = useMessageActions()(message);
  const lost = useLink().state === 'lost';
  const [correcting, setCorrecting] = useState(false);
  const wasSent = message.acceptedAt !== null && message.stage !== 'correction';
  const waits = message.state === 'held' || message.state === 'ready';
  return (
    <div className="messageCard">
      <div className="messageHead">
        <MessageMark state={stateOf(message)} />
        <span className="messageStage">{stageName(message.stage, message.cause)}</span>
        <span className="muted">
          {ROLES[message.role]}{' '}
          <Phone phone={message.to} of={ROLES[message.role].toLowerCase()} whose={{ messageId: message.id }} />
        </span>
      </div>
      <blockquote className="smsText" lang={message.language}>
        {message.text}
      </blockquote>
      {message.reason !== null && <p className="messageReason">{message.reason}</p>}
      {message.needsPerson !== null && <p className="messageReason p2">{message.needsPerson}</p>}
      <dl className="progress">
        <Step word="Due" at={message.dueAt} />
        {waits && message.notBefore !== null && <Step word="Not before" at={message.notBefore} />}
        {message.sendingAt !== null && <Step word="Left" at={message.sendingAt} />}
        {message.acceptedAt !== null && <Step word="Accepted by the carrier" at={message.acceptedAt} />}
        {message.endedAt !== null && <Step word={ENDED[message.state] ?? 'Ended'} at={message.endedAt} />}
        {waits && (
          <div>
            <dt>Not sent after</dt>
            <dd>
              <At at={message.expiresAt} /> (<Until at={message.expiresAt} />)
            </dd>
          </div>
        )}
      </dl>
      {history !== undefined && <MessageSteps history={history} />}
      <div className="messageFoot">
        <span className="muted">
          {counted(message.segments, 'segment')}, {message.language}
          {message.attempts > 1 && `, ${counted(message.attempts, 'attempt')}`}
        </span>
        {actions.map(({ label, run }) => (
          <Button key={label} className="button small" onPress={run} isDisabled={lost}>
            {label}
          </Button>
        ))}
        {wasSent && (
          <Button className="button small" onPress={() => setCorrecting(true)} isDisabled={lost}>
            Sent in error…
          </Button>
        )}
        <Correction messageId={message.id} isOpen={correcting} close={() => setCorrecting(false)} />
      </div>
    </div>
  );
}

const ENDED: Partial<Record<MessageView['state'], string>> = {
  delivered: 'Delivered',
  undelivered: 'Given up',
  expired: 'Expired',
  cancelled: 'Cancelled',
};

function Step({ word, at }: { readonly word: string; readonly at: number }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        <At at={at} to="second" />
      </dd>
    </div>
  );
}
