import type { IncidentDetail } from '../../src/console/backend';
import type { WhyBackend } from '../../src/console/whyBackend';

/** Conditions of invented incidents: whoever is excluded or stopped is so by name, and all else holds. */
export function fakeWhy(incidents: readonly IncidentDetail[], now: () => number): WhyBackend {
  return {
    async why(incidentId) {
      const detail = incidents.find(({ incident }) => incident.id === incidentId);
      if (detail === undefined) return undefined;
      const { incident, messages } = detail;
      const { role, phone } = incident.contacts[0] ?? { role: null, phone: null };
      const state = incident.excluded === null ? ('met' as const) : ('not' as const);
      return {
        now: now(),
        texts: [
          {
            ...{ stage: 'dispatched' as const, cause: null, role, to: phone },
            conditions: [
              { name: 'Not stopped by a person', seen: 'nobody has', state: 'met' },
              { name: 'Not excluded: sensitive call type', seen: incident.callType ?? 'blank', state },
            ],
          },
        ],
        messages: messages.map(({ id, createdAt, state: after }) => ({
          ...{ messageId: id, rule: null, policyVersion: 1, trigger: 'Officer assigned', nextTryAt: null },
          steps: [{ at: createdAt, what: 'Made, since it was due', state: after, untilATime: false, reason: null }],
        })),
      };
    },
  };
}
