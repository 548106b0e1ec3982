import { DateTime } from 'luxon';
import type { MeasuresRowView } from '../contract/measures';

type Column = readonly [string, (row: MeasuresRowView) => number | null];

/** As the screen has them, in its order. */
const COLUMNS: readonly Column[] = [
  ['incidents', (row) => row.incidents],
  ['incidents with a text', (row) => row.incidentsTexted],
  ['texts left', (row) => row.texts.left],
  ['texts due', (row) => row.texts.due],
  ['taken by the carrier', (row) => row.texts.taken],
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
  ['call to text p50 min', (row) => minutes(row.callToText.p50Ms)],
  ['call to text p90 min', (row) => minutes(row.callToText.p90Ms)],
  ['late calls', (row) => row.late.calls],
  ['late calls told', (row) => row.late.told],
  ['late calls told %', (row) => percent(row.late.calls === 0 ? null : row.late.told / row.late.calls)],
  ['people texted', (row) => row.repeatCalls.texted.calls],
  ['further calls, texted', (row) => row.repeatCalls.texted.repeats],
  ['further calls per 100, texted', (row) => percent(row.repeatCalls.texted.rate)],
  ['people not texted', (row) => row.repeatCalls.notTexted.calls],
  ['further calls, not texted', (row) => row.repeatCalls.notTexted.repeats],
  ['further calls per 100, not texted', (row) => percent(row.repeatCalls.notTexted.rate)],
  ['opted out', (row) => row.optedOut],
  ['segments', (row) => row.segments],
  ['cost', (row) => row.cost],
];

/**
 * Rows as comma-separated values (RFC 4180): then a column for each stage, reason and feed that occurs. The last row is the
 * total.
 */
export function measuresCsv(rows: readonly MeasuresRowView[], timeZone: string): string {
  const local = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
  const columns = [
    ...COLUMNS,
    ...occurring(
      rows,
      (row) => row.byStage,
      (each) => `sent: ${each.stage}${each.cause === null ? '' : ` ${each.cause}`}`,
      ({ sent }) => sent,
    ),
    ...occurring(
      rows,
      (row) => row.failures,
      ({ state, code }) => `${state}: ${code}`,
      ({ count }) => count,
    ),
    ...occurring(
      rows,
      (row) => row.skips,
      ({ code }) => `skipped: ${code}`,
      ({ count }) => count,
    ),
    ...occurring(
      rows,
      (row) => row.feeds,
      ({ feed }) => `feed ${feed}: outages`,
      ({ outages }) => outages,
    ),
    ...occurring(
      rows,
      (row) => row.feeds,
      ({ feed }) => `feed ${feed}: down min`,
      ({ downMs }) => Math.round(downMs / 60_000),
    ),
  ];
  const lines = rows.map((row) => [local(row.from), local(row.to), ...columns.map(([, value]) => value(row))]);
  return [['from', 'to', ...columns.map(([name]) => name)], ...lines]
    .map((line) => `${line.map((cell) => quoted(cell)).join(',')}\r\n`)
    .join('');
}

/** A column for each name that occurs in any row, 0 in the others. */
function occurring<T>(
  rows: readonly MeasuresRowView[],
  listOf: (row: MeasuresRowView) => readonly T[],
  nameOf: (each: T) => string,
  value: (each: T) => number,
): Column[] {
  const names = [...new Set(rows.flatMap((row) => listOf(row).map(nameOf)))].sort();
  return names.map((name): Column => {
    const of = (row: MeasuresRowView) => listOf(row).find((each) => nameOf(each) === name);
    return [
      name,
      (row) => {
        const found = of(row);
        return found === undefined ? 0 : value(found);
      },
    ];
  });
}

function quoted(cell: string | number | null): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000);
}

function minutes(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 6_000) / 10;
}

function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1_000) / 10;
}
