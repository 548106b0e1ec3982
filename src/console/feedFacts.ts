import type { ContactFact } from '../incident/cadEvent';
import type { Fact } from '../incident/fact';
import { foldValue, looksBrief, looksPersonal } from './harmless';
import { maskAll } from './maskedText';

/** One thing that was read: a label and its value, or the value's shape where it is not shown. */
export interface FactLine {
  readonly label: string;
  readonly value: string;
  readonly masked: boolean;
}

/** What one fact of a frame says. */
export interface FactView {
  readonly title: string;
  readonly lines: readonly FactLine[];
}

export interface FactRules {
  /** Whether a value that is read as a code of the call may be shown. */
  readonly show: (value: string) => boolean;
  /** The same of an alert, which may be in words about a person. */
  readonly showFlag: (value: string) => boolean;
  readonly time: (at: number) => string;
}

/** What a fact says, for a screen: no number beyond its last four digits, no name beyond its initials, no narrative at all. */
export function factView(fact: Fact, rules: FactRules): FactView {
  const lines: FactLine[] = [];
  const add = (label: string, value: string | undefined, masked = false) => {
    if (value !== undefined && value !== '') lines.push({ label, value, masked });
  };
  const code = (label: string, value: string | undefined) => {
    if (value === undefined || value.trim() === '') return;
    if (rules.show(value)) add(label, value);
    else add(label, looksBrief(value) ? maskAll(value) : hiddenPhone(value), true);
  };
  const codes = (label: string, values: readonly string[] = [], show = rules.show) => {
    if (values.length === 0) return;
    const shown = values.map((value) => (show(value) ? value : looksBrief(value) ? maskAll(value) : hiddenPhone(value)));
    add(label, shown.join(', '), !values.every(show));
  };
  const time = (label: string, at: number | undefined) => add(label, at === undefined ? undefined : rules.time(at));
  const phone = (label: string, value: string | undefined) => add(label, value === undefined ? undefined : lastFour(value), true);
  const numbers = (of: { callId?: string; callNumber?: string; incidentNumber?: string; reportNumber?: string }) => {
    code('Incident number', of.incidentNumber);
    code('Call number', of.callNumber);
    code('Call id', of.callId);
    code('Report number', of.reportNumber);
  };
  const contacts = (list: readonly ContactFact[] = []) => {
    for (const { role, phone, name, language, landline } of list) {
      const parts = [
        ...(name === undefined ? [] : [initials(name)]),
        ...(phone === undefined ? ['no number'] : [lastFour(phone)]),
        ...(language !== undefined && /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(language) ? [language] : []),
        ...(landline === true ? ['landline'] : []),
      ];
      add(ROLES[role], parts.join(', '), true);
    }
  };
  const narrative = (texts: readonly string[]) => {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > 0) add('Narrative', `${counted(length, 'character')}${texts.length > 1 ? ` in ${texts.length} parts` : ''}`, true);
  };

  switch (fact.kind) {
    case 'event': {
      const { event, numbers: named, occurredAt, details } = fact.event;
      numbers(named);
      time('Happened', occurredAt);
      code('Call type', details.callType);
      code('Priority', details.priority);
      code('Agency', details.agency);
      code('Unit', details.unit);
      code('Officer', details.officerId);
      if (named.reportNumber !== details.reportNumber) code('Report number', details.reportNumber);
      code('Disposition', details.disposition);
      code('Case status', details.caseStatus);
      contacts(details.contacts);
      codes('Flags', details.flags, rules.showFlag);
      narrative(details.narrative === undefined ? [] : [details.narrative]);
      return { title: EVENTS[event], lines };
    }
    case 'snapshot':
    case 'report': {
      const call = fact.kind === 'snapshot' ? fact.snapshot : fact.report;
      numbers(call.numbers);
      time('Created', call.createdAt);
      if ('exportedAt' in call) time('Written', call.exportedAt);
      if ('reportedAt' in call) time('Written', call.reportedAt);
      for (const context of call.contexts) {
        code('Agency', context.agency);
        code('Call type', context.callType);
        code('Priority', context.priority);
        if ('status' in context) code('Status', context.status);
        code('Incident number', context.incidentNumber);
        code('Report number', context.reportNumber);
        if ('closed' in context && context.closed) add('This agency', 'closed');
        if ('cancelled' in context && context.cancelled) add('This agency', 'cancelled');
      }
      for (const other of ('otherNumbers' in call ? call.otherNumbers : undefined) ?? []) numbers(other);
      contacts(call.contacts);
      for (const unit of call.units) {
        const name = rules.show(unit.unit) ? unit.unit : maskAll(unit.unit);
        const steps = stepsOf({ ...unit.times, 'taken off': unit.assignmentCancelledAt }, rules.time);
        const officers = unit.officers.map(({ id }) => (rules.show(id) ? `officer ${id}` : `officer ${maskAll(id)}`));
        const masked = !rules.show(unit.unit) || !unit.officers.every(({ id }) => rules.show(id));
        const said = [...(unit.primary ? ['primary'] : []), ...steps, ...officers];
        add(`Unit ${name}`, said.length === 0 ? 'named' : said.join(', '), masked);
      }
      for (const [step, at] of Object.entries(('callTimes' in call ? call.callTimes : undefined) ?? {})) {
        time(`First ${STEPS[step] ?? step}`, at);
      }
      codes('Flags', call.flags, rules.showFlag);
      codes('Dispositions', call.dispositions);
      if ('ended' in call && call.ended !== undefined) add('Call', ENDED[call.ended]);
      if ('endedAt' in call) time('Ended', call.endedAt);
      if ('closed' in call && call.closed) add('Call', 'closed');
      if ('closedAt' in call) time('Closed', call.closedAt);
      if ('cancelled' in call && call.cancelled) add('Call', 'cancelled');
      narrative(call.narratives);
      return { title: fact.kind === 'snapshot' ? 'The whole call' : 'A report of a call', lines };
    }
    case 'callerInfo': {
      const { callbackPhone, pseudoNumbers, lineType, classOfService, position, esn, occurredAt, numbers: named } = fact.callerInfo;
      time('Happened', occurredAt);
      phone('Call back', callbackPhone);
      for (const number of pseudoNumbers) phone('Pseudo-number', number);
      add('Line', lineType);
      code('Class of service', classOfService);
      code('Position', position);
      code('ESN', esn);
      if (named !== undefined) numbers(named);
      return { title: 'Who called', lines };
    }
    default:
      return { title: (fact as { kind: string }).kind, lines };
  }
}

/** What facts say of people, and what they say of the call; folded. */
export interface FactValues {
  /** A person's, even where it is a value of the call as well. */
  readonly personal: ReadonlySet<string>;
  readonly ofCall: ReadonlySet<string>;
  /** Of these, the numbers by which the call is known. */
  readonly numbers: ReadonlySet<string>;
  /** A few of the call's times; epoch milliseconds UTC. */
  readonly times: readonly number[];
}

export function valuesOf(facts: readonly Fact[]): FactValues {
  const found = { contact: new Set<string>(), written: new Set<string>(), ofCall: new Set<string>(), numbers: new Set<string>() };
  const times: number[] = [];
  const visit = (value: unknown, kind: keyof typeof found): void => {
    if (typeof value === 'string') {
      if (value.trim() === '') return;
      found[kind].add(foldValue(value));
      // A call type and its sub-type come apart in the frame.
      if (kind === 'ofCall')
        for (const part of value.split('/')) if (/^\D{3,}$/.test(part.trim())) found.ofCall.add(foldValue(part));
    } else if (typeof value === 'number') {
      if (times.length < 10) times.push(value);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, kind);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const ours = name === 'flags' || (typeof inner === 'string' && OUR_WORDS.has(name));
        if (!ours) visit(inner, KINDS.get(name) ?? kind);
      }
    }
  };
  visit(facts, 'ofCall');
  for (const number of found.numbers) found.ofCall.add(number);
  for (const value of found.ofCall) if (!looksBrief(value) && !found.numbers.has(value)) found.ofCall.delete(value);
  // Formats put the call type among what is read for exclusions.
  for (const value of found.written) if (!found.ofCall.has(value)) found.contact.add(value);
  return { personal: found.contact, ofCall: found.ofCall, numbers: found.numbers, times };
}

// What a contact is called and where to reach them, and what people wrote.
const KINDS = new Map<string, 'contact' | 'written' | 'numbers'>([
  ['contacts', 'contact'],
  ['callbackPhone', 'contact'],
  ['pseudoNumbers', 'contact'],
  ['narrative', 'written'],
  ['narratives', 'written'],
  ['numbers', 'numbers'],
]);
// Alerts are left out beside these: they are shown only where the agency's rules know them.
const OUR_WORDS = new Set(['kind', 'event', 'role', 'language', 'lineType', 'ended']);

const ROLES = { caller: 'Caller', victim: 'Victim', complainant: 'Complainant', other: 'Other person' } as const;
const ENDED = {
  open: 'open',
  closed: 'closed',
  closedWhenCleared: 'closed once every unit has cleared',
  cancelled: 'cancelled',
} as const;
const STEPS: Readonly<Record<string, string>> = {
  assigned: 'assigned',
  dispatched: 'dispatched',
  enRoute: 'en route',
  arrived: 'arrived',
  cleared: 'cleared',
};
type EventName = Extract<Fact, { kind: 'event' }>['event']['event'];
const EVENTS: Readonly<Record<EventName, string>> = {
  incidentCreated: 'Call created',
  incidentTypeChanged: 'Call type changed',
  priorityChanged: 'Priority changed',
  flagsChanged: 'Flags changed',
  contactsChanged: 'Contact changed',
  noteAdded: 'Note added',
  unitAssigned: 'Unit assigned',
  unitDispatched: 'Unit dispatched',
  unitEnRoute: 'Unit en route',
  unitArrived: 'Unit arrived',
  unitAssignmentCancelled: 'Unit taken off',
  unitCleared: 'Unit cleared',
  incidentNumberAssigned: 'Incident number given',
  reportNumberAssigned: 'Report number given',
  incidentClosed: 'Call closed',
  incidentCancelled: 'Call cancelled',
  incidentReopened: 'Call reopened',
  caseAssigned: 'Detective assigned',
  caseStatusChanged: 'Case status changed',
};

/** `dispatched 2025-06-03 16:00:00`, `arrived 16:08:11`: the day again only where it is another. */
function stepsOf(times: Readonly<Record<string, number | undefined>>, time: (at: number) => string): string[] {
  let day = '';
  return Object.entries(times).flatMap(([step, at]) => {
    if (at === undefined) return [];
    const told = time(at);
    const [dayOf = ''] = /^\d{4}-\d\d-\d\d /.exec(told) ?? [];
    const sameDay = dayOf !== '' && dayOf === day;
    day = dayOf;
    return [`${STEPS[step] ?? step} ${sameDay ? told.slice(11) : told}`];
  });
}

/** `…0142` where there are enough digits for a number, else only their count. */
function lastFour(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 10 ? `…${digits.slice(-4)}` : digits.length === 0 ? 'not a number' : `${digits.length} digits`;
}

/** `J. R.`; of what is too long for a name, its length. */
function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{M}'’-]+/u).filter((word) => word !== '');
  if (words.length === 0 || words.length > 4) return `name of ${counted(name.length, 'character')}`;
  return words.map((word) => `${[...word][0]?.toUpperCase()}.`).join(' ');
}

function hiddenPhone(value: string): string {
  return looksPersonal(value) && value.length <= 20 ? lastFour(value) : counted(value.length, 'character');
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
