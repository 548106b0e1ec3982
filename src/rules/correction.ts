import type { ContactRole } from '../incident/contact';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import { responseOf } from '../incident/response';
import type { CheckedMessage, Circumstances, Verdict } from './consider';
import { standingExclusion } from './exclusion';
import { numberBlock } from './numberFacts';
import type { ReasonCode } from './reasons';
import { spoken, textFor } from './textFor';

/** Who is told that a text was wrong: whoever got it, at the number that got it, in the language of theirs. */
export interface Corrected {
  readonly role: ContactRole;
  readonly phone: E164;
  readonly language: string;
  readonly wantedLanguage: string | undefined;
  readonly occurrence: string;
}

/**
 * What rules say of a correction. A text was wrong whatever has become of the call since, so it may be closed, of another
 * type, or have another number by now. What must not be texted about, or to, is not texted about this either.
 */
export function judgeCorrection(
  corrected: Corrected,
  incident: Incident,
  circumstances: Circumstances,
  existing: CheckedMessage | undefined,
): Verdict {
  const { policy, now } = circumstances;
  const rule = policy.ruleset.stages.correction;
  const { role, phone, language, wantedLanguage, occurrence } = corrected;
  const recipient = { role, phone, language: wantedLanguage ?? language };
  const expiresAt = existing?.expiresAt ?? now + rule.expires;
  const verdict = {
    ...{ stage: 'correction' as const, cause: undefined, occurrence, recipient, rule: undefined, detail: undefined },
    ...{ until: undefined, eventAt: now, expiresAt, text: undefined, language: undefined, fellBackFrom: undefined },
  };
  const skip = (code: ReasonCode, detail?: string, ruleId?: string): Verdict => ({
    ...verdict,
    ...{ outcome: 'skip', code, detail, rule: ruleId },
  });
  if (incident.suppressed !== undefined) return skip('suppressedIncident', incident.suppressed.reason);
  const exclusion = standingExclusion(incident);
  if (exclusion !== undefined) return skip('excluded', exclusion.reason, exclusion.rule);
  if (!rule.enabled) return skip('stageDisabled');
  const facts = circumstances.numbers.get(phone);
  const blocked = numberBlock(facts);
  if (blocked !== undefined) return skip(blocked.code, blocked.detail);
  if (now >= expiresAt) return skip('expired');
  const stage = { stage: 'correction' as const, cause: undefined, caseStatus: undefined, reportNumber: undefined };
  const response = responseOf(incident, policy.agency.cadAgency);
  const text = textFor(stage, incident, response, recipient.language, policy);
  if ('problem' in text) return skip(text.problem, text.problem === 'emptyField' ? text.field : undefined);
  const ready = { ...verdict, ...spoken(text) };
  // A person has seen the list. Breakers are there for what comes by itself, and gaps and caps for what can wait.
  if (circumstances.holdAll === 'stopped') return { ...ready, outcome: 'hold', code: 'stopped' };
  if (facts?.reply !== undefined && existing?.released !== true) return { ...ready, outcome: 'hold', code: facts.reply };
  return { ...ready, outcome: 'send', code: existing === undefined ? 'correction' : 'due' };
}
