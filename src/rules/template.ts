import Mustache from 'mustache';

/**
 * All that a text may name. There is no field for a place, a unit, a route or an arrival time, and none for the name of
 * anybody but the officer or detective.
 */
export const TEMPLATE_FIELDS = [
  'agency',
  'agencyPhone',
  'incident',
  'report',
  'officer',
  'officerPhone',
  'detective',
  'detectivePhone',
  'caseStatus',
] as const;
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];
export type TemplateFields = Readonly<Partial<Record<TemplateField, string>>>;

type Rendered = { readonly text: string } | { readonly emptyField: TemplateField };

const writer = new Mustache.Writer();

/** What is wrong with a template's syntax or fields, for whoever wrote it; undefined where nothing is. */
export function templateProblem(text: string): string | undefined {
  try {
    fieldsOf(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The text, or the field that had nothing in it: half-filled texts are never sent. `text` must have passed `templateProblem`. */
export function renderTemplate(text: string, fields: TemplateFields): Rendered {
  for (const field of fieldsOf(text)) {
    if ((fields[field] ?? '').trim() === '') return { emptyField: field };
  }
  return { text: writer.render(text, fields, undefined, { escape: plain }) };
}

/** Plain text, not HTML: an apostrophe must stay one. What a feed wrote must not bring line breaks or control characters. */
function plain(value: unknown): string {
  return String(value)
    .replace(/\p{C}+/gu, ' ')
    .trim();
}

/** One stretch of a finished text; `field`: what it was filled in for. */
export interface TextPiece {
  readonly words: string;
  readonly field: TemplateField | undefined;
}

/** The text that `renderTemplate` makes, in its pieces. `text` must have passed `templateProblem`. */
export function piecesOf(text: string, fields: TemplateFields): readonly TextPiece[] {
  return (Mustache.parse(text) as unknown as readonly unknown[][]).map(([kind, value]) =>
    kind === 'text'
      ? { words: String(value), field: undefined }
      : { words: plain(fields[value as TemplateField] ?? ''), field: value as TemplateField },
  );
}

const known = new Map<string, readonly TemplateField[]>();

/** The fields that a template names. Throws where it names an unknown one, or its syntax is broken. */
export function fieldsOf(text: string): readonly TemplateField[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  let tokens: readonly unknown[][];
  try {
    tokens = Mustache.parse(text) as unknown as readonly unknown[][];
  } catch (error) {
    throw new Error(`has broken syntax: ${error instanceof Error ? error.message : String(error)}`);
  }
  const fields: TemplateField[] = [];
  for (const [kind, value] of tokens) {
    if (kind === 'text') continue;
    if (kind !== 'name') throw new Error(`may hold named fields only, as {{agency}}; not {{${String(kind)}${String(value)}}}`);
    if (!(TEMPLATE_FIELDS as readonly string[]).includes(String(value))) {
      throw new Error(`names an unknown field {{${String(value)}}}; fields are ${TEMPLATE_FIELDS.join(', ')}`);
    }
    fields.push(value as TemplateField);
  }
  if (known.size > 1_000) known.clear();
  known.set(text, fields);
  return fields;
}
