import pino from 'pino';
import type { Logger } from './logger';

/** Logs to stderr: as JSON lines, or as lines that people read. Stdout is for the ready line alone. */
export function stderrLogger({ json, level }: { readonly json: boolean; readonly level: 'debug' | 'info' }): Logger {
  const destination = json
    ? pino.destination({ fd: 2, sync: true })
    : { write: (line: string) => process.stderr.write(forPeople(line)) };
  const log = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }, destination);
  const at =
    (to: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      log[to](fields, event);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function forPeople(line: string): string {
  const { level, time, event, ...fields } = JSON.parse(line) as { level: number; time: string; event: string };
  const mark = level >= 50 ? ' error' : level >= 40 ? ' warning' : '';
  const rest = Object.entries(fields).map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${time.slice(11, 19)}${mark} ${event}${rest.join('')}\n`;
}
