import { z } from 'zod';
import { HeraldError } from '../heraldError';

const seconds = z.number().min(0);
const text = z.string().min(1);
/** `fresh`: one that nobody else has. Anything else is written as it stands. */
const phone = z.union([z.literal('fresh'), text]);

const stepSchema = z.discriminatedUnion('what', [
  /** `takenOff`: cleared before arriving. A unit that is only seen on another incident needs no step: feeds say nothing. */
  z.strictObject({
    at: seconds,
    what: z.literal('unit'),
    unit: text,
    is: z.enum(['dispatched', 'enRoute', 'arrived', 'cleared', 'takenOff']),
  }),
  z.strictObject({ at: seconds, what: z.literal('callType'), callType: text }),
  z.strictObject({ at: seconds, what: z.literal('priority'), priority: text }),
  z.strictObject({ at: seconds, what: z.literal('phone'), phone }),
  /** Only on snapshots: the lines have no column for it. */
  z.strictObject({ at: seconds, what: z.literal('narrative'), text }),
  /** Another agency is brought into the call. Only on snapshots. */
  z.strictObject({ at: seconds, what: z.literal('agency'), agency: text, callType: text, priority: text }),
  /** With `officer`, a line that names who wrote it; else the snapshot's case number. */
  z.strictObject({ at: seconds, what: z.literal('report'), officer: text.optional() }),
  z.strictObject({ at: seconds, what: z.literal('close'), disposition: text.optional() }),
  z.strictObject({ at: seconds, what: z.literal('cancel') }),
  z.strictObject({ at: seconds, what: z.literal('reopen') }),
  /** The last record once more, as links with retransmission do. */
  z.strictObject({ at: seconds, what: z.literal('again'), times: z.number().int().min(1).default(1) }),
  /** A line that lost bytes on its way. */
  z.strictObject({ at: seconds, what: z.literal('damaged') }),
  /** From the records system. `victim`: with a number for the victim, who is not the caller. */
  z.strictObject({ at: seconds, what: z.literal('detective'), officer: text, victim: z.boolean().default(false) }),
  z.strictObject({ at: seconds, what: z.literal('caseStatus'), status: text }),
]);

const incidentSchema = z
  .strictObject({
    key: text,
    /** What a trainee sees on it. */
    tells: text,
    at: seconds,
    feed: z.enum(['cad', 'units']),
    agency: text.default('Police'),
    /** Null: the call taker has not chosen one. */
    callType: text.nullable(),
    priority: text,
    caller: z.strictObject({ name: text.optional(), phone: phone.optional(), language: text.optional() }).prefault({}),
    flags: z.array(text).default([]),
    narrative: text.optional(),
    /** `at` counts from the beginning of the incident. */
    steps: z.array(stepSchema).min(1),
  })
  .superRefine((incident, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (incident.feed === 'cad' && incident.caller.language !== undefined) issue(['caller'], 'snapshots carry no language');
    if (incident.feed === 'cad' && incident.flags.length > 0) issue(['flags'], 'snapshots carry no flags');
    incident.steps.forEach((step, index) => {
      if (index > 0 && step.at < (incident.steps[index - 1]?.at ?? 0)) issue(['steps', index], 'steps go forward in time');
      if (incident.feed === 'units' && (step.what === 'narrative' || step.what === 'agency')) {
        issue(['steps', index], 'lines carry neither narratives nor agencies');
      }
    });
  });

const eveningSchema = z
  .strictObject({
    $comment: z.string().optional(),
    /** After so long it begins again, with fresh numbers. */
    lengthSeconds: z.number().min(1),
    location: z.strictObject({
      city: text,
      state: text,
      zip: text,
      policeOri: text,
      fireOri: text,
      streets: z.array(text).min(1),
    }),
    units: z.array(
      z.strictObject({
        unit: text,
        agency: text.default('Police'),
        type: text.default('Patrol'),
        officers: z.array(z.strictObject({ id: text, firstName: text, lastName: text })),
      }),
    ),
    incidents: z.array(incidentSchema).min(1),
  })
  .superRefine((evening, context) => {
    const units = new Set(evening.units.map(({ unit }) => unit));
    evening.incidents.forEach((incident, i) => {
      if (evening.incidents.findIndex(({ key }) => key === incident.key) !== i) {
        context.addIssue({ code: 'custom', path: ['incidents', i, 'key'], message: 'is there twice' });
      }
      incident.steps.forEach((step, j) => {
        const path = ['incidents', i, 'steps', j];
        if (step.what === 'unit' && !units.has(step.unit)) context.addIssue({ code: 'custom', path, message: 'no such unit' });
        if (incident.at + step.at > evening.lengthSeconds) {
          context.addIssue({ code: 'custom', path, message: 'is after the end' });
        }
      });
    });
  });

/** An invented agency's evening: what happens when, in abstract steps. Times are seconds. */
export type Evening = z.output<typeof eveningSchema>;
export type EveningIncident = Evening['incidents'][number];
export type EveningStep = EveningIncident['steps'][number];
export type EveningUnit = Evening['units'][number];

/** Reads what a file of `resources/training` holds. Throws `training.badEvening` with the place. */
export function readEvening(fileText: string): Evening {
  let json: unknown;
  try {
    json = JSON.parse(fileText);
  } catch (error) {
    throw new HeraldError('training.badEvening', `The evening is not JSON: ${(error as Error).message}`);
  }
  const result = eveningSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HeraldError('training.badEvening', `The evening is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
}
