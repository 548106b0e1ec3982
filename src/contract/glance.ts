import { z } from 'zod';

/** The appliance's state at a glance, as the tray shows it. Nothing personal, and no words that a person typed. */
export const glanceSchema = z.object({
  state: z.enum(['well', 'attention', 'stopped']),
  agency: z.string(),
  mode: z.string(),
  feeds: z.object({ open: z.number().int(), all: z.number().int() }),
  carrier: z.string().describe('the state’s name'),
  waiting: z.number().int().describe('texts held or ready'),
  needPerson: z.number().int().describe('texts of which nobody knows whether they left'),
  alarms: z.array(z.object({ code: z.string(), since: z.number(), urgent: z.boolean() })),
});
export type Glance = z.infer<typeof glanceSchema>;
