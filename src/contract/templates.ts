import { oc } from '@orpc/contract';
import { z } from 'zod';
import { stageSchema } from './views';

/** Something about a template. An `error` keeps it from being saved; a `warning` is for a person to weigh. */
export const templateFindingSchema = z.object({
  code: z.string().describe('names the rule: `missingStop`, `unicodeCharacter`, `link`, ...'),
  severity: z.enum(['error', 'warning']),
  message: z.string().describe('what is wrong and what would be better, in a sentence'),
  from: z.number().int().nullable().describe('where in the text it begins, in UTF-16 units; null: the whole text'),
  to: z.number().int().nullable().describe('where it ends, exclusive'),
  instead: z.string().nullable().describe('what to put between `from` and `to` instead, where there is a plain form'),
});

export const templatePreviewSchema = z.object({
  name: z.enum(['usual', 'longest']).describe('with everyday values; with the longest real ones of roster and numbers'),
  text: z.string(),
  characters: z.number().int(),
  segments: z.number().int(),
  encoding: z.enum(['GSM-7', 'UCS-2']),
});

/** Area `templates`. */
export const templatesContract = {
  check: oc
    .route({ method: 'POST', path: '/templates/check', summary: 'What is wrong with a template, and how long its texts become' })
    .input(
      z.object({
        stage: stageSchema,
        cause: z.enum(['waiting', 'diverted']).nullable().default(null),
        language: z.string().trim().min(1).max(20),
        text: z.string().max(5_000, 'Too long for a template'),
      }),
    )
    .output(
      z.object({
        findings: z.array(templateFindingSchema).describe('errors first, each kind in the order of the text'),
        savable: z.boolean().describe('false: there are errors'),
        fields: z.array(z.object({ name: z.string(), example: z.string() })).describe('fields that this stage may use'),
        grade: z.number().nullable().describe('reading grade by school years; null where it cannot be told'),
        segments: z.number().int().describe('in the worst case'),
        encoding: z.enum(['GSM-7', 'UCS-2']),
        previews: z.array(templatePreviewSchema).describe('none while the syntax is broken'),
      }),
    ),
};

export type TemplateFinding = z.infer<typeof templateFindingSchema>;
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;
