import type { Clock } from './clock';
import { compareProfiles } from './compareProfiles';
import type { SetupBackend } from './console/setupBackend';
import type { ProfileChange, SetupProblem, ShippedLayout, StarterView } from './contract/setup';
import { type FeedSetup, setUpFeeds } from './feedSetup';
import type { FeedTrial } from './feedTrial';
import { isHeraldError } from './heraldError';
import type { RecordStore } from './intake/records';
import type { Mode } from './intake/situation';
import { readJsonBy } from './jsonProblems';
import { type Profile, parseProfile, profileSchema } from './profile';
import { serialPorts } from './serialPorts';
import type { KeptProfiles } from './store/keptProfiles';

/** What an appliance runs by, wherever it came from. */
export interface SettledProfile {
  readonly profile: Profile;
  readonly feeds: readonly FeedSetup[];
  readonly mode: Mode;
  readonly source: 'none' | 'console' | 'file' | 'training';
  /** Who entered it in the console, and why. */
  readonly entered?: { readonly by: string; readonly reason: string };
}

/**
 * The profile that was entered in the console, which takes the place of none at all; undefined where none was. It only
 * watches until a named person has gone live, whatever its own `mode` says.
 */
export async function settleKeptProfile(
  kept: KeptProfiles,
  commandLineFeeds: ReadonlyMap<string, string>,
): Promise<SettledProfile | undefined> {
  const newest = await kept.newest();
  if (newest === undefined) return undefined;
  const profile = parseProfile(JSON.parse(newest.text), 'entered in the console');
  const mode = newest.live === undefined ? 'watch' : profile.mode;
  const { by, reason } = newest;
  return { profile, feeds: setUpFeeds(profile, commandLineFeeds), mode, source: 'console', entered: { by, reason } };
}

export interface ProfileSetupDeps {
  readonly store: RecordStore;
  readonly kept: KeptProfiles;
  readonly clock: Clock;
  readonly source: SettledProfile['source'];
  readonly mode: Mode;
  /** The profile in force as JSON, where it did not come from the console. */
  readonly given: () => string | undefined;
  /** The profile an agency begins with, as JSON. */
  readonly starter: () => StarterView;
  readonly layouts: () => ShippedLayout[];
  readonly trial: FeedTrial;
  /** The same text with rules, templates and roster as they are in force by now. */
  readonly withPolicyInForce?: (text: string) => string;
  /** Starts again with what is kept by then. Undefined where that is not for the console to do. */
  readonly startAgain: (() => void) | undefined;
}

const WHY_NOT: Readonly<Record<SettledProfile['source'], string | undefined>> = {
  none: undefined,
  console: undefined,
  file: 'The profile is a file that Herald was started with (--profile): change it there',
  training: 'Training mode has a profile of its own',
};

/** The agency's profile as a console sets it up. Every change is on record before it counts. */
export function profileSetup(deps: ProfileSetupDeps): SetupBackend {
  const { store, kept, clock, source, mode, startAgain, trial } = deps;
  const whyNot = WHY_NOT[source] ?? (startAgain === undefined ? 'This host does not take a profile from the console' : undefined);

  const audit = (identity: string, action: string, outcome: 'success' | 'failure', detail: Readonly<Record<string, unknown>>) =>
    store.transaction((records) => records.audit({ at: clock.now(), identity, action, subject: 'profile', outcome, detail }));

  async function inForce(): Promise<{ text: string; hash: string | null }> {
    const newest = source === 'console' ? await kept.newest() : undefined;
    const text = newest?.text ?? deps.given() ?? deps.starter().text;
    return { text: source === 'none' ? text : (deps.withPolicyInForce?.(text) ?? text), hash: newest?.hash ?? null };
  }

  /** What keeps a profile from taking the place of the one in force, and what it would change. */
  async function lookAt(text: string): Promise<{ problems: SetupProblem[]; changes: ProfileChange[] }> {
    const problems = checkProfile(text);
    if (problems.length > 0) return { problems, changes: [] };
    const before = (await inForce()).text;
    const changes = compareProfiles(before, text);
    return { problems: source === 'console' ? needsSecondPerson(before, changes) : [], changes };
  }

  async function setLive(action: 'goLive' | 'watchOnly', identity: string, reason: string): Promise<'done' | { conflict: string }> {
    const refuse = async (conflict: string) => {
      await audit(identity, action, 'failure', { reason, because: conflict });
      return { conflict };
    };
    if (whyNot !== undefined) return refuse(whyNot);
    const newest = await kept.newest();
    if (newest === undefined) return refuse('Herald is not set up yet');
    const goes = action === 'goLive';
    const because = goes ? whyNotLive(identity, parseProfile(JSON.parse(newest.text), 'kept')) : undefined;
    if (because !== undefined) return refuse(because);
    if ((newest.live !== undefined) === goes) return refuse(goes ? 'It is live already' : 'It is watch-only already');
    await audit(identity, action, 'success', { reason });
    await kept.setLive(goes ? { by: identity, at: clock.now(), reason } : undefined);
    startAgain?.();
    return 'done';
  }

  return {
    async state() {
      const newest = source === 'console' ? await kept.newest() : undefined;
      return {
        source,
        canChange: whyNot === undefined,
        whyNot: whyNot ?? null,
        mode,
        hash: newest?.hash ?? null,
        keptAt: newest?.at ?? null,
        keptBy: newest?.by ?? null,
        live: newest?.live ?? null,
      };
    },
    profile: inForce,
    starter: async () => deps.starter(),
    check: async (text) => checkProfile(text),
    async compare(text) {
      const { problems, changes } = await lookAt(text);
      return { problems, changes: problems.length > 0 ? [] : changes };
    },
    layouts: async () => deps.layouts(),
    serialPorts,
    async tryFeed({ identity }, input) {
      if (whyNot !== undefined) return { conflict: whyNot };
      const outcome = await trial.tryFeed(input);
      if (!('conflict' in outcome) && outcome.length === 0) await audit(identity, 'tryFeed', 'success', { url: input.url });
      return outcome;
    },
    trial: () => trial.look(),
    stopTrying: () => trial.stop(),
    async keep({ identity }, { text, basedOn, reason }) {
      const newest = source === 'console' ? await kept.newest() : undefined;
      const conflict =
        whyNot ??
        ((newest?.hash ?? null) === basedOn ? undefined : 'It has been changed by somebody else meanwhile: read it again');
      if (conflict !== undefined) {
        await audit(identity, 'keepProfile', 'failure', { reason, because: conflict });
        return { conflict };
      }
      const { problems, changes } = await lookAt(text);
      // A profile that is right but for who asks: somebody tried.
      const isRefused = problems.length > 0 && changes.length > 0;
      if (isRefused) await audit(identity, 'keepProfile', 'failure', { reason, because: 'secondPersonNeeded' });
      if (problems.length > 0) return problems;
      await audit(identity, 'keepProfile', 'success', { reason });
      await kept.keep({ text, at: clock.now(), by: identity, reason });
      startAgain?.();
      return [];
    },
    goLive: ({ identity }, { reason }) => setLive('goLive', identity, reason),
    watchOnly: ({ identity }, { reason }) => setLive('watchOnly', identity, reason),
  };
}

/** The parts of a profile that are no rules: whoever may keep a profile changes them alone. */
const NO_RULES: ReadonlySet<string> = new Set(['feeds', 'layouts', 'mode', 'carrier', 'retention']);

/** Rules that came with a profile would be in force without the approval that a draft of the same rules needs. */
function needsSecondPerson(before: string, changes: readonly ProfileChange[]): SetupProblem[] {
  if (!parseProfile(JSON.parse(before), 'in force').agency.secondPerson) return [];
  const [first, ...more] = changes.filter(({ area }) => !NO_RULES.has(area));
  if (first === undefined) return [];
  const what = `“${first.sentence}”${more.length === 0 ? '' : ` and ${more.length} more`}`;
  const message = `It changes rules, templates or roster (${what}), which takes a second person in this agency: make that a draft on the screens of the same names, and have it approved`;
  return [{ path: 'agency.secondPerson', message, line: 1, column: 1 }];
}

/** Somebody answers for every text from then on: the token of the machine is nobody. */
function whyNotLive(identity: string, { carrier, mode }: Profile): string | undefined {
  if (identity === 'host') return 'Who goes live is on record by name: sign in with an account of your own';
  if (carrier.optOut === undefined) return 'The profile does not say how STOP replies are seen (carrier.optOut)';
  return mode === 'watch' ? 'The profile itself says "mode": "watch": take that out first' : undefined;
}

/** All that would keep an appliance from running by this profile. */
export function checkProfile(text: string): SetupProblem[] {
  const read = readJsonBy(profileSchema, text);
  if ('problems' in read) return read.problems;
  try {
    setUpFeeds(parseProfile(JSON.parse(text.replace(/^\uFEFF/, '')), 'entered'), new Map());
    return [];
  } catch (error) {
    if (!isHeraldError(error)) throw error;
    return [{ path: 'feeds', message: error.message, line: 1, column: 1 }];
  }
}
