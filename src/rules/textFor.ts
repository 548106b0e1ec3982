import type { Incident } from '../incident/incident';
import { completingOfficerId, displayNumber, type Response } from '../incident/response';
import { caseStatusRule, type DueStage } from './due';
import type { Policy, RosterEntry, Stage, Template } from './ruleset';
import { renderTemplate, type TemplateField, type TemplateFields } from './template';

/** Bandwidth takes at most 2,048 characters. */
export const MAX_TEXT_LENGTH = 2_048;

/** What decides about a text's words. */
export type TextStage = Pick<DueStage, 'cause' | 'caseStatus' | 'reportNumber'> & { readonly stage: Stage };

interface Spoken {
  readonly text: string;
  readonly language: string;
  /** The language it should have been in, where no template is in that one. */
  readonly fellBackFrom: string | undefined;
  readonly template: string;
}

export type TextFor =
  | Spoken
  | { readonly problem: 'noTemplate' | 'textTooLong' }
  | { readonly problem: 'emptyField'; readonly field: TemplateField };

/**
 * The text of a stage for one person: in their language where it is known, else in the agency's first. Where no template is in
 * that one, in the agency's first, else in English, and it says so.
 */
export function textFor(
  due: TextStage,
  incident: Incident,
  response: Response,
  language: string | undefined,
  policy: Policy,
): TextFor {
  const template = findTemplate(due, language, policy);
  if (template === undefined) return { problem: 'noTemplate' };
  const rendered = renderTemplate(template.text, fieldsFor(due, incident, response, template.language, policy));
  if ('emptyField' in rendered) return { problem: 'emptyField', field: rendered.emptyField };
  if (rendered.text.length > MAX_TEXT_LENGTH) return { problem: 'textTooLong' };
  const wanted = language ?? policy.agency.languages[0] ?? 'en';
  const fellBackFrom = primary(wanted) === primary(template.language) ? undefined : wanted;
  return { text: rendered.text, language: template.language, fellBackFrom, template: template.text };
}

/** What a verdict says of its text. A missing translation is said, so that somebody writes it. */
export function spoken({ text, language, fellBackFrom }: Spoken) {
  const detail = fellBackFrom === undefined ? undefined : `no template in ${fellBackFrom}, so it is in ${language}`;
  return { text, language, fellBackFrom, detail };
}

/** `es` of `es-MX`. */
function primary(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}

function findTemplate(due: TextStage, language: string | undefined, { agency, templates }: Policy): Template | undefined {
  const fitting = templates.filter((template) => template.stage === due.stage && template.cause === due.cause);
  const speaks = (wanted: string | undefined) =>
    wanted === undefined ? undefined : fitting.find((template) => template.language.toLowerCase() === wanted.toLowerCase());
  const short = language?.split('-')[0];
  return speaks(language) ?? speaks(short) ?? speaks(agency.languages[0]) ?? speaks('en');
}

/** What the fields of a text stand for on an incident; empty where nothing is known. */
export function fieldsFor(
  due: TextStage,
  incident: Incident,
  response: Response,
  language: string,
  policy: Policy,
): TemplateFields {
  const { agency, roster, ruleset } = policy;
  const officer = inRoster(roster, completingOfficerId(incident, response, agency.cadAgency));
  const detective = inRoster(roster, incident.detectives.at(-1)?.id);
  const status = caseStatusRule(ruleset, due.caseStatus);
  return {
    agency: agency.name,
    agencyPhone: agency.phone,
    incident: displayNumber(incident, agency.cadAgency) ?? '',
    report: asKnown(incident, due.reportNumber) ?? response.report?.number ?? '',
    officer: officer?.name ?? '',
    officerPhone: officer?.phone ?? '',
    detective: detective?.name ?? '',
    detectivePhone: detective?.phone ?? '',
    caseStatus: status?.say?.[language] ?? status?.say?.[agency.languages[0] ?? 'en'] ?? status?.say?.en ?? '',
  };
}

/** A report number as the incident has it: another feed may write it in lower case. */
function asKnown(incident: Incident, number: string | undefined): string | undefined {
  return incident.reports.find((report) => report.number.toLowerCase() === number?.toLowerCase())?.number ?? number;
}

function inRoster(roster: readonly RosterEntry[], id: string | undefined): RosterEntry | undefined {
  return id === undefined ? undefined : roster.find((entry) => entry.id.toLowerCase() === id.trim().toLowerCase());
}
