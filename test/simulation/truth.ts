import { durations } from '../../src/clock';
import type { StoredMessage } from '../../src/intake/records';
import type { Call, Line, Told, Wish } from './told';

const { MINUTE, HOUR } = durations;

/** Of the types that lines name, the stages that the profile allows. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'BURG-RES': ['dispatched', 'delayed', 'arrived', 'completed', 'caseAssigned', 'caseUpdated', 'caseClosed'],
  PARKING: ['dispatched', 'delayed', 'completed', 'caseAssigned'],
};
const LIVE = ['dispatched', 'delayed', 'arrived'];
const COMING = ['ASG', 'DISP', 'ENR', 'ARR'];
const GOING = ['UNASG', 'CLR'];
const CASE = ['ASSIGNED', 'STATUS'];
export const EXPIRES: Readonly<Record<string, number>> = {
  dispatched: 5 * MINUTE,
  delayed: 15 * MINUTE,
  arrived: 5 * MINUTE,
  completed: 12 * HOUR,
  caseAssigned: 72 * HOUR,
  caseUpdated: 72 * HOUR,
  caseClosed: 72 * HOUR,
};
export const WAIT_MS = 20 * MINUTE;
export const WAIT_AGAIN_MS = 40 * MINUTE;
/** What makes a stage due, by the event codes of the feeds. */
const DUE_BY: Readonly<Record<string, readonly string[]>> = {
  dispatched: COMING,
  arrived: ['ARR'],
  // A case line may be the first to name the report.
  completed: ['CLOSE', 'RPT', ...COMING, ...GOING, ...CASE],
  caseAssigned: ['ASSIGNED'],
  caseUpdated: ['STATUS'],
  caseClosed: ['STATUS'],
};

/** A moment: true time, and how much the appliance had confirmed by then. */
export interface Moment {
  readonly at: number;
  readonly confirmed: number;
}

/**
 * Why the text of a row must not leave now, by what the world said; undefined where it may. It knows nothing of how rules
 * are written. What the appliance may know or not is left to it, and so is the order of lines with one time.
 */
export function whyUntrue(row: StoredMessage, call: Call, told: Told, now: Moment): string | undefined {
  const { stage, cause, phone } = row;
  const said = call.lines;
  const known = said.filter((line) => isKnown(line, now));
  if (known.some(({ excludes }) => excludes !== undefined && !call.lifted.has(excludes))) return 'after an exclusion';
  if ((call.suppressedAs ?? Number.POSITIVE_INFINITY) <= now.confirmed) return 'after a person excluded the call';
  const number = whyNotTo(phone, row.released, told, now);
  if (number !== undefined) return number;
  if (!said.some(({ values }) => e164(values.callerPhone) === phone)) return 'to a stranger';
  // Whoever got a text in error is told so, whatever has become of the call since.
  if (stage === 'correction') return undefined;
  const caller = latest(said, ({ values }) => values.callerPhone);
  if (caller !== undefined && isKnown(caller, now) && e164(caller.values.callerPhone) !== phone) return 'to an earlier caller';
  const types = said.flatMap(({ values }) => values.callType ?? []);
  if (!types.some((type) => ALLOWED[type]?.includes(stage))) return 'for a type that never gets it';
  const type = latest(said, ({ values }) => values.callType);
  if (type !== undefined && isKnown(type, now) && ALLOWED[type.values.callType ?? '']?.includes(stage) !== true)
    return 'for a type that does not get it';

  const reopenedAt = lastOf(said, ['REOPEN']);
  if (LIVE.includes(stage) && lastOf(known, ['CLOSE', 'CANCEL']) > reopenedAt) return 'after its call ended';
  if (stage === 'completed' && lastOf(known, ['CANCEL']) > reopenedAt) return 'after its call was cancelled';
  if (stage === 'dispatched' || stage === 'delayed') {
    if (lastOf(known, ['ARR']) > reopenedAt) return 'after an officer arrived';
    // What the records system says once more is no news: it may list all its cases every night.
    const news = known.filter(
      (line) => !said.some((earlier) => isSameCaseLine(earlier, line) && earlier.occurredAt < line.occurredAt),
    );
    if (isCaseItsOwn(call, known, told) && lastOf(news, CASE) > reopenedAt) return 'after the case was taken up';
  }
  if (stage === 'dispatched' && !mayBeOn(said, known)) return 'with nobody on the call';
  if (stage === 'delayed' && isOnForCertain(call, told, now)) return 'with a unit on the call';
  if (stage === 'arrived' && lastOf(said, ['ARR']) === Number.NEGATIVE_INFINITY) return 'before anybody arrived';
  // A person may have it told although its time has passed, or is not there yet.
  return told.clockWasSet || row.orderedBy !== undefined ? undefined : outOfTime(row, stage, cause, call, told, now);
}

/** Of a number that several calls had, a case tells whose it is by a report that is known of one. */
function isCaseItsOwn(call: Call, known: readonly Line[], { calls }: Told): boolean {
  if (calls.filter(({ number }) => number === call.number).length === 1) return true;
  return known.some(({ event, values }) => !CASE.includes(event) && values.reportNumber === call.report);
}

/** Why a number must not be texted now. `released`: a person let this very text go. */
export function whyNotTo(phone: string, released: boolean, told: Told, now: Moment): string | undefined {
  if ((told.suppressed.get(phone) ?? Number.POSITIVE_INFINITY) <= now.confirmed) return 'to a number that a person suppressed';
  if (hasOptedOut(phone, told, now)) return 'to somebody who opted out';
  const readUntil = told.readUntil.get(phone) ?? Number.NEGATIVE_INFINITY;
  const from = told.wishes.filter((wish) => wish.phone === phone);
  const waits = (wish: Wish) =>
    wish.meaning === 'unclear' &&
    isKnown(wish, now) &&
    wish.at > readUntil &&
    // Whoever has said STOP or START has answered it too.
    !from.some(({ meaning }) => meaning === 'start' || meaning === 'stop');
  if (!released && from.some(waits)) return 'before a person has read what was replied';
  return undefined;
}

/** Confirmed, and nothing since that may have undone it. Of STOP and START in one moment the STOP counts. */
export function hasOptedOut(phone: string, told: Told, now: Moment): boolean {
  const from = told.wishes.filter((wish) => wish.phone === phone);
  return from.some(
    (stop) =>
      stop.meaning === 'stop' && isKnown(stop, now) && !from.some((other) => other.meaning === 'start' && other.at > stop.at),
  );
}

function outOfTime(
  { resent, occurrence }: StoredMessage,
  stage: string,
  cause: string | undefined,
  call: Call,
  told: Told,
  now: Moment,
): string | undefined {
  const expires = EXPIRES[stage] ?? 0;
  const due = DUE_BY[stage];
  if (due !== undefined) {
    return now.at - Math.min(now.at, lastOf(call.lines, due)) >= expires ? 'long after what made it due' : undefined;
  }
  const units = new Set(call.lines.flatMap(({ values }) => values.unit ?? []));
  // Whoever is cleared elsewhere was there.
  const elsewhere = told.lines.filter((line) => line.call !== call && units.has(line.values.unit ?? ''));
  if (cause === 'diverted') {
    // The line that puts the unit here may be the later one of the two.
    const own = call.lines.filter(({ event }) => COMING.includes(event));
    const divertedAt = elsewhere.length === 0 ? Number.NEGATIVE_INFINITY : lastOf([...elsewhere, ...own], [...COMING, ...GOING]);
    return now.at - divertedAt >= expires ? 'long after a diversion, if there was one' : undefined;
  }
  const begun = Math.min(...call.lines.map(({ occurredAt }) => occurredAt));
  if (now.at - begun < WAIT_MS) return 'before anybody has waited';
  // Whose wait began anew waits for the whole time again, so that the last thing that may begin one bounds it.
  const repeated = Number(/^waiting-\d+-(\d+)/.exec(occurrence)?.[1] ?? 1) - 1;
  // A call that nobody has said to begin began with one of its lines, whichever the appliance heard first.
  const beginning = call.lines.some(({ event }) => event === 'NEW')
    ? begun
    : Math.max(...call.lines.map((line) => line.occurredAt));
  const waited = now.at - Math.max(beginning, lastOf([...elsewhere, ...call.lines], ['NEW', 'REOPEN', ...COMING, ...GOING]));
  if (!resent && waited - repeated * WAIT_AGAIN_MS - WAIT_MS >= expires) return 'long after it became due';
  return undefined;
}

/** False where every unit that was ever put on the call is known to have left it since. */
function mayBeOn(said: readonly Line[], known: readonly Line[]): boolean {
  return said.some(
    ({ event, values, occurredAt }) =>
      COMING.includes(event) &&
      !known.some((gone) => GOING.includes(gone.event) && gone.values.unit === values.unit && gone.occurredAt > occurredAt),
  );
}

function isOnForCertain(call: Call, told: Told, now: Moment): boolean {
  // Whether a closing that is taken back lets units go is a matter of its own.
  if (call.lines.some(({ event }) => ['CLOSE', 'CANCEL', 'REOPEN'].includes(event))) return false;
  return call.lines.some((on) => {
    if (!COMING.includes(on.event) || !isKnown(on, now)) return false;
    const { unit } = on.values;
    const own = call.lines.filter(({ values }) => values.unit === unit);
    if (own.some(({ event, occurredAt }) => GOING.includes(event) && occurredAt >= on.occurredAt)) return false;
    const first = Math.min(...own.map(({ occurredAt }) => occurredAt));
    return !told.lines.some((line) => line.call !== call && line.values.unit === unit && line.occurredAt >= first);
  });
}

function isSameCaseLine(a: Line, b: Line): boolean {
  return a.event === b.event && a.values.officerId === b.values.officerId && a.values.caseStatus === b.values.caseStatus;
}

function isKnown({ confirmedAs }: { readonly confirmedAs: number | undefined }, { confirmed }: Moment): boolean {
  return confirmedAs !== undefined && confirmedAs <= confirmed;
}

function lastOf(lines: readonly Line[], events: readonly string[]): number {
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...lines.filter(({ event }) => events.includes(event)).map(({ occurredAt }) => occurredAt),
  );
}

/** The one that was last by its own time; undefined where that is not certain. */
function latest(lines: readonly Line[], told: (line: Line) => string | undefined): Line | undefined {
  const saying = lines.filter((line) => told(line) !== undefined);
  const at = Math.max(...saying.map(({ occurredAt }) => occurredAt));
  const last = saying.filter(({ occurredAt }) => occurredAt === at);
  return last.length === 1 ? last[0] : undefined;
}

export function e164(written: string | undefined): string | undefined {
  return written === undefined ? undefined : `+1${written.replaceAll('-', '')}`;
}
