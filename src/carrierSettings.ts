import { type BandwidthSettings, readBandwidthSettings } from './bandwidth/bandwidthSettings';
import type { Clock } from './clock';
import type { CarrierSettingsBackend } from './console/carrierSettingsBackend';
import { badInput } from './console/requestErrors';
import type { TestReceipts } from './console/testReceipts';
import type { TestText } from './console/testText';
import type { CarrierSettingsInput, CarrierSettingsView } from './contract/carrierSettings';
import { isHeraldError } from './heraldError';
import type { RecordStore } from './intake/records';

type Environment = Readonly<Record<string, string>>;

/** Where this appliance's carrier settings came from, and whether the console may enter others. */
export interface CarrierSettingsOrigin {
  readonly source: 'environment' | 'keychain' | 'none';
  readonly missing: readonly string[];
  /**
   * Keeps what was entered, named as in the environment, and has the appliance start again with it; throws
   * `settings.notKept`. Undefined where that is not for the console to do; then `whyNotSet` says why.
   */
  readonly keep: ((settings: Environment) => Promise<void>) | undefined;
  readonly whyNotSet: string | undefined;
}

const NOWHERE: CarrierSettingsOrigin = { source: 'none', missing: [], keep: undefined, whyNotSet: undefined };

interface Deps {
  readonly origin: CarrierSettingsOrigin | undefined;
  readonly settings: BandwidthSettings | undefined;
  readonly testText: TestText;
  readonly testReceipts: Pick<TestReceipts, 'look'>;
  readonly receiver: () => CarrierSettingsView['receiver'];
  readonly store: RecordStore;
  readonly clock: Clock;
}

/** The carrier settings as a console may see and enter them. No secret is ever handed out. */
export function carrierSettingsBackend(deps: Deps): CarrierSettingsBackend {
  const { origin = NOWHERE, settings, testText, testReceipts, receiver, store, clock } = deps;
  const audit = (identity: string, outcome: 'success' | 'failure', detail: Readonly<Record<string, unknown>>) =>
    store.transaction((records) =>
      records.audit({ at: clock.now(), identity, action: 'setCarrierSettings', subject: 'carrier', outcome, detail }),
    );
  return {
    get: async () => ({
      source: origin.source,
      canSet: origin.keep !== undefined,
      whyNotSet: origin.keep === undefined ? (origin.whyNotSet ?? null) : null,
      settings: settings === undefined ? null : shown(settings),
      missing: [...origin.missing],
      receiver: receiver(),
    }),
    async set({ identity }, input) {
      if (origin.keep === undefined) {
        await audit(identity, 'failure', { reason: input.reason, because: origin.whyNotSet });
        return { conflict: origin.whyNotSet ?? 'They cannot be set from here' };
      }
      const environment = asEnvironment(input);
      checked(environment);
      // On record before it is so: whoever changed the account must be known even if the machine dies in between.
      await audit(identity, 'success', { reason: input.reason, accountId: masked(input.accountId) });
      try {
        await origin.keep(environment);
      } catch (error) {
        if (!isHeraldError(error, 'settings.notKept')) throw error;
        await audit(identity, 'failure', { because: error.message });
        return { conflict: error.message };
      }
      return 'done';
    },
    testSend: ({ identity }, input) => testText({ identity, ...input }),
    testReceipt: (carrierMessageId) => testReceipts.look(carrierMessageId),
  };
}

/** What a host can do for carrier settings beside the environment: the desktop's keychain. */
export interface CarrierKeeping {
  /** What is kept already, named as in the environment. */
  readonly kept: Environment | undefined;
  /** Undefined where this machine offers nothing to keep a secret in. */
  readonly keep: ((settings: Environment) => Promise<void>) | undefined;
  readonly whyNotSet: string | undefined;
}

const BY_ENVIRONMENT = 'They are set by environment variables of the machine (BANDWIDTH_...)';

/**
 * The settings in force and where they came from. An account in the environment is the machine's administrator's word and
 * wins. Throws `settings.bad`.
 */
export function resolveCarrierSettings(
  environment: NodeJS.ProcessEnv,
  keeping: CarrierKeeping | undefined,
): { readonly settings: BandwidthSettings | undefined; readonly origin: CarrierSettingsOrigin } {
  const fromEnvironment = (environment.BANDWIDTH_ACCOUNT_ID ?? '').trim() !== '' || keeping === undefined;
  const kept = fromEnvironment ? undefined : keeping.kept;
  const read = readBandwidthSettings({ ...environment, ...kept });
  const found = 'settings' in read;
  return {
    settings: found ? read.settings : undefined,
    origin: {
      source: found ? (kept === undefined ? 'environment' : 'keychain') : 'none',
      missing: found ? [] : read.missing,
      keep: fromEnvironment ? undefined : keeping.keep,
      whyNotSet: fromEnvironment ? BY_ENVIRONMENT : keeping.whyNotSet,
    },
  };
}

function shown({ accountId, applicationId, from, credentials, segmentsPerSecond, messagingUrl, proxy }: BandwidthSettings) {
  return {
    accountId: masked(accountId),
    applicationId: masked(applicationId),
    from,
    credentials: credentials.type,
    credentialsName: masked(credentials.type === 'basic' ? credentials.username : credentials.clientId),
    segmentsPerSecond,
    messagingUrl,
    hasProxy: proxy !== undefined,
  };
}

function masked(value: string): string {
  return `...${value.length > 4 ? value.slice(-3) : ''}`;
}

function asEnvironment(input: CarrierSettingsInput): Environment {
  const { credentials, proxy } = input;
  return {
    BANDWIDTH_ACCOUNT_ID: input.accountId,
    BANDWIDTH_APPLICATION_ID: input.applicationId,
    BANDWIDTH_FROM: input.from,
    BANDWIDTH_SEGMENTS_PER_SECOND: String(input.segmentsPerSecond),
    ...(credentials.type === 'basic'
      ? { BANDWIDTH_USERNAME: credentials.username, BANDWIDTH_PASSWORD: credentials.password }
      : { BANDWIDTH_CLIENT_ID: credentials.clientId, BANDWIDTH_CLIENT_SECRET: credentials.clientSecret }),
    ...(proxy === undefined ? {} : { BANDWIDTH_PROXY: proxy }),
  };
}

const FIELDS: Readonly<Record<string, string>> = { BANDWIDTH_FROM: 'from', BANDWIDTH_PROXY: 'proxy' };

function checked(environment: Environment): void {
  try {
    readBandwidthSettings(environment);
  } catch (error) {
    if (!isHeraldError(error, 'settings.bad')) throw error;
    const variable = String(error.context.variable);
    throw badInput(FIELDS[variable] ?? 'input', error.message.replace(`${variable} `, ''));
  }
}
