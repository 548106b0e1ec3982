import type { Policy, Stage } from './ruleset';
import type { TemplateField, TemplateFields } from './template';

const ALWAYS: readonly TemplateField[] = ['agency', 'agencyPhone', 'incident'];

/** What a text of each stage may name: nothing else is known, or true, at its moment. */
export const STAGE_FIELDS: Readonly<Record<Stage, readonly TemplateField[]>> = {
  received: ALWAYS,
  dispatched: ALWAYS,
  delayed: ALWAYS,
  arrived: ALWAYS,
  completed: [...ALWAYS, 'report', 'officer', 'officerPhone'],
  caseAssigned: [...ALWAYS, 'report', 'detective', 'detectivePhone'],
  caseUpdated: [...ALWAYS, 'report', 'detective', 'detectivePhone', 'caseStatus'],
  caseClosed: [...ALWAYS, 'report', 'detective', 'detectivePhone', 'caseStatus'],
  correction: [...ALWAYS, 'report'],
};

/** As everyday ones look. */
const USUAL = {
  incident: '25-12345',
  report: '25-12345',
  officer: 'Officer J. Ramirez',
  officerPhone: '813-555-0142',
  detective: 'Det. L. Okafor',
  detectivePhone: '813-555-0177',
} as const;
/** A year, a dash and eight digits are the longest that agencies give. */
const LONGEST_NUMBER = '2025-00123456';

/** Values to try a template with: those of an everyday text, and the longest that this agency's rules and roster have. */
export function exampleValues(
  { agency, roster, ruleset }: Policy,
  stage: Stage,
  language: string,
): { readonly usual: TemplateFields; readonly longest: TemplateFields } {
  const said = ruleset.caseStatuses
    .filter((status) => status.stage === stage)
    .map(({ say }) => say?.[language] ?? say?.[agency.languages[0] ?? 'en'] ?? say?.en ?? '')
    .filter((words) => words !== '');
  const names = roster.map(({ name }) => name);
  const phones = roster.map(({ phone }) => phone).filter((phone) => phone !== '');
  const shared = { agency: agency.name, agencyPhone: agency.phone || USUAL.officerPhone };
  return {
    usual: { ...USUAL, ...shared, caseStatus: said[0] ?? 'closed' },
    longest: {
      ...shared,
      incident: LONGEST_NUMBER,
      report: LONGEST_NUMBER,
      officer: longest([...names, USUAL.officer]),
      officerPhone: longest([...phones, USUAL.officerPhone]),
      detective: longest([...names, USUAL.detective]),
      detectivePhone: longest([...phones, USUAL.detectivePhone]),
      caseStatus: longest([...said, 'closed']),
    },
  };
}

function longest(values: readonly string[]): string {
  return values.reduce((before, value) => (value.length > before.length ? value : before), '');
}
