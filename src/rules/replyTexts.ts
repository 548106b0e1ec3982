import Mustache from 'mustache';
import { z } from 'zod';
import type { Agency } from './ruleset';

/** Answers to replies: the one confirmation of an opt-out, who we are, and that texts go on. */
export const REPLY_KINDS = ['optOut', 'help', 'start'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

const FIELDS = ['agency', 'agencyPhone'];

function wordingProblem(text: string): string | undefined {
  try {
    for (const [kind, value] of Mustache.parse(text) as unknown as readonly unknown[][]) {
      if (kind === 'text') continue;
      if (kind !== 'name' || !FIELDS.includes(String(value))) return 'may name {{agency}} and {{agencyPhone}} only';
    }
  } catch (error) {
    return `has broken syntax: ${error instanceof Error ? error.message : String(error)}`;
  }
  return /\{\{\s*agency\s*\}\}/.test(text) ? undefined : 'must name {{agency}}: nobody else says who is texting';
}

const wording = z
  .string()
  .trim()
  .min(1)
  .max(320)
  .superRefine((text, context) => {
    const problem = wordingProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
const byLanguage = z.record(z.string(), wording);

/** The agency's own wording, by language; what it leaves out is Herald's. */
export const replyTextsSchema = z
  .strictObject({ optOut: byLanguage.optional(), help: byLanguage.optional(), start: byLanguage.optional() })
  .prefault({});
export type ReplyTexts = z.output<typeof replyTextsSchema>;

/** One segment each, without letters that would double their price. The confirmation says nothing else: the law wants it so. */
const OURS: Readonly<Record<ReplyKind, Readonly<Record<string, string>>>> = {
  optOut: {
    en: '{{agency}}: You have opted out and will get no more texts from us.',
    es: '{{agency}}: Ya no recibira mas mensajes nuestros.',
  },
  help: {
    en: '{{agency}}: We text you about your call to us. Questions? Call {{agencyPhone}}. Emergency? Call 911. Reply STOP to end texts.',
    es: '{{agency}}: Le escribimos sobre su llamada. Preguntas: {{agencyPhone}}. Emergencia: llame al 911. Responda STOP para no recibir mas.',
  },
  start: {
    en: '{{agency}}: You will get texts about your calls again. Emergency? Call 911. Reply STOP to end texts.',
    es: '{{agency}}: Volvera a recibir mensajes sobre sus llamadas. Emergencia: llame al 911. Responda STOP para no recibir mas.',
  },
};
/** Where the agency gave no phone number. */
const HELP_WITHOUT_PHONE: Readonly<Record<string, string>> = {
  en: '{{agency}}: We text you about your call to us. We do not read replies. Emergency? Call 911. Reply STOP to end texts.',
  es: '{{agency}}: Le escribimos sobre su llamada. No leemos respuestas. Emergencia: llame al 911. Responda STOP para no recibir mas.',
};

/** The answer in `language` where there is one, else in the agency's first language, else in English. */
export function replyText(
  kind: ReplyKind,
  language: string | undefined,
  agency: Pick<Agency, 'name' | 'phone' | 'languages'>,
  texts: ReplyTexts,
): { readonly text: string; readonly language: string } {
  const own = texts[kind] ?? {};
  for (const wanted of [language, language?.split('-')[0], agency.languages[0], 'en']) {
    if (wanted === undefined) continue;
    const key = wanted.toLowerCase();
    const written = Object.entries(own).find(([name]) => name.toLowerCase() === key)?.[1];
    const fits = written !== undefined && (agency.phone !== '' || !written.includes('agencyPhone'));
    const ours = kind === 'help' && agency.phone === '' ? HELP_WITHOUT_PHONE[key] : OURS[kind][key];
    const text = fits ? written : ours;
    if (text === undefined) continue;
    const plain = (value: unknown) => String(value);
    const fields = { agency: agency.name, agencyPhone: agency.phone };
    return { text: Mustache.render(text, fields, undefined, { escape: plain }), language: key };
  }
  throw new TypeError('English is always there');
}
