import type { Incident } from '../incident/incident';
import { type Recipient, sameName } from './recipients';
import type { CallType, Ruleset } from './ruleset';
import { fieldsOf, type TemplateField } from './template';

/** What only the victim is told, where the agency says so. */
const DETAILS: readonly TemplateField[] = ['report', 'officer', 'officerPhone', 'detective', 'detectivePhone', 'caseStatus'];

/** Whether a text would tell a caller who may be a passer-by or a neighbor what concerns the victim alone. */
export function tellsThirdParty(
  template: string,
  recipient: Recipient,
  incident: Incident,
  callType: CallType | undefined,
  { detailsToThirdParties }: Ruleset,
): boolean {
  if (detailsToThirdParties || recipient.role !== 'caller' || callType?.callerIsVictim === true) return false;
  const callers = incident.contacts.filter(({ role, phone }) => role === 'caller' && phone === recipient.phone);
  const isVictim = incident.contacts.some(
    ({ role, phone, name }) =>
      (role === 'victim' || role === 'complainant') &&
      (phone === recipient.phone || callers.some((caller) => sameName(caller.name, name))),
  );
  return !isVictim && fieldsOf(template).some((field) => DETAILS.includes(field));
}
