import type { AlarmBackend, BoardBackend, Caller, CommandOutcome, IncidentDetail } from '../../src/console/backend';
import type { BoardRowView } from '../../src/contract/board';
import type { AlarmView } from '../../src/contract/views';

const UNFINISHED = new Set(['held', 'ready', 'sending', 'unconfirmed']);

/** The board over the fake incidents, in the fewest words. */
export function fakeBoard(incidents: () => readonly IncidentDetail[]): BoardBackend {
  return {
    async list({ next, limit, find, texting, stage, reason, callType }) {
      const wanted = find?.toUpperCase() ?? '';
      const all = incidents()
        .filter(({ incident, messages }) => incident.status === 'open' || messages.some(({ state }) => UNFINISHED.has(state)))
        .map(boardRow)
        .sort((a, b) => b.id - a.id);
      const fitting = all.filter(
        (row) =>
          `${row.number} ${row.callNumber} ${row.callType} ${row.callTypeLabel}`.toUpperCase().includes(wanted) &&
          (texting === undefined || row.texting === texting) &&
          (stage === undefined || [row.sent, row.next, row.withheld].some((each) => each?.stage === stage)) &&
          (reason === undefined || row.withheld?.code === reason) &&
          (callType === undefined || row.callType === callType),
      );
      const rest = fitting.filter(({ id }) => next === undefined || id < Number(next));
      const items = rest.slice(0, limit);
      const textings = [...new Set(all.map((row) => row.texting))];
      return {
        items,
        next: rest.length > limit ? String(items.at(-1)?.id) : null,
        total: fitting.length,
        isCut: false,
        choices: {
          texting: textings.map((each) => ({ texting: each, count: all.filter((row) => row.texting === each).length })),
          stages: [],
          reasons: [],
          callTypes: [],
        },
      };
    },
  };
}

function boardRow({ incident, messages, decisions }: IncidentDetail): BoardRowView {
  const left = messages.filter(({ sendingAt }) => sendingAt !== null).at(-1);
  const waiting = messages.filter(({ state }) => state === 'held' || state === 'ready');
  const [open] = waiting;
  const skip = decisions.filter(({ outcome }) => outcome === 'skip').at(-1);
  return {
    ...incident,
    sent: left === undefined ? null : { stage: left.stage, cause: left.cause, state: left.state, at: left.createdAt },
    next: open === undefined ? null : { stage: open.stage, cause: open.cause, at: open.notBefore, text: open.stage },
    withheld: skip === undefined ? null : { stage: skip.stage, cause: skip.cause, code: skip.code, reason: skip.reason },
    waiting: waiting.map(({ id, stage, cause, state, notBefore }) => ({
      ...{ id, stage, cause },
      goesByItself: state === 'ready' || notBefore !== null,
    })),
  };
}

/** Alarms that can be acknowledged and put aside. */
export function fakeAlarmMarks(alarms: () => AlarmView[], now: () => number, tell: () => void): AlarmBackend {
  const mark = (id: string, change: Partial<AlarmView>): CommandOutcome => {
    const alarm = alarms().find((each) => each.id === id);
    if (alarm === undefined) return 'notFound';
    Object.assign(alarm, change);
    tell();
    return 'done';
  };
  return {
    async alarms() {
      return {
        alarms: alarms().map((alarm) => ({
          ...alarm,
          clearedAt: null,
          state: alarm.shelved !== null ? 'shelved' : alarm.acknowledged !== null ? 'acknowledged' : 'new',
        })),
        raisedLastWeek: { perHour: 0.2, mostInTenMinutes: 3, urgentShare: 0.1, standingOverADay: 1 },
      };
    },
    acknowledge: async (caller: Caller, { id }) => mark(id, { acknowledged: { by: caller.identity, at: now() } }),
    shelve: async (caller: Caller, { id, minutes, reason }) =>
      mark(id, { shelved: { by: caller.identity, at: now(), until: now() + minutes * 60_000, reason } }),
    unshelve: async (_caller: Caller, { id }) => mark(id, { shelved: null }),
  };
}
