import type { MessageView } from '../../../../src/contract/views';
import { stageName } from '../../../format/words';
import type { PolicyText } from '../policy/usePolicyDraft';

type StageView = MessageView['stage'];
type Cause = MessageView['cause'];

/** One moment that has a text of its own: a stage, and with a delay its cause. */
export interface Moment {
  /** As addresses name it: `dispatched`, `delayed-waiting`. */
  readonly id: string;
  readonly stage: StageView;
  readonly cause: Cause;
  readonly name: string;
  /** When its text leaves, in a sentence. */
  readonly when: string;
}

const moment = (stage: StageView, cause: Cause, when: string): Moment => ({
  id: cause === null ? stage : `${stage}-${cause}`,
  stage,
  cause,
  name: stageName(stage, cause),
  when,
});

/** In the order of an incident's life. */
export const MOMENTS: readonly Moment[] = [
  moment('received', null, 'The call has come in. Nobody is on the way yet.'),
  moment('dispatched', null, 'An officer has been assigned for the first time.'),
  moment('delayed', 'waiting', 'The call has waited longer than a delay rule allows, and no officer is assigned.'),
  moment('delayed', 'diverted', 'The assigned officer was needed on another call.'),
  moment('arrived', null, 'The first officer has arrived. Never for calls where that could give somebody away.'),
  moment('completed', null, 'The call is closed with a report.'),
  moment('caseAssigned', null, 'The records system says that a detective has the case.'),
  moment('caseUpdated', null, 'The case has a new status that people are told.'),
  moment('caseClosed', null, 'The case is closed.'),
  moment('correction', null, 'A supervisor takes back a text that was sent in error.'),
];

type Template = PolicyText['templates'][number];

const belongsTo = (template: Template, { stage, cause }: Moment, language: string) =>
  template.stage === stage && (template.cause ?? null) === cause && template.language === language;

/** The text of a moment in a language; undefined where there is none. */
export function textOf(templates: PolicyText['templates'], of: Moment, language: string): string | undefined {
  return templates.find((template) => belongsTo(template, of, language))?.text;
}

/** Where that text stands in the policy, as problems name it; undefined where there is none. */
export function pathOf(templates: PolicyText['templates'], of: Moment, language: string): string | undefined {
  const place = templates.findIndex((template) => belongsTo(template, of, language));
  return place < 0 ? undefined : `templates[${place}]`;
}

/** The same templates with another text; an empty one takes the template away. */
export function withText(templates: PolicyText['templates'], of: Moment, language: string, text: string): PolicyText['templates'] {
  if (text === '') return templates.filter((template) => !belongsTo(template, of, language));
  if (templates.some((template) => belongsTo(template, of, language))) {
    return templates.map((template) => (belongsTo(template, of, language) ? { ...template, text } : template));
  }
  const { stage, cause } = of;
  return [...templates, cause === null ? { stage, language, text } : { stage, cause, language, text }];
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

/** `Spanish`, from `es`; the code itself where it is none that is known. */
export function languageName(code: string): string {
  try {
    return NAMES.of(code) ?? code;
  } catch {
    return code;
  }
}
