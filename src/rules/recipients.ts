import type { Contact, ContactRole } from '../incident/contact';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import { phoneReason, type ReasonCode } from './reasons';
import { CASE_STAGES, type CallType, type Stage } from './ruleset';

export interface Recipient {
  readonly role: ContactRole;
  readonly phone: E164;
  readonly language: string | undefined;
}

export type Recipients =
  | { readonly recipients: readonly Recipient[] }
  | { readonly none: ReasonCode; readonly role: ContactRole | undefined };

/**
 * Live stages go to the caller. Case stages go to the victim, else the complainant, where one is known, else to the
 * caller only where the call type says that the caller is the victim. One text per number.
 */
export function recipientsOf(incident: Incident, stage: Stage, callType: CallType | undefined): Recipients {
  if (!CASE_STAGES.includes(stage))
    return textable(
      incident.contacts.filter((c) => c.role === 'caller'),
      'caller',
    );
  for (const role of ['victim', 'complainant'] as const) {
    // A name without any number does not make the victim "known" in the sense that texts could be meant for them.
    const known = incident.contacts.filter((c) => c.role === role && c.phoneProblem !== 'missing');
    if (known.length > 0) return textable(known, role);
  }
  if (callType?.callerIsVictim === true)
    return textable(
      incident.contacts.filter((c) => c.role === 'caller'),
      'caller',
    );
  const someoneNamed = incident.contacts.some((c) => c.role === 'victim' || c.role === 'complainant');
  return { none: someoneNamed ? 'phoneMissing' : 'callerNotVictim', role: undefined };
}

function textable(contacts: readonly Contact[], role: ContactRole): Recipients {
  const byPhone = new Map<E164, Recipient>();
  for (const contact of contacts) {
    if (contact.phone === undefined) continue;
    const before = byPhone.get(contact.phone);
    byPhone.set(contact.phone, { role, phone: contact.phone, language: before?.language ?? contact.language });
  }
  if (byPhone.size > 0) return { recipients: [...byPhone.values()] };
  const problem = contacts.find((c) => c.phoneProblem !== undefined && c.phoneProblem !== 'missing') ?? contacts[0];
  return { none: phoneReason(problem?.phoneProblem), role };
}
