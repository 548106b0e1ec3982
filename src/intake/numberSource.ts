import { contactKey, type Incident } from '../incident/incident';
import type { Records, StoredMessage } from './records';

/**
 * Keeps on what basis a text goes to its number: which feed told the number for that person, and when. Consent is asked
 * about per message, and later the incident may say something else.
 */
export async function keepNumberSource(records: Records, incident: Incident, message: StoredMessage): Promise<void> {
  const contact = incident.contacts.findLast(({ role, phone }) => role === message.role && phone === message.phone);
  if (contact === undefined) return;
  const { feedId, role } = contact;
  const toldAt = incident.contactsAt[contactKey(feedId, role)]?.changed ?? incident.createdAt;
  await records.optOut.saveNumberSource(message.id, { feedId, toldAt });
}
