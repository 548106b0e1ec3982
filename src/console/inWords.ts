import { durations } from '../clock';

/** A length of time in milliseconds, whichever way: `3 min 20 s`, `1 h 5 min`, `2 d 3 h`. */
export function inWords(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / durations.SECOND);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
