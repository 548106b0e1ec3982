const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, kind: 'second' | 'minute' | 'day' | 'offset'): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  const kept = formats.get(key);
  if (kept !== undefined) return kept;
  const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...(kind === 'second' ? { ...clock, second: '2-digit' } : {}),
    ...(kind === 'minute' ? clock : {}),
    ...(kind === 'day' ? date : {}),
    ...(kind === 'offset' ? { timeZoneName: 'longOffset' } : {}),
  });
  formats.set(key, made);
  return made;
}

/** `14:02:07` in the agency's zone. */
export function clockTime(at: number, zone: string): string {
  return format(zone, 'second').format(at);
}

/** `14:02` or `14:02:07` in the agency's zone; with the date in front where it is not the day of `now`. */
export function shortTime(at: number, zone: string, now: number, to: 'minute' | 'second' = 'minute'): string {
  const day = calendarDay(at, zone);
  const time = format(zone, to).format(at);
  return day === calendarDay(now, zone) ? time : `${day.slice(5)} ${time}`;
}

/** `2026-11-23` in the agency's zone. */
export function calendarDay(at: number, zone: string): string {
  return format(zone, 'day').format(at);
}

/** `2026-11-23T14:02:07-05:00`, the form that needs no explaining. */
export function isoTime(at: number, zone: string): string {
  const name = format(zone, 'offset')
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const offset = name === undefined || name === 'GMT' ? '+00:00' : name.replace('GMT', '');
  return `${calendarDay(at, zone)}T${clockTime(at, zone)}${offset}`;
}

/** How long ago or until, from milliseconds: `12 s`, `4 min`, `2 h 05`, `3 d`. Never negative. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)} d`;
}

/** How long until, from milliseconds, never to be taken for a time of day: `in 4:09`, `in 21 h 18`, `in 2 d`; `now` when it is up. */
export function countdown(ms: number): string {
  if (ms <= 0) return 'now';
  const seconds = Math.ceil(ms / 1_000);
  if (seconds >= 3_600) return `in ${span(seconds * 1_000)}`;
  return `in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
