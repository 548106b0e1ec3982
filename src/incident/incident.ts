import type { UnitLogEntry } from './assignments';
import type { AgencyName, OfficerRef, UnitMilestone } from './cadEvent';
import type { Contact } from './contact';
import type { EndMark } from './endMarks';
import type { PhoneLine } from './phoneLine';

/** One agency's part of a call. `agency` is undefined on feeds that know no agencies. */
export interface AgencyContext {
  readonly agency: AgencyName | undefined;
  readonly callType: string | undefined;
  /** When the feed said so: an older line that comes late must not undo a newer one. */
  readonly callTypeAt: number;
  readonly priority: string | undefined;
  readonly priorityAt: number;
  readonly closedAt: number | undefined;
  readonly cancelledAt: number | undefined;
}

/** One time that a unit was put on an incident, until it cleared or was taken off. */
export interface Assignment {
  readonly times: Readonly<Partial<Record<UnitMilestone, number>>>;
  /** Taken off, or concluded to be elsewhere; mostly before arriving. */
  readonly left:
    | {
        readonly at: number;
        readonly reason: 'cancelled' | 'diverted';
        readonly toIncidentId: number | undefined;
        readonly higherPriority: boolean;
        readonly inferred: boolean;
      }
    | undefined;
  /** Set where it cannot be told whether it has ended. */
  readonly isDoubtful?: true;
}

export interface UnitOnIncident {
  readonly unit: string;
  readonly agency: AgencyName | undefined;
  readonly primary: boolean;
  readonly officers: readonly OfficerRef[];
  /** All that was told of it, in the order in which it came. */
  readonly log: readonly UnitLogEntry[];
  /** What the log amounts to, oldest first; the last is the one that counts now. */
  readonly assignments: readonly Assignment[];
}

export interface Report {
  readonly number: string;
  readonly agency: AgencyName | undefined;
  readonly officerId: string | undefined;
  readonly at: number;
}

/** Why an incident must never be texted about. Sticky until a supervisor lifts it. */
export interface ExclusionHit {
  readonly rule: string;
  readonly reason: string;
  /** What matched, such as `callType:DV1`; a narrative hit holds the rule's own word, never the narrative. */
  readonly matched: string;
  readonly at: number;
  readonly lifted: { readonly by: string; readonly reason: string; readonly at: number } | undefined;
}

/** The agency's record of one incident, as all feeds together tell it. Never mutated. */
export interface Incident {
  readonly id: number;
  readonly feeds: readonly string[];
  readonly callIds: readonly { readonly feedId: string; readonly callId: string }[];
  readonly callNumber: string | undefined;
  readonly incidentNumbers: readonly { readonly agency: AgencyName | undefined; readonly number: string }[];
  readonly reports: readonly Report[];
  readonly createdAt: number;
  readonly contexts: readonly AgencyContext[];
  readonly contacts: readonly Contact[];
  /**
   * By `contactKey`: when a feed last spoke of its contacts of a role, when it last said something new of them, and the numbers
   * that it has taken back.
   */
  readonly contactsAt: Readonly<
    Record<string, { readonly told: number; readonly changed: number; readonly past?: readonly string[] }>
  >;
  /** What is known of numbers on the incident beyond what feeds say of its contacts. */
  readonly lines?: readonly PhoneLine[];
  readonly units: readonly UnitOnIncident[];
  readonly flags: readonly string[];
  readonly dispositions: readonly string[];
  /** The whole call, as opposed to one agency's part of it. */
  readonly closedAt: number | undefined;
  readonly cancelledAt: number | undefined;
  readonly reopened: readonly number[];
  /** All that was told of its end, as it came; `closedAt`, `cancelledAt` and `reopened` are what it amounts to. */
  readonly endMarks: readonly EndMark[];
  /** Every value ever seen: an excluded moment counts even if it came late or was soon corrected. */
  readonly seen: {
    readonly callTypes: readonly string[];
    readonly priorities: readonly string[];
    readonly flags: readonly string[];
  };
  /**
   * Of rules that want more than a word: which word of theirs the narrative held. The narrative itself is not kept, and what
   * else such a rule wants may be told later.
   */
  readonly terms?: readonly { readonly rule: string; readonly term: string }[];
  readonly exclusions: readonly ExclusionHit[];
  readonly suppressed: { readonly by: string; readonly reason: string; readonly at: number } | undefined;
  readonly detectives: readonly { readonly id: string; readonly reportNumber: string | undefined; readonly at: number }[];
  readonly caseStatuses: readonly { readonly status: string; readonly reportNumber: string | undefined; readonly at: number }[];
  readonly lastEventAt: number;
}

/** An incident of which nothing is known yet but that it exists. */
export function newIncident(id: number, createdAt: number): Incident {
  return {
    id,
    feeds: [],
    callIds: [],
    callNumber: undefined,
    incidentNumbers: [],
    reports: [],
    createdAt,
    contexts: [],
    contacts: [],
    contactsAt: {},
    units: [],
    flags: [],
    dispositions: [],
    closedAt: undefined,
    cancelledAt: undefined,
    reopened: [],
    endMarks: [],
    seen: { callTypes: [], priorities: [], flags: [] },
    exclusions: [],
    suppressed: undefined,
    detectives: [],
    caseStatuses: [],
    lastEventAt: createdAt,
  };
}

export function contactKey(feedId: string, role: string): string {
  return `${feedId}|${role}`;
}

export function sameAgency(a: AgencyName | undefined, b: AgencyName | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.trim().toLowerCase() === b.trim().toLowerCase();
}
