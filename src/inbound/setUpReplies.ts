import type { CallbackEvent } from '../bandwidth/callbacks';
import type { Clock } from '../clock';
import { type InboundOptions, type InboundText, receiveTexts } from '../intake/inboundTexts';
import { OptOutCommands } from '../intake/optOutCommands';
import type { RecordStore } from '../intake/records';
import type { Mode } from '../intake/situation';
import type { Logger } from '../logger';
import type { OutboxStore } from '../outbox/outboxStore';
import type { OutboxWorker } from '../outbox/outboxWorker';
import type { SmsCarrier } from '../outbox/smsCarrier';
import type { ReplyTexts } from '../rules/replyTexts';
import type { Policy } from '../rules/ruleset';
import { InboundPoll } from './inboundPoll';
import { takeCallbacks } from './takeCallbacks';

export interface RepliesOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly profile: { readonly carrier: { readonly optOut?: string | undefined; readonly replies: ReplyTexts } };
  readonly outbox: OutboxStore;
  readonly worker: OutboxWorker;
  readonly carrier: SmsCarrier | undefined;
  readonly hasReceiver: boolean;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

export interface Replies {
  readonly commands: OptOutCommands;
  /** Settles when what the events say is durable. */
  readonly take: (events: readonly CallbackEvent[]) => Promise<void>;
  /** Undefined where replies are read, or enforced by the network, or nothing is sent. */
  readonly poll: InboundPoll | undefined;
}

/** All that has to do with what people reply. */
export function setUpReplies(options: RepliesOptions): Replies {
  const { store, profile, outbox, worker, carrier, hasReceiver, mode, clock, logger } = options;
  const inbound: InboundOptions = {
    ...options,
    replyTexts: () => profile.carrier.replies,
    networkConfirms: profile.carrier.optOut === 'tollFree',
  };
  const receive = (texts: readonly InboundText[]) => receiveTexts(inbound, texts);
  const receipt: OutboxWorker['receipt'] = (message, row) => worker.receipt(message, row);
  // On toll-free the network knows STOP, but nobody sees who writes it in words of their own.
  const blind = !hasReceiver && profile.carrier.optOut !== undefined && profile.carrier.optOut !== 'callbacks' && mode !== 'watch';
  return {
    commands: new OptOutCommands(inbound),
    take: (events) => takeCallbacks({ store, outbox, receive, receipt, logger }, events),
    poll: blind && carrier !== undefined ? new InboundPoll({ store, carrier, receive, clock, logger }) : undefined,
  };
}
