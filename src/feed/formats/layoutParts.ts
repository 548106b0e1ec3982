import { z } from 'zod';
import { ENCODINGS } from './decodeText';
import { compileLinePattern, groupNames } from './linePattern';
import { CODED_FIELDS } from './reportFields';
import { compileToldTime } from './timeStyle';

/** A time style in numeric luxon tokens. */
export const timeStyleSchema = z
  .string()
  .min(1)
  .superRefine((style, context) => {
    const read = compileToldTime(style);
    if (typeof read !== 'function') context.addIssue({ code: 'custom', message: `The time style ${read.problem}` });
  });

/** A regular expression for whole lines whose named groups are among `names`; without any, for lines that say nothing. */
export function patternSchema(names: readonly string[]) {
  return z
    .string()
    .min(1)
    .max(1_000)
    .superRefine((source, context) => {
      const read = compileLinePattern(source);
      if (typeof read !== 'function') context.addIssue({ code: 'custom', message: `The pattern ${read.problem}` });
      const unknown = groupNames(source).find((name) => !names.includes(name));
      if (unknown !== undefined) {
        context.addIssue({ code: 'custom', message: `There is no field ${unknown}; a group may be one of ${names.join(', ')}` });
      }
    });
}

/** What layouts of text records have in common. */
export const textLayoutParts = {
  $comment: z.string().optional(),
  encoding: z.enum(ENCODINGS).optional().describe('Where there is no byte order mark; otherwise UTF-8, else Windows-1252'),
  pageLines: z.array(z.string().min(1)).default([]).describe('Headers and footers of pages, with * as a wildcard: left out'),
  ignoreLines: z.array(z.string().min(1)).default([]).describe('Lines that are known and say nothing, with * as a wildcard'),
  times: z.array(timeStyleSchema).min(1).describe('How times are written, in luxon tokens; each is tried in turn'),
  unset: z.array(z.string().min(1)).default([]).describe('Values that mean "no time", such as 00:00:00'),
  codes: z
    .partialRecord(z.enum(CODED_FIELDS), z.record(z.string(), z.string()))
    .default({})
    .describe("Per field: the site's value to ours; an empty one drops the value"),
  callTypeJoin: z.string().default('/').describe('What is put between a call type and its sub-type'),
};
