import { durations } from '../../clock';
import type { ContactFact } from '../../incident/cadEvent';
import type { EventFact, EventFactType, Fact, IncidentNumbers } from '../../incident/fact';
import { decodeText } from './decodeText';
import type { FrameFault, FrameFormat, ParseContext } from './format';
import { outcomeOf, TOO_MANY_ROWS } from './labelled';
import { readLanguage } from './language';
import { withoutPrinterNoise } from './printerNoise';
import { compileCodes, foldCode, foldedMap } from './recordText';
import { type Anchor, compileTimeText, notBefore, placeNear, type ReadTime, withDate } from './recordTimes';
import type { LogField } from './reportFields';
import { lineCounter, MAX_ROWS, textRows } from './reportRows';
import { compilePatterns, matchLine } from './rowReader';
import type { ToldTime } from './timeStyle';
import type { UnitLogLayout } from './unitLogLayout';
import { anyOf } from './wildcard';

type Values = Readonly<Partial<Record<LogField, string>>>;

/** Fields that a line of its own may tell of all the status lines after it. */
const NUMBERS = ['incidentNumber', 'callNumber', 'callId', 'reportNumber'] as const;

/**
 * Logs of time, unit, status and call, as `layout` describes them; one event for each status line. A log that grows is sent
 * again and again: its lines give the same events each time, and intake has heard them.
 */
export function unitLogFormat(layout: UnitLogLayout): FrameFormat {
  const patterns = compilePatterns(layout.lines);
  const statuses = foldedMap<EventFactType | '-'>(layout.statuses);
  const readTime = compileTimeText(layout.times, layout.unset);
  const isKnown = anyOf([...layout.ignoreLines, ...layout.pageLines]);
  const code = compileCodes(layout.codes);
  return {
    name: 'unit-log',
    carriesNarrative: layout.lines.some((source) => source.includes('<narrative>')),
    tellsUnits: true,
    parse(bytes, context, trace) {
      const text = withoutPrinterNoise(decodeText(bytes, layout.encoding).text);
      const log = new LogText(context);
      const faults: FrameFault[] = [];
      const rows = textRows(text);
      if (rows.length > MAX_ROWS) return { rejected: TOO_MANY_ROWS };
      const lineAt = lineCounter(text);
      for (const { at, cells, key } of rows) {
        const line = (cells[0] ?? '').trim();
        if (isKnown(key)) continue;
        const problem = log.line(matchLine(line, patterns), statuses, readTime);
        if (problem === undefined) continue;
        const number = lineAt(at);
        trace?.unaccounted.push({ line: number, text: line });
        // Free text between status lines is no fault of theirs; a status that is not known may be an arrival.
        if (problem.code !== 'feed.unknownLine' && faults.length < MAX_FAULTS) {
          faults.push({ ...problem, message: `${problem.message} (line ${number} of the frame)` });
        }
      }
      const facts = log.facts((values) => detailsOf(values, layout.callTypeJoin, code));
      if (facts.length === 0 && faults.length === 0 && log.unread > 0) {
        return { rejected: { code: 'feed.unknownLine', message: 'No line is one that the layout describes' } };
      }
      return outcomeOf(facts, faults);
    },
  };
}

/** One frame may hold thousands of lines; the first few faults say what is wrong with the layout. */
const MAX_FAULTS = 20;

interface StatusLine {
  readonly event: EventFactType;
  readonly occurredAt: number;
  readonly numbers: IncidentNumbers;
  readonly values: Values;
}

/** The lines of one frame. What a line without a status says holds for those after it. */
class LogText {
  /** Lines that no pattern matched. */
  unread = 0;
  readonly #context: ParseContext;
  readonly #lines: StatusLine[] = [];
  #carried: Values = {};
  #date: ToldTime | undefined;
  #previous: number | undefined;

  constructor(context: ParseContext) {
    this.#context = context;
  }

  line(values: Values | undefined, statuses: ReadonlyMap<string, EventFactType | '-'>, readTime: ReadTime): FrameFault | undefined {
    if (values === undefined) {
      this.unread += 1;
      return { code: 'feed.unknownLine', message: 'No pattern of the layout matches' };
    }
    const date = values.date === undefined ? undefined : readTime(values.date);
    if (values.date !== undefined && (date === undefined || date === 'unset')) return badTime('date');
    if (values.status === undefined) {
      const narratives = [this.#carried.narrative, values.narrative].filter((text) => text !== undefined);
      this.#carried = { ...this.#carried, ...values, narrative: narratives.length === 0 ? undefined : narratives.join('\n') };
      if (date !== undefined) this.#date = date as ToldTime;
      return undefined;
    }
    const event = statuses.get(foldCode(values.status)) ?? statuses.get('*');
    if (event === '-') return undefined;
    if (event === undefined) {
      return { code: 'feed.unknownStatus', message: 'A status that the layout does not know', field: 'status' };
    }
    const told = readTime(values.at ?? '');
    if (told === undefined || told === 'unset') return badTime('at');
    const numbers = numbersOf({ ...this.#carried, ...values });
    if (numbers === undefined) {
      return { code: 'feed.noNumber', message: 'No number of a call on this line or before it', field: 'incidentNumber' };
    }
    const dated = withDate(told, (date as ToldTime | undefined) ?? undefined);
    const occurredAt = placeNear(dated, this.#anchor(), this.#context);
    if (occurredAt === undefined) return badTime('at');
    const at = notBefore(this.#previous, occurredAt, dated, this.#context);
    this.#previous = at;
    this.#lines.push({ event, occurredAt: at, numbers, values });
    return undefined;
  }

  /** What the head of the log says of the call goes with its first line: the same each time the log is sent. */
  facts(details: (values: Values) => EventFact['details']): Fact[] {
    if (this.#lines.length === 0) return this.#noteAlone(details);
    const { disposition } = this.#carried;
    const { date: _date, at: _at, status: _status, unit: _unit, officer: _officer, ...head } = this.#carried;
    return this.#lines.map(({ event, occurredAt, numbers, values }, index): Fact => {
      const narrative = index === 0 && values.narrative ? { narrative: [head.narrative ?? '', values.narrative].join('\n') } : {};
      const own =
        index === 0 ? { ...head, ...values, ...narrative } : event === 'incidentClosed' ? { disposition, ...values } : values;
      return { kind: 'event', event: { numbers, event, occurredAt, details: details(own) } };
    });
  }

  /** What was told of a call without any status: free text may exclude it. */
  #noteAlone(details: (values: Values) => EventFact['details']): Fact[] {
    const numbers = numbersOf(this.#carried);
    const told = details(this.#carried);
    if (numbers === undefined || Object.values(told).every((value) => value === undefined)) return [];
    return [{ kind: 'event', event: { numbers, event: 'noteAdded', occurredAt: this.#context.receivedAt, details: told } }];
  }

  #anchor(): Anchor {
    if (this.#previous !== undefined) return { at: this.#previous, how: 'start' };
    if (this.#date === undefined) return { at: this.#context.receivedAt, how: 'end' };
    const noon = { ...this.#date, hour: 0, minute: 0, second: 0, millisecond: 0 };
    const midnight = placeNear(noon, { at: this.#context.receivedAt, how: 'end' }, this.#context);
    return { at: (midnight ?? this.#context.receivedAt) + 2 * durations.HOUR, how: 'start' };
  }
}

function badTime(field: 'at' | 'date'): FrameFault {
  return { code: 'feed.badTime', message: 'Not a time in a style of the layout', field };
}

function numbersOf(values: Values): IncidentNumbers | undefined {
  if (NUMBERS.every((name) => values[name] === undefined)) return undefined;
  const { incidentNumber, callNumber, callId, reportNumber } = values;
  return { incidentNumber, callNumber, callId, reportNumber };
}

function detailsOf(values: Values, join: string, code: ReturnType<typeof compileCodes>): EventFact['details'] {
  const { callType, callSubType, callerPhone, callerName, callerLanguage, flags } = values;
  const type = callType !== undefined && callSubType !== undefined ? `${callType}${join}${callSubType}` : (callType ?? callSubType);
  const caller: ContactFact = { role: 'caller', phone: callerPhone, name: callerName, language: readLanguage(callerLanguage) };
  return {
    callType: code('callType', type),
    priority: code('priority', values.priority),
    agency: code('agency', values.agency),
    disposition: code('disposition', values.disposition),
    flags: flags === undefined ? undefined : flags.split(/[,;]/).flatMap((flag) => code('flags', flag.trim()) ?? []),
    // Only with a number: a name alone would take the place of a contact whose number an earlier line gave.
    contacts: callerPhone === undefined ? undefined : [caller],
    unit: values.unit,
    officerId: values.officer,
    reportNumber: values.reportNumber,
    narrative: values.narrative,
  };
}
