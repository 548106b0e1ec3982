import type { Logger } from './logger';
import type { Profile } from './profile';
import { lintTemplate } from './rules/templateLint';

/** Logs what a profile's templates should be told about. Names the template and the rule; never a word of a text. */
export function logTemplateWarnings(profile: Profile, logger: Logger): void {
  profile.templates.forEach((template, index) => {
    const { findings } = lintTemplate({ ...template, cause: template.cause }, profile);
    if (findings.length === 0) return;
    const { stage, cause, language } = template;
    const rules = [...new Set(findings.map(({ code }) => code))];
    logger.warn('profile.templateWarnings', { template: index, stage, ...(cause === undefined ? {} : { cause }), language, rules });
  });
}
