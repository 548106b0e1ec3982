import type { ExclusionHit, Incident } from '../incident/incident';
import { findTerm, fold, matches } from './match';
import type { Exclusion } from './ruleset';

/**
 * The incident with every exclusion that now matches it. Any agency's context counts, and every value ever seen, so a
 * moment that was excluded stays so. `narratives` are read and not kept. Returns the same object where nothing is new.
 */
export function markExclusions(
  incident: Incident,
  narratives: readonly string[],
  exclusions: readonly Exclusion[],
  at: number,
): Incident {
  const folded = narratives.length === 0 ? undefined : fold(narratives.join('\n'));
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

/** The exclusion in force, if any. */
export function standingExclusion(incident: Incident): ExclusionHit | undefined {
  return incident.exclusions.find((hit) => hit.lifted === undefined);
}

/** Keys inside one `when` must all match, values inside a key any. */
function matchExclusion(exclusion: Exclusion, incident: Incident, folded: string | undefined): string | undefined {
  const matched: string[] = [];
  const { callType, priority, flag, narrative } = exclusion.when;
  const seen: [string, readonly string[] | undefined, readonly string[]][] = [
    ['callType', callType, incident.seen.callTypes],
    ['priority', priority, incident.seen.priorities],
    ['flag', flag, incident.seen.flags],
  ];
  for (const [key, patterns, values] of seen) {
    if (patterns === undefined) continue;
    // The newest value that matches, so that a fresh one after a lift is told from the old.
    const value = values.findLast((candidate) => patterns.some((pattern) => matches(pattern, candidate)));
    if (value === undefined) return undefined;
    matched.push(`${key}:${value}`);
  }
  if (narrative !== undefined) {
    const term = folded === undefined ? undefined : findTerm(narrative, folded);
    if (term === undefined) return undefined;
    matched.push(`narrative:${term}`);
  }
  return matched.join(' ');
}
