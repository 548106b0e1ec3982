import type { Clock } from '../clock';
import type { RecordStore } from '../intake/records';
import type { AlarmRegister } from './alarmRegister';
import type { AlarmBackend, Caller, MarkOutcome } from './backend';
import { withExpired } from './expiredMeanwhile';

interface AlarmBackendDeps {
  readonly register: AlarmRegister;
  /** Finds out what is wrong now, and gives it to the register. */
  readonly look: () => Promise<unknown>;
  /** How many texts came too late between two moments. */
  readonly expiredBetween: (from: number, to: number) => Promise<number>;
  readonly store: RecordStore;
  readonly clock: Clock;
  /** Told of each alarm that somebody acknowledged: of some that says that it was seen to. */
  readonly onAcknowledged: (id: string) => Promise<void>;
  /** Told after each mark that somebody made. */
  readonly onMarked: () => void;
}

/** Area `alarms` of the contract: what people make of alarms, each on record. */
export function alarmBackend({
  register,
  look,
  expiredBetween,
  store,
  clock,
  onAcknowledged,
  onMarked,
}: AlarmBackendDeps): AlarmBackend {
  const marked = async (
    action: string,
    { identity }: Caller,
    id: string,
    detail: Readonly<Record<string, unknown>>,
    mark: (now: number) => MarkOutcome,
  ): Promise<MarkOutcome> => {
    const now = clock.now();
    const outcome = mark(now);
    await register.idle();
    await store.transaction((records) =>
      records.audit({ at: now, identity, action, subject: id, outcome: outcome === 'done' ? 'success' : 'failure', detail }),
    );
    onMarked();
    return outcome;
  };
  return {
    async alarms() {
      await look();
      const now = clock.now();
      return {
        alarms: await withExpired(register.entries(now), expiredBetween),
        raisedLastWeek: await register.raisedLastWeek(now),
      };
    },
    async acknowledge(caller, { id }) {
      const outcome = await marked('acknowledgeAlarm', caller, id, {}, (now) => register.acknowledge(id, caller.identity, now));
      if (outcome === 'done') await onAcknowledged(id);
      return outcome;
    },
    shelve: (caller, { id, minutes, reason }) =>
      marked('shelveAlarm', caller, id, { reason, minutes }, (now) =>
        register.priorityOf(id) === 1 && !mayShelveUrgent(caller)
          ? 'forbidden'
          : register.shelve(id, { by: caller.identity, minutes, reason }, now),
      ),
    unshelve: (caller, { id }) => marked('unshelveAlarm', caller, id, {}, () => register.unshelve(id)),
  };
}

/** What needs somebody at once is not to be put aside by whoever is at the desk: that takes a supervisor. */
function mayShelveUrgent({ identity, role }: Caller): boolean {
  return identity === 'host' || role === 'host' || role === 'supervisor';
}

/** So often is looked at what is wrong while no console asks. */
const LOOK_EVERY_MS = 10_000;

/** Looks from time to time, so that alarms are known and counted with every console closed too. Returns what ends it. */
export function watchAlarms(clock: Clock, look: () => Promise<unknown>): () => Promise<void> {
  let stopped = false;
  let looking: Promise<unknown> = Promise.resolve();
  let cancel = clock.after(LOOK_EVERY_MS, again);
  function again() {
    looking = look()
      .catch(() => undefined)
      .then(() => {
        if (!stopped) cancel = clock.after(LOOK_EVERY_MS, again);
      });
  }
  return async () => {
    stopped = true;
    cancel();
    await looking;
  };
}
