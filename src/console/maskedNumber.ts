import type { RecordStore } from '../intake/records';
import { badInput } from './requestErrors';

const MASKED = /^(?:…|\.\.\.)(\d{4})$/;

/**
 * The number that is meant. Whoever sees numbers masked can name one only as `…0142`, and of which incident; it must be
 * one number's end there, or a text would be kept from somebody else than was meant.
 */
export async function numberMeant(
  store: RecordStore,
  { number, incidentId }: { readonly number: string; readonly incidentId?: number | undefined },
): Promise<string> {
  const ending = MASKED.exec(number.trim())?.[1];
  if (ending === undefined) return number;
  if (incidentId === undefined) throw badInput('incidentId', 'is needed where the number is masked');
  const phones = await store.transaction(async (records) => [
    ...((await records.incident(incidentId))?.incident.contacts ?? []).flatMap(({ phone }) => phone ?? []),
    ...(await records.messagesOf(incidentId)).map(({ phone }) => phone),
  ]);
  const meant = [...new Set(phones)].filter((phone) => phone.endsWith(ending));
  const [phone] = meant;
  if (phone === undefined) throw badInput('number', 'nobody of this incident has a number that ends so');
  if (meant.length > 1) throw badInput('number', 'several people of this incident have numbers that end so: give the whole number');
  return phone;
}
