import { type Contact, type ContactRole, numberTold } from '../incident/contact';
import { contactKey, type Incident } from '../incident/incident';
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
  if (!CASE_STAGES.includes(stage)) return textable(told(incident, 'caller'), 'caller');
  for (const role of ['victim', 'complainant'] as const) {
    const known = told(incident, role).filter((contact) => contact.phoneProblem !== 'missing');
    if (known.length > 0) return textable(known, role);
  }
  const callers = told(incident, 'caller');
  const named = incident.contacts.filter((c) => (c.role === 'victim' || c.role === 'complainant') && c.name !== undefined);
  // A victim known by name alone is somebody else than the caller, unless they have one name.
  const somebodyElse = named.some((victim) => !callers.some((caller) => sameName(caller.name, victim.name)));
  if (named.length > 0 && somebodyElse) return { none: 'phoneMissing', role: undefined };
  if (callType?.callerIsVictim === true) return textable(callers, 'caller');
  return { none: named.length > 0 ? 'phoneMissing' : 'callerNotVictim', role: undefined };
}

/**
 * Whom a person may send a stage to by hand: beside whom the rules would text also a victim or complainant of a live stage,
 * who may not be the caller. Case stages go to whom they belong and to nobody else.
 */
export function recipientsByHand(incident: Incident, stage: Stage, callType: CallType | undefined): Recipients {
  const usual = recipientsOf(incident, stage, callType);
  if (CASE_STAGES.includes(stage)) return usual;
  const all = 'recipients' in usual ? [...usual.recipients] : [];
  for (const role of ['victim', 'complainant'] as const) {
    const more = textable(told(incident, role), role);
    if ('none' in more) continue;
    all.push(...more.recipients.filter(({ phone }) => !all.some((known) => known.phone === phone)));
  }
  return all.length > 0 ? { recipients: all } : usual;
}

/**
 * The contacts of a role by the feed that said something new of them last: a number that one feed has corrected may still
 * stand in another. A feed without a number says nothing against one that has it.
 */
function told(incident: Incident, role: ContactRole): readonly Contact[] {
  const ofRole = incident.contacts.filter((contact) => contact.role === role);
  const all = ofRole.filter((contact) => !isTakenBack(contact, ofRole, incident));
  const numbered = all.filter((contact) => contact.phoneProblem !== 'missing');
  const changed = (contact: Contact) => incident.contactsAt[contactKey(contact.feedId, role)]?.changed ?? 0;
  const latest = Math.max(...numbered.map(changed));
  const feedId = numbered.findLast((contact) => changed(contact) === latest)?.feedId;
  return feedId === undefined ? all : numbered.filter((contact) => contact.feedId === feedId);
}

/** Another feed had the number, too, and has it no more: it was corrected or withdrawn, and this one has not heard of it. */
function isTakenBack(contact: Contact, ofRole: readonly Contact[], { contactsAt }: Incident): boolean {
  const number = numberTold(contact);
  return Object.entries(contactsAt).some(([key, { past = [] }]) => {
    if (number === undefined || !past.includes(number)) return false;
    const isOf = ({ feedId }: Contact) => contactKey(feedId, contact.role) === key;
    const has = (other: Contact) => isOf(other) && numberTold(other) === number;
    return key.endsWith(`|${contact.role}`) && !isOf(contact) && !ofRole.some(has);
  });
}

/** Both known, and one and the same. */
export function sameName(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.trim().toLowerCase() === b.trim().toLowerCase();
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
