import { z } from 'zod';
import { LINE_TYPES } from '../../incident/callerInfo';
import { ENCODINGS } from './decodeText';
import { compileTimeStyle } from './timeStyle';

/** What of an ALI record is read. Names, addresses and coordinates are not: nothing is done with them. */
export const ALI_FIELDS = [
  'phone',
  'callback',
  'pseudoNumber',
  'classOfService',
  'time',
  'position',
  'esn',
  'incidentNumber',
  'callNumber',
] as const;
export type AliField = (typeof ALI_FIELDS)[number];

const line = z.int().min(1).max(200);
const columns = z
  .tuple([z.int().min(1).max(1_000), z.int().min(1).max(1_000)])
  .refine(([from, to]) => from <= to, 'The first column is after the last');

const placeSchema = z.union([
  z.strictObject({ line, columns }).describe('Columns of a line, both counted from 1, the last one included'),
  z
    .strictObject({
      label: z.string().trim().min(1),
      length: z.int().min(1).max(200).optional().describe('Without it, up to two blanks or the end of the line'),
      line: line.optional().describe('Where the label may stand on other lines, too'),
    })
    .describe('What follows a label, such as CALLBK='),
]);
export type AliPlace = z.infer<typeof placeSchema>;

/** ALI records: who calls 911, from what kind of line, on which position. */
export const aliLayoutSchema = z
  .strictObject({
    $comment: z.string().optional(),
    kind: z.literal('ali'),
    messages: z
      .record(z.string().min(1), z.enum(['record', 'heartbeat', 'status']))
      .refine((messages) => Object.values(messages).includes('record'), 'Needs one that is a record')
      .describe('What a message begins with, and what it is then; "*" for all others'),
    fields: z.partialRecord(z.enum(ALI_FIELDS), placeSchema).describe('Where a record has what'),
    time: z.string().min(1).optional().describe('In luxon tokens; the year may be missing: "MM/dd HH:mm"'),
    classes: z
      .record(z.string().trim().min(1), z.enum(LINE_TYPES))
      .describe('The class of service to the kind of line; others are unknown'),
    pseudoClasses: z
      .array(z.string().trim().min(1))
      .default([])
      .describe('Classes of service whose phone and pseudoNumber stand for a tower or a gateway, unless they are the callback'),
    phoneIsCallback: z
      .array(z.string().trim().min(1))
      .default([])
      .describe('Those of the pseudoClasses whose phone is the caller’s own where there is no callback'),
    pseudoNumbers: z
      .array(z.string().regex(/[0-9?]/))
      .default([])
      .describe('Numbers that are pseudo-numbers whatever the class, "?" for any digit: "???-511-????"'),
    encoding: z.enum(ENCODINGS).optional().describe('Where there is no byte order mark; otherwise UTF-8, else Windows-1252'),
  })
  .superRefine((layout, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (layout.fields.phone === undefined && layout.fields.callback === undefined) issue(['fields'], 'Needs a phone or a callback');
    if (layout.fields.time !== undefined && layout.time === undefined) issue(['time'], 'Needs the style of the time');
    if (layout.time === undefined) return;
    const style = compileTimeStyle(layout.time);
    if (typeof style !== 'function') issue(['time'], `The time style ${style.problem}`);
  });
export type AliLayout = z.infer<typeof aliLayoutSchema>;
