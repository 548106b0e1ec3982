import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The profile an agency begins with, as JSON: the shipped rules and templates, every call type there and none with a
 * stage, so that nothing is texted before somebody chose it.
 */
export function starterProfile(resourcesDirectory: string): string {
  const { ruleset, templates } = JSON.parse(readFileSync(join(resourcesDirectory, 'rulesets', 'default.json'), 'utf8')) as {
    readonly ruleset: { readonly callTypes: readonly { readonly stages: readonly string[] }[] };
    readonly templates: unknown;
  };
  const callTypes = ruleset.callTypes.map((callType) => ({ ...callType, stages: [] }));
  const profile = {
    agency: { name: 'Your agency', timeZone: 'America/New_York', phone: '', languages: ['en', 'es'] },
    feeds: [],
    carrier: {},
    ruleset: { ...ruleset, callTypes },
    templates,
    roster: [],
  };
  return JSON.stringify(profile, undefined, 2);
}
