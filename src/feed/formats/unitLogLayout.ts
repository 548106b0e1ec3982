import { z } from 'zod';
import { EVENT_FACT_TYPES } from '../../incident/fact';
import { patternSchema, textLayoutParts } from './layoutParts';
import { groupNames } from './linePattern';
import { LOG_FIELDS } from './reportFields';

/** Lines of time, unit, status and call. Lines without a status say something of all that follow in the same frame. */
export const unitLogLayoutSchema = z
  .strictObject({
    ...textLayoutParts,
    kind: z.literal('unit-log'),
    lines: z.array(patternSchema(LOG_FIELDS)).min(1).describe('Regular expressions for whole lines, each tried in turn'),
    statuses: z
      .record(z.string().min(1), z.enum([...EVENT_FACT_TYPES, '-']))
      .describe('The site\'s status to what happened; "-" is known and says nothing; "*" stands for all others'),
  })
  .superRefine((layout, context) => {
    const groups = layout.lines.map(groupNames);
    if (!groups.some((names) => names.includes('status') && names.includes('at'))) {
      context.addIssue({ code: 'custom', path: ['lines'], message: 'Needs a pattern with the groups status and at' });
    }
    const numbers = ['incidentNumber', 'callNumber', 'callId', 'reportNumber'];
    if (!groups.some((names) => names.some((name) => numbers.includes(name)))) {
      context.addIssue({
        code: 'custom',
        path: ['lines'],
        message: `Needs a pattern with one of the groups ${numbers.join(', ')}`,
      });
    }
  });
export type UnitLogLayout = z.output<typeof unitLogLayoutSchema>;
/** As it is written, before defaults are filled in. */
export type UnitLogLayoutInput = z.input<typeof unitLogLayoutSchema>;
