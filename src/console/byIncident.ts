/** Rows by the incident they belong to, in the order they came. */
export function byIncident<T extends { readonly incidentId: number }>(rows: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const grouped = new Map<number, T[]>();
  for (const row of rows) {
    const group = grouped.get(row.incidentId);
    if (group === undefined) grouped.set(row.incidentId, [row]);
    else group.push(row);
  }
  return grouped;
}
