import type { IncidentDetail } from '../../src/console/backend';
import type { OrderedTextsBackend } from '../../src/console/orderedTexts';
import type { ByHandChoiceView } from '../../src/contract/byHand';
import type { CorrectionItemView } from '../../src/contract/corrections';

const ORDERS = ['dispatched', 'arrived', 'completed'] as const;

/** Texts by hand and corrections over invented incidents: everything that is on one may be sent once. */
export function fakeOrderedTexts(
  incidents: readonly IncidentDetail[],
  ordered: (name: string, caller: { readonly identity: string }, input: object) => void,
): OrderedTextsBackend {
  const texted = (id: number) => incidents.find((one) => one.incident.id === id)?.messages ?? [];
  const choicesOf = ({ incident }: IncidentDetail): ByHandChoiceView[] =>
    incident.contacts.flatMap(({ phone, role, suppressed, language }) =>
      phone === null
        ? []
        : ORDERS.map((stage): ByHandChoiceView => {
            const again = texted(incident.id).some((message) => message.stage === stage && message.to === phone);
            const why = suppressed !== null ? suppressed : again ? 'This person has had this text' : null;
            return {
              ...{ stage, cause: null, role, contact: `contact-${incident.id}-${role}`, to: phone, possible: why === null },
              ...{ code: why === null ? null : suppressed !== null ? 'suppressedNumber' : 'alreadyTexted', why },
              text: why === null ? `Port Alden Police: about your call ${incident.number}. Reply STOP to end texts.` : null,
              ...{ language: language ?? 'en', languageFellBack: null, segments: why === null ? 1 : null },
            };
          }),
    );
  const itemsOf = (selection: object): CorrectionItemView[] =>
    incidents.flatMap(({ incident, messages }) =>
      messages
        .filter(({ id, state }) => {
          const ids = (selection as { messageIds?: readonly string[] }).messageIds;
          return (ids === undefined || ids.includes(id)) && (state === 'accepted' || state === 'delivered');
        })
        .map(({ id, role, to, sendingAt }) => ({
          ...{ messageIds: [id], incidentId: incident.id, incident: incident.number, role, to, sentAt: sendingAt },
          ...{ willSend: true, code: null, why: null, language: 'en', languageFellBack: null, segments: 1 },
          text: `Port Alden Police: Our last text about call ${incident.number} was sent in error. Reply STOP to end texts.`,
        })),
    );
  const confirmOf = (items: readonly CorrectionItemView[]) => items.flatMap(({ messageIds }) => messageIds).join(',') || 'nobody';
  return {
    async byHandChoices({ incidentId }) {
      const detail = incidents.find((one) => one.incident.id === incidentId);
      if (detail === undefined) return undefined;
      const choices = choicesOf(detail);
      return { choices, nobody: choices.length === 0 ? 'No phone number is known' : null };
    },
    async sendByHand(caller, input) {
      ordered('sendByHand', caller, input);
      const detail = incidents.find((one) => one.incident.id === input.incidentId);
      if (detail === undefined) return 'notFound';
      const choice = choicesOf(detail).find(({ stage, contact }) => stage === input.stage && contact === input.contact);
      if (choice === undefined || choice.why !== null) return { conflict: choice?.why ?? 'The phone number has changed' };
      return { messageId: 'by-hand' };
    },
    async previewCorrection(selection) {
      const items = itemsOf(selection);
      return { confirm: confirmOf(items), willSend: items.length, skipped: 0, items };
    },
    async sendCorrection(caller, input) {
      ordered('sendCorrection', caller, input);
      const items = itemsOf(input.selection);
      if (items.length === 0) return 'notFound';
      if (confirmOf(items) !== input.confirm) return { conflict: 'The list has changed since it was shown: look at it again' };
      return { messageIds: items.map((_, index) => `correction-${index + 1}`) };
    },
  };
}
