import type { LineType } from './callerInfo';
import type { ContactRole } from './contact';
import type { E164 } from './phone';

/** Who answers a call; EIDO's "agency", New World's `AgencyType`. Undefined: the feed knows no agencies. */
export type AgencyName = string;

/** An officer as a feed names one. The roster turns `id` into the name and number that may be texted. */
export interface OfficerRef {
  readonly id: string;
  readonly primary: boolean;
}

interface Occurred {
  /** When it happened, by the feed's own clock; epoch milliseconds UTC. */
  readonly occurredAt: number;
  /** True where no feed said so and Herald concluded it (a diversion, for instance). */
  readonly inferred?: boolean;
  /** True where the feed gave a local time that the end of daylight saving repeats: the receive time decided which it was. */
  readonly ambiguousTime?: boolean;
}

/** Unit milestones in the order in which a response normally goes through them. */
export const UNIT_MILESTONES = ['assigned', 'dispatched', 'enRoute', 'arrived', 'cleared'] as const;
export type UnitMilestone = (typeof UNIT_MILESTONES)[number];

/** One parsed fact about one incident. Values are the agency's own codes, verbatim. */
export type CadEvent = Occurred &
  (
    | { readonly type: 'incidentCreated' }
    | { readonly type: 'incidentTypeChanged'; readonly agency?: AgencyName; readonly callType: string | undefined }
    | { readonly type: 'priorityChanged'; readonly agency?: AgencyName; readonly priority: string | undefined }
    | { readonly type: 'flagsChanged'; readonly flags: readonly string[] }
    /** Replaces what this feed said before of the contacts with these roles. */
    | {
        readonly type: 'contactsChanged';
        readonly feedId: string;
        readonly roles: readonly ContactRole[];
        readonly contacts: readonly ContactFact[];
        /** The line was about the contacts, and did not only name them beside something else. */
        readonly corrects?: true;
        /** When the feed had already said what it has of them since: a snapshot that was written before the last one. */
        readonly overtakenAt?: number;
      }
    /** Learned of a number on the incident, whoever told it. A pseudo-number's callback only where it is sure to be this caller's. */
    | {
        readonly type: 'phoneLineKnown';
        readonly phone: E164;
        readonly line: LineType | 'pseudoNumber';
        readonly callback?: E164;
      }
    | {
        readonly type: 'unitAssigned' | 'unitDispatched' | 'unitEnRoute' | 'unitArrived' | 'unitCleared';
        readonly unit: string;
        readonly agency?: AgencyName;
        readonly primary?: boolean;
        readonly officers?: readonly OfficerRef[];
      }
    /** The unit left before arriving. `toIncidentId` is Herald's id of the incident it was taken for. */
    | {
        readonly type: 'unitAssignmentCancelled';
        readonly unit: string;
        readonly reason: 'cancelled' | 'diverted';
        readonly toIncidentId?: number;
        /** Only with `diverted`: the other incident is known to rank higher in the agency's `priorityOrder`. */
        readonly higherPriority?: boolean;
      }
    | {
        readonly type: 'unitTimeCorrected';
        readonly unit: string;
        readonly milestone: UnitMilestone;
        readonly at: number;
      }
    | { readonly type: 'unitTimeWithdrawn'; readonly unit: string; readonly milestone: UnitMilestone }
    | {
        readonly type: 'unitDetailsChanged';
        readonly unit: string;
        readonly agency?: AgencyName;
        readonly primary: boolean;
        readonly officers: readonly OfficerRef[];
      }
    | { readonly type: 'incidentNumberAssigned'; readonly incidentNumber: string; readonly agency?: AgencyName }
    | {
        readonly type: 'reportNumberAssigned';
        readonly reportNumber: string;
        readonly agency?: AgencyName;
        /** Who wrote the report, where the feed says. */
        readonly officerId?: string;
      }
    | { readonly type: 'reportNumberWithdrawn'; readonly reportNumber: string; readonly agency?: AgencyName }
    | { readonly type: 'incidentClosed'; readonly agency?: AgencyName; readonly dispositions: readonly string[] }
    | { readonly type: 'incidentCancelled'; readonly agency?: AgencyName }
    | { readonly type: 'incidentReopened'; readonly agency?: AgencyName }
    | { readonly type: 'caseAssigned'; readonly detectiveId: string; readonly reportNumber?: string }
    | { readonly type: 'caseStatusChanged'; readonly caseStatus: string; readonly reportNumber?: string }
  );

export type CadEventType = CadEvent['type'];
export type CadEventOf<T extends CadEventType> = Extract<CadEvent, { type: T }>;

/** A contact as a feed gives one; `phone` as written there, not yet checked. */
export interface ContactFact {
  readonly role: ContactRole;
  readonly phone?: string;
  readonly name?: string;
  /** BCP 47 language, such as `es`, where the feed knows it. */
  readonly language?: string;
  /** The feed says that this line cannot take texts (a landline class of service). */
  readonly landline?: boolean;
}
