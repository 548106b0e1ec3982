import type { ContactFact } from '../../incident/cadEvent';
import { UNIT_MILESTONES, type UnitMilestone } from '../../incident/cadEvent';
import type { IncidentNumbers, PartialCall, UnitFact } from '../../incident/fact';
import type { FrameFault, ParseContext } from './format';
import type { LabelledLayout, RecordLayout } from './labelledLayout';
import { readLanguage } from './language';
import { compileCodes, foldCode, foldedMap, type RecordText, type ToldUnit } from './recordText';
import { type Anchor, isDated, notBefore, placeNear, withDate } from './recordTimes';
import type { ReportField, UnitStep } from './reportFields';
import { placeTold, type ToldTime } from './timeStyle';
import { anyOf, squeeze } from './wildcard';

/** Makes a report of what was read of one record; or says what it lacks. */
export type BuildReport = (text: RecordText, record: RecordLayout, context: ParseContext) => PartialCall | FrameFault;

export function isFault(report: PartialCall | FrameFault): report is FrameFault {
  return 'code' in report;
}

export function compileReport(layout: LabelledLayout): BuildReport {
  const code = compileCodes(layout.codes);
  const callStatuses = foldedMap(layout.callStatuses);
  const statuses = foldedMap(layout.statuses);
  const isCancelling = anyOf(layout.cancelledBy);

  return (text, record, context) => {
    const value = (field: ReportField) => text.values.get(field);
    const numbers: IncidentNumbers = {
      incidentNumber: value('incidentNumber'),
      callNumber: value('callNumber'),
      callId: value('callId'),
      reportNumber: value('reportNumber'),
    };
    if (Object.values(numbers).every((number) => number === undefined) && text.numbered.length === 0)
      return noNumber(layout, record);
    const times = placeTimes(text, statuses.get(foldCode(value('status') ?? '')), context);
    const callType = code('callType', joined(value('callType'), value('callSubType'), layout.callTypeJoin));
    const call = { callType, priority: code('priority', value('priority')) };
    const dispositions = text.dispositions.flatMap((disposition) => code('disposition', disposition) ?? []);
    const status = callStatuses.get(foldCode(value('callStatus') ?? ''));
    const cancelled = status === 'cancelled' || text.dispositions.some((told) => isCancelling(squeeze(told)));
    const closes = record.closes === 'always' ? 'closed' : record.closes === 'whenAllCleared' ? 'closedWhenCleared' : undefined;
    const contexts = text.numbered.map(({ agency, ...given }) => ({ agency: code('agency', agency), ...call, ...given }));
    return {
      numbers,
      createdAt: times.createdAt,
      reportedAt: times.reportedAt,
      contexts: contexts.length > 0 ? contexts : [{ agency: code('agency', value('agency')), ...call }],
      ended: cancelled ? 'cancelled' : (status ?? closes),
      endedAt: times.closedAt,
      contacts: contactsOf(value),
      units: times.units.map((unit) => ({ ...unit, agency: code('agency', unit.agency) })),
      callTimes: times.callTimes,
      flags: [...new Set(text.flags.flatMap((flag) => code('flags', flag) ?? []))],
      dispositions,
      narratives: text.narratives,
    };
  };
}

function noNumber(layout: LabelledLayout, record: RecordLayout): FrameFault {
  const names = ['incidentNumber', 'callNumber', 'callId', 'reportNumber'];
  const labels = Object.entries({ ...layout.labels, ...record.labels }).flatMap(([name, label]) =>
    names.includes(typeof label === 'string' ? label : label.field) ? [`"${name}"`] : [],
  );
  const where = labels.length === 0 ? '' : `: ${labels.join(', ')} ${labels.length === 1 ? 'is' : 'are'} missing or empty`;
  return { code: 'feed.noNumber', message: `No number of a call${where}`, field: 'incidentNumber' };
}

function joined(type: string | undefined, subType: string | undefined, join: string): string | undefined {
  return type !== undefined && subType !== undefined ? `${type}${join}${subType}` : (type ?? subType);
}

/** A contact that nothing is known of but the name cannot be texted, yet says who called. */
function contactsOf(value: (field: ReportField) => string | undefined): ContactFact[] {
  const contacts: ContactFact[] = [];
  const add = (role: ContactFact['role'], phone: string | undefined, name: string | undefined, language?: string) => {
    if (phone !== undefined || name !== undefined) contacts.push({ role, phone, name, language: readLanguage(language) });
  };
  add('caller', value('callerPhone'), value('callerName'), value('callerLanguage'));
  add('victim', value('victimPhone'), value('victimName'));
  add('complainant', value('complainantPhone'), value('complainantName'));
  return contacts;
}

interface PlacedTimes {
  readonly createdAt: number | undefined;
  readonly reportedAt: number | undefined;
  readonly closedAt: number | undefined;
  readonly units: readonly UnitFact[];
  readonly callTimes: Readonly<Partial<Record<UnitMilestone, number>>> | undefined;
}

/**
 * Puts the times of a record on the calendar together: a date stands in one place and times of day in others, and midnight
 * may lie between them.
 */
function placeTimes(text: RecordText, status: UnitStep | '-' | undefined, context: ParseContext): PlacedTimes {
  const { times } = text;
  const date = times.get('date');
  const created = times.get('createdAt');
  const anchor = anchorOf(text, date, context);
  const place = (told: ToldTime | undefined, previous?: number): number | undefined => {
    if (told === undefined) return undefined;
    const near = placeNear(told, anchor, context);
    return near === undefined ? undefined : notBefore(previous, near, told, context);
  };
  const createdAt = created === undefined ? undefined : date !== undefined ? place(withDate(created, date)) : place(created);
  const steps = (told: ReadonlyMap<UnitStep, ToldTime>) => {
    const at: Partial<Record<UnitStep, number>> = {};
    let previous: number | undefined;
    for (const milestone of UNIT_MILESTONES) {
      at[milestone] = place(told.get(milestone), previous);
      previous = at[milestone] ?? previous;
      if (at[milestone] === undefined) delete at[milestone];
    }
    const cancelled = place(told.get('cancelled'), previous);
    return cancelled === undefined ? at : { ...at, cancelled };
  };
  // What the head of a report tells of times is the unit's that the report is for.
  const own = text.unit(text.values.get('unit') ?? '');
  const head = new Map(stepsAtHead(times));
  const statusAt = times.get('at');
  if (status !== undefined && status !== '-' && statusAt !== undefined && !head.has(status)) head.set(status, statusAt);
  if (own !== undefined) {
    own.agency ??= text.values.get('agency');
    text.officer(own, text.values.get('officer') ?? '');
    for (const [step, told] of head) text.step(own, step, told);
  }
  const units = [...text.units.values()].map((unit) => unitFact(unit, steps(unit.steps)));
  const { cancelled: _nobody, ...callTimes } = own === undefined ? steps(head) : {};
  return {
    createdAt,
    reportedAt: place(times.get('reportedAt')),
    closedAt: place(times.get('closedAt'), createdAt),
    units,
    callTimes: Object.keys(callTimes).length === 0 ? undefined : callTimes,
  };
}

function* stepsAtHead(times: RecordText['times']): Iterable<[UnitStep, ToldTime]> {
  for (const step of [...UNIT_MILESTONES, 'cancelled'] as const) {
    const told = times.get(step);
    if (told !== undefined) yield [step, told];
  }
}

function unitFact(unit: ToldUnit, { cancelled, ...times }: Partial<Record<UnitStep, number>>): UnitFact {
  const { unit: name, agency, primary, officers } = unit;
  return { unit: name, agency, primary, officers, times, assignmentCancelledAt: cancelled };
}

/** The time in the record that is surest: the call's own, else a unit's, else the report's, else its arrival. */
function anchorOf(text: RecordText, date: ToldTime | undefined, context: ParseContext): Anchor {
  const { times } = text;
  const placed = (told: ToldTime | undefined) => (told !== undefined && isDated(told) ? placeTold(told, context) : undefined);
  const created = times.get('createdAt');
  const createdAt = placed(created === undefined ? undefined : withDate(created, date));
  if (createdAt !== undefined) return { at: createdAt, how: 'start' };
  const midnight = placed(date);
  // Within that day: the two hours are what `placeNear` allows a time to lie before a start.
  if (midnight !== undefined) return { at: midnight + 2 * 3_600_000, how: 'start' };
  const reportedAt = placed(times.get('reportedAt')) ?? placed(times.get('closedAt'));
  const end: Anchor = { at: reportedAt ?? context.receivedAt, how: 'end' };
  const dated = [...times.values(), ...[...text.units.values()].flatMap((unit) => [...unit.steps.values()])].flatMap(
    (told) => placed(told) ?? [],
  );
  if (reportedAt === undefined && dated.length > 0) return { at: Math.min(...dated), how: 'start' };
  const createdNear = created === undefined ? undefined : placeNear(created, end, context);
  return createdNear === undefined ? end : { at: createdNear, how: 'start' };
}
