import Papa from 'papaparse';
import type { RehearsalRowView } from '../../../../src/contract/rehearsal';
import type { Client } from '../../../link/connection';

type Show = NonNullable<Parameters<Client['rehearsal']['result']>[0]['show']>;

/** All rows of a rehearsal that a filter shows. */
export async function allRows(client: Client, id: string, show: Show, find: string): Promise<RehearsalRowView[]> {
  const rows: RehearsalRowView[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await client.rehearsal.result({
      id,
      show,
      limit: 500,
      ...(find.trim() === '' ? {} : { find: find.trim() }),
      ...(next === undefined ? {} : { next }),
    });
    rows.push(...page.items);
    next = page.next;
  }
  return rows;
}

/** Rows as comma-separated values; times are ISO, UTC. */
export function rowsAsCsv(rows: readonly RehearsalRowView[]): string {
  const time = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());
  const data = rows.map((row) => ({
    incident: row.incident,
    callType: row.callType,
    priority: row.priority,
    stage: row.stage,
    cause: row.cause,
    role: row.role,
    to: row.to,
    change: row.change,
    because: row.because,
    risk: row.risk?.sentence,
    beforeOutcome: row.before?.outcome,
    beforeAt: time(row.before?.at),
    beforeReason: row.before?.reason,
    beforeText: row.before?.text,
    afterOutcome: row.after?.outcome,
    afterAt: time(row.after?.at),
    afterReason: row.after?.reason,
    afterText: row.after?.text,
  }));
  return `${Papa.unparse(data, { escapeFormulae: true })}\r\n`;
}
