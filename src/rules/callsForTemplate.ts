import type { Incident } from '../incident/incident';
import { responseOf } from '../incident/response';
import { dueStages } from './due';
import type { ReasonCode } from './reasons';
import { CASE_STAGES, type DelayCause, type Policy, type Stage } from './ruleset';
import type { TemplateField, TemplateFields } from './template';
import { fieldsFor } from './textFor';

/** A text's moment, and the language it is in. */
export interface TemplateMoment {
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly language: string;
}

/** A call with what a text of one moment would fill in. */
export interface FilledCall {
  readonly incident: Incident;
  readonly fields: TemplateFields;
  /** Its moment has come for this call, whether or not it was texted. */
  readonly reached: boolean;
}

export interface ChosenCalls {
  /** The call with least to fill in, of those that lack nothing. */
  readonly short: FilledCall | undefined;
  /** The one with most; never the same call. */
  readonly longest: FilledCall | undefined;
  /** One for which a field that the text names has nothing in it. */
  readonly missing: (FilledCall & { readonly field: TemplateField }) | undefined;
}

/** Its moment is known to lie ahead, or never to come. */
const NOT_REACHED: readonly (ReasonCode | undefined)[] = ['notArrived', 'cancelledIncident', 'caseStatusUntold'];

/** Undefined where the call is another agency's. Pure. */
export function fillCall(moment: TemplateMoment, incident: Incident, policy: Policy, now: number): FilledCall | undefined {
  const response = responseOf(incident, policy.agency.cadAgency);
  if (incident.contexts.length > 0 && response.context === undefined) return undefined;
  const due = dueStages(incident, response, policy.ruleset, now).due.find(
    ({ stage, cause }) => stage === moment.stage && cause === moment.cause,
  );
  const text = due ?? { stage: moment.stage, cause: moment.cause, caseStatus: undefined, reportNumber: undefined };
  return {
    incident,
    fields: fieldsFor(text, incident, response, moment.language, policy),
    reached: due !== undefined && !NOT_REACHED.includes(due.not),
  };
}

/**
 * The calls that show most of what can become of a text that names these fields: of those that its moment has come for
 * where there are any, and of several equal ones the first. They stay the same while somebody writes other words.
 */
export function chooseCalls(calls: readonly FilledCall[], stage: Stage, named: readonly TemplateField[]): ChosenCalls {
  const reached = calls.filter((call) => call.reached);
  const filled = (some: readonly FilledCall[]) => some.filter(({ fields }) => lacking(fields, named) === undefined);
  const whole = filled(reached).length > 0 ? filled(reached) : filled(calls);
  const short = whole.reduce(more(-1, named), undefined);
  const longest = whole.filter((call) => call !== short).reduce(more(1, named), undefined);
  // A report or a detective that is not there yet is not missing.
  const comesLater = stage === 'completed' || CASE_STAGES.includes(stage);
  const lacks = (some: readonly FilledCall[]) =>
    some.flatMap((call) => {
      const field = lacking(call.fields, named);
      return field === undefined ? [] : [{ ...call, field }];
    });
  return { short, longest, missing: lacks(reached)[0] ?? (comesLater ? undefined : lacks(calls)[0]) };
}

function lacking(fields: TemplateFields, named: readonly TemplateField[]): TemplateField | undefined {
  return named.find((field) => (fields[field] ?? '').trim() === '');
}

/** Keeps the call with more (1) or less (-1) to fill in. */
function more(sign: 1 | -1, named: readonly TemplateField[]) {
  const amount = ({ fields }: FilledCall) => named.reduce((sum, field) => sum + (fields[field] ?? '').length, 0);
  return (best: FilledCall | undefined, call: FilledCall): FilledCall =>
    best === undefined || sign * (amount(call) - amount(best)) > 0 ? call : best;
}
