import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StarterView, SuggestedCallTypes } from './contract/setup';

interface ShippedCallType {
  readonly code: string;
  readonly label: string;
  readonly stages: SuggestedCallTypes['stages'];
}

/**
 * The profile an agency begins with: the shipped rules and templates, every call type there and none with a stage, so that
 * nothing is texted before somebody chose it. Beside it what each call type may be texted about, by its name.
 */
export function starterProfile(resourcesDirectory: string): StarterView {
  const { ruleset, templates } = JSON.parse(readFileSync(join(resourcesDirectory, 'rulesets', 'default.json'), 'utf8')) as {
    readonly ruleset: { readonly callTypes: readonly ShippedCallType[] };
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
  const labels = [...new Set(ruleset.callTypes.map(({ label }) => label))];
  return {
    text: JSON.stringify(profile, undefined, 2),
    callTypes: labels.map((label) => {
      const types = ruleset.callTypes.filter((type) => type.label === label);
      return { label, codes: types.map(({ code }) => code), stages: [...new Set(types.flatMap(({ stages }) => stages))] };
    }),
  };
}
