import type { AgencyName, CadEvent, ContactFact, OfficerRef, UnitMilestone } from './cadEvent';
import type { CallerInfo } from './callerInfo';

/** The names under which feeds know an incident. Upper case and trimmed when compared. */
export interface IncidentNumbers {
  /** The vendor's own id of the call: never reused. */
  readonly callId?: string;
  /** Further ids of the vendor for the same call, under which an earlier snapshot may have been keyed (EIDO). */
  readonly otherCallIds?: readonly string[];
  /** What dispatchers say on the radio. Reused, often daily. */
  readonly callNumber?: string;
  /** The agency's incident number. */
  readonly incidentNumber?: string;
  readonly reportNumber?: string;
}

/** One agency's part of a shared call. */
export interface AgencyContextFact {
  readonly agency?: AgencyName;
  readonly callType?: string;
  readonly priority?: string;
  readonly status?: string;
  /** When this agency was brought into the call. */
  readonly createdAt?: number;
  readonly closed: boolean;
  /** May be set although `closed` is false: New World keeps it when a call is reopened. */
  readonly closedAt?: number;
  readonly cancelled: boolean;
  /** This agency's own numbers for the call. */
  readonly incidentNumber?: string;
  readonly reportNumber?: string;
}

export interface UnitFact {
  readonly unit: string;
  /** The agency the unit belongs to, where the feed lets one tell. */
  readonly agency?: AgencyName;
  readonly primary: boolean;
  readonly officers: readonly OfficerRef[];
  /** Epoch milliseconds UTC of each milestone reached. */
  readonly times: Readonly<Partial<Record<UnitMilestone, number>>>;
  /** EIDO's AssignmentCancelled: left before arriving. */
  readonly assignmentCancelledAt?: number;
  /** The feed says only how the unit stands now (EIDO): a time not there was not withdrawn, one that moved not corrected. */
  readonly statusOnly?: boolean;
}

/** A whole call as it is now, as one snapshot frame carries it. */
export interface CallSnapshot {
  readonly numbers: IncidentNumbers;
  readonly createdAt?: number;
  /** When the feed says it wrote this snapshot, where it does. */
  readonly exportedAt?: number;
  readonly contexts: readonly AgencyContextFact[];
  /** Numbers beyond one per context: several departments of one agency type on the same call, under their own name. */
  readonly otherNumbers?: readonly {
    readonly agency?: AgencyName;
    readonly incidentNumber?: string;
    readonly reportNumber?: string;
  }[];
  readonly closed: boolean;
  readonly closedAt?: number;
  readonly cancelled: boolean;
  readonly contacts: readonly ContactFact[];
  readonly units: readonly UnitFact[];
  readonly flags: readonly string[];
  readonly dispositions: readonly string[];
  /** Read for exclusions while the frame is handled; stored nowhere but in the frame. */
  readonly narratives: readonly string[];
}

/**
 * What one report says of a call. Reports are partial and repeated, one for each unit or change: what is not there was not
 * said, and neither withdrawn nor changed.
 */
export interface PartialCall {
  readonly numbers: IncidentNumbers;
  readonly createdAt?: number;
  /** When the feed says it wrote this report, where it does. */
  readonly reportedAt?: number;
  /** What the report says of the call, once for each agency it names, or once for none. */
  readonly contexts: readonly Pick<AgencyContextFact, 'agency' | 'callType' | 'priority' | 'incidentNumber' | 'reportNumber'>[];
  /**
   * What the report says of the call as a whole. `closedWhenCleared`: closed once every unit has cleared. Undefined: nothing,
   * so that a call that was closed stays so.
   */
  readonly ended?: 'closed' | 'closedWhenCleared' | 'cancelled' | 'open';
  readonly endedAt?: number;
  readonly contacts: readonly ContactFact[];
  /** Units without any time are on the report, and nothing more is known of them. */
  readonly units: readonly UnitFact[];
  /** Milestones of the call that name no unit: when the first unit reached them; `cleared`, when the last one did. */
  readonly callTimes?: Readonly<Partial<Record<UnitMilestone, number>>>;
  readonly flags: readonly string[];
  readonly dispositions: readonly string[];
  readonly narratives: readonly string[];
}

/** What an event line may say beside its event. Empty fields are undefined, and change nothing. */
export interface EventDetails {
  readonly callType?: string;
  readonly priority?: string;
  readonly contacts?: readonly ContactFact[];
  readonly flags?: readonly string[];
  readonly narrative?: string;
  readonly unit?: string;
  readonly officerId?: string;
  readonly reportNumber?: string;
  readonly disposition?: string;
  readonly caseStatus?: string;
  readonly agency?: AgencyName;
}

/** One line of an event feed. `event` is the CadEvent type that the layout maps the site's code to. */
export interface EventFact {
  readonly numbers: IncidentNumbers;
  readonly event: EventFactType;
  readonly occurredAt: number;
  readonly details: EventDetails;
}

export const EVENT_FACT_TYPES = [
  'incidentCreated',
  'incidentTypeChanged',
  'priorityChanged',
  'flagsChanged',
  'contactsChanged',
  'noteAdded',
  'unitAssigned',
  'unitDispatched',
  'unitEnRoute',
  'unitArrived',
  'unitAssignmentCancelled',
  'unitCleared',
  'incidentNumberAssigned',
  'reportNumberAssigned',
  'incidentClosed',
  'incidentCancelled',
  'incidentReopened',
  'caseAssigned',
  'caseStatusChanged',
] as const satisfies readonly (CadEvent['type'] | 'noteAdded')[];
export type EventFactType = (typeof EVENT_FACT_TYPES)[number];

/** A fact about one incident. */
export type IncidentFact =
  | { readonly kind: 'snapshot'; readonly snapshot: CallSnapshot }
  | { readonly kind: 'report'; readonly report: PartialCall }
  | { readonly kind: 'event'; readonly event: EventFact };

/** What a format makes of a frame. Side information is joined to incidents, and never makes one. */
export type Fact = IncidentFact | { readonly kind: 'callerInfo'; readonly callerInfo: CallerInfo };
