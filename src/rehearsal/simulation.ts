import type { FrameFormat } from '../feed/formats/format';
import { isHeraldError } from '../heraldError';
import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import { outboxStore } from '../intake/claims';
import { Commands } from '../intake/commands';
import { Duties } from '../intake/duties';
import { type InboundOptions, receiveTexts } from '../intake/inboundTexts';
import type { Input } from '../intake/input';
import { Intake } from '../intake/intake';
import type { JournalEntry } from '../intake/journal';
import { keepLines } from '../intake/numberLookups';
import { OptOutCommands } from '../intake/optOutCommands';
import type { RecordStore } from '../intake/records';
import { silentLogger } from '../logger';
import type { Policy } from '../rules/ruleset';
import { SettableClock } from './settableClock';

export interface SimulationOptions {
  readonly policy: Policy;
  /** Its own, in memory. */
  readonly store: RecordStore;
}

/** Commands about numbers hold under any policy; those about messages and incidents answer to what was sent then. */
const COMMANDS_KEPT = ['suppressNumber', 'liftSuppression'];
const ORDER = { identity: 'rehearsal', reason: 'rehearsal' };

/**
 * One policy over what came in, by a clock that stands at each thing's time. There is no carrier: what would be claimed
 * counts as taken and delivered at once. A breaker that trips is resumed at once, and counted.
 */
export class Simulation {
  readonly #store: RecordStore;
  readonly #clock = new SettableClock();
  readonly #formats = new Map<string, FrameFormat>();
  readonly #intake: Intake;
  readonly #duties: Duties;
  readonly #outbox: ReturnType<typeof outboxStore>;
  readonly #commands: Commands;
  readonly #inbound: InboundOptions;
  readonly #optOut: OptOutCommands;
  #nextAt: number | undefined;
  #texts = 0;
  breakerTrips = 0;

  constructor({ policy, store }: SimulationOptions) {
    this.#store = store;
    const shared = {
      ...{ store, mode: 'live' as const, clock: this.#clock, logger: silentLogger },
      policy: () => policy,
      onCommitted: () => {},
    };
    this.#intake = new Intake({ ...shared, formats: this.#formats });
    this.#duties = new Duties(shared);
    this.#outbox = outboxStore(shared);
    this.#commands = new Commands({ ...shared, onStopped: () => {} });
    // Answers are nobody's text by the rules: they are made, and never leave.
    this.#inbound = { ...shared, replyTexts: () => ({}), networkConfirms: false };
    this.#optOut = new OptOutCommands(this.#inbound);
  }

  feeds(formats: ReadonlyMap<string, FrameFormat>): void {
    this.#formats.clear();
    for (const [feed, format] of formats) this.#formats.set(feed, format);
  }

  async suppressed(phone: string, reason: string, at: number): Promise<void> {
    await this.#store.transaction(async (records) => {
      await records.suppressNumber(phone as E164, { reason, source: 'person', by: 'rehearsal', at });
    });
  }

  async play({ at, input, frames }: JournalEntry): Promise<void> {
    await this.passUntil(at);
    this.#clock.set(at);
    if (input.kind === 'frames') await this.#take(frames);
    else if (!(await this.#hear(input))) return;
    await this.#settle();
  }

  /** What people and the carrier said of numbers. False where it is not about those. */
  async #hear(input: Input): Promise<boolean> {
    switch (input.kind) {
      case 'carrierSuppressed':
        await this.#outbox.suppress(input.to as E164, input.reason, input.detail);
        return true;
      case 'replied':
        await receiveTexts(this.#inbound, input.texts);
        return true;
      case 'linesLookedUp':
        await keepLines(this.#inbound, input.lines as readonly (readonly [E164, LineType])[]);
        return true;
      case 'optOutCommand': {
        const order = input.name === 'resolve' ? await this.#ownReply(input.order) : input.order;
        if (order !== undefined) await this.#optOut[input.name](order as never);
        return true;
      }
      case 'command': {
        if (!COMMANDS_KEPT.includes(input.name)) return false;
        const name = input.name as 'suppressNumber' | 'liftSuppression';
        await this.#commands[name](input.order as unknown as Parameters<Commands['suppressNumber']>[0]);
        return true;
      }
      default:
        return false;
    }
  }

  /** The order about the same reply, which has another id here; undefined where it came before all this. */
  async #ownReply(order: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { carrierMessageId } = order;
    if (typeof carrierMessageId !== 'string') return undefined;
    const own = await this.#store.transaction((records) => records.optOut.inboundByCarrierId(carrierMessageId));
    return own === undefined ? undefined : { ...order, id: own.id };
  }

  /** Lets time pass, and all that becomes due in it happen. */
  async passUntil(at: number): Promise<void> {
    for (let before = Number.NEGATIVE_INFINITY; this.#nextAt !== undefined && this.#nextAt <= at; ) {
      // What stays due although it was looked at must not hold time up.
      const next = Math.max(this.#nextAt, before + 1);
      if (next > at) break;
      before = next;
      this.#clock.set(Math.max(this.#clock.now(), next));
      while (await this.#duties.runOnce()) {}
      await this.#settle();
    }
  }

  async #take(frames: JournalEntry['frames']): Promise<void> {
    try {
      await this.#intake.commitTogether(frames);
    } catch (error) {
      if (isHeraldError(error) && error.code.startsWith('store.')) throw error;
      // A frame that one policy cannot handle is left out, as the appliance would.
      for (const frame of frames) await this.#intake.commitTogether([frame]).catch(() => undefined);
    }
  }

  /** All that is ready leaves; then what is due next is looked up. */
  async #settle(): Promise<void> {
    // Claims that found nothing true may have held what is ready again a moment later; not for ever.
    for (let empty = 0; empty < 3; ) {
      const { nextAt, ready, tripped } = await this.#store.transaction(async (records) => {
        const outboxAt = await records.nextOutboxAt();
        const dutyAt = await records.nextDutyAt();
        const times = [outboxAt, dutyAt].filter((time) => time !== undefined);
        const now = this.#clock.now();
        return {
          nextAt: times.length === 0 ? undefined : Math.min(...times),
          ready: outboxAt !== undefined && outboxAt <= now,
          tripped: (await records.setting('breaker')) != null,
        };
      });
      this.#nextAt = nextAt;
      if (tripped) {
        this.breakerTrips += 1;
        await this.#commands.resume(ORDER);
      } else if (!ready) return;
      else empty = (await this.#send()) ? 0 : empty + 1;
    }
  }

  async #send(): Promise<boolean> {
    const claimed = await this.#outbox.claimReady(10, Number.MAX_SAFE_INTEGER);
    for (const { id } of claimed) {
      this.#texts += 1;
      await this.#outbox.apply(id, { type: 'carrier accepted', carrierMessageId: `rehearsed-${this.#texts}` });
      await this.#outbox.apply(id, { type: 'receipt delivered' });
    }
    return claimed.length > 0;
  }
}
