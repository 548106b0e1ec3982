import type { CadEventOf, ContactFact } from './cadEvent';
import { CONTACT_ROLES, type Contact, type ContactRole, numberTold } from './contact';
import { contactKey, type Incident } from './incident';
import { readPhone } from './phone';
import { onLines } from './phoneLine';

type ContactsChanged = CadEventOf<'contactsChanged'>;

/** A clock that a time server sets goes back by seconds. */
const CLOCK_SET_BACK_MS = 60_000;

/** The incident after a feed spoke of its contacts. `asReceived`: a snapshot says so, whose order is known. */
export function contactsChanged(incident: Incident, event: ContactsChanged, asReceived: boolean): Incident {
  const contactsAt = { ...incident.contactsAt };
  let contacts = incident.contacts;
  for (const role of event.roles) {
    const key = contactKey(event.feedId, role);
    const known = contactsAt[key];
    const before = incident.contacts.filter((contact) => isOf(contact, event.feedId, role));
    let now = event.contacts.filter((fact) => fact.role === role).map((fact) => contactOf(fact, event.feedId, incident));
    const toldAt = Math.max(known?.told ?? Number.MIN_SAFE_INTEGER, event.overtakenAt ?? Number.MIN_SAFE_INTEGER);
    const late = !asReceived && event.occurredAt < toldAt;
    if (late) {
      // An older line that comes late must not bring back a number that was corrected.
      if (!isDoubtful(event, toldAt, known?.past ?? [], before, now)) continue;
      now = [uncertain(event.feedId, role)];
    }
    const told = late ? toldAt : event.occurredAt;
    const isNews = JSON.stringify(now) !== JSON.stringify(before);
    const changed = isNews ? told : known?.changed;
    const past = isNews ? replaced(known?.past, before, now) : known?.past;
    if (changed !== undefined) contactsAt[key] = { told, changed, ...(past === undefined ? {} : { past }) };
    contacts = [...contacts.filter((contact) => !isOf(contact, event.feedId, role)), ...now];
  }
  contacts = [...contacts].sort((a, b) => CONTACT_ROLES.indexOf(a.role) - CONTACT_ROLES.indexOf(b.role));
  if (JSON.stringify([contacts, contactsAt]) === JSON.stringify([incident.contacts, incident.contactsAt])) return incident;
  return { ...incident, contacts, contactsAt };
}

/**
 * A correction to a number that was never told, a moment before what is known: lines have changed places, or the clock was set
 * back. Which of the two numbers counts cannot be told, and one of them is a stranger's by now.
 */
function isDoubtful(
  event: ContactsChanged,
  toldAt: number,
  past: readonly string[],
  before: readonly Contact[],
  now: readonly Contact[],
): boolean {
  if (event.corrects !== true || toldAt - event.occurredAt > CLOCK_SET_BACK_MS) return false;
  const heard = [...past, ...before.flatMap(numberOf)];
  return now.some((contact) => !heard.some((number) => numberOf(contact).includes(number)));
}

function replaced(past: readonly string[] | undefined, before: readonly Contact[], now: readonly Contact[]) {
  const gone = before.flatMap(numberOf).filter((number) => !now.flatMap(numberOf).includes(number));
  return gone.length === 0 ? past : [...new Set([...(past ?? []), ...gone])];
}

function numberOf(contact: Contact): readonly string[] {
  const number = numberTold(contact);
  return number === undefined ? [] : [number];
}

function isOf(contact: Contact, feedId: string, role: ContactRole): boolean {
  return contact.feedId === feedId && contact.role === role;
}

function contactOf(fact: ContactFact, feedId: string, incident: Incident): Contact {
  const read = fact.landline === true ? { problem: 'landline' as const } : readPhone(fact.phone);
  const contact: Contact = {
    feedId,
    role: fact.role,
    phone: 'phone' in read ? read.phone : undefined,
    phoneProblem: 'problem' in read ? read.problem : undefined,
    name: fact.name,
    language: fact.language?.toLowerCase(),
  };
  return onLines(contact, incident.lines ?? []);
}

function uncertain(feedId: string, role: ContactRole): Contact {
  return { feedId, role, phone: undefined, phoneProblem: 'uncertain', name: undefined, language: undefined };
}
