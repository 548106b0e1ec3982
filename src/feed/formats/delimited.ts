import { HeraldError } from '../../heraldError';
import type { ContactFact } from '../../incident/cadEvent';
import type { ContactRole } from '../../incident/contact';
import type { EventFact, EventFactType } from '../../incident/fact';
import { decodeText } from './decodeText';
import type { FrameFormat, ParseContext, ParseOutcome } from './format';
import { readLanguage } from './language';
import type { Column, DelimitedLayout } from './layout';
import { splitColumns } from './splitColumns';
import { compileTimeStyle } from './timeStyle';

/** Columns without which a line of this kind says nothing. */
const NEEDED: Partial<Record<EventFactType, Column>> = {
  unitAssigned: 'unit',
  unitDispatched: 'unit',
  unitEnRoute: 'unit',
  unitArrived: 'unit',
  unitAssignmentCancelled: 'unit',
  unitCleared: 'unit',
  reportNumberAssigned: 'reportNumber',
  caseAssigned: 'officerId',
  caseStatusChanged: 'caseStatus',
};

const PHONE_COLUMNS = [
  ['callerPhone', 'caller'],
  ['victimPhone', 'victim'],
  ['complainantPhone', 'complainant'],
] as const satisfies readonly (readonly [Column, ContactRole])[];
const WORDS: ReadonlySet<Column> = new Set(['narrative', 'disposition', 'callerName', 'victimName']);
const NUMBERS_OF_PERSONS: ReadonlySet<Column> = new Set([...PHONE_COLUMNS.map(([column]) => column), 'contactPhone']);
const CONTACT_COLUMNS: readonly Column[] = [
  ...PHONE_COLUMNS.map(([column]) => column),
  ...(['contactPhone', 'callerName', 'callerLanguage', 'victimName'] as const),
];

const NOTHING: ParseOutcome = { facts: [] };

class LineFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly at: number,
    readonly field?: Column,
  ) {
    super(message);
  }
}

/** Lines of delimited columns as `layout` describes them, one event each. Blank lines, comments and headers give nothing. */
export function delimitedFormat(layout: DelimitedLayout): FrameFormat {
  const readLine = lineReader(layout);
  return {
    name: 'delimited',
    carriesNarrative: layout.columns.includes('narrative'),
    tellsUnits: Object.values(layout.events).some((event) => event.startsWith('unit')),
    parse(bytes, context) {
      const { text, byteAt } = decodeText(bytes, layout.encoding);
      const line = trimLine(text);
      if (line === '' || (layout.comment !== undefined && line.startsWith(layout.comment))) return NOTHING;
      const lead = text.indexOf(line);
      try {
        const event = readLine(line, context);
        return event === undefined ? NOTHING : { facts: [{ kind: 'event', event }] };
      } catch (error) {
        if (!(error instanceof LineFault)) throw error;
        const { code, message, field } = error;
        return { rejected: { code, message, field, byte: byteAt(lead + error.at) } };
      }
    },
  };
}

/** Without line ends, and without the padding and paper feeds that printer ports put around lines. Keeps blanks and tabs. */
function trimLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
  const line = text.replace(/^[\r\n\f\v\0\ufeff]+|[\r\n\f\v\0\u001a]+$/g, '');
  return line.trim() === '' ? '' : line;
}

function lineReader(layout: DelimitedLayout): (line: string, context: ParseContext) => EventFact | undefined {
  const { columns, delimiter } = layout;
  const readTime = compileTimeStyle(layout.time);
  if (typeof readTime !== 'function') throw new HeraldError('feed.badLayout', `The time style ${readTime.problem}`);
  const quote = layout.quote === false ? undefined : (layout.quote ?? (delimiter === ',' ? '"' : undefined));
  const events = new Map(Object.entries(layout.events).map(([code, type]) => [fold(code), type]));
  const codes = new Map(
    Object.entries(layout.codes ?? {}).map(([column, values]) => [
      column,
      new Map(Object.entries(values ?? {}).map(([theirs, ours]) => [fold(theirs), ours])),
    ]),
  );
  const header = columns.map(fold).join('\n');
  // A delimiter within words moves what follows on: another's number, or one from the words, would stand in a contact's column.
  const wordsAt = columns.findIndex((column) => WORDS.has(column));
  const mayBeMoved = wordsAt < 0 ? [] : columns.flatMap((one, at) => (at > wordsAt && NUMBERS_OF_PERSONS.has(one) ? [at] : []));
  const ours = (column: Column, value: string) => codes.get(column)?.get(fold(value)) ?? value;

  return (line, context) => {
    const split = splitColumns(line, delimiter, quote);
    if (!Array.isArray(split)) {
      throw new LineFault('feed.openQuote', 'A quote is never closed', (split as { openQuoteAt: number }).openQuoteAt);
    }
    if (layout.header === true && split.map(({ text }) => fold(text)).join('\n') === header) return undefined;
    const isMoved = mayBeMoved.some((at) => split[at]?.text.trim());
    const surplus = split.slice(columns.length).find(({ text }) => isMoved || text.trim() !== '');
    if (surplus !== undefined) {
      throw new LineFault('feed.tooManyColumns', `${split.length} columns, and the layout has ${columns.length}`, surplus.start);
    }
    const startOf = (column: Column) => split[columns.indexOf(column)]?.start ?? line.length;
    const values: Partial<Record<Column, string>> = {};
    columns.forEach((column, index) => {
      if (column === 'event' || column === 'flags') values[column] = split[index]?.text.trim();
      else if (column !== '-' && column !== 'ignore') {
        values[column] = ours(column, split[index]?.text.trim() ?? '').trim() || undefined;
      }
    });

    const event = events.get(fold(values.event ?? ''));
    if (event === undefined) {
      const problem = values.event ? 'An event code that the layout does not know' : 'No event code';
      throw new LineFault('feed.unknownEvent', problem, startOf('event'), 'event');
    }
    const occurredAt = values.occurredAt === undefined ? undefined : readTime(values.occurredAt, context);
    if (occurredAt === undefined) {
      const problem = values.occurredAt === undefined ? 'No time' : 'Not a time in the style of the layout';
      throw new LineFault('feed.badTime', problem, startOf('occurredAt'), 'occurredAt');
    }
    const { incidentNumber, callNumber, callId, reportNumber } = values;
    if (incidentNumber === undefined && callNumber === undefined && callId === undefined && reportNumber === undefined) {
      const field = columns.find((c) => c === 'incidentNumber' || c === 'callNumber' || c === 'callId') ?? 'reportNumber';
      throw new LineFault('feed.noNumber', 'No number of an incident', startOf(field), field);
    }
    const needed = NEEDED[event];
    if (needed !== undefined && values[needed] === undefined) {
      throw new LineFault('feed.missingColumn', `The column ${needed} is empty`, startOf(needed), needed);
    }
    const { callType, priority, unit, officerId, disposition, caseStatus, agency, narrative } = values;
    return {
      numbers: { incidentNumber, callNumber, callId, reportNumber },
      event,
      occurredAt,
      details: {
        callType,
        priority,
        unit,
        officerId,
        reportNumber,
        disposition,
        caseStatus,
        agency,
        narrative,
        flags: flagsOf(values.flags, layout.flagsSeparator, (flag) => ours('flags', flag)),
        contacts:
          contactsOf(values, layout.contactRole ?? 'victim') ?? (event === 'contactsChanged' ? withdrawn(values) : undefined),
      },
    };
  };
}

/**
 * By default a comma or a semicolon separates flags, and where a flag has blanks its words are flags as well: a flag read
 * once too often is harmless, a hazard not seen for a missing comma is not.
 */
function flagsOf(text: string | undefined, separator: string | undefined, ours: (flag: string) => string): string[] | undefined {
  if (text === undefined || text === '') return undefined;
  const parts = (separator === undefined ? text.split(/[,;]/) : text.split(separator)).map((part) => part.trim());
  const words = separator === undefined ? parts.flatMap((part) => (/\s/.test(part) ? part.split(/\s+/) : [])) : [];
  const flags = [...new Set([...parts, ...words].map((part) => ours(part).trim()).filter((flag) => flag !== ''))];
  return flags.length === 0 ? undefined : flags;
}

/** Only with a number: a name alone would take the place of a contact whose number an earlier line gave. */
function contactsOf(values: Partial<Record<Column, string>>, contactRole: ContactRole): ContactFact[] | undefined {
  const contacts: ContactFact[] = [];
  const add = (role: ContactRole, phone: string | undefined, name?: string, language?: string) => {
    if (phone === undefined || contacts.some((known) => known.role === role && known.phone === phone)) return;
    contacts.push({ role, phone, name, language });
  };
  add('caller', values.callerPhone, values.callerName, readLanguage(values.callerLanguage));
  add('victim', values.victimPhone, values.victimName);
  add('complainant', values.complainantPhone);
  add(contactRole, values.contactPhone);
  return contacts.length === 0 ? undefined : contacts;
}

/** A line about the contacts that says nothing of them at all: there is no number any more. */
function withdrawn(values: Partial<Record<Column, string>>): ContactFact[] | undefined {
  if (CONTACT_COLUMNS.some((column) => values[column] !== undefined)) return undefined;
  return PHONE_COLUMNS.flatMap(([column, role]) => (column in values ? [{ role }] : []));
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
