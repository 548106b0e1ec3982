import type { CadEvent } from './cadEvent';
import type { StoredSnapshot } from './compareSnapshot';
import { CONTACT_ROLES } from './contact';
import type { CallSnapshot } from './fact';
import type { Incident } from './incident';

/**
 * What a snapshot that was written before the last one still says of the contacts: perhaps the feed's clock was set back, and a
 * number that it names is the later one.
 */
export function eventsOfOlder(previous: StoredSnapshot, older: CallSnapshot, feedId: string): readonly CadEvent[] {
  const { exportedAt, contacts } = older;
  if (exportedAt === undefined || previous.exportedAt === undefined) return [];
  if (JSON.stringify(contacts) === JSON.stringify(previous.contacts)) return [];
  const event = { type: 'contactsChanged', occurredAt: exportedAt, feedId, roles: CONTACT_ROLES, contacts } as const;
  return [{ ...event, corrects: true, overtakenAt: previous.exportedAt }];
}

/** What the present snapshot says of contacts of which it was in doubt which number is the later one. */
export function eventsOfUncertain(incident: Incident, present: CallSnapshot, feedId: string, at: number): readonly CadEvent[] {
  const isUncertain = incident.contacts.some((contact) => contact.feedId === feedId && contact.phoneProblem === 'uncertain');
  if (!isUncertain) return [];
  return [{ type: 'contactsChanged', occurredAt: at, feedId, roles: CONTACT_ROLES, contacts: present.contacts }];
}

/** The incident with what a late snapshot says that may exclude it: an excluded moment counts also if it came late. */
export function withSeen(incident: Incident, { contexts, flags }: Pick<CallSnapshot, 'contexts' | 'flags'>): Incident {
  const more = (known: readonly string[], told: readonly (string | undefined)[]) => [
    ...known,
    ...new Set(told.filter((value): value is string => !!value?.trim() && !known.includes(value))),
  ];
  const { seen } = incident;
  const now = {
    callTypes: more(
      seen.callTypes,
      contexts.map(({ callType }) => callType),
    ),
    priorities: more(
      seen.priorities,
      contexts.map(({ priority }) => priority),
    ),
    flags: more(seen.flags, flags),
  };
  return JSON.stringify(now) === JSON.stringify(seen) ? incident : { ...incident, seen: now };
}
