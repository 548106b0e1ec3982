import type { TemplateFinding, TemplatePreview } from '../contract/templates';
import type { DelayCause, Policy, Stage } from '../rules/ruleset';
import { exampleValues, STAGE_FIELDS } from '../rules/stageFields';
import { lintTemplate } from '../rules/templateLint';

export interface TemplateDraft {
  readonly stage: Stage;
  readonly cause: DelayCause | null;
  readonly language: string;
  readonly text: string;
}

export interface TemplateCheck {
  readonly findings: TemplateFinding[];
  readonly savable: boolean;
  readonly fields: { name: string; example: string }[];
  readonly grade: number | null;
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly previews: TemplatePreview[];
}

/** What an editor shows of a template while it is typed. */
export function checkTemplate({ stage, cause, language, text }: TemplateDraft, policy: Policy): TemplateCheck {
  const { findings, grade, previews } = lintTemplate({ stage, cause: cause ?? undefined, language, text }, policy);
  const missingCause =
    stage === 'delayed' && cause === null
      ? [{ ...WITHOUT_PLACE, code: 'missingCause', message: 'Say whether it is for a call that waits or a diverted officer' }]
      : [];
  const empty = text.trim() === '' ? [{ ...WITHOUT_PLACE, code: 'empty', message: 'There is no text' }] : [];
  const all: TemplateFinding[] = [
    ...missingCause,
    ...empty,
    ...findings.map((found) => ({ ...found, from: found.from ?? null, to: found.to ?? null, instead: found.instead ?? null })),
  ];
  const worst = previews.at(-1);
  const { usual } = exampleValues(policy, stage, language);
  return {
    findings: all,
    savable: !all.some(({ severity }) => severity === 'error'),
    fields: STAGE_FIELDS[stage].map((name) => ({ name, example: usual[name] ?? '' })),
    grade: grade ?? null,
    segments: worst?.segments ?? 0,
    encoding: worst?.encoding ?? 'GSM-7',
    previews: [...previews],
  };
}

const WITHOUT_PLACE = { severity: 'error', from: null, to: null, instead: null } as const;
