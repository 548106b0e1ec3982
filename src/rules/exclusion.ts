import type { ExclusionHit, Incident } from '../incident/incident';
import { anyOf, anyTerm, findTerm, fold } from './match';
import type { Exclusion } from './ruleset';

/**
 * The incident with every exclusion that now matches it. Any agency's context counts, and every value ever seen, so a
 * moment that was excluded stays so. `narratives` are read and not kept, but for the word of a rule that wants more than the
 * word. Returns the same object where nothing is new.
 */
export function markExclusions(
  before: Incident,
  narratives: readonly string[],
  exclusions: readonly Exclusion[],
  at: number,
): Incident {
  const folded = narratives.length === 0 ? undefined : fold(narratives.join('\n'));
  const incident = folded === undefined ? before : withTerms(before, folded, exclusions);
  const hits: ExclusionHit[] = [];
  for (const exclusion of exclusions) {
    const matched = matchExclusion(exclusion, incident, folded);
    if (matched === undefined) continue;
    // Lifted for just this reason: only a new one counts.
    if (incident.exclusions.some((known) => known.rule === exclusion.id && known.matched === matched)) continue;
    if (incident.exclusions.some((known) => known.rule === exclusion.id && known.lifted === undefined)) continue;
    hits.push({ rule: exclusion.id, reason: exclusion.reason, matched, at, lifted: undefined });
  }
  return hits.length === 0 ? incident : { ...incident, exclusions: [...incident.exclusions, ...hits] };
}

/**
 * The incident with what excludes it by rules that were put in force since anything was told of it. A rule that has been lifted
 * stays so: only something new that is told of the incident brings it back.
 */
export function markByPresentRules(incident: Incident, exclusions: readonly Exclusion[], at: number): Incident {
  const unheard = exclusions.filter(({ id }) => !incident.exclusions.some(({ rule }) => rule === id));
  return markExclusions(incident, [], unheard, at);
}

/** The exclusion in force, if any. */
export function standingExclusion(incident: Incident): ExclusionHit | undefined {
  return incident.exclusions.find((hit) => hit.lifted === undefined);
}

interface Condition {
  readonly values: readonly {
    readonly key: string;
    readonly kind: keyof Incident['seen'];
    readonly fits: (value: string) => boolean;
  }[];
  readonly narrative: { readonly terms: readonly string[]; readonly any: (folded: string) => boolean } | undefined;
}

const KINDS = [
  ['callType', 'callTypes'],
  ['priority', 'priorities'],
  ['flag', 'flags'],
] as const;

/** By exclusion: a large agency has hundreds of patterns, and every event is tried against all of them. */
const conditions = new WeakMap<Exclusion, Condition>();

function conditionOf(exclusion: Exclusion): Condition {
  const known = conditions.get(exclusion);
  if (known !== undefined) return known;
  const { when } = exclusion;
  const condition: Condition = {
    values: KINDS.flatMap(([key, kind]) => {
      const patterns = when[key];
      return patterns === undefined ? [] : [{ key, kind, fits: anyOf(patterns) }];
    }),
    narrative: when.narrative === undefined ? undefined : { terms: when.narrative, any: anyTerm(when.narrative) },
  };
  conditions.set(exclusion, condition);
  return condition;
}

/** The incident with the words of rules that want a type, a priority or a flag as well. */
function withTerms(incident: Incident, folded: string, exclusions: readonly Exclusion[]): Incident {
  const known = incident.terms ?? [];
  const terms = exclusions.flatMap((exclusion) => {
    const { values, narrative } = conditionOf(exclusion);
    if (narrative === undefined || values.length === 0 || known.some(({ rule }) => rule === exclusion.id)) return [];
    const term = narrative.any(folded) ? findTerm(narrative.terms, folded) : undefined;
    return term === undefined ? [] : [{ rule: exclusion.id, term }];
  });
  return terms.length === 0 ? incident : { ...incident, terms: [...known, ...terms] };
}

/** Keys inside one `when` must all match, values inside a key any. */
function matchExclusion(exclusion: Exclusion, incident: Incident, folded: string | undefined): string | undefined {
  const { values, narrative } = conditionOf(exclusion);
  const heard = incident.terms?.find(({ rule }) => rule === exclusion.id)?.term;
  if (narrative !== undefined && folded === undefined && heard === undefined) return undefined;
  const matched: string[] = [];
  for (const { key, kind, fits } of values) {
    // The newest value that matches, so that a fresh one after a lift is told from the old.
    const value = incident.seen[kind].findLast(fits);
    if (value === undefined) return undefined;
    matched.push(`${key}:${value}`);
  }
  if (narrative !== undefined) {
    const term = (narrative.any(folded ?? '') ? findTerm(narrative.terms, folded ?? '') : undefined) ?? heard;
    if (term === undefined) return undefined;
    matched.push(`narrative:${term}`);
  }
  return matched.join(' ');
}
