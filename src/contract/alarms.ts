import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at, done, reason } from './shapes';
import { alarmSchema } from './views';

const alarmId = z.string().min(1).max(200);

/** The longest that an alarm may be put aside. */
export const SHELVE_AT_MOST_MINUTES = 12 * 60;

/** An alarm as everybody sees it: what is wrong, what was done about it and by whom. */
export const alarmEntrySchema = alarmSchema.extend({
  state: z
    .enum(['new', 'acknowledged', 'shelved', 'cleared'])
    .describe('cleared: over before anybody acknowledged it; shelved: put aside until then'),
  clearedAt: at.nullable(),
});
export type AlarmEntryView = z.infer<typeof alarmEntrySchema>;

const command = <T extends z.ZodType>(name: string, summary: string, input: T) =>
  oc
    .route({ method: 'POST', path: `/alarms/${name}`, summary })
    .input(input)
    .output(done)
    .errors({
      NOT_FOUND: { message: 'There is no such alarm any more' },
      CONFLICT: { message: 'It is too late for that', data: z.object({ state: z.string() }).optional() },
    });

/** Alarms and what people made of them. It is stored, so that it holds at every console and after a restart. */
export const alarms = {
  list: oc
    .route({ method: 'GET', path: '/alarms', summary: 'Alarms that stand, most urgent first, and those that cleared unseen' })
    .output(
      z.object({
        alarms: z.array(alarmEntrySchema),
        raisedLastWeek: z.object({
          perHour: z.number().describe('alarms raised per hour, on average'),
          mostInTenMinutes: z.number().int(),
          urgentShare: z.number().describe('of all that were raised, those of priority 1; 0 to 1'),
          standingOverADay: z.number().int(),
        }),
      }),
    ),
  acknowledge: command('acknowledge', 'Somebody has seen it and takes care of it', z.object({ id: alarmId })),
  shelve: command(
    'shelve',
    'Put an alarm aside for a while; it comes back by itself',
    z.object({ id: alarmId, minutes: z.coerce.number().int().min(1).max(SHELVE_AT_MOST_MINUTES), reason }),
  ),
  unshelve: command('unshelve', 'Bring a shelved alarm back', z.object({ id: alarmId })),
};
