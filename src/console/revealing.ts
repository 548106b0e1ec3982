import type { Clock } from '../clock';
import type { RecordStore } from '../intake/records';
import type { Revealing } from './accessRouter';

/** Gives one whole number at a time, and puts on record who asked for it, of what, and why. */
export function revealing(store: RecordStore, clock: Clock): Revealing {
  return {
    reveal: (identity, asked) =>
      store.transaction(async (records) => {
        let number: string | undefined;
        let subject: string;
        if ('messageId' in asked) {
          subject = `message ${asked.messageId.slice(0, 60)}`;
          number = (await records.message(asked.messageId))?.phone;
        } else {
          subject = `incident ${asked.incidentId} ${asked.role}`;
          const stored = await records.incident(asked.incidentId);
          number = stored?.incident.contacts.find((contact) => contact.role === asked.role && contact.phone !== undefined)?.phone;
        }
        const outcome = number === undefined ? 'failure' : 'success';
        await records.audit({ at: clock.now(), identity, action: 'reveal', subject, outcome, detail: { reason: asked.reason } });
        return number;
      }),
  };
}
