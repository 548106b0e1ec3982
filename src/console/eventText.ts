import type { CadEvent } from '../incident/cadEvent';

/** What a CadEvent says, in a sentence for the timeline. Names no people, numbers or places. */
export function eventText(event: CadEvent): string {
  const of = 'agency' in event && event.agency !== undefined ? ` (${event.agency})` : '';
  switch (event.type) {
    case 'incidentCreated':
      return 'Call created';
    case 'incidentTypeChanged':
      return `Call type ${event.callType ?? 'blank'}${of}`;
    case 'priorityChanged':
      return `Priority ${event.priority ?? 'blank'}${of}`;
    case 'flagsChanged':
      return event.flags.length === 0 ? 'Flags removed' : `Flags: ${event.flags.join(', ')}`;
    case 'contactsChanged': {
      const roles = event.contacts.map((contact) => contact.role);
      return roles.length === 0 ? 'No contact is known any more' : `Contact known: ${[...new Set(roles)].join(', ')}`;
    }
    case 'phoneLineKnown':
      if (event.line === 'pseudoNumber') {
        return event.callback === undefined
          ? 'A phone number reaches nobody: it stands for a cell tower or a gateway'
          : 'A phone number stands for a cell tower or a gateway: the caller’s own is known';
      }
      return `A phone number’s line is known: ${event.line}`;
    case 'unitAssigned':
      return `${event.unit} assigned`;
    case 'unitDispatched':
      return `${event.unit} dispatched`;
    case 'unitEnRoute':
      return `${event.unit} en route`;
    case 'unitArrived':
      return `${event.unit} arrived`;
    case 'unitCleared':
      return `${event.unit} cleared`;
    case 'unitAssignmentCancelled':
      if (event.reason === 'cancelled') return `${event.unit} taken off before arriving`;
      return event.higherPriority === true
        ? `${event.unit} taken for a higher-priority incident`
        : `${event.unit} taken for another incident`;
    case 'unitTimeCorrected':
      return `${event.unit}: time of ${event.milestone} corrected`;
    case 'unitTimeWithdrawn':
      return `${event.unit}: ${event.milestone} withdrawn`;
    case 'unitDetailsChanged':
      return `${event.unit}: crew changed`;
    case 'incidentNumberAssigned':
      return `Incident number ${event.incidentNumber}${of}`;
    case 'reportNumberAssigned':
      return `Report number ${event.reportNumber}${of}`;
    case 'reportNumberWithdrawn':
      return `Report number ${event.reportNumber} withdrawn${of}`;
    case 'incidentClosed':
      return `Closed${of}${event.dispositions.length === 0 ? '' : `: ${event.dispositions.join(', ')}`}`;
    case 'incidentCancelled':
      return `Cancelled${of}`;
    case 'incidentReopened':
      return `Reopened${of}`;
    case 'caseAssigned':
      return `Case assigned to detective ${event.detectiveId}`;
    case 'caseStatusChanged':
      return `Case status ${event.caseStatus}`;
  }
}
