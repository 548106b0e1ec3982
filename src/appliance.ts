import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { anchorAudit, anchorFiles, setUpAccess } from './accessSetup';
import { bandwidthCarrier } from './bandwidth/bandwidthCarrier';
import { bandwidthLookup } from './bandwidth/bandwidthLookup';
import type { BandwidthSettings } from './bandwidth/bandwidthSettings';
import type { CallbackSettings } from './bandwidth/callbackSettings';
import type { CallbackEvent } from './bandwidth/callbacks';
import { type CarrierSettingsOrigin, carrierSettingsBackend } from './carrierSettings';
import { type Clock, durations } from './clock';
import { alarmBackend, watchAlarms } from './console/alarmBackend';
import { AlarmRegister } from './console/alarmRegister';
import { ApplianceBackend, type FeedInfo } from './console/applianceBackend';
import { AuditProof, checkByNight } from './console/auditProof';
import type { ConsoleBackend } from './console/backend';
import { behindViews } from './console/behindViews';
import { BoardIndex } from './console/boardIndex';
import { type ChangeSource, changePublisher } from './console/changeSource';
import { FeedTap } from './console/feedTap';
import { NOBODY } from './console/gate';
import { type HttpDoor, type HttpServer, startHttpServer } from './console/httpServer';
import { OptOutBackend } from './console/optOutBackend';
import { orderedTexts } from './console/orderedTexts';
import { type ConsolePort, servePort } from './console/portServer';
import { consoleRouter } from './console/router';
import { storeBackend } from './console/storeBackend';
import { TapNotices } from './console/tapNotices';
import { templatesOnStore } from './console/templatesOnStore';
import { TestReceipts } from './console/testReceipts';
import { testText } from './console/testText';
import { warmUp } from './console/warmUp';
import { whyBackend } from './console/whyBackend';
import { diagnosticsOf } from './diagnostics';
import { isOpenToAll } from './feed/feedUrlAllow';
import type { Feed } from './feed/frame';
import { LinkCare } from './feed/linkCare';
import { openFeed } from './feed/openFeed';
import { isSilent } from './feed/silence';
import { FeedHearing } from './feedHearing';
import { feedReading, readLayoutDraft } from './feedReading';
import type { FeedSetup } from './feedSetup';
import { FeedTrial } from './feedTrial';
import { isHeraldError } from './heraldError';
import { type CallbackServer, startCallbackServer } from './inbound/callbackServer';
import { setUpReplies } from './inbound/setUpReplies';
import { HandTexts } from './intake/byHand';
import { outboxStore } from './intake/claims';
import { Commands } from './intake/commands';
import { Corrections } from './intake/corrections';
import { Duties } from './intake/duties';
import { Intake } from './intake/intake';
import { NumberLookups } from './intake/numberLookups';
import { withReplies } from './intake/repliesOutbox';
import type { Mode } from './intake/situation';
import { keepUnheard } from './intake/unheardFeeds';
import { journalStart } from './journalStart';
import type { Logger } from './logger';
import { MachineRest, type PowerEvent } from './machineRest';
import { Measures } from './measures/measures';
import { OutboxWorker, type SendingGate } from './outbox/outboxWorker';
import { withPolicy } from './policy/policyBody';
import { PolicyVersions } from './policy/policyVersions';
import { type Profile, parseProfile } from './profile';
import { type ProfileSetupDeps, profileSetup, type SettledProfile } from './profileSetup';
import { recoverRestored } from './recoverRestored';
import { Rehearsals } from './rehearsal/rehearsals';
import { localHour } from './rules/quietHours';
import type { Policy } from './rules/ruleset';
import { AlarmEpisodes } from './store/alarmEpisodes';
import { StoreCare } from './store/care/storeCare';
import { ConsoleQueries } from './store/consoleQueries';
import { JournalQueries } from './store/journalQueries';
import { KeptProfiles } from './store/keptProfiles';
import { defaultKeyFile, type StoreKeySource } from './store/keys/storeKey';
import { MeasureQueries } from './store/measureQueries';
import { oldestKept } from './store/oldestKept';
import { openOwnedStore } from './store/openOwnedStore';
import { OptOutQueries } from './store/optOutQueries';
import { type StoredSeenFiles, storedSeenFiles } from './store/seenFiles';

export interface ApplianceOptions {
  readonly dataDirectory: string;
  /** Undefined: a key file beside the data directory. */
  readonly storeKey?: StoreKeySource | undefined;
  readonly profile: Profile;
  readonly feeds: readonly FeedSetup[];
  /** A profile kept in the store, which takes the place of the three above and below; undefined where there is none. */
  readonly settle?: ((kept: KeptProfiles) => Promise<SettledProfile | undefined>) | undefined;
  /** False where no profile was given: the console then offers training mode. */
  readonly configured: boolean;
  readonly mode: Mode;
  /** Undefined: there are no credentials; everything runs, and texts wait. */
  readonly carrier: BandwidthSettings | undefined;
  /** Where Bandwidth's callbacks are taken; undefined: there is no receiver, and replies are not read. */
  readonly callbacks?: CallbackSettings | undefined;
  /** Left out where no console will ask. */
  readonly carrierOrigin?: CarrierSettingsOrigin;
  /** Undefined where consoles come over message ports only. */
  readonly http: HttpDoor | undefined;
  /** A file beside the one in the data directory, better on another disk, where the end of the audit is written down. */
  readonly auditAnchors?: string | undefined;
  /** What the console needs to set up, show and change the profile. */
  readonly setup?: Pick<ProfileSetupDeps, 'given' | 'starter' | 'layouts' | 'startAgain'> | undefined;
  /** What the console's offer of training mode does; undefined where it makes no offer. */
  readonly startTraining?: (() => void) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
}

export interface Appliance {
  /** Undefined where no HTTP was asked for. */
  readonly http: HttpServer | undefined;
  readonly feeds: readonly { readonly id: string; readonly address: string }[];
  /** For the first account, to be shown to who is at the machine; undefined where there is one, or none is needed. */
  firstAccountCode(): string | undefined;
  /** Undefined where there is no receiver. */
  readonly callbacksUrl: string | undefined;
  /** Serves one console over a message port; the returned function ends that. */
  attachPort(port: ConsolePort): () => void;
  /** The same that consoles see and do, for the host. */
  readonly backend: ConsoleBackend;
  readonly changes: ChangeSource;
  /** For a person far away; nothing personal, no credentials. */
  diagnostics(): Promise<Readonly<Record<string, unknown>>>;
  /** The machine goes to sleep, or has woken up. */
  power(event: PowerEvent): void;
  /** Idempotent. What was accepted is committed, what is being sent gets a moment to be recorded. */
  stop(): Promise<void>;
}

/**
 * The whole appliance, in the order in which data flows through it:
 *
 *     feeds -> intake (journal, facts, incidents, decisions) -> duties (time) -> outbox worker -> carrier
 *                                       console: queries and commands
 *
 * Throws HeraldErrors: `store.dataDirectoryInUse`, `store.*`, `feed.cannotListen`, `console.cannotListen`.
 */
export async function startAppliance(given: ApplianceOptions): Promise<Appliance> {
  const { clock, logger } = given;
  const undo: (() => Promise<void> | void)[] = [];
  const stopEverything = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const storeKey = given.storeKey ?? { kind: 'keyFile', file: defaultKeyFile(given.dataDirectory) };
    const owned = await openOwnedStore(given.dataDirectory, { storeKey, clock, logger });
    undo.push(() => owned.close());
    const { store } = owned;
    const kept = new KeptProfiles(store.db, store.personal);
    const settled = await given.settle?.(kept);
    const options = { ...given, ...settled, configured: given.configured || settled !== undefined };
    const { profile, mode } = options;

    const changes = changePublisher();
    const tapNotices = new TapNotices(clock, changes.publish);
    const committed = (incidentIds: readonly number[]) => {
      duties.wake();
      worker.wake();
      lookups?.incidentsChanged(incidentIds);
      changes.publish({ topics: ['status', 'incidents', 'outbox', 'audit'], incidentIds });
    };
    const policies = await PolicyVersions.open(profile, {
      store,
      clock,
      entered: settled?.entered,
      rehearsed: (id) => rehearsals.rehearsed(id),
      onDraft: () => changes.publish({ topics: ['policy', 'audit'], incidentIds: [] }),
      onSwitched: () => {
        committed([]);
        changes.publish({ topics: ['agency'], incidentIds: [] });
      },
    });
    const { policy } = policies;
    const shared = { store, policy, mode, clock, logger };
    await journalStart(store, options);

    const cares = new Map(
      options.feeds.map(({ id, address }) => {
        const measuresClock = address.transport !== 'replay' && mode !== 'training';
        return [id, new LinkCare({ measuresClock })];
      }),
    );
    const intake = new Intake({
      ...shared,
      formats: new Map(options.feeds.map((feed) => [feed.id, feed.format])),
      onCommitted: ({ incidentIds, rejected }) => {
        duties.wake();
        worker.wake();
        tapNotices.committed();
        lookups?.incidentsChanged(incidentIds);
        const topics = rejected > 0 ? (['status', 'frames'] as const) : (['status'] as const);
        changes.publish({ topics: incidentIds.length > 0 ? [...topics, 'incidents', 'outbox'] : topics, incidentIds });
      },
      onUnderstood: ({ feedId, facts, receivedAt }) => cares.get(feedId)?.heard(facts, receivedAt),
    });

    const duties = new Duties({
      ...shared,
      isBehind: () => intake.isBehind(),
      sleptMs: () => rest.sleptMs(),
      onCommitted: committed,
    });
    const stopped = await store.transaction((records) => records.setting('stopped'));
    let isStopped = stopped != null;
    let callbacks: CallbackServer | undefined;
    const outbox = withReplies(outboxStore({ ...shared, onCommitted: committed }), { store, clock });
    const carrier = options.carrier === undefined ? undefined : bandwidthCarrier(options.carrier, { clock, logger });
    const care = new StoreCare({
      owned,
      retention: profile.retention,
      isBusy: () => intake.isBehind(),
      localHour: (at) => localHour(at, profile.agency.timeZone),
      sleptMs: () => rest.sleptMs(),
      clock,
      logger,
      onChanged: () => changes.publish({ topics: ['status'], incidentIds: [] }),
    });
    // Before the worker, which asks for the gate as soon as it is made.
    const rest = new MachineRest({
      clock,
      logger,
      onAwake: () => {
        duties.wake();
        worker.wake();
      },
      haveFeedsSpoken: (since) =>
        feeds.every((feed, index) => {
          const before = heardBefore.get(options.feeds[index]?.id ?? '')?.lastFrameAt;
          return (feed.linkStatus().lastFrameAt ?? before ?? since) >= since;
        }),
    });
    undo.push(() => rest.stop());
    const gateBut = (otherwise: () => SendingGate) => () =>
      rest.closing(owned.health.state === 'damaged' ? STORE_DAMAGED : isStopped ? STOPPED : otherwise());
    const gate = gateBut(() => sendingGate(options));
    const worker = new OutboxWorker({
      // Frames that have come in may make untrue what is due: they are read first.
      store: {
        ...outbox,
        claimReady: async (...limits) => {
          await hearing.look();
          return intake.isBehind() ? [] : outbox.claimReady(...limits);
        },
      },
      carrier,
      clock,
      logger,
      segmentsPerSecond: options.carrier?.segmentsPerSecond ?? 1,
      gate,
      onStatus: () => changes.publish({ topics: ['status'], incidentIds: [] }),
    });
    const commands = new Commands({
      ...shared,
      onStopped: (now) => {
        isStopped = now;
        // Who resumes has seen to what was wrong: the carrier is tried at once.
        if (!now) worker.retryNow();
      },
      onCommitted: committed,
    });

    const replies = setUpReplies({
      ...shared,
      profile,
      outbox,
      worker,
      carrier,
      hasReceiver: options.callbacks !== undefined,
      onCommitted: committed,
    });
    const lookups =
      profile.carrier.lookup && options.carrier !== undefined
        ? new NumberLookups({ ...shared, lookup: bandwidthLookup(options.carrier, { clock }), onCommitted: committed })
        : undefined;

    const seenFiles = new Map<string, StoredSeenFiles>();
    for (const { id, address } of options.feeds) {
      if (address.transport === 'watch') seenFiles.set(id, await storedSeenFiles(store, id, { clock, logger }));
    }
    const feeds = options.feeds.map(
      ({ id, address }): Feed => openFeed({ id, address, sink: intake, seenFiles: seenFiles.get(id), clock, logger }),
    );
    const startedAt = clock.now();
    const unheard = await store.transaction((records) => records.setting('unheard'));
    const hearing = new FeedHearing(
      {
        feeds: options.feeds.flatMap(({ id, address, format, silentAfterMs }, index) => {
          const isLive = format.tellsUnits && address.transport !== 'replay';
          return isLive ? [{ id, silentAfterMs, link: () => (feeds[index] as Feed).linkStatus() }] : [];
        }),
        startedAt,
        clock,
        logger,
        keep: (ids) => keepUnheard({ ...shared, onCommitted: committed }, ids),
      },
      unheard ?? [],
    );
    undo.push(() => hearing.stop());
    const journal = new JournalQueries(store.db, store.personal);
    const rehearsals = new Rehearsals({
      ...{ store, journal, clock, logger, isBehind: () => intake.isBehind() },
      onEnded: () => changes.publish({ topics: ['policy'], incidentIds: [] }),
      // Beside this file where it is built.
      startThread: (order) => new Worker(join(__dirname, 'rehearsalWorker.cjs'), { workerData: order }),
    });
    undo.push(() => rehearsals.stop());
    const queries = new ConsoleQueries(store.db, store.personal);
    const heardBefore = await queries.feedCounts();
    const measures = new MeasureQueries(store.db, store.personal);
    const optOutQueries = new OptOutQueries(store.db, store.personal);
    const readings = new Map(options.feeds.map((setup) => [setup.id, feedReading(setup, profile)]));
    const testReceipts = new TestReceipts(carrier, clock);
    const sendTest = testText({
      store,
      carrier,
      agencyName: () => policy().agency.name,
      gate: gateBut(() => ({ open: true })),
      receipts: testReceipts,
      clock,
      onCommitted: () => changes.publish({ topics: ['audit'], incidentIds: [] }),
    });
    const trial = new FeedTrial({ clock, logger, policy: trialPolicy(options, policy), inForce: options.feeds });
    undo.push(() => trial.stop());
    const board = new BoardIndex(queries, policy, changes);
    const anchors = anchorFiles(owned.directory, options.auditAnchors);
    const auditProof = new AuditProof({ store, anchorFiles: anchors, clock, logger });
    await auditProof.begin();
    const alarmRegister = await AlarmRegister.open(new AlarmEpisodes(store.db, store.personal), clock.now());
    const backend: ApplianceBackend = new ApplianceBackend({
      store,
      queries,
      policies,
      rehearsals,
      measures: new Measures(
        measures,
        policy,
        profile.carrier.segmentPrice,
        () => clock.now(),
        behindViews({ queries, measures, optOut: optOutQueries, policy }),
      ),
      commands,
      templates: templatesOnStore({ queries, policy, sendTest, testReceipts, clock }),
      orderedTexts: orderedTexts({
        handTexts: new HandTexts({ ...shared, onCommitted: committed }),
        corrections: new Corrections({ ...shared, onCommitted: committed }),
        ...{ queries, policy },
      }),
      whyIncident: whyBackend({ store, queries, policy, mode, now: () => clock.now() }),
      tap: new FeedTap({ queries, feeds: readings, readDraft: readLayoutDraft, policy }),
      tapNotices,
      feeds: options.feeds.map((setup, index) =>
        feedInfo(
          setup,
          feeds[index] as Feed,
          cares.get(setup.id) as LinkCare,
          gapSinceLastRun(setup, heardBefore.get(setup.id)?.lastFrameAt, startedAt),
          startedAt,
        ),
      ),
      carrierStatus: () => worker.status(),
      policy,
      mode,
      configured: options.configured,
      stopSeenBy: profile.carrier.optOut,
      optOut: new OptOutBackend({
        store,
        queries: optOutQueries,
        commands: replies.commands,
        suppress: (order) => commands.suppressNumber(order),
        policy,
        now: () => clock.now(),
      }),
      numberSources: (ids) => optOutQueries.numberSources(ids),
      replies: async () => ({
        callbacksMissing: profile.carrier.optOut === 'callbacks' && options.callbacks === undefined,
        waiting: await optOutQueries.waiting(),
        notListedSince: replies.poll?.failingSince(),
      }),
      campaign: profile.carrier.campaign,
      auditFailedAt: () => store.auditFailedAt(),
      auditBroken: () => auditProof.broken(),
      replay: async (frameId, identity) => {
        const outcome = await intake.replay(frameId, identity);
        committed([]);
        changes.publish({ topics: ['frames'], incidentIds: [] });
        return outcome;
      },
      board,
      alarmRegister,
      alarms: alarmBackend({
        register: alarmRegister,
        look: () => backend.status(),
        expiredBetween: (from, to) => queries.expiredBetween(from, to),
        store,
        clock,
        onAcknowledged: async (id) => {
          if (id === 'keyFileMade') await owned.uncopiedKey.copied();
        },
        onMarked: () => changes.publish({ topics: ['status', 'audit'], incidentIds: [] }),
      }),
      startTraining: options.configured ? undefined : options.startTraining,
      setup: profileSetup({
        store,
        kept,
        clock,
        mode,
        source: settled?.source ?? (mode === 'training' ? 'training' : given.configured ? 'file' : 'none'),
        withPolicyInForce: (text) => withPolicy(text, policy()),
        ...(given.setup ?? {
          given: () => undefined,
          starter: () => ({ text: '{}', callTypes: [] }),
          layouts: () => [],
          startAgain: undefined,
        }),
        trial,
      }),
      carrierSettings: carrierSettingsBackend({
        origin: options.carrierOrigin,
        settings: options.carrier,
        testText: sendTest,
        testReceipts,
        receiver: () => (callbacks === undefined ? null : { address: callbacks.url, lastAt: callbacks.lastEventAt() ?? null }),
        store,
        clock,
      }),
      storeBackend: storeBackend({
        care,
        ring: owned.ring,
        retention: profile.retention,
        store,
        oldest: () => oldestKept(store.db),
        clock,
      }),
      storeFacts: () => care.facts(),
      clock,
      startedAt,
      version: options.version,
    });
    const access = await setUpAccess(store, { directory: owned.directory, agency: () => policy().agency.name, clock });
    undo.push(anchorAudit(store, anchors, { clock, logger }));
    undo.push(() => auditProof.stop());
    const isBusy = () => intake.isBehind();
    undo.push(checkByNight(auditProof, { clock, isBusy, localHour: (at) => localHour(at, profile.agency.timeZone) }));
    const router = consoleRouter(backend, changes, clock, { access, auditProof });
    // Nothing real is behind it: whoever has the window may try everything.
    const isOpen = mode === 'training' || !options.configured;

    if (owned.restored !== undefined) await recoverRestored(owned.restored, { store, intake, clock, logger });
    const lastSeenAt = await store.transaction((records) => records.setting('lastSeenAt'));
    rest.comeBack(lastSeenAt === undefined ? 0 : clock.now() - lastSeenAt);
    await duties.start();
    worker.start();
    replies.poll?.start();
    care.start();
    undo.push(() => care.stop());
    undo.push(() => alarmRegister.idle());
    undo.push(watchAlarms(clock, () => backend.status()));
    let http: HttpServer | undefined;
    // All at once, since SIGTERM leaves 5 s for it; the store closes after all of them.
    undo.push(async () => {
      const feedsStopped = Promise.all(feeds.map((feed) => feed.stop()))
        .then(() => intake.idle())
        .then(() => Promise.all([...seenFiles.values()].map((seen) => seen.idle())));
      await Promise.all([
        feedsStopped,
        duties.stop(),
        callbacks?.stop().then(() => worker.stop()) ?? worker.stop(),
        http?.stop(),
        replies.poll?.stop(),
        lookups?.stop(),
      ]);
    });
    if (options.callbacks !== undefined) {
      const take = (events: readonly CallbackEvent[]) => {
        for (const event of events) if (event.type === 'receipt') testReceipts.heard(event.row);
        return replies.take(events);
      };
      callbacks = await startCallbackServer({ settings: options.callbacks, take, clock, logger });
      logger.info('callbacks.listening', { url: callbacks.url });
    }
    if (options.http !== undefined)
      http = await startHttpServer({ ...options.http, router, access: access.control, logger, clock });
    for (const { id, address } of options.feeds) {
      if (isOpenToAll(address)) logger.warn('feed.openToAll', { feedId: id, todo: 'name an interface, or add allow= to its URL' });
    }
    for (const feed of feeds) await startFeed(feed, settled !== undefined, logger);
    hearing.start();

    // The first console finds the board ready; one that asks sooner makes it itself, and so does the next where this fails.
    warmUp(router).catch(() => undefined);

    let stopping: Promise<void> | undefined;
    return {
      http,
      feeds: feeds.map((feed) => ({ id: feed.id, address: feed.linkStatus().address })),
      callbacksUrl: callbacks?.url,
      backend,
      changes,
      diagnostics: () => diagnosticsOf(backend, profile),
      power: (event) => rest.hear(event),
      // Over HTTP an account comes before the set-up too; in the window of the machine itself, after it.
      firstAccountCode: () =>
        mode === 'training' || (isOpen && options.http === undefined) ? undefined : access.control.firstCode(),
      attachPort: (port) => servePort(port, { router, caller: isOpen ? { identity: 'host' } : NOBODY, logger }),
      stop: () => {
        stopping ??= stopEverything();
        return stopping;
      },
    };
  } catch (error) {
    await stopEverything();
    throw error;
  }
}

/**
 * A feed of a profile that was entered in the console and cannot be opened is shown as failed: whoever entered it needs
 * the console to mend it.
 */
async function startFeed(feed: Feed, mayFail: boolean, logger: Logger): Promise<void> {
  try {
    await feed.start();
  } catch (error) {
    if (!mayFail || !isHeraldError(error)) throw error;
    logger.error('feed.failed', { feedId: feed.id, code: error.code });
  }
}

const STORE_DAMAGED: SendingGate = { open: false, state: 'stopped', reason: 'The store is damaged: restart Herald' };

const STOPPED: SendingGate = { open: false, state: 'stopped', reason: 'Sending is stopped' };

/** Whether texts about calls may be sent, apart from what the carrier and people say. */
function sendingGate({ mode, profile, callbacks, configured }: ApplianceOptions): SendingGate {
  if (!configured) return { open: false, state: 'watchOnly', reason: 'Herald is not set up yet: nothing is sent' };
  if (mode === 'watch') return { open: false, state: 'watchOnly', reason: 'Watch-only: everything is decided, nothing is sent' };
  if (profile.carrier.optOut === undefined) {
    return { open: false, state: 'waiting', reason: 'The profile does not say how STOP replies are seen (carrier.optOut)' };
  }
  if (profile.carrier.optOut === 'callbacks' && callbacks === undefined) {
    return { open: false, state: 'waiting', reason: CALLBACKS_MISSING };
  }
  return { open: true };
}

const CALLBACKS_MISSING =
  'STOP replies cannot be seen: carrier.optOut is "callbacks", and no receiver is set up (BANDWIDTH_CALLBACK_LISTEN)';

/** By whose rules a feed is tried: before anything is set up, by those an agency begins with. */
function trialPolicy({ configured, setup }: ApplianceOptions, inForce: () => Policy): () => Policy {
  const starter = configured ? undefined : setup?.starter();
  if (starter === undefined) return inForce;
  const profile = parseProfile(JSON.parse(starter.text), 'to begin with');
  return () => profile;
}

/**
 * What CAD sent while Herald was off is gone, as it is while a link is. Where the feed spoke within the last minute
 * Herald has only just been started again, as after a change of the profile.
 */
function gapSinceLastRun({ address }: FeedSetup, lastFrameAt: number | undefined, now: number): number | undefined {
  const isKept = address.transport === 'watch' || address.transport === 'replay';
  return isKept || lastFrameAt === undefined || now - lastFrameAt <= durations.MINUTE ? undefined : now;
}

function feedInfo(
  { id, address, format, silentAfterMs }: FeedSetup,
  feed: Feed,
  care: LinkCare,
  gapAtStart: number | undefined,
  startedAt: number,
): FeedInfo {
  return {
    id,
    format: address.format,
    carriesNarrative: format.carriesNarrative,
    isSilent: (now) => isSilent({ lastFrameAt: feed.linkStatus().lastFrameAt, startedAt, silentAfterMs, now }),
    isOpenToAll: isOpenToAll(address),
    link: () => feed.linkStatus(),
    gapSuspectedAt: () => feed.linkStatus().gapSuspectedAt ?? gapAtStart,
    care: () => care.status(),
  };
}
