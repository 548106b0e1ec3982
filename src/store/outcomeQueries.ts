import type { Kysely, Selectable } from 'kysely';
import type { Incident } from '../incident/incident';
import type { StoredMessage } from '../intake/records';
import { fromMessageRow } from './messageRow';
import type { Personal } from './personal';
import type { Schema } from './schema';

/** One incident with all that was decided about it, oldest first. */
export interface IncidentOutcomes {
  readonly incident: Incident;
  readonly messages: readonly StoredMessage[];
  readonly decisions: readonly Selectable<Schema['decision']>[];
}

const PAGE = 500;

/** Every incident with its messages and decisions, a few hundred read at a time. */
export async function* everyIncident(db: Kysely<Schema>, personal: Personal): AsyncGenerator<IncidentOutcomes> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('incident')
      .select(['id', 'state'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1)?.id;
    if (last === undefined) return;
    const messages = grouped(
      await db
        .selectFrom('message')
        .selectAll()
        .where('incidentId', '>', after)
        .where('incidentId', '<=', last)
        .orderBy('createdAt')
        .execute(),
    );
    const decisions = grouped(
      await db
        .selectFrom('decision')
        .selectAll()
        .where('incidentId', '>', after)
        .where('incidentId', '<=', last)
        .orderBy('id')
        .execute(),
    );
    for (const { id, state } of rows) {
      if (state.byteLength <= 1) continue;
      yield {
        incident: JSON.parse(personal.open(state, 'incident.state')) as Incident,
        messages: (messages.get(id) ?? []).map((row) => fromMessageRow(row, personal)),
        decisions: decisions.get(id) ?? [],
      };
    }
    after = last;
  }
}

function grouped<T extends { readonly incidentId: number }>(rows: readonly T[]): ReadonlyMap<number, T[]> {
  const byIncident = new Map<number, T[]>();
  for (const row of rows) {
    const own = byIncident.get(row.incidentId);
    if (own === undefined) byIncident.set(row.incidentId, [row]);
    else own.push(row);
  }
  return byIncident;
}
