import { z } from 'zod';
import { CONTACT_ROLES } from '../../incident/contact';
import { EVENT_FACT_TYPES } from '../../incident/fact';
import { aliLayoutSchema } from './aliLayout';
import { ENCODINGS } from './decodeText';
import { labelledLayoutSchema } from './labelledLayout';
import { compileTimeStyle } from './timeStyle';
import { unitLogLayoutSchema } from './unitLogLayout';

/** What a column of a site's lines can hold. `-` and `ignore` skip one. */
export const COLUMNS = [
  'occurredAt',
  'event',
  'incidentNumber',
  'callNumber',
  'callId',
  'reportNumber',
  'callType',
  'priority',
  'agency',
  'unit',
  'officerId',
  'callerPhone',
  'callerName',
  'callerLanguage',
  'victimPhone',
  'victimName',
  'complainantPhone',
  'contactPhone',
  'disposition',
  'caseStatus',
  'flags',
  'narrative',
  '-',
  'ignore',
] as const;
export type Column = (typeof COLUMNS)[number];

const NUMBER_COLUMNS: readonly Column[] = ['incidentNumber', 'callNumber', 'callId', 'reportNumber'];

/** Lines of delimited columns, one event each. */
export const delimitedLayoutSchema = z
  .strictObject({
    $comment: z.string().optional(),
    kind: z.literal('delimited'),
    delimiter: z.string().min(1).describe('What stands between two columns, such as "|", "," or a tab'),
    columns: z.array(z.enum(COLUMNS)).min(1),
    time: z
      .string()
      .min(1)
      .describe('"iso", or luxon tokens such as "yyyy-MM-dd HH:mm:ss"; without an offset in the agency\'s zone'),
    events: z.record(z.string().min(1), z.enum(EVENT_FACT_TYPES)).describe("The site's event code to what happened"),
    codes: z
      .partialRecord(z.enum(COLUMNS), z.record(z.string(), z.string()))
      .optional()
      .describe("Per column: the site's value to ours; an empty one drops the value"),
    quote: z
      .union([z.string().length(1), z.literal(false)])
      .optional()
      .describe('The quote character; double quotes with a comma as delimiter, else none'),
    header: z.boolean().optional().describe('Lines that repeat the column names are skipped'),
    comment: z.string().min(1).optional().describe('Lines that begin so are skipped'),
    flagsSeparator: z
      .string()
      .min(1)
      .optional()
      .describe('What stands between two flags; by default a comma or a semicolon, and single words count too'),
    contactRole: z.enum(CONTACT_ROLES).optional().describe("Whose number contactPhone is; by default the victim's"),
    encoding: z.enum(ENCODINGS).optional().describe('Where there is no byte order mark; otherwise UTF-8, else Windows-1252'),
  })
  .superRefine((layout, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const columns: readonly Column[] = layout.columns;
    columns.forEach((column, index) => {
      if (column !== '-' && column !== 'ignore' && columns.indexOf(column) !== index) {
        issue(['columns', index], `The column ${column} is there twice`);
      }
    });
    for (const column of ['occurredAt', 'event'] as const) {
      if (!columns.includes(column)) issue(['columns'], `Needs a column ${column}`);
    }
    if (!columns.some((column) => NUMBER_COLUMNS.includes(column))) issue(['columns'], `Needs one of ${NUMBER_COLUMNS.join(', ')}`);
    if (Object.keys(layout.events).length === 0) issue(['events'], 'Needs at least one event code');
    if (layout.quote === layout.delimiter) issue(['quote'], 'Is the delimiter');
    const style = compileTimeStyle(layout.time);
    if (typeof style !== 'function') issue(['time'], `The time style ${style.problem}`);
  });
export type DelimitedLayout = z.infer<typeof delimitedLayoutSchema>;

/** One entry of a profile's `layouts`: what teaches a format a site's own ways. */
export const layoutSchema = z.discriminatedUnion('kind', [
  delimitedLayoutSchema,
  labelledLayoutSchema,
  unitLogLayoutSchema,
  aliLayoutSchema,
]);
export type Layout = z.infer<typeof layoutSchema>;
