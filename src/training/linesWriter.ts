import { DateTime } from 'luxon';

/** Columns of the training profile's layout `pipe-events`, in its order. */
const EVENT_COLUMNS = [
  'occurredAt',
  'incidentNumber',
  'event',
  'callType',
  'priority',
  'unit',
  'callerPhone',
  'officerId',
  'reportNumber',
  'disposition',
  'flags',
  'callerLanguage',
] as const;

/** Columns of the training profile's layout `rms-cases`, in its order. */
const CASE_COLUMNS = ['occurredAt', 'incidentNumber', 'event', 'reportNumber', 'officerId', 'caseStatus', 'contactPhone'] as const;

export type EventColumns = Partial<Record<Exclude<(typeof EVENT_COLUMNS)[number], 'occurredAt'>, string>>;
export type CaseColumns = Partial<Record<Exclude<(typeof CASE_COLUMNS)[number], 'occurredAt'>, string>>;

/** One line of the unit event feed, with its line end: local time of `timeZone`, columns between bars. */
export function writeEventLine(at: number, columns: EventColumns, timeZone: string): string {
  const occurredAt = DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
  return line(EVENT_COLUMNS, { ...columns, occurredAt }, '|');
}

/** One line of the records system's feed, with its line end: ISO time with the offset of `timeZone`, comma-separated. */
export function writeCaseLine(at: number, columns: CaseColumns, timeZone: string): string {
  const occurredAt = DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? undefined;
  return line(CASE_COLUMNS, { ...columns, occurredAt }, ',');
}

/** The line without the bytes that a serial link lost: most of its time, and the beginning of its number. */
export function loseBytes(text: string): string {
  return text.slice(0, 8) + text.slice(27);
}

function line(names: readonly string[], values: Readonly<Record<string, string | undefined>>, delimiter: string): string {
  return `${names.map((name) => values[name] ?? '').join(delimiter)}\r\n`;
}
