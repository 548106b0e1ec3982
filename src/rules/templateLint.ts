import { SegmentedMessage } from 'sms-segments-calculator';
import { characterName, codePoint } from './characterNames';
import { foreignCharacters } from './gsm7';
import { readingGrade } from './readingGrade';
import type { DelayCause, Policy, Stage } from './ruleset';
import { exampleValues, STAGE_FIELDS } from './stageFields';
import { renderTemplate, type TemplateField, type TemplateFields, templateProblem } from './template';
import { CAPITALS_ALLOWED, PRIORITY_WORDS, WORD_RULES } from './templateLintWords';

/** Something about a template. An `error` keeps an editor from saving it; a profile is refused for broken syntax only. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Holds nothing of the roster. */
  readonly message: string;
  /** Where in the template, in UTF-16 units, `to` exclusive; undefined: the whole. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly instead: string | undefined;
}

export interface Preview {
  readonly name: 'usual' | 'longest';
  readonly text: string;
  readonly characters: number;
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
}

export interface LintedTemplate {
  readonly findings: readonly Finding[];
  readonly grade: number | undefined;
  /** Of the longest; none while the syntax is broken. */
  readonly previews: readonly Preview[];
}

export interface TemplateToLint {
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly language: string;
  readonly text: string;
}

/** Schools call it sixth grade; half of all adults read with ease what asks for no more. */
const MAX_GRADE = 6;
const MAX_SEGMENTS = 2;
const FIELD = /\{\{\{?\s*&?\s*(\w+)\s*\}?\}\}/g;

/** Everything to be said about a template before people get it. Pure. */
export function lintTemplate(template: TemplateToLint, policy: Policy): LintedTemplate {
  const { stage, language, text } = template;
  const problem = templateProblem(text);
  if (problem !== undefined) {
    const code = /unknown field/.test(problem) ? 'unknownField' : 'brokenSyntax';
    const place = code === 'unknownField' ? unknownFieldAt(text, problem) : undefined;
    return { findings: [finding(code, 'error', `The text ${problem}`, place)], grade: undefined, previews: [] };
  }
  const values = exampleValues(policy, stage, language);
  const previews = [preview('usual', text, values.usual), preview('longest', text, values.longest)];
  const own = blanked(text);
  const grade = readingGrade(text.replace(FIELD, 'it'), language);
  const findings = [
    ...fieldFindings(template),
    ...mustFindings(template, policy),
    ...wordFindings(own),
    ...toneFindings(own, template),
    ...lengthFindings(text, values.longest, previews[1] as Preview),
    ...(grade !== undefined && grade > MAX_GRADE
      ? [
          finding(
            'readingGrade',
            'warning',
            `It reads like school grade ${grade}; ${MAX_GRADE} is the most that all can be expected to read`,
          ),
        ]
      : []),
  ];
  return { findings: findings.sort(bySeverityAndPlace), grade, previews };
}

type Place = { readonly from: number; readonly to: number };

function finding(code: string, severity: Finding['severity'], message: string, place?: Place, instead?: string): Finding {
  return { code, severity, message, from: place?.from, to: place?.to, instead };
}

/** The text with its fields blanked out, everything else where it was. */
function blanked(text: string): string {
  return text.replace(FIELD, (field) => '\u0000'.repeat(field.length));
}

function fieldFindings({ stage, text }: TemplateToLint): Finding[] {
  const allowed: readonly string[] = STAGE_FIELDS[stage];
  return [...text.matchAll(FIELD)]
    .filter(([, name = '']) => !allowed.includes(name))
    .map((match) => {
      const names = allowed.map((name) => `{{${name}}}`).join(', ');
      const message = `{{${match[1]}}} is not known when this text is due; it may name ${names}`;
      return finding('stageField', 'error', message, placeOf(match));
    });
}

/** What has to be in it. */
function mustFindings({ stage, text }: TemplateToLint, { agency }: Policy): Finding[] {
  const findings: Finding[] = [];
  const named = [text.search(/\{\{\s*agency\s*\}\}/), text.indexOf(agency.name)].filter((at) => at >= 0);
  if (named.length === 0) {
    findings.push(
      finding('missingAgency', 'warning', 'It does not say who is texting: begin with {{agency}}', undefined, '{{agency}}: '),
    );
  } else if (text.slice(0, Math.min(...named)).trim() !== '') {
    const at = Math.min(...named);
    findings.push(finding('agencyNotFirst', 'warning', 'Who is texting comes first: begin with {{agency}}', { from: 0, to: at }));
  }
  // Any text may be the first that somebody gets, but a correction never is.
  if (stage !== 'correction' && !/\b(?:STOP|ALTO|PARE)\b/.test(text)) {
    findings.push(
      finding('missingStop', 'warning', 'It may be the first text somebody gets: say how to end texts, as “STOP to end texts.”'),
    );
  }
  if (!/\b911\b/.test(text)) {
    findings.push(finding('missing911', 'warning', 'It does not say what to do in an emergency, as “Emergency? Call 911.”'));
  }
  return findings;
}

function wordFindings(own: string): Finding[] {
  const short = WORD_RULES.find(({ code }) => code === 'shortLink');
  const shortLinks = short === undefined ? [] : [...own.matchAll(short.pattern)].map(placeOf);
  return WORD_RULES.flatMap(({ code, severity, pattern, message }) =>
    [...own.matchAll(pattern)]
      .map((match) => ({ place: placeOf(match), found: match[0].trim() }))
      // One finding for one link.
      .filter(({ place }) => code !== 'link' || !shortLinks.some((link) => place.from < link.to && link.from < place.to))
      .map(({ place, found }) => finding(code, severity, message(found), place)),
  );
}

function toneFindings(own: string, { stage, cause }: TemplateToLint): Finding[] {
  const shouted = [...own.matchAll(/\b\p{Lu}{4,}\b/gu)]
    .filter(([word]) => !CAPITALS_ALLOWED.has(word))
    .map((match) => finding('capitals', 'warning', `“${match[0]}” shouts; write it in small letters`, placeOf(match)));
  if (stage === 'delayed' && cause === 'diverted') return shouted;
  const priority = [...own.matchAll(PRIORITY_WORDS)].map((match) =>
    finding('priorityWording', 'warning', `Only the text of a diverted officer may say “${match[0]}”`, placeOf(match)),
  );
  return [...shouted, ...priority];
}

function lengthFindings(text: string, longest: TemplateFields, worst: Preview): Finding[] {
  const findings: Finding[] = foreignCharacters(text)
    .filter(({ character }) => !/\p{Extended_Pictographic}/u.test(character))
    .map(({ character, plain, ...place }) => {
      const words = characterName(character);
      const name = `${words.charAt(0).toUpperCase()}${words.slice(1)} “${character}” (${codePoint(character)})`;
      const offer = plain === undefined ? '' : plain === '' ? '; leave it out' : `; write “${plain}”`;
      const message = `${name} makes every text with it UCS-2: 70 characters to a segment instead of 160${offer}`;
      return finding('unicodeCharacter', 'warning', message, place, plain);
    });
  for (const match of text.matchAll(FIELD)) {
    const value = longest[match[1] as TemplateField] ?? '';
    const [first] = foreignCharacters(value);
    if (first === undefined) continue;
    const message = `What {{${match[1]}}} stands for has “${first.character}” (${characterName(first.character)}), which makes the text UCS-2: 70 characters to a segment`;
    findings.push(finding('unicodeValue', 'warning', message, placeOf(match)));
  }
  if (worst.segments > 1) {
    const tooLong = worst.segments > MAX_SEGMENTS;
    const message = `With the longest names and numbers it has ${worst.characters} characters: ${worst.segments} segments${tooLong ? `, and ${MAX_SEGMENTS} are the most` : ' that are paid for each, and may arrive apart'}`;
    findings.push(finding(tooLong ? 'tooManySegments' : 'severalSegments', tooLong ? 'error' : 'warning', message));
  }
  return findings;
}

function preview(name: Preview['name'], text: string, values: TemplateFields): Preview {
  const filled = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value === '' ? '-' : value]));
  const rendered = renderTemplate(text, filled);
  const shown = 'text' in rendered ? rendered.text : '';
  const message = new SegmentedMessage(shown, 'auto');
  const encoding = message.encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2';
  return { name, text: shown, characters: shown.length, segments: Math.max(1, message.segmentsCount), encoding };
}

function unknownFieldAt(text: string, problem: string): Place | undefined {
  const name = /unknown field \{\{(.*?)\}\}/.exec(problem)?.[1];
  const match = [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].find((one) => one[1] === name);
  return match === undefined ? undefined : placeOf(match);
}

function placeOf(match: RegExpMatchArray): Place {
  const from = match.index ?? 0;
  return { from, to: from + match[0].length };
}

function bySeverityAndPlace(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  return (a.from ?? Number.MAX_SAFE_INTEGER) - (b.from ?? Number.MAX_SAFE_INTEGER);
}
