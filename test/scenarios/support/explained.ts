import type { Incident } from '../../../src/incident/incident';
import { conditionsOf } from '../../../src/rules/conditions';
import type { Circumstances, Verdict } from '../../../src/rules/consider';
import { baseOccurrence } from '../../../src/rules/due';
import type { RuleStage } from '../../../src/rules/ruleset';

/** How the conditions that people are shown would contradict a verdict; empty where they give its own reason. */
export function differenceOf(verdict: Verdict, incident: Incident, circumstances: Circumstances): string[] {
  const { stage, cause, recipient, outcome, code } = verdict;
  const texts = conditionsOf({ stage: stage as RuleStage, cause }, incident, circumstances);
  const text = recipient === undefined ? texts[0] : texts.find((one) => one.recipient?.phone === recipient.phone);
  if (text === undefined) return [`${stage} ${code}: no conditions`];
  // The console shows the last of several; the rules judge each.
  if (text.occurrence !== undefined && text.occurrence !== baseOccurrence(verdict.occurrence)) return [];
  const first = text.conditions.find(({ state }) => state === 'not');
  const waits = text.conditions.filter(({ state }) => state === 'waits').map((one) => one.code);
  const shown = first === undefined ? 'nothing against it' : `${first.name} (${first.code ?? 'its moment'})`;
  if (outcome === 'skip') return isSaid(first?.code, code, first?.name) ? [] : [`${stage} skip ${code}, shown: ${shown}`];
  if (first !== undefined) return [`${stage} ${outcome} ${code}, shown: ${shown}`];
  // A hold that begins with this very verdict is seen only once its message is there.
  if (outcome === 'hold' && code !== 'hold' && code !== 'catchUp' && !waits.includes(code)) {
    return [`${stage} hold ${code}, shown: ${waits.join(', ') || 'nothing waits'}`];
  }
  return outcome === 'send' && waits.length > 0 ? [`${stage} send, shown: waits for ${waits.join(', ')}`] : [];
}

/** What is known from the start is said before the moment of any text has come. */
function isSaid(shown: string | undefined, code: string, name: string | undefined): boolean {
  return shown === code || (shown === undefined && name === 'Its moment has come');
}
