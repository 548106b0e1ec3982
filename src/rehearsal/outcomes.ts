import type { RehearsedOutcomeView } from '../contract/rehearsal';
import type { ContactRole } from '../incident/contact';
import type { Incident } from '../incident/incident';
import { responseOf } from '../incident/response';
import type { StoredMessage } from '../intake/records';
import { sentence } from '../rules/reasons';
import type { DelayCause, Policy, Stage } from '../rules/ruleset';

/** A decision as it is stored, as far as outcomes need it. */
export interface DecidedRow {
  readonly stage: string;
  readonly cause: string | null;
  readonly occurrence: string;
  readonly role: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly detail: string | null;
  readonly rule: string | null;
  readonly at: number;
}

/** What became of one stage of one incident for one person. */
export interface Outcome {
  /** The same under every policy. */
  readonly incidentKey: string;
  readonly incident: string;
  readonly callType: string | null;
  readonly priority: string | null;
  readonly stage: Stage;
  readonly cause: DelayCause | null;
  readonly occurrence: string;
  readonly role: ContactRole | null;
  readonly phone: string | null;
  readonly detail: string | null;
  readonly view: RehearsedOutcomeView;
}

interface IncidentOutcomes {
  readonly incident: Incident;
  readonly messages: readonly StoredMessage[];
  readonly decisions: readonly DecidedRow[];
}

/** What became of each stage that was considered: by its last message, else by the last decision about it. */
export function outcomesOf({ incident, messages, decisions }: IncidentOutcomes, { agency }: Policy): readonly Outcome[] {
  const { context, incidentNumber } = responseOf(incident, agency.cadAgency);
  const number = incidentNumber ?? incident.callNumber ?? `#${incident.id}`;
  const shared = {
    incidentKey: `${number}|${incident.createdAt}`,
    incident: number,
    callType: context?.callType ?? null,
    priority: context?.priority ?? null,
  };
  const last = new Map<string, StoredMessage>();
  for (const message of messages) last.set(`${momentOf(message)}|${message.phone}`, message);
  const outcomes: Outcome[] = [...last.values()].map((message) => {
    const decision = decisions.findLast((row) => momentOf(row) === momentOf(message) && row.role === message.role);
    return {
      ...shared,
      stage: message.stage,
      cause: message.cause ?? null,
      occurrence: baseOf(message.occurrence),
      role: message.role,
      phone: message.phone,
      detail: message.detail ?? null,
      view: messageView(message, decision),
    };
  });
  outcomes.push(...skipsWithoutMessage(decisions, messages).map((row) => ({ ...shared, ...skipped(row) })));
  return outcomes;
}

function messageView(message: StoredMessage, decision: DecidedRow | undefined): RehearsedOutcomeView {
  const texted = message.status === 'delivered' || message.status === 'accepted';
  const waiting = message.status === 'held' || message.status === 'ready';
  const code = texted ? 'due' : (message.code ?? 'noLongerTrue');
  return {
    outcome: texted ? 'texted' : waiting ? 'waiting' : 'skipped',
    code,
    reason: sentence(code, texted ? undefined : message.detail),
    rule: decision?.rule ?? null,
    at: (texted ? message.sendingAt : message.endedAt) ?? message.dueAt,
    text: message.text,
    language: message.language,
    segments: texted ? message.segments : 0,
  };
}

/** Of each stage and person the last word, where no message ever was; what was said of nobody only where it stands alone. */
function skipsWithoutMessage(decisions: readonly DecidedRow[], messages: readonly StoredMessage[]): readonly DecidedRow[] {
  const texted = new Set(messages.map(momentOf));
  const last = new Map<string, DecidedRow>();
  const ofSomebody = new Set<string>();
  for (const row of decisions) {
    const moment = momentOf(row);
    if (texted.has(moment)) continue;
    if (row.role !== null) ofSomebody.add(moment);
    last.set(`${moment}|${row.role ?? ''}`, row);
  }
  return [...last.values()].filter((row) => row.role !== null || !ofSomebody.has(momentOf(row)));
}

function skipped(row: DecidedRow) {
  const { code, detail, rule, at } = row;
  const view: RehearsedOutcomeView = {
    outcome: 'skipped',
    ...{ code, rule, at, text: null, language: null, segments: 0 },
    reason: sentence(code, detail ?? undefined),
  };
  return {
    stage: row.stage as Stage,
    cause: row.cause as DelayCause | null,
    occurrence: baseOf(row.occurrence),
    role: row.role as ContactRole | null,
    phone: null,
    detail,
    view,
  };
}

function momentOf({ stage, cause, occurrence }: { stage: string; cause?: string | null | undefined; occurrence: string }): string {
  return `${stage}|${cause ?? ''}|${baseOf(occurrence)}`;
}

/** A text that was taken back and came due again is one text. */
function baseOf(occurrence: string): string {
  return occurrence.split('~')[0] ?? occurrence;
}
