import type { FrameFormat } from '../feed/formats/format';
import { HeraldError } from '../heraldError';
import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import { HandTexts } from '../intake/byHand';
import { claimOnce, outboxStore } from '../intake/claims';
import { Commands } from '../intake/commands';
import { Corrections } from '../intake/corrections';
import { clockJumped, Duties } from '../intake/duties';
import { receiveTexts } from '../intake/inboundTexts';
import type { Answers, FeedFormat, Input } from '../intake/input';
import { Intake } from '../intake/intake';
import type { JournalEntry } from '../intake/journal';
import { keepLines } from '../intake/numberLookups';
import { OptOutCommands } from '../intake/optOutCommands';
import type { StoredVersion } from '../intake/policyRecords';
import type { RecordStore } from '../intake/records';
import { claimAnswers, recoverAnswers, withReplies } from '../intake/repliesOutbox';
import type { Mode } from '../intake/situation';
import { keepUnheard } from '../intake/unheardFeeds';
import { silentLogger } from '../logger';
import { storedPolicy } from '../policy/policyBody';
import type { Policy } from '../rules/ruleset';
import { SettableClock } from './settableClock';

export interface ReplayOptions {
  readonly entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>;
  /** Empty: what the journal says is made in it again. */
  readonly store: RecordStore;
  readonly formatOf: (feed: FeedFormat) => FrameFormat;
  readonly versionOf: (id: number) => Promise<StoredVersion | undefined>;
  /** What holds until the journal says otherwise. */
  readonly begin?: {
    readonly policy: Policy;
    readonly mode: Mode;
    readonly formats: ReadonlyMap<string, FrameFormat>;
    readonly answers?: Answers;
  };
}

/**
 * Plays a whole journal through the code that wrote it, each input at the time it went by. The store ends with the same
 * decisions and messages, ids included. Throws `replay.*` where the journal does not fit itself.
 */
export async function replayJournal(options: ReplayOptions): Promise<void> {
  const clock = new SettableClock();
  let player = options.begin === undefined ? undefined : playerOf(options, clock, options.begin);
  let policy = options.begin?.policy;
  for await (const { id, at, input, frames } of options.entries) {
    clock.set(at);
    if (input.kind === 'policy') {
      policy = await putInForce(options, input.version);
      player?.policy(policy);
    } else if (input.kind === 'started') {
      if (policy === undefined) throw new HeraldError('replay.noPolicy', 'The journal begins without a policy', { input: id });
      const formats = new Map(Object.entries(input.feeds).map(([feed, format]) => [feed, options.formatOf(format)]));
      player = playerOf(options, clock, {
        policy,
        mode: input.mode,
        formats,
        ...(input.answers === undefined ? {} : { answers: input.answers }),
      });
      await options.store.transaction((records) => records.addInput(input, at));
    } else if (player === undefined) {
      throw new HeraldError('replay.notStarted', 'The journal begins without saying how feeds are read', { input: id });
    } else {
      const wanted = 'first' in input ? input.last - input.first + 1 : 0;
      if (frames.length !== wanted) throw new HeraldError('replay.frameMissing', 'A frame of the journal is gone', { input: id });
      await player.play(input, frames);
    }
  }
}

async function putInForce({ store, versionOf }: ReplayOptions, id: number): Promise<Policy> {
  const version = await versionOf(id);
  if (version === undefined) throw new HeraldError('replay.noPolicy', `There is no version ${id} of the policy`);
  const { id: _id, ...rest } = version;
  await store.transaction(async (records) => {
    await records.policies.putInForce(rest, () => {});
    await records.addInput({ kind: 'policy', version: id }, version.at);
  });
  return storedPolicy(version.body);
}

interface Setup {
  readonly policy: Policy;
  readonly mode: Mode;
  readonly formats: ReadonlyMap<string, FrameFormat>;
  readonly answers?: Answers;
}

const OWN_ANSWERS: Answers = { texts: {}, networkConfirms: false };

function playerOf({ store }: ReplayOptions, clock: SettableClock, setup: Setup) {
  let policy = setup.policy;
  const shared = { store, policy: () => policy, mode: setup.mode, clock, logger: silentLogger, onCommitted: () => {} };
  const intake = new Intake({ ...shared, formats: setup.formats });
  const duties = new Duties(shared);
  const messages = outboxStore(shared);
  const outbox = withReplies(messages, shared);
  const { texts, networkConfirms } = setup.answers ?? OWN_ANSWERS;
  const inbound = { ...shared, replyTexts: () => texts, networkConfirms };
  const optOut = new OptOutCommands(inbound);
  const handTexts = new HandTexts(shared);
  const corrections = new Corrections(shared);
  const commands = new Commands({ ...shared, onStopped: () => {} });

  async function play(input: Exclude<Input, { kind: 'policy' | 'started' }>, frames: JournalEntry['frames']): Promise<unknown> {
    switch (input.kind) {
      case 'frames':
        return intake.commitTogether(frames);
      case 'frameUnhandled': {
        const { kind: _kind, first: _first, last: _last, ...fault } = input;
        return intake.rejectUnhandled(frames[0] as (typeof frames)[number], fault);
      }
      case 'frameReplayed':
        return intake.replay(input.frame, input.identity);
      case 'timePassed':
        return duties.runOnce();
      case 'claimed':
        return claimOnce(shared, input.limit, input.maxSegments);
      case 'carrierSaid':
        return outbox.apply(input.message, input.input, input.details);
      case 'sendingRecovered':
        return messages.recoverSending();
      case 'carrierSuppressed':
        return outbox.suppress(input.to as E164, input.reason, input.detail);
      case 'replied':
        return receiveTexts(inbound, input.texts);
      case 'answersClaimed':
        return claimAnswers(shared, input.limit, input.maxSegments);
      case 'answersRecovered':
        return recoverAnswers(shared);
      case 'linesLookedUp':
        return keepLines(shared, input.lines as readonly (readonly [E164, LineType])[]);
      case 'sentByHand':
        return handTexts.send(input.order);
      case 'corrected':
        return corrections.send(input.order);
      case 'optOutCommand':
        return optOut[input.name](input.order as never);
      case 'clockJumped':
        return store.transaction((records) => clockJumped(records, clock.now()));
      case 'feedsUnheard':
        return keepUnheard(shared, input.feeds);
      case 'command':
        return command(commands, input.name, input.order);
    }
  }

  return {
    policy: (next: Policy) => {
      policy = next;
    },
    play,
  };
}

function command(commands: Commands, name: string, order: Readonly<Record<string, unknown>>): Promise<unknown> {
  const method = (commands as unknown as Record<string, unknown>)[name];
  if (typeof method !== 'function') throw new HeraldError('replay.noCommand', `There is no command ${name}`);
  return method.call(commands, order) as Promise<unknown>;
}
