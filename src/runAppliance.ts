import { join } from 'node:path';
import { type Appliance, type ApplianceOptions, startAppliance } from './appliance';
import { readBandwidthSettings } from './bandwidth/bandwidthSettings';
import { readCallbackSettings } from './bandwidth/callbackSettings';
import type { Clock } from './clock';
import { setUpFeeds } from './feedSetup';
import type { Logger } from './logger';
import { type Profile, readProfile } from './profile';
import { logTemplateWarnings } from './templateWarnings';
import { startTraining, type Training } from './training/training';

export interface RunOptions {
  readonly dataDirectory: string;
  readonly profileFile: string | undefined;
  readonly feeds: ReadonlyMap<string, string>;
  readonly training: boolean;
  readonly http: ApplianceOptions['http'];
  /** Carrier settings: the process environment, or what the desktop has in its keychain. */
  readonly env: NodeJS.ProcessEnv;
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

  const switchToTraining = (): void => {
    switching = switching.then(async () => {
      if (stopping !== undefined) return;
      logger.info('training.switching');
      await current.stop();
      // The console that asked is connected to this port: it comes back to the same one.
      const http =
        options.http === undefined ? undefined : { ...options.http, port: current.appliance.http?.port ?? options.http.port };
      current = await startOne({ ...options, http, training: true }, undefined);
      onSwitched(current.appliance);
    });
    switching.catch((error) => logger.error('training.failed', { code: error?.code ?? 'unknown' }));
  };

  const configured = options.training || options.profileFile !== undefined;
  current = await startOne(options, configured ? undefined : switchToTraining);
  return {
    appliance: () => current.appliance,
    stop: () => {
      stopping ??= switching.catch(() => undefined).then(() => current.stop());
      return stopping;
    },
  };
}

interface Started {
  readonly appliance: Appliance;
  stop(): Promise<void>;
}

async function startOne(options: RunOptions, offerTraining: (() => void) | undefined): Promise<Started> {
  const { resourcesDirectory, clock, logger, http, version } = options;
  const shared = { clock, logger, http, version, startTraining: offerTraining };
  if (options.training) return startTrainingAppliance(options);
  const profileFile = options.profileFile ?? join(resourcesDirectory, 'profiles', 'unconfigured.json');
  const profile: Profile = readProfile(profileFile);
  const settings = readBandwidthSettings(options.env);
  const appliance = await startAppliance({
    ...shared,
    profile,
    feeds: setUpFeeds(profile, options.feeds),
    configured: options.profileFile !== undefined,
    mode: profile.mode,
    carrier: 'settings' in settings ? settings.settings : undefined,
    callbacks: readCallbackSettings(options.env),
    dataDirectory: options.dataDirectory,
  });
  // Only now: beside the one message of a start that failed it would look like the cause.
  if (options.profileFile !== undefined) logTemplateWarnings(profile, logger);
  if ('missing' in settings) logger.warn('carrier.notConfigured', withAlternative(settings.missing));
  return { appliance, stop: () => appliance.stop() };
}

function withAlternative(missing: readonly string[]): Readonly<Record<string, unknown>> {
  if (!missing.includes('BANDWIDTH_USERNAME')) return { missing };
  return { missing, insteadOfUsername: ['BANDWIDTH_CLIENT_ID', 'BANDWIDTH_CLIENT_SECRET'] };
}

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
      carrier: training.carrier,
      callbacks: training.callbacks,
      dataDirectory: join(options.dataDirectory, 'training'),
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
