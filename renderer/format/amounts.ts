const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `96.4 MB`, by thousands, as disks are sold. */
export function byteWords(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1_000 && unit < UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toLocaleString('en-US', { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long something is kept: `30 days`, `1 year`, `18 months`; from milliseconds. */
export function periodWords(ms: number): string {
  const said = (count: number, unit: string) => `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
  if (ms < DAY) return said(Math.round(ms / HOUR), 'hour');
  const days = Math.round(ms / DAY);
  if (days % 365 === 0) return said(days / 365, 'year');
  return said(days, 'day');
}
