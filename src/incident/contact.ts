import type { E164, PhoneProblem } from './phone';

export const CONTACT_ROLES = ['caller', 'victim', 'complainant', 'other'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** A person on an incident. Not sticky: a number that turns up later makes the contact textable. */
export interface Contact {
  readonly feedId: string;
  readonly role: ContactRole;
  readonly phone: E164 | undefined;
  /** Set exactly when `phone` is undefined. */
  readonly phoneProblem: PhoneProblem | undefined;
  /** The number that the feed told, where for what is known of its line another one counts, or none. */
  readonly toldPhone?: E164;
  readonly name: string | undefined;
  readonly language: string | undefined;
}

/** The number that the feed told, whichever counts by what is known of its line; undefined where it told none. */
export function numberTold({ toldPhone, phone }: Pick<Contact, 'toldPhone' | 'phone'>): E164 | undefined {
  return toldPhone ?? phone;
}
