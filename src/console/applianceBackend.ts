import type { Clock } from '../clock';
import type { AgencyView, FeedStatusView, StatusView } from '../contract/views';
import type { FrameFault } from '../feed/formats/format';
import type { FeedLinkStatus } from '../feed/frame';
import { readPhone } from '../incident/phone';
import type { CommandResult, Commands } from '../intake/commands';
import type { RecordStore } from '../intake/records';
import type { Mode } from '../intake/situation';
import type { CarrierStatus } from '../outbox/carrierStatus';
import type { Policy } from '../rules/ruleset';
import type { StoreFacts } from '../store/care/storeCare';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { AlarmRegister } from './alarmRegister';
import { type AlarmFacts, alarmsFor } from './alarms';
import { auditAbout } from './auditAbout';
import type { BrokenAudit } from './auditProof';
import type {
  AlarmBackend,
  BoardBackend,
  Caller,
  CommandOutcome,
  ConsoleBackend,
  IncidentDetail,
  OutboxAsked,
  Paging,
  RecentFrames,
} from './backend';
import { byIncident } from './byIncident';
import type { CarrierSettingsBackend } from './carrierSettingsBackend';
import type { FeedTap } from './feedTap';
import { decisionView, eventView, incidentView, messageView, numberOf, summaryView } from './incidentView';
import { numberMeant } from './maskedNumber';
import type { MeasuresBackend } from './measuresBackend';
import type { OptOutConsole } from './optOutBackend';
import type { OrderedTextsBackend } from './orderedTexts';
import type { PolicyBackend } from './policyBackend';
import type { RehearsalBackend } from './rehearsalBackend';
import { type ReplyFacts, replyAlarms } from './replyAlarms';
import { badInput } from './requestErrors';
import type { SetupBackend } from './setupBackend';
import type { StoreBackend } from './storeBackend';
import type { TapNotices } from './tapNotices';
import { checkTemplate, type TemplateDraft } from './templateCheck';
import type { TemplatesBackend } from './templatesBackend';
import type { WhyBackend } from './whyBackend';

/** One configured feed, as the console shows it. */
export interface FeedInfo {
  readonly id: string;
  readonly format: string;
  readonly carriesNarrative: boolean;
  /** Beyond its limit. */
  readonly isSilent: (now: number) => boolean;
  readonly isOpenToAll: boolean;
  readonly link: () => FeedLinkStatus;
  readonly gapSuspectedAt: () => number | undefined;
  /** As of `feed/linkCare.ts`. */
  readonly care: () => {
    readonly clockSkewMs: number | undefined;
    readonly duplicates: number;
    readonly outOfOrder: number;
  };
}

export interface ApplianceBackendDeps {
  readonly store: RecordStore;
  readonly queries: ConsoleQueries;
  readonly commands: Commands;
  readonly templates: TemplatesBackend;
  readonly orderedTexts: OrderedTextsBackend;
  readonly whyIncident: WhyBackend;
  readonly policies: PolicyBackend;
  readonly rehearsals: RehearsalBackend;
  readonly measures: MeasuresBackend;
  readonly feeds: readonly FeedInfo[];
  readonly optOut: OptOutConsole;
  readonly replies: () => Promise<ReplyFacts>;
  /** Which feed told the numbers of messages, and when, by message id. */
  readonly numberSources: (messageIds: readonly string[]) => Promise<ReadonlyMap<string, { feedId: string; toldAt: number }>>;
  readonly tap: FeedTap;
  readonly tapNotices: TapNotices;
  readonly carrierStatus: () => CarrierStatus;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly configured: boolean;
  readonly stopSeenBy: 'tollFree' | 'callbacks' | 'acceptedBlind' | undefined;
  readonly campaign: string | undefined;
  readonly auditFailedAt?: (() => number | undefined) | undefined;
  readonly auditBroken?: (() => BrokenAudit | undefined) | undefined;
  readonly replay: (frameId: number, identity: string) => Promise<'done' | 'notFound' | 'notRejected' | FrameFault>;
  /** Undefined where training cannot be started (something is configured, or it is running). */
  readonly startTraining: (() => void) | undefined;
  readonly board: BoardBackend;
  readonly alarms: AlarmBackend;
  readonly alarmRegister: AlarmRegister;
  readonly carrierSettings: CarrierSettingsBackend;
  readonly setup: SetupBackend;
  readonly storeBackend: StoreBackend;
  readonly storeFacts: () => StoreFacts;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly version: string;
}

/** The appliance behind the contract: reads by `ConsoleQueries`, acts by `Commands`. */
export class ApplianceBackend implements ConsoleBackend {
  readonly #deps: ApplianceBackendDeps;
  readonly optOut: OptOutConsole;
  readonly policies: PolicyBackend;
  readonly rehearsals: RehearsalBackend;
  readonly measures: MeasuresBackend;
  constructor(deps: ApplianceBackendDeps) {
    this.#deps = deps;
    this.policies = deps.policies;
    this.rehearsals = deps.rehearsals;
    this.measures = deps.measures;
    this.optOut = deps.optOut;
  }

  checkTemplate = (draft: TemplateDraft) => checkTemplate(draft, this.#deps.policy());

  async status(): Promise<StatusView> {
    const { store, queries, policy, mode, clock, startedAt, carrierStatus, stopSeenBy, campaign } = this.#deps;
    // All at once: in a burst each that waits for another waits for one more group of frames.
    const [outbox, counts, needPerson, held, replies, { stopped, breaker }] = await Promise.all([
      queries.outboxCounts(),
      queries.feedCounts(),
      queries.needingPerson(),
      queries.heldBy(['oldEvent']),
      this.#deps.replies(),
      store.transaction(async (records) => ({
        stopped: (await records.setting('stopped')) ?? null,
        breaker: (await records.setting('breaker')) ?? null,
      })),
    ]);
    const now = clock.now();
    const feeds = this.#deps.feeds.map((feed) => this.#feedStatus(feed, counts.get(feed.id), now));
    const carrier = carrierStatus();
    const facts: AlarmFacts = {
      now,
      startedAt,
      feeds,
      feedsOpenToAll: this.#deps.feeds.filter(({ isOpenToAll }) => isOpenToAll).map(({ id }) => id),
      carrier,
      mode,
      optOut: stopSeenBy,
      campaign,
      stopped,
      breaker,
      needPerson,
      auditFailedAt: this.#deps.auditFailedAt?.(),
      auditBroken: this.#deps.auditBroken?.(),
      oldEvents: held.get('oldEvent'),
      store: this.#deps.storeFacts(),
    };
    return {
      agency: policy().agency.name,
      mode,
      now,
      startedAt,
      feeds,
      carrier: {
        state: carrier.state,
        reason: carrier.reason ?? null,
        since: carrier.since,
        nextTryAt: carrier.nextTryAt ?? null,
        lastAcceptedAt: carrier.lastAcceptedAt ?? null,
        stopSeenBy: stopSeenBy ?? null,
      },
      outbox: outbox.states,
      heldUntilATime: outbox.heldUntilATime,
      alarms: this.#deps.alarmRegister.observe(
        [...alarmsFor(facts), ...replyAlarms(replies, mode, startedAt)].sort(
          (a, b) => a.priority - b.priority || a.since - b.since,
        ),
        now,
      ),
      stopped,
    };
  }

  #feedStatus(
    feed: FeedInfo,
    count: { frames: number; lastFrameAt: number | undefined; rejected: number } | undefined,
    now: number,
  ): FeedStatusView {
    const link = feed.link();
    const lastFrameAt = link.lastFrameAt ?? count?.lastFrameAt;
    const { clockSkewMs, duplicates, outOfOrder } = feed.care();
    return {
      id: feed.id,
      address: link.address,
      format: feed.format,
      state: link.state,
      reason: link.reason ?? null,
      frames: count?.frames ?? 0,
      rejected: count?.rejected ?? 0,
      discardedBytes: link.discardedBytes,
      lastFrameAt: lastFrameAt ?? null,
      silent: feed.isSilent(now),
      carriesNarrative: feed.carriesNarrative,
      gapSuspectedAt: feed.gapSuspectedAt() ?? null,
      clockSkewMs: clockSkewMs ?? null,
      duplicates,
      outOfOrder,
    };
  }

  async agency(): Promise<AgencyView> {
    const { policy, mode, configured, version } = this.#deps;
    const { name, timeZone, phone, languages } = policy().agency;
    return { name, timeZone, phone, languages: [...languages], mode, configured, version };
  }

  async incidents({ next, limit, status, find }: Paging & { status: 'open' | 'all'; find?: string | undefined }) {
    const { queries, policy } = this.#deps;
    const found =
      find === undefined || find === ''
        ? await queries.incidents({ next: cursor(next), limit, open: status === 'open' })
        : { items: await queries.findIncidents(find, limit), next: undefined };
    const ids = found.items.map(({ incident }) => incident.id);
    const messages = byIncident(await queries.messagesOf(ids));
    const decisions = byIncident(await queries.decisionsOf(ids));
    const items = found.items.map((stored) => {
      const { id } = stored.incident;
      return summaryView(stored, messages.get(id) ?? [], decisions.get(id) ?? [], policy());
    });
    return { items, next: found.next ?? null };
  }

  async incident(number: string): Promise<IncidentDetail | undefined> {
    return this.#detail(await this.#deps.queries.incidentByNumber(number));
  }

  async incidentById(id: number): Promise<IncidentDetail | undefined> {
    return this.#detail((await this.#deps.queries.incidentsById([id]))[0]);
  }

  async #detail(stored: Awaited<ReturnType<ConsoleQueries['incidentByNumber']>>): Promise<IncidentDetail | undefined> {
    const { queries, policy } = this.#deps;
    if (stored === undefined) return undefined;
    const { id, contacts } = stored.incident;
    const messages = await queries.messagesOf([id]);
    const decisions = await queries.decisionsOf([id]);
    const suppressions = await queries.suppressionsOf(contacts.flatMap((contact) => contact.phone ?? []));
    const sources = await this.#deps.numberSources(messages.map((message) => message.id));
    return {
      incident: incidentView(stored, messages, decisions, suppressions, policy()),
      events: (await queries.eventsOf(id)).map(eventView),
      decisions: decisions.map(decisionView),
      messages: messages.map((message) => {
        const from = sources.get(message.id);
        const numberFrom = from === undefined ? null : { feed: from.feedId, at: from.toldAt };
        return { ...messageView(message, stored.incident, policy()), numberFrom };
      }),
    };
  }

  async outbox({ next, limit, state, leaves }: OutboxAsked) {
    const { queries, policy } = this.#deps;
    const found = await queries.outbox({ next: cursor(next), limit, status: state, leaves });
    const incidents = await queries.incidentNumbers(found.items.map((message) => message.incidentId));
    const items = found.items.map((message) => messageView(message, incidents.get(message.incidentId), policy()));
    return { items, next: found.next ?? null };
  }

  async frames({
    next,
    limit,
    state,
    feed,
  }: Paging & { state?: 'pending' | 'done' | 'rejected' | undefined; feed?: string | undefined }) {
    const found = await this.#deps.queries.frames({ next: cursor(next), limit, state, feedId: feed });
    const items = found.items.map(({ id, feedId, receivedAt, byteCount, state, code, reason, field, byte }) => ({
      id,
      feed: feedId,
      receivedAt,
      bytes: byteCount,
      state,
      code,
      reason,
      field,
      byte,
    }));
    return { items, next: found.next ?? null };
  }

  async audit(query: Parameters<ConsoleBackend['audit']>[0]): ReturnType<ConsoleBackend['audit']> {
    const { queries } = this.#deps;
    const found = await queries.audit({ ...query, next: cursor(query.next) });
    const about = await auditAbout(found.items, queries, (incident) => numberOf(incident, this.#deps.policy()));
    const items = found.items.map(({ id, at, identity, action, subject, outcome, detail }) => ({
      id,
      at,
      identity,
      action,
      subject,
      outcome: outcome === 'success' ? ('success' as const) : ('failure' as const),
      detail,
      incident: about.get(id) ?? null,
    }));
    return { items, next: found.next ?? null };
  }

  auditNames(): Promise<{ identities: string[]; actions: string[] }> {
    return this.#deps.queries.auditNames();
  }

  get store(): StoreBackend {
    return this.#deps.storeBackend;
  }

  feedTap(query: RecentFrames) {
    this.#deps.tapNotices.tapped();
    return this.#deps.tap.tap(query);
  }
  feedLayout = async (id: string) => this.#deps.tap.layout(id);
  tryLayout = (query: RecentFrames & { draft: string }) => this.#deps.tap.tryLayout(query);

  get templates(): TemplatesBackend {
    return this.#deps.templates;
  }

  get whyIncident(): WhyBackend {
    return this.#deps.whyIncident;
  }

  get orderedTexts(): OrderedTextsBackend {
    return this.#deps.orderedTexts;
  }

  async #onNumber(input: NumberInput, order: (number: string) => Promise<CommandOutcome>): Promise<CommandOutcome> {
    const number = await numberMeant(this.#deps.store, input);
    return onTextable(number, order(number));
  }

  stopAll = ({ identity }: Caller, input: { reason: string }) => this.#commands.stopAll({ identity, ...input });
  resume = ({ identity }: Caller, input: { reason: string }) => this.#commands.resume({ identity, ...input });
  suppressNumber = ({ identity }: Caller, input: NumberInput) =>
    this.#onNumber(input, (number) => this.#commands.suppressNumber({ identity, number, reason: input.reason }));
  liftSuppression = ({ identity }: Caller, input: NumberInput) =>
    this.#onNumber(input, (number) => this.#commands.liftSuppression({ identity, number, reason: input.reason }));
  suppressIncident = ({ identity }: Caller, input: { id: number; reason: string }) =>
    this.#commands.suppressIncident({ identity, ...input });
  unsuppressIncident = ({ identity }: Caller, input: { id: number; reason: string }) =>
    this.#commands.unsuppressIncident({ identity, ...input });
  liftExclusion = ({ identity }: Caller, input: { id: number; reason: string }) =>
    this.#commands.liftExclusion({ identity, ...input });
  hold = ({ identity }: Caller, input: { id: string; reason: string }) => this.#commands.hold({ identity, ...input });
  unhold = ({ identity }: Caller, input: { id: string; reason: string }) => this.#commands.unhold({ identity, ...input });
  release = ({ identity }: Caller, input: { id: string; reason: string }) => this.#commands.release({ identity, ...input });
  cancelMessage = ({ identity }: Caller, input: { id: string; reason: string }) =>
    this.#commands.cancelMessage({ identity, ...input });
  resend = ({ identity }: Caller, input: { id: string; reason: string }) => this.#commands.resend({ identity, ...input });
  settle = (
    { identity }: Caller,
    input: { id: string; outcome: 'accepted' | 'notSent'; carrierMessageId?: string | undefined; reason: string },
  ): Promise<CommandResult> => this.#commands.settle({ identity, ...input });

  async replayFrame({ identity }: Caller, { id }: { id: number }): Promise<CommandOutcome> {
    const outcome = await this.#deps.replay(id, identity);
    if (outcome === 'done' || outcome === 'notFound') return outcome;
    if (outcome === 'notRejected') return { conflict: 'Only a rejected frame can be replayed', state: 'done' };
    return { conflict: `It is rejected again: ${outcome.message}`, state: 'rejected' };
  }

  async startTraining(_caller: Caller): Promise<CommandOutcome> {
    const { startTraining } = this.#deps;
    if (startTraining === undefined) return { conflict: 'Training mode starts only where nothing is configured yet' };
    startTraining();
    return 'done';
  }

  get board(): BoardBackend {
    return this.#deps.board;
  }

  get alarms(): AlarmBackend {
    return this.#deps.alarms;
  }

  get setup(): SetupBackend {
    return this.#deps.setup;
  }

  get carrierSettings(): CarrierSettingsBackend {
    return this.#deps.carrierSettings;
  }

  get #commands(): Commands {
    return this.#deps.commands;
  }
}

/** The command has come first, so that an order nobody can follow is on record too. */
/** A number that a person names; masked, it is a contact's of the incident. */
interface NumberInput {
  readonly number: string;
  readonly incidentId?: number | undefined;
  readonly reason: string;
}

async function onTextable(number: string, ordered: Promise<CommandOutcome>): Promise<CommandOutcome> {
  const outcome = await ordered;
  const read = readPhone(number);
  if ('problem' in read) throw badInput('number', `not a textable US or Canadian number (${read.problem})`);
  return outcome;
}

function cursor(next: string | undefined): string | undefined {
  if (next !== undefined && !/^\d{1,15}$/.test(next)) throw badInput('next', 'must be what an earlier page gave');
  return next;
}
