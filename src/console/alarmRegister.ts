import { durations } from '../clock';
import type { AlarmEntryView } from '../contract/alarms';
import type { AlarmView } from '../contract/views';
import type { CommandResult } from '../intake/commands';
import type { AlarmEpisode, AlarmEpisodes, RaisedAlarm } from '../store/alarmEpisodes';
import { type FoundAlarm, pastAlarm } from './foundAlarm';

/** What is back within this time was never away: it keeps its acknowledgement, and is not raised anew. */
const BACK_WITHIN_MS = 30 * durations.SECOND;
/** Over and never acknowledged: shown so long, so that whoever comes back sees that it was. */
const SHOWN_CLEARED_MS = 12 * durations.HOUR;
const KEPT_MS = 90 * durations.DAY;
const WINDOW_MS = 10 * durations.MINUTE;

interface Known {
  episode: AlarmEpisode;
  /** As it was last found. */
  found: FoundAlarm | undefined;
  missingSince: number | undefined;
  readonly stored: Promise<number>;
}

interface Cleared {
  readonly found: FoundAlarm;
  readonly raisedAt: number;
  readonly clearedAt: number;
  /** Marks it in the store as seen. */
  readonly seen: (by: string, at: number) => void;
}

/** Which alarms stand, since when, and what people made of them: the same at every console, and after a restart. */
export class AlarmRegister {
  readonly #standing = new Map<string, Known>();
  readonly #cleared = new Map<string, Cleared>();
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(private readonly episodes: AlarmEpisodes) {}

  static async open(episodes: AlarmEpisodes, now: number): Promise<AlarmRegister> {
    const register = new AlarmRegister(episodes);
    await episodes.forgetBefore(now - KEPT_MS);
    for (const { id, ...episode } of await episodes.standing()) {
      const stored = Promise.resolve(id);
      register.#standing.set(episode.alarm, { episode, found: undefined, missingSince: now, stored });
    }
    for (const { id, ...episode } of await episodes.clearedUnseen(now - SHOWN_CLEARED_MS)) {
      const found = pastAlarm(episode.alarm, episode.code, episode.priority, episode.raisedAt);
      if (found === undefined) continue;
      const known = { episode, found, missingSince: episode.clearedAt ?? now, stored: Promise.resolve(id) };
      register.#keepCleared(known, found, episode.clearedAt ?? now);
    }
    return register;
  }

  /** Takes in what is wrong now; gives it back with what people made of it. */
  observe(found: readonly FoundAlarm[], now: number): AlarmView[] {
    for (const alarm of found) this.#seen(alarm, now);
    const ids = new Set(found.map(({ id }) => id));
    for (const [id, known] of this.#standing) if (!ids.has(id)) this.#missed(id, known, now);
    for (const [id, { clearedAt }] of this.#cleared) if (now - clearedAt > SHOWN_CLEARED_MS) this.#cleared.delete(id);
    return found.map((alarm) => this.#view(alarm, now));
  }

  /** What stands, most urgent first, then what cleared unseen. */
  entries(now: number): AlarmEntryView[] {
    const standing = [...this.#standing.values()].flatMap(({ found, missingSince }): AlarmEntryView[] => {
      if (found === undefined || missingSince !== undefined) return [];
      const view = this.#view(found, now);
      const state = view.shelved !== null ? 'shelved' : view.acknowledged !== null ? 'acknowledged' : 'new';
      return [{ ...view, state, clearedAt: null }];
    });
    const cleared = [...this.#cleared.values()].map(
      ({ found, raisedAt, clearedAt }): AlarmEntryView => ({
        ...found,
        since: Math.min(found.since, raisedAt),
        acknowledged: null,
        shelved: null,
        state: 'cleared',
        clearedAt,
      }),
    );
    return [...standing.sort((a, b) => a.priority - b.priority || a.since - b.since), ...cleared];
  }

  acknowledge(id: string, by: string, now: number): CommandResult {
    const cleared = this.#cleared.get(id);
    if (cleared !== undefined) {
      this.#cleared.delete(id);
      cleared.seen(by, now);
      return 'done';
    }
    const known = this.#present(id);
    if (known === undefined) return 'notFound';
    if (known.episode.acknowledged === null) this.#change(known, { acknowledged: { by, at: now } });
    return 'done';
  }

  shelve(
    id: string,
    order: { readonly by: string; readonly reason: string; readonly minutes: number },
    now: number,
  ): CommandResult {
    const known = this.#present(id);
    if (known === undefined) return 'notFound';
    const { by, reason, minutes } = order;
    this.#change(known, { shelved: { by, reason, at: now, until: now + minutes * durations.MINUTE } });
    return 'done';
  }

  unshelve(id: string): CommandResult {
    const known = this.#present(id);
    if (known === undefined) return 'notFound';
    this.#change(known, { shelved: null });
    return 'done';
  }

  priorityOf(id: string): number | undefined {
    return this.#present(id)?.episode.priority;
  }

  async raisedLastWeek(now: number) {
    const raised = await this.episodes.raisedSince(now - 7 * durations.DAY);
    const standing = [...this.#standing.values()].filter(({ missingSince }) => missingSince === undefined);
    return {
      perHour: Math.round((raised.length / (7 * 24)) * 100) / 100,
      mostInTenMinutes: mostInWindow(raised),
      urgentShare: raised.length === 0 ? 0 : raised.filter(({ priority }) => priority === 1).length / raised.length,
      standingOverADay: standing.filter(({ episode }) => now - episode.raisedAt > durations.DAY).length,
    };
  }

  /** Resolves when all that was changed is in the store. */
  async idle(): Promise<void> {
    await this.#writes;
  }

  #present(id: string): Known | undefined {
    const known = this.#standing.get(id);
    return known?.found === undefined || known.missingSince !== undefined ? undefined : known;
  }

  #seen(alarm: FoundAlarm, now: number): void {
    const known = this.#standing.get(alarm.id);
    if (known !== undefined) {
      known.found = alarm;
      known.missingSince = undefined;
      // Worse than what somebody had seen, or put aside.
      if (known.episode.priority > alarm.priority) {
        this.#change(known, { priority: alarm.priority, acknowledged: null, shelved: null });
      }
      return;
    }
    this.#cleared.delete(alarm.id);
    const { id, code, priority } = alarm;
    const episode: AlarmEpisode = { alarm: id, code, priority, raisedAt: now, clearedAt: null, acknowledged: null, shelved: null };
    const stored = this.#writes.then(() => this.episodes.add(episode));
    this.#writes = stored.catch(() => undefined);
    this.#standing.set(id, { episode, found: alarm, missingSince: undefined, stored });
  }

  #missed(id: string, known: Known, now: number): void {
    known.missingSince ??= now;
    if (now - known.missingSince < BACK_WITHIN_MS) return;
    this.#change(known, { clearedAt: known.missingSince });
    this.#standing.delete(id);
    const { found, episode } = known;
    if (found !== undefined && episode.acknowledged === null && episode.shelved === null) {
      this.#keepCleared(known, found, known.missingSince);
    }
  }

  /** Notes are not kept: nobody has to know that they were. */
  #keepCleared(known: Known, found: FoundAlarm, clearedAt: number): void {
    if (known.episode.priority >= 3) return;
    const seen = (by: string, at: number) => this.#change(known, { acknowledged: { by, at } });
    this.#cleared.set(found.id, { found, raisedAt: known.episode.raisedAt, clearedAt, seen });
  }

  #change(known: Known, change: Partial<AlarmEpisode>): void {
    known.episode = { ...known.episode, ...change };
    const { episode, stored } = known;
    // An alarm is no worse for a disk that refuses: it stands at the consoles all the same.
    this.#writes = this.#writes.then(async () => this.episodes.save(await stored, episode)).catch(() => undefined);
  }

  #view(alarm: FoundAlarm, now: number): AlarmView {
    const { raisedAt, acknowledged, shelved } = this.#standing.get(alarm.id)?.episode ?? {};
    const over = shelved == null || shelved.until <= now;
    return {
      ...alarm,
      since: Math.min(alarm.since, raisedAt ?? alarm.since),
      acknowledged: acknowledged ?? null,
      shelved: over ? null : shelved,
    };
  }
}

function mostInWindow(raised: readonly RaisedAlarm[]): number {
  let most = 0;
  let from = 0;
  raised.forEach(({ raisedAt }, index) => {
    while (raisedAt - (raised[from]?.raisedAt ?? raisedAt) > WINDOW_MS) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}
