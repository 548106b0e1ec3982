import { DateTime } from 'luxon';
import type { MeasuresRowView } from '../contract/measures';

const COLUMNS: readonly (readonly [string, (row: MeasuresRowView) => number | null])[] = [
  ['incidents', (row) => row.incidents],
  ['incidents texted', (row) => row.incidentsTexted],
  ['texts left', (row) => row.texts.left],
  ['taken by the carrier', (row) => row.texts.taken],
  ['texts due', (row) => row.texts.due],
  ['delivered', (row) => row.texts.delivered],
  ['accepted', (row) => row.texts.accepted],
  ['undelivered', (row) => row.texts.undelivered],
  ['unconfirmed', (row) => row.texts.unconfirmed],
  ['expired', (row) => row.texts.expired],
  ['cancelled', (row) => row.texts.cancelled],
  ['open', (row) => row.texts.open],
  ['dispatch to text, texts', (row) => row.dispatchToText.count],
  ['dispatch to text p50 s', (row) => seconds(row.dispatchToText.p50Ms)],
  ['dispatch to text p90 s', (row) => seconds(row.dispatchToText.p90Ms)],
  ['call to text, incidents', (row) => row.callToText.count],
  ['call to text p50 s', (row) => seconds(row.callToText.p50Ms)],
  ['call to text p90 s', (row) => seconds(row.callToText.p90Ms)],
  ['late calls', (row) => row.late.calls],
  ['late calls told', (row) => row.late.told],
  ['calls texted', (row) => row.repeatCalls.texted.calls],
  ['repeat calls, texted', (row) => row.repeatCalls.texted.repeats],
  ['calls not texted', (row) => row.repeatCalls.notTexted.calls],
  ['repeat calls, not texted', (row) => row.repeatCalls.notTexted.repeats],
  ['opted out', (row) => row.optedOut],
  ['segments', (row) => row.segments],
  ['cost', (row) => row.cost],
];

/** Rows as comma-separated values (RFC 4180), then one column for each skip reason that occurs. The last row is the total. */
export function measuresCsv(rows: readonly MeasuresRowView[], timeZone: string): string {
  const codes = [...new Set(rows.flatMap((row) => row.skips.map(({ code }) => code)))].sort();
  const local = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
  const header = ['from', 'to', ...COLUMNS.map(([name]) => name), ...codes.map((code) => `skipped: ${code}`)];
  const lines = rows.map((row) => [
    local(row.from),
    local(row.to),
    ...COLUMNS.map(([, value]) => value(row)),
    ...codes.map((code) => row.skips.find((skip) => skip.code === code)?.count ?? 0),
  ]);
  return [header, ...lines].map((line) => `${line.map((cell) => quoted(cell)).join(',')}\r\n`).join('');
}

function quoted(cell: string | number | null): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 100) / 10;
}
