import { z } from 'zod';
import { patternSchema, textLayoutParts } from './layoutParts';
import { LOG_FIELDS, REPORT_FIELDS, UNIT_FIELDS, UNIT_STEPS } from './reportFields';

const reportLabel = z.union([
  z.enum(REPORT_FIELDS),
  z.strictObject({ field: z.enum(REPORT_FIELDS), value: z.enum(['after', 'below']).describe('Where the value stands') }),
]);
const labelsSchema = z.record(z.string().min(1), reportLabel);
const patternsSchema = z.array(patternSchema(REPORT_FIELDS));
const statusesSchema = z.record(z.string().min(1), z.enum([...UNIT_STEPS, '-']));

const heading = z.string().min(1).describe('The line that begins it, without a closing colon; with * at the end, the line goes on');
const span = z
  .tuple([z.int().min(1), z.int().min(1)])
  .refine(([first, last]) => first <= last, 'The first column is after the last');

const sectionSchema = z.discriminatedUnion('reads', [
  z.strictObject({ heading, reads: z.literal('labels'), labels: labelsSchema.default({}), patterns: patternsSchema.default([]) }),
  z.strictObject({
    heading,
    reads: z.literal('narrative'),
    until: z.array(z.string().min(1)).default([]).describe('Headings that end it; nothing else does, for people write anything'),
  }),
  z
    .strictObject({
      heading,
      reads: z.literal('units'),
      header: z.record(z.string().min(1), z.enum(UNIT_FIELDS)).optional().describe('Column headers to what they hold'),
      columns: z.partialRecord(z.enum(UNIT_FIELDS), span).optional().describe('First and last position on the line, from 1'),
      statuses: statusesSchema.default({}),
    })
    .superRefine((section, context) => {
      if ((section.header === undefined) === (section.columns === undefined)) {
        context.addIssue({ code: 'custom', path: ['header'], message: 'Needs either header or columns' });
      } else if (!('unit' in (section.columns ?? {})) && !Object.values(section.header ?? {}).includes('unit')) {
        context.addIssue({ code: 'custom', path: [section.header ? 'header' : 'columns'], message: 'Needs a column unit' });
      }
    }),
  z.strictObject({
    heading,
    reads: z.literal('unitBlocks'),
    labels: z.record(z.string().min(1), z.enum(UNIT_FIELDS)),
    statuses: statusesSchema.default({}),
    narrativeAfter: z.boolean().default(false).describe('The first line without a label begins free text'),
  }),
  z.strictObject({
    heading,
    reads: z.literal('log'),
    patterns: z.array(patternSchema([...LOG_FIELDS, ...UNIT_STEPS])).min(1),
    statuses: statusesSchema,
  }),
  z.strictObject({ heading, reads: z.literal('lines'), patterns: patternsSchema.min(1) }),
  z.strictObject({ heading, reads: z.literal('nothing') }),
]);
export type SectionLayout = z.infer<typeof sectionSchema>;

const recordSchema = z.strictObject({
  name: z.string().min(1).describe('What people call it, such as "clear report"'),
  title: z.string().min(1).optional().describe('A line near its beginning, with * as a wildcard; without one, every other record'),
  closes: z.enum(['always', 'whenAllCleared']).optional().describe('Whether it ends the call; without it, only a callStatus can'),
  ignore: z.boolean().default(false).describe('Known, and says nothing of any call'),
  labels: labelsSchema.default({}).describe("In place of, or beside, the layout's own"),
});
export type RecordLayout = z.infer<typeof recordSchema>;

/** Reports of labels and columns, as text or HTML: one call each, which may say only a part of it. */
export const labelledLayoutSchema = z
  .strictObject({
    ...textLayoutParts,
    kind: z.literal('labelled'),
    starts: z
      .string()
      .min(1)
      .optional()
      .describe('The line that begins a record, with * as a wildcard, where a frame holds several'),
    records: z
      .array(recordSchema)
      .min(1)
      .prefault([{ name: 'report' }]),
    separators: z.array(z.string().min(1)).min(1).default([':']).describe('What may stand between a label and its value'),
    between: z.string().min(1).optional().describe('What stands before a further label of a line; two blanks always may'),
    gap: z.int().min(2).optional().describe('So many blanks end a value'),
    labels: labelsSchema,
    patterns: patternsSchema.default([]).describe('For lines outside of sections that no label explains'),
    sections: z.array(sectionSchema).default([]),
    statuses: statusesSchema.default({}).describe('What a status at the head of a report says of its unit'),
    callStatuses: z.record(z.string().min(1), z.enum(['open', 'closed', 'cancelled'])).default({}),
    cancelledBy: z
      .array(z.string().min(1))
      .default([])
      .describe('Dispositions that say the call was cancelled, with * as a wildcard'),
  })
  .superRefine((layout, context) => {
    const names = ['incidentNumber', 'callNumber', 'callId', 'reportNumber'];
    const fields = [
      ...Object.values(layout.labels),
      ...layout.records.flatMap((record) => Object.values(record.labels)),
      ...layout.sections.flatMap((section) => (section.reads === 'labels' ? Object.values(section.labels) : [])),
    ].map((label) => (typeof label === 'string' ? label : label.field));
    const patterns = [
      ...layout.patterns,
      ...layout.sections.flatMap((section) => ('patterns' in section ? section.patterns : [])),
    ].join(' ');
    if (!names.some((name) => fields.some((field) => field === name) || patterns.includes(`<${name}>`))) {
      context.addIssue({ code: 'custom', path: ['labels'], message: `Needs one of ${names.join(', ')}` });
    }
    const headings = layout.sections.map((section) => section.heading);
    layout.sections.forEach((section, index) => {
      const lost = section.reads === 'narrative' ? section.until.find((name) => !headings.includes(name)) : undefined;
      if (lost !== undefined) {
        context.addIssue({ code: 'custom', path: ['sections', index, 'until'], message: `There is no section "${lost}"` });
      }
    });
    const all = layout.records.findIndex((record) => record.title === undefined);
    if (all >= 0 && all < layout.records.length - 1) {
      context.addIssue({
        code: 'custom',
        path: ['records', all],
        message: 'Has no title, so that those after it are never reached',
      });
    }
  });
export type LabelledLayout = z.output<typeof labelledLayoutSchema>;
/** As it is written, before defaults are filled in. */
export type LabelledLayoutInput = z.input<typeof labelledLayoutSchema>;
