import type { MessageView } from '../../src/contract/views';
import { maskPhone, stageName } from '../format/words';
import { useClient } from '../link/herald';
import { useAsk } from './Ask';
import { useSettle } from './Settle';
import { useAct } from './useAct';

/** One thing a person may do with a message as it is now. */
export interface MessageAction {
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

/** What may be done with a message in its state, most usual first. */
export function useMessageActions(): (message: MessageView) => readonly MessageAction[] {
  const client = useClient();
  const ask = useAsk();
  const settle = useSettle();
  const act = useAct();

  return (message) => {
    const { id } = message;
    const what = (
      <>
        <p>
          {stageName(message.stage, message.cause)}, to {maskPhone(message.to)}, incident {message.incident}:
        </p>
        <blockquote className="smsText">{message.text}</blockquote>
      </>
    );
    const hold: MessageAction = {
      key: 'h',
      label: 'Hold',
      // At once: it does no harm, it can be taken back, and a second counts.
      run: () =>
        void act(
          `Held: ${stageName(message.stage, message.cause)}, ${message.incident}`,
          () => client.commands.hold({ id, reason: 'Held by the dispatcher' }),
          () => client.commands.unhold({ id, reason: 'Hold taken back' }),
        ),
    };
    const release: MessageAction = {
      key: 'h',
      label: 'Release',
      run: () =>
        ask({
          title: 'Release this text',
          body: (
            <>
              {what}
              <p>It is checked once more, and goes out only if it is still true.</p>
            </>
          ),
          confirm: 'Release',
          reasons: ['Checked, it is right', 'Outage is over'],
          filledIn: 'Released by the dispatcher',
          run: (reason) => client.commands.release({ id, reason }),
        }),
    };
    const cancel: MessageAction = {
      key: 'x',
      label: 'Cancel text',
      run: () =>
        ask({
          title: 'Cancel this text',
          body: (
            <>
              {what}
              <p>It is not sent, and cannot be brought back.</p>
            </>
          ),
          confirm: 'Cancel text',
          reasons: ['Wrong number', 'Not safe to text', 'Told by phone'],
          run: (reason) => client.commands.cancelMessage({ id, reason }),
        }),
    };
    const resend: MessageAction = {
      key: 'r',
      label: 'Send again',
      run: () =>
        ask({
          title: 'Send this text again',
          body: (
            <>
              {what}
              {message.state === 'unconfirmed' && <p>The first one may have reached them: they may get it twice.</p>}
            </>
          ),
          confirm: 'Send again',
          reasons: ['They say it did not arrive', 'Carrier shows it was not taken'],
          run: (reason) => client.commands.resend({ id, reason }),
        }),
    };
    switch (message.state) {
      case 'held':
        // What only waits for its moment goes out by itself.
        return message.notBefore === null ? [release, cancel] : [hold, { ...release, key: 'g', label: 'Release now' }, cancel];
      case 'ready':
        return [hold, cancel];
      case 'unconfirmed':
        return [{ key: 's', label: 'Settle', run: () => settle(message) }, resend];
      case 'undelivered':
        return [resend];
      default:
        return [];
    }
  };
}
