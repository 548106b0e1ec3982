import { z } from 'zod';
import { durations } from './clock';
import { parseDurationMs } from './rules/duration';

const YEAR_MS = 365 * durations.DAY;

/** A duration as elsewhere, and also in years. */
const periodSchema = z.string().transform((text, context) => {
  const years = /^\s*(\d+(?:\.\d+)?)\s*y\s*$/.exec(text);
  const ms = years === null ? parseDurationMs(text) : Math.round(Number(years[1]) * YEAR_MS);
  if (ms === undefined || ms < durations.DAY) {
    context.addIssue({ code: 'custom', message: 'must be a duration of a day or more, such as "30d" or "1y"' });
    return z.NEVER;
  }
  return ms;
});

/** How long each kind is kept. Who asked not to be texted is kept for good. */
export const retentionSchema = z
  .strictObject({
    /** Raw frames, and what telephone companies said of callers. */
    frames: periodSchema.prefault('30d'),
    /** Incidents, by their last change, with events, decisions and texts. */
    incidents: periodSchema.prefault('1y'),
    /** The words of texts that have ended. */
    texts: periodSchema.prefault('1y'),
    /** CJIS AU-11 asks for a year at least. */
    audit: periodSchema.prefault('3y').refine((ms) => ms >= YEAR_MS, 'audit records are kept for a year at least'),
  })
  .refine(({ texts, incidents }) => texts <= incidents, {
    path: ['texts'],
    message: 'cannot be longer than incidents: a text goes with its incident',
  })
  .prefault({});
