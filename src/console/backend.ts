import type {
  AgencyView,
  AuditEntryView,
  DecisionView,
  EventView,
  FrameView,
  IncidentSummaryView,
  IncidentView,
  MessageView,
  OutboxStateView,
  StatusView,
} from '../contract/views';

/** Who asks. The ready line's token acts as `host`. */
export interface Caller {
  readonly identity: string;
}

export interface Paging {
  readonly next?: string | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

export interface IncidentDetail {
  readonly incident: IncidentView;
  readonly events: EventView[];
  readonly decisions: DecisionView[];
  readonly messages: MessageView[];
}

/** What became of a command: done, nothing by that id, or too late (with the state it is in). */
export type CommandOutcome = 'done' | 'notFound' | { readonly conflict: string; readonly state?: string };

/** What the contract's procedures are made of; the appliance gives one to the console server. */
export interface ConsoleBackend {
  status(): Promise<StatusView>;
  agency(): Promise<AgencyView>;
  incidents(
    query: Paging & { readonly status: 'open' | 'all'; readonly find?: string | undefined },
  ): Promise<Page<IncidentSummaryView>>;
  incident(number: string): Promise<IncidentDetail | undefined>;
  outbox(query: Paging & { readonly state?: OutboxStateView | undefined }): Promise<Page<MessageView>>;
  frames(
    query: Paging & { readonly state?: 'pending' | 'done' | 'rejected' | undefined; readonly feed?: string | undefined },
  ): Promise<Page<FrameView>>;
  audit(query: Paging): Promise<Page<AuditEntryView>>;

  stopAll(caller: Caller, input: { reason: string }): Promise<CommandOutcome>;
  resume(caller: Caller, input: { reason: string }): Promise<CommandOutcome>;
  suppressNumber(caller: Caller, input: { number: string; reason: string }): Promise<CommandOutcome>;
  liftSuppression(caller: Caller, input: { number: string; reason: string }): Promise<CommandOutcome>;
  suppressIncident(caller: Caller, input: { id: number; reason: string }): Promise<CommandOutcome>;
  liftExclusion(caller: Caller, input: { id: number; reason: string }): Promise<CommandOutcome>;
  hold(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  release(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  cancelMessage(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  resend(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  settle(
    caller: Caller,
    input: { id: string; outcome: 'accepted' | 'notSent'; carrierMessageId?: string | undefined; reason: string },
  ): Promise<CommandOutcome>;
  replayFrame(caller: Caller, input: { id: number }): Promise<CommandOutcome>;
  startTraining(caller: Caller): Promise<CommandOutcome>;
}

/** What changed since the console last looked; listeners are told after each commit. */
export interface ChangeNotice {
  readonly topics: readonly ('status' | 'incidents' | 'outbox' | 'frames' | 'agency' | 'audit')[];
  readonly incidentIds: readonly number[];
}
