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
  readonly name: string | undefined;
  readonly language: string | undefined;
}
