import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as profiles write it: a number and `ms`, `s`, `m`, `h` or `d`. Undefined where it is none. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]);
}

/** Writes a duration in the largest unit that it is a whole number of. */
export function writeDuration(ms: number): string {
  const unit =
    (['d', 'h', 'm', 's'] as const).find((candidate) => ms !== 0 && ms % UNIT_MS[candidate] === 0) ?? (ms === 0 ? 's' : 'ms');
  return `${ms / UNIT_MS[unit]}${unit}`;
}

/** Reads a duration into milliseconds, and writes it again. */
export const durationSchema = z.codec(z.string(), z.number(), {
  decode(text, context) {
    const ms = parseDurationMs(text);
    if (ms === undefined) {
      context.issues.push({ code: 'custom', input: text, message: `must be a duration such as "90s", "20m" or "12h"` });
      return z.NEVER;
    }
    return ms;
  },
  encode: writeDuration,
});
