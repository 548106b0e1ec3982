import type { CallerRole } from '../access/privileges';
import type { AlarmEntryView } from '../contract/alarms';
import type {
  AgencyView,
  AuditEntryView,
  DecisionView,
  EventView,
  FrameView,
  IncidentSummaryView,
  IncidentView,
  LayoutProblemView,
  MessageView,
  OutboxStateView,
  StatusView,
  TapFrameView,
  TriedFrameView,
} from '../contract/views';
import type { CommandResult } from '../intake/commands';
import type { BoardPage, BoardQuery } from './boardIndex';
import type { CarrierSettingsBackend } from './carrierSettingsBackend';
import type { MeasuresBackend } from './measuresBackend';
import type { OptOutConsole } from './optOutBackend';
import type { OrderedTextsBackend } from './orderedTexts';
import type { PolicyBackend } from './policyBackend';
import type { RehearsalBackend } from './rehearsalBackend';
import type { SetupBackend } from './setupBackend';
import type { StoreBackend } from './storeBackend';
import type { TemplateCheck, TemplateDraft } from './templateCheck';
import type { TemplatesBackend } from './templatesBackend';
import type { WhyBackend } from './whyBackend';

/** Who asks. The ready line's token acts as `host`. */
export interface Caller {
  readonly identity: string;
  /** Left out: nobody yet, unless it is `host`. */
  readonly role?: CallerRole | undefined;
}

export interface Paging {
  readonly next?: string | undefined;
  readonly limit: number;
}

/** Of one state, or of those that wait what leaves by itself or once a person lets it go. */
export interface OutboxAsked extends Paging {
  readonly state?: OutboxStateView | undefined;
  readonly leaves?: 'byItself' | 'byPerson' | undefined;
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

/** Which of a feed's frames: the newest, or the newest that could not be read. */
export interface RecentFrames {
  readonly id: string;
  readonly limit: number;
  readonly only: 'all' | 'rejected';
}

/** The layout a feed is read by; `name` and `text` are null where its format needs none. */
export interface FeedLayout {
  readonly format: string;
  readonly name: string | null;
  readonly text: string | null;
}

/** What a draft would make of a feed's frames; none are tried while there are problems. */
export interface TriedLayout {
  readonly problems: LayoutProblemView[];
  readonly frames: TriedFrameView[];
}

/** What became of a command: done, nothing by that id, or too late (with the state it is in). */
export type CommandOutcome = CommandResult;

/** What the contract's procedures are made of; the appliance gives one to the console server. */
export interface ConsoleBackend {
  readonly optOut: OptOutConsole;
  checkTemplate(draft: TemplateDraft): TemplateCheck;
  readonly templates: TemplatesBackend;
  readonly board: BoardBackend;
  readonly alarms: AlarmBackend;
  readonly policies: PolicyBackend;
  readonly rehearsals: RehearsalBackend;
  readonly measures: MeasuresBackend;

  status(): Promise<StatusView>;
  agency(): Promise<AgencyView>;
  incidents(
    query: Paging & { readonly status: 'open' | 'all'; readonly find?: string | undefined },
  ): Promise<Page<IncidentSummaryView>>;
  incident(number: string): Promise<IncidentDetail | undefined>;
  incidentById(id: number): Promise<IncidentDetail | undefined>;
  outbox(query: OutboxAsked): Promise<Page<MessageView>>;
  frames(
    query: Paging & { readonly state?: 'pending' | 'done' | 'rejected' | undefined; readonly feed?: string | undefined },
  ): Promise<Page<FrameView>>;
  audit(
    query: Paging & { readonly identity?: string | undefined; readonly action?: string | undefined },
  ): Promise<Page<AuditEntryView>>;
  auditNames(): Promise<{ identities: string[]; actions: string[] }>;
  /** Undefined where there is no such feed; so the next two. */
  feedTap(query: RecentFrames): Promise<{ frames: TapFrameView[] } | undefined>;
  feedLayout(id: string): Promise<FeedLayout | undefined>;
  tryLayout(query: RecentFrames & { readonly draft: string }): Promise<TriedLayout | undefined>;

  /** Texts that people order: by hand, and corrections. */
  readonly orderedTexts: OrderedTextsBackend;
  readonly whyIncident: WhyBackend;

  stopAll(caller: Caller, input: { reason: string }): Promise<CommandOutcome>;
  resume(caller: Caller, input: { reason: string }): Promise<CommandOutcome>;
  suppressNumber(
    caller: Caller,
    input: { number: string; incidentId?: number | undefined; reason: string },
  ): Promise<CommandOutcome>;
  liftSuppression(
    caller: Caller,
    input: { number: string; incidentId?: number | undefined; reason: string },
  ): Promise<CommandOutcome>;
  suppressIncident(caller: Caller, input: { id: number; reason: string }): Promise<CommandOutcome>;
  unsuppressIncident(caller: Caller, input: { id: number; reason: string }): Promise<CommandOutcome>;
  liftExclusion(caller: Caller, input: { id: number; reason: string }): Promise<CommandOutcome>;
  hold(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  unhold(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  release(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  cancelMessage(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  resend(caller: Caller, input: { id: string; reason: string }): Promise<CommandOutcome>;
  settle(
    caller: Caller,
    input: { id: string; outcome: 'accepted' | 'notSent'; carrierMessageId?: string | undefined; reason: string },
  ): Promise<CommandOutcome>;
  readonly store: StoreBackend;
  replayFrame(caller: Caller, input: { id: number }): Promise<CommandOutcome>;
  startTraining(caller: Caller): Promise<CommandOutcome>;

  readonly carrierSettings: CarrierSettingsBackend;
  readonly setup: SetupBackend;
}

/** The board, made ready before it is asked for. */
export interface BoardBackend {
  list(query: BoardQuery): Promise<BoardPage>;
}

/** What became of a mark that somebody made on an alarm; `forbidden`: it takes another role. */
export type MarkOutcome = CommandOutcome | 'forbidden';

/** What people make of alarms. */
export interface AlarmBackend {
  alarms(): Promise<{ alarms: AlarmEntryView[]; raisedLastWeek: AlarmFigures }>;
  acknowledge(caller: Caller, input: { id: string }): Promise<MarkOutcome>;
  shelve(caller: Caller, input: { id: string; minutes: number; reason: string }): Promise<MarkOutcome>;
  unshelve(caller: Caller, input: { id: string }): Promise<MarkOutcome>;
}

/** Alarms of the last seven days, to judge whether there are too many. */
export interface AlarmFigures {
  readonly perHour: number;
  readonly mostInTenMinutes: number;
  readonly urgentShare: number;
  readonly standingOverADay: number;
}

/** What changed since the console last looked; listeners are told after each commit. */
export interface ChangeNotice {
  readonly topics: readonly ('status' | 'incidents' | 'outbox' | 'frames' | 'agency' | 'policy' | 'audit')[];
  readonly incidentIds: readonly number[];
}
