import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Appliance, type ApplianceOptions, startAppliance } from './appliance';
import { readCallbackSettings } from './bandwidth/callbackSettings';
import { type CarrierKeeping, type CarrierSettingsOrigin, resolveCarrierSettings } from './carrierSettings';
import type { Clock } from './clock';
import { setUpFeeds } from './feedSetup';
import type { Logger } from './logger';
import { type Profile, readProfile } from './profile';
import { settleKeptProfile } from './profileSetup';
import { shippedLayouts } from './shippedLayouts';
import { starterProfile } from './starterProfile';
import { defaultKeyFile, type StoreKeySource } from './store/keys/storeKey';
import { logTemplateWarnings } from './templateWarnings';
import { startTraining, type Training } from './training/training';

export interface RunOptions {
  readonly dataDirectory: string;
  /** Undefined: a key file beside the data directory. On the desktop the shell hands over the key of the keychain. */
  readonly storeKey?: StoreKeySource | undefined;
  readonly profileFile: string | undefined;
  readonly feeds: ReadonlyMap<string, string>;
  readonly training: boolean;
  readonly http: ApplianceOptions['http'];
  readonly auditAnchors?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The desktop's keychain, for carrier settings beside the environment's. */
  readonly carrierKeeping?: CarrierKeeping | undefined;
  readonly resourcesDirectory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
}

/** What runs now. `appliance` is another one after training mode was started from the console. */
export interface Running {
  readonly appliance: () => Appliance;
  stop(): Promise<void>;
}

/**
 * Starts the appliance as a host wants it: by an agency's profile, in training mode, or not configured yet, when the
 * console may switch to training. Throws HeraldErrors: `profile.bad`, `settings.bad`, `feed.*`, `store.*`, `console.*`.
 */
export async function runAppliance(options: RunOptions, onSwitched: (appliance: Appliance) => void = () => {}): Promise<Running> {
  const { logger } = options;
  let current: Started;
  let switching: Promise<void> = Promise.resolve();
  let stopping: Promise<void> | undefined;

  const switchTo = (event: string, start: (http: RunOptions['http']) => Promise<Started>): void => {
    switching = switching.then(async () => {
      if (stopping !== undefined) return;
      logger.info(event);
      await current.stop();
      // The console that asked is connected to this port: it comes back to the same one.
      const http =
        options.http === undefined ? undefined : { ...options.http, port: current.appliance.http?.port ?? options.http.port };
      current = await start(http);
      onSwitched(current.appliance);
    });
    switching.catch((error) => logger.error('appliance.switchFailed', { code: error?.code ?? 'unknown' }));
  };

  const configured = options.training || options.profileFile !== undefined;
  const switchToTraining = () =>
    switchTo('training.switching', (http) => startOne({ ...options, http, training: true }, undefined));
  const startNormally = (http: RunOptions['http'], carrierKeeping: CarrierKeeping | undefined): Promise<Started> => {
    const startAgain = () => switchTo('profile.switching', (again) => startNormally(again, carrierKeeping));
    const keepAndUse = keepingThen(carrierKeeping, (kept) => switchTo('carrier.switching', (again) => startNormally(again, kept)));
    return startOne({ ...options, http, carrierKeeping: keepAndUse }, configured ? undefined : { switchToTraining, startAgain });
  };
  current = await startNormally(options.http, options.carrierKeeping);
  return {
    appliance: () => current.appliance,
    stop: () => {
      stopping ??= switching.catch(() => undefined).then(() => current.stop());
      return stopping;
    },
  };
}

/** What was kept is used at once, by an appliance that starts in place of the one that was asked. */
function keepingThen(keeping: CarrierKeeping | undefined, use: (kept: CarrierKeeping) => void): CarrierKeeping | undefined {
  const keep = keeping?.keep;
  if (keeping === undefined || keep === undefined) return keeping;
  return {
    ...keeping,
    keep: async (settings) => {
      await keep(settings);
      use({ ...keeping, kept: settings });
    },
  };
}

interface Started {
  readonly appliance: Appliance;
  stop(): Promise<void>;
}

/** What a console may do where no profile was given. */
interface Offers {
  readonly switchToTraining: () => void;
  readonly startAgain: () => void;
}

async function startOne(options: RunOptions, offers: Offers | undefined): Promise<Started> {
  const { resourcesDirectory, clock, logger, http, version } = options;
  const shared = {
    clock,
    logger,
    http,
    version,
    startTraining: offers?.switchToTraining,
    storeKey: options.storeKey,
    auditAnchors: options.auditAnchors,
  };
  if (options.training) return startTrainingAppliance(options);
  const profileFile = options.profileFile ?? join(resourcesDirectory, 'profiles', 'unconfigured.json');
  const profile: Profile = readProfile(profileFile);
  const { settings, origin } = resolveCarrierSettings(options.env, options.carrierKeeping);
  const appliance = await startAppliance({
    ...shared,
    profile,
    feeds: setUpFeeds(profile, options.feeds),
    configured: options.profileFile !== undefined,
    settle: offers === undefined ? undefined : (kept) => settleKeptProfile(kept, options.feeds),
    setup: { ...setup(options), startAgain: offers?.startAgain },
    mode: profile.mode,
    callbacks: readCallbackSettings(options.env),
    carrier: settings,
    carrierOrigin: origin,
    dataDirectory: options.dataDirectory,
  });
  // Only now: beside the one message of a start that failed it would look like the cause.
  if (options.profileFile !== undefined) logTemplateWarnings(profile, logger);
  if (settings === undefined) logger.warn('carrier.notConfigured', withAlternative(origin.missing));
  return { appliance, stop: () => appliance.stop() };
}

/** The profile as the console shows it, and the one an agency begins with. */
function setup({ profileFile, training, resourcesDirectory }: RunOptions) {
  const file = training ? join(resourcesDirectory, 'profiles', 'training.json') : profileFile;
  return {
    given: () => (file === undefined ? undefined : readFileSync(file, 'utf8')),
    starter: () => starterProfile(resourcesDirectory),
    layouts: () => shippedLayouts(resourcesDirectory),
  };
}

function withAlternative(missing: readonly string[]): Readonly<Record<string, unknown>> {
  if (!missing.includes('BANDWIDTH_USERNAME')) return { missing };
  return { missing, insteadOfUsername: ['BANDWIDTH_CLIENT_ID', 'BANDWIDTH_CLIENT_SECRET'] };
}

const TRAINING_CARRIER: CarrierSettingsOrigin = {
  source: 'none',
  missing: [],
  keep: undefined,
  whyNotSet: 'Training mode has a simulated carrier of its own',
};

/** Training has a store of its own, so that nothing of it can ever be taken for, or mixed with, what is real. */
async function startTrainingAppliance(options: RunOptions): Promise<Started> {
  const { resourcesDirectory, clock, logger, http, version } = options;
  const profile = readProfile(join(resourcesDirectory, 'profiles', 'training.json'));
  const training: Training = await startTraining({ resourcesDirectory, clock, logger });
  try {
    const appliance = await startAppliance({
      clock,
      logger,
      http,
      version,
      profile,
      feeds: setUpFeeds(profile, new Map()),
      configured: true,
      mode: 'training',
      setup: { ...setup(options), startAgain: undefined },
      carrier: training.carrier,
      callbacks: training.callbacks,
      carrierOrigin: TRAINING_CARRIER,
      dataDirectory: join(options.dataDirectory, 'training'),
      // The same key: beside its own directory, it would be in that of the other.
      storeKey: options.storeKey ?? { kind: 'keyFile', file: defaultKeyFile(options.dataDirectory) },
    });
    training.answer(appliance.callbacksUrl);
    await training.play(appliance.feeds, profile.agency.timeZone);
    return {
      appliance,
      stop: async () => {
        await training.stop();
        await appliance.stop();
      },
    };
  } catch (error) {
    await training.stop();
    throw error;
  }
}
