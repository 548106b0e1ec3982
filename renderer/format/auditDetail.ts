import type { AuditEntryView } from '../../src/contract/views';
import { calendarDay, clockTime } from './time';

/** What the words of a detail's key would not say to people. */
const KEYS: Readonly<Record<string, string>> = {
  because: 'Not done, because',
  inForce: 'Version in force',
  hash: 'Fingerprint',
  rehearsalId: 'Rehearsal',
  how: 'How',
};
/** Nobody reads these in a row; the opened entry has them. */
const LEFT_OUT_OF_ROWS: ReadonlySet<string> = new Set(['hash', 'rehearsalId']);
/** Keys whose numbers are moments. */
const MOMENT = /^(at|from|to|until|since|[a-z]+At)$/;
const CODE = /^[a-z]+(?:[A-Z][a-z]+)*$/;
const EARLIEST = Date.UTC(2000, 0, 1);
const SUBJECTS: Readonly<Record<string, string>> = { policy: 'Rules', sending: 'Sending' };

/** What an entry is about, as people say it; an incident is said by its number. */
export function auditSubject({ action, subject, incident }: AuditEntryView): string {
  if (incident !== null) return `Incident ${incident.number}`;
  if (/Rehearsal$/.test(action)) return 'Rehearsal';
  return SUBJECTS[subject] ?? subject.replace(/^\.\.\.(?=\d)/, '…');
}

/** The details of an entry, name and value, with moments in the agency's zone. */
export function auditDetail({ detail }: AuditEntryView, zone: string): readonly (readonly [string, string])[] {
  return Object.entries(detail).map(([key, value]) => [keyWords(key), valueWords(key, value, zone)] as const);
}

/** The same in one line, for a row. */
export function auditLine(entry: AuditEntryView, zone: string): string {
  const kept = Object.entries(entry.detail).filter(([key]) => !LEFT_OUT_OF_ROWS.has(key));
  return auditDetail({ ...entry, detail: Object.fromEntries(kept) }, zone)
    .map(([key, value]) => `${key}: ${value}`)
    .join('; ');
}

function keyWords(key: string): string {
  const words = KEYS[key] ?? key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueWords(key: string, value: unknown, zone: string): string {
  // Codes of one word are words; those of several are taken apart.
  if (typeof value === 'string') return key === 'because' && CODE.test(value) ? keyWords(value) : value;
  if (typeof value === 'number' && MOMENT.test(key) && value > EARLIEST)
    return `${calendarDay(value, zone)} ${clockTime(value, zone)}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => valueWords(key, each, zone)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([inner, each]) => `${keyWords(inner).toLowerCase()} ${valueWords(inner, each, zone)}`)
    .join(', ');
}
