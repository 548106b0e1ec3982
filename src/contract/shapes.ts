import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Epoch milliseconds UTC. */
export const at = z.number().int();
/** Why a person does it, for the audit. */
export const reason = z.string().trim().min(1, 'A reason is needed').max(500);
export const done = z.object({ done: z.literal(true) });
/** What `errors` gets where something cannot be done as things are. */
export const notNow = { CONFLICT: { message: 'That cannot be done now' } };

/** A page: pass `next` back to get what follows; null at the end. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const paging = { next: z.string().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) };

/** A row's id or a time, also as text. Not coerced: `true` and null would name rows 1 and 0. */
export const wholeNumber = (minimum: 0 | 1) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      { error: 'Expected a number' },
    )
    .pipe(z.number().int().min(minimum));

export const get = (path: `/${string}`, summary: string) => oc.route({ method: 'GET', path, summary });
export const post = (path: `/${string}`, summary: string) => oc.route({ method: 'POST', path, summary });
export const command = <T extends z.ZodType>(name: string, summary: string, input: T) =>
  post(`/commands/${name}`, summary)
    .input(input)
    .output(done)
    .errors({
      NOT_FOUND: { message: 'There is no such thing' },
      CONFLICT: { message: 'It is too late for that', data: z.object({ state: z.string() }).optional() },
    });
