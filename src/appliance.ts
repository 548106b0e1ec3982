import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bandwidthCarrier } from './bandwidth/bandwidthCarrier';
import type { BandwidthSettings } from './bandwidth/bandwidthSettings';
import type { Clock } from './clock';
import { ApplianceBackend, type FeedInfo } from './console/applianceBackend';
import { changePublisher } from './console/changeSource';
import { FeedTap } from './console/feedTap';
import { type HttpServer, startHttpServer } from './console/httpServer';
import { type ConsolePort, servePort } from './console/portServer';
import { consoleRouter } from './console/router';
import { TapNotices } from './console/tapNotices';
import type { Feed } from './feed/frame';
import { LinkCare } from './feed/linkCare';
import { openFeed } from './feed/openFeed';
import { feedReading, readLayoutDraft } from './feedReading';
import type { FeedSetup } from './feedSetup';
import { outboxStore } from './intake/claims';
import { Commands } from './intake/commands';
import { Duties } from './intake/duties';
import { Intake } from './intake/intake';
import type { Mode } from './intake/situation';
import { journalStart } from './journalStart';
import type { Logger } from './logger';
import { Measures } from './measures/measures';
import { OutboxWorker, type SendingGate } from './outbox/outboxWorker';
import { PolicyVersions } from './policy/policyVersions';
import type { Profile } from './profile';
import { Rehearsals } from './rehearsal/rehearsals';
import { ConsoleQueries } from './store/consoleQueries';
import { ownDataDirectory, removeStaleLock } from './store/dataDirectory';
import { JournalQueries } from './store/journalQueries';
import { MeasureQueries } from './store/measureQueries';
import { clearPersonal, loadOrCreateLookupKey } from './store/personal';
import { type StoredSeenFiles, storedSeenFiles } from './store/seenFiles';
import { DATABASE_FILE, openStore } from './store/store';

export interface ApplianceOptions {
  readonly dataDirectory: string;
  readonly profile: Profile;
  readonly feeds: readonly FeedSetup[];
  /** False where no profile was given: the console then offers training mode. */
  readonly configured: boolean;
  readonly mode: Mode;
  /** Undefined: there are no credentials; everything runs, and texts wait. */
  readonly carrier: BandwidthSettings | undefined;
  /** Undefined where consoles come over message ports only. */
  readonly http: { readonly port: number; readonly token: string; readonly filesDirectory: string | undefined } | undefined;
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
  /** Serves one console over a message port; the returned function ends that. */
  attachPort(port: ConsolePort): () => void;
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
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const { profile, mode, clock, logger } = options;
  const undo: (() => Promise<void> | void)[] = [];
  const stopEverything = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const owned = ownDataDirectory(options.dataDirectory);
    undo.push(() => owned.release());
    removeStaleLock(owned, DATABASE_FILE);
    const storeExists = existsSync(join(owned.path, DATABASE_FILE));
    const store = await openStore(owned.path, clearPersonal(loadOrCreateLookupKey(owned.path, storeExists)));
    undo.push(() => store.close());

    const changes = changePublisher();
    const tapNotices = new TapNotices(clock, changes.publish);
    const committed = (incidentIds: readonly number[]) => {
      duties.wake();
      worker.wake();
      changes.publish({ topics: ['status', 'incidents', 'outbox', 'audit'], incidentIds });
    };
    const policies = await PolicyVersions.open(profile, {
      store,
      clock,
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
        const topics = rejected > 0 ? (['status', 'frames'] as const) : (['status'] as const);
        changes.publish({ topics: incidentIds.length > 0 ? [...topics, 'incidents', 'outbox'] : topics, incidentIds });
      },
      onUnderstood: ({ feedId, facts, receivedAt }) => cares.get(feedId)?.heard(facts, receivedAt),
    });

    const duties = new Duties({ ...shared, isBehind: () => intake.isBehind(), onCommitted: committed });
    const stopped = await store.transaction((records) => records.setting('stopped'));
    let isStopped = stopped != null;
    const outbox = outboxStore({ ...shared, onCommitted: committed });
    const worker = new OutboxWorker({
      // Frames that have come in may make untrue what is due: they are read first.
      store: { ...outbox, claimReady: async (...limits) => (intake.isBehind() ? [] : outbox.claimReady(...limits)) },
      carrier: options.carrier === undefined ? undefined : bandwidthCarrier(options.carrier, { clock, logger }),
      clock,
      logger,
      segmentsPerSecond: options.carrier?.segmentsPerSecond ?? 1,
      gate: () => sendingGate(options, isStopped),
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

    const seenFiles = new Map<string, StoredSeenFiles>();
    for (const { id, address } of options.feeds) {
      if (address.transport === 'watch') seenFiles.set(id, await storedSeenFiles(store, id, { clock, logger }));
    }
    const feeds = options.feeds.map(
      ({ id, address }): Feed => openFeed({ id, address, sink: intake, seenFiles: seenFiles.get(id), clock, logger }),
    );
    const journal = new JournalQueries(store.db, store.personal);
    const rehearsals = new Rehearsals({
      ...{ store, journal, clock, logger, isBehind: () => intake.isBehind() },
      // Beside this file where it is built.
      startThread: (order) => new Worker(join(__dirname, 'rehearsalWorker.cjs'), { workerData: order }),
    });
    undo.push(() => rehearsals.stop());
    const queries = new ConsoleQueries(store.db, store.personal);
    const readings = new Map(options.feeds.map((setup) => [setup.id, feedReading(setup, profile)]));
    const backend = new ApplianceBackend({
      store,
      queries,
      policies,
      rehearsals,
      measures: new Measures(new MeasureQueries(store.db), policy, profile.carrier.segmentPrice, () => clock.now()),
      commands,
      tap: new FeedTap({ queries, feeds: readings, readDraft: readLayoutDraft, policy }),
      tapNotices,
      feeds: options.feeds.map((setup, index) => feedInfo(setup, feeds[index] as Feed, cares.get(setup.id) as LinkCare)),
      carrierStatus: () => worker.status(),
      policy,
      mode,
      configured: options.configured,
      optOut: profile.carrier.optOut,
      campaign: profile.carrier.campaign,
      replay: async (frameId, identity) => {
        const outcome = await intake.replay(frameId, identity);
        committed([]);
        changes.publish({ topics: ['frames'], incidentIds: [] });
        return outcome;
      },
      startTraining: options.startTraining,
      clock,
      startedAt: clock.now(),
      version: options.version,
    });
    const router = consoleRouter(backend, changes, clock);

    await duties.start();
    worker.start();
    let http: HttpServer | undefined;
    // All at once, since SIGTERM leaves 5 s for it; the store closes after all of them.
    undo.push(async () => {
      const feedsStopped = Promise.all(feeds.map((feed) => feed.stop()))
        .then(() => intake.idle())
        .then(() => Promise.all([...seenFiles.values()].map((seen) => seen.idle())));
      await Promise.all([feedsStopped, duties.stop(), worker.stop(), http?.stop()]);
    });
    if (options.http !== undefined) http = await startHttpServer({ ...options.http, router, logger });
    for (const feed of feeds) await feed.start();

    let stopping: Promise<void> | undefined;
    return {
      http,
      feeds: feeds.map((feed) => ({ id: feed.id, address: feed.linkStatus().address })),
      attachPort: (port) => servePort(port, { router, caller: { identity: 'host' }, logger }),
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

/** Whether anything may be sent, apart from what the carrier says. */
function sendingGate({ mode, profile }: ApplianceOptions, stopped: boolean): SendingGate {
  if (stopped) return { open: false, state: 'stopped', reason: 'Sending is stopped by a person' };
  if (mode === 'watch') return { open: false, state: 'watchOnly', reason: 'Watch-only: everything is decided, nothing is sent' };
  if (profile.carrier.optOut === undefined) {
    return { open: false, state: 'waiting', reason: 'The profile does not say how STOP replies are seen (carrier.optOut)' };
  }
  return { open: true };
}

function feedInfo({ id, address, format, silentAfterMs }: FeedSetup, feed: Feed, care: LinkCare): FeedInfo {
  return {
    id,
    format: address.format,
    carriesNarrative: format.carriesNarrative,
    silentAfterMs,
    link: () => feed.linkStatus(),
    gapSuspectedAt: () => feed.linkStatus().gapSuspectedAt,
    care: () => care.status(),
  };
}
