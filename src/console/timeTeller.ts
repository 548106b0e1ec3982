/** Tells times in a zone as `2025-06-03 16:00:00`, its offset where that says more than the zone does. */
export function timeTeller(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => format.format(at);
}
