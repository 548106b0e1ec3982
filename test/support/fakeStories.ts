import type { IncidentDetail } from '../../src/console/backend';
import type { DecisionView, EventView, IncidentView, MessageView, TextingState } from '../../src/contract/views';

const MINUTE = 60_000;

/** What one invented incident is about; `n` makes its numbers. */
export interface Plot {
  readonly n: number;
  readonly now: number;
  readonly type: readonly [code: string | null, label: string | null];
  readonly priority: string | null;
  readonly minutesAgo: number;
}

type Role = MessageView['role'];

/** Writes one invented incident: facts in order, then what was decided, then what was sent. */
export class Story {
  readonly events: EventView[] = [];
  readonly decisions: DecisionView[] = [];
  readonly messages: MessageView[] = [];
  private readonly incident: IncidentView;
  readonly start: number;

  constructor(private readonly plot: Plot) {
    const { n, now } = plot;
    this.start = now - plot.minutesAgo * MINUTE;
    // One in six carries a slash, as some agencies' numbers do.
    const number = n % 6 === 0 ? `PA/26/${pad(4100 + n)}` : `26-${pad(4100 + n)}`;
    this.incident = {
      id: n,
      number,
      incidentNumber: number,
      callNumber: `C${pad(70_210 + n)}`,
      callId: `${8_800_000 + n * 17}`,
      callType: plot.type[0],
      callTypeLabel: plot.type[1],
      priority: plot.priority,
      status: 'open',
      createdAt: this.start,
      updatedAt: this.start,
      closedAt: null,
      units: 0,
      texting: 'none',
      sentence: 'Nothing to tell yet',
      nextAt: null,
      reportNumbers: [],
      contexts: [{ agency: 'Police', callType: plot.type[0], priority: plot.priority, closed: false, cancelled: false }],
      contacts: [
        {
          role: 'caller',
          phone: this.phone,
          problem: null,
          name: CALLERS[n % CALLERS.length] ?? null,
          language: n % 5 === 0 ? 'es' : 'en',
          suppressed: null,
        },
      ],
      unitList: [],
      flags: [],
      dispositions: [],
      feeds: ['cad'],
      excluded: null,
      suppressed: null,
      waitingSince: this.start,
      detectiveId: null,
      caseStatus: null,
    };
    this.event(0, 'incidentCreated', `Created as ${plot.type[0] ?? 'a call without a type'}`);
  }

  get phone(): string {
    return `+1813555${pad(100 + (this.plot.n % 100), 4)}`;
  }

  at(minute: number): number {
    return Math.min(this.plot.now, this.start + Math.round(minute * MINUTE));
  }

  with(change: Partial<IncidentView>): this {
    Object.assign(this.incident, change);
    return this;
  }

  caller(change: Partial<IncidentView['contacts'][number]>): this {
    const [first] = this.incident.contacts;
    if (first) Object.assign(first, change);
    return this;
  }

  event(minute: number, type: string, text: string, inferred = false): this {
    const at = this.at(minute);
    const id = this.plot.n * 100 + this.events.length;
    this.events.push({ id, type, occurredAt: at, receivedAt: at + 180, feed: 'cad', frame: inferred ? null : id, inferred, text });
    this.incident.updatedAt = Math.max(this.incident.updatedAt, at);
    return this;
  }

  unit(minute: number, unit: string, officer: string): this {
    const at = this.at(minute);
    this.incident.unitList.push({
      unit,
      agency: 'Police',
      primary: this.incident.unitList.length === 0,
      officers: [officer],
      assignedAt: at,
      dispatchedAt: at,
      enRouteAt: at + 40_000,
      arrivedAt: null,
      clearedAt: null,
      leftAt: null,
    });
    this.incident.units += 1;
    this.incident.waitingSince = null;
    return this.event(minute, 'unitDispatched', `${unit} dispatched`);
  }

  arrived(minute: number): this {
    const unit = this.incident.unitList[0];
    if (unit) unit.arrivedAt = this.at(minute);
    return this.event(minute, 'unitArrived', `${unit?.unit ?? 'A unit'} arrived`);
  }

  left(minute: number, why: string): this {
    const unit = this.incident.unitList[0];
    if (unit) unit.leftAt = this.at(minute);
    this.incident.units = 0;
    this.incident.waitingSince = this.at(minute);
    return this.event(minute, 'unitDiverted', `${unit?.unit ?? 'The unit'} ${why}`, true);
  }

  closed(minute: number, disposition: string, report?: string): this {
    for (const unit of this.incident.unitList) unit.clearedAt ??= unit.leftAt ?? this.at(minute);
    if (report) {
      this.incident.reportNumbers = [report];
      this.event(minute - 1, 'reportNumberAssigned', `Report ${report}`);
    }
    const cancelled = disposition === 'CAN';
    const contexts = this.incident.contexts.map((context) => ({ ...context, closed: true, cancelled }));
    this.with({ contexts, status: cancelled ? 'cancelled' : 'closed', closedAt: this.at(minute), units: 0, waitingSince: null });
    this.incident.dispositions = [disposition];
    return this.event(minute, cancelled ? 'incidentCancelled' : 'incidentClosed', `Closed: ${disposition}`);
  }

  decide(minute: number, decision: Partial<DecisionView> & Pick<DecisionView, 'stage' | 'outcome' | 'code' | 'reason'>): this {
    this.decisions.push({
      id: this.plot.n * 100 + this.decisions.length,
      cause: null,
      at: this.at(minute),
      rule: null,
      until: null,
      role: decision.outcome === 'skip' ? null : 'caller',
      policyVersion: 1,
      ...decision,
    });
    return this;
  }

  text(minute: number, stage: MessageView['stage'], text: string, state: MessageView['state'], change: Partial<MessageView> = {}) {
    const at = this.at(minute);
    const left = ['sending', 'unconfirmed', 'accepted', 'delivered', 'undelivered'].includes(state);
    const taken = ['accepted', 'delivered'].includes(state);
    this.messages.push({
      id: `m${this.plot.n}-${this.messages.length + 1}`,
      incidentId: this.plot.n,
      incident: this.incident.number,
      stage,
      cause: null,
      occurrence: '1',
      role: 'caller' satisfies Role,
      to: this.phone,
      text: `Port Alden Police: ${text} Reply STOP to end texts.`,
      language: 'en',
      languageFellBack: null,
      orderedBy: null,
      corrects: [],
      segments: text.length > 110 ? 2 : 1,
      state,
      reason: null,
      code: null,
      createdAt: at,
      dueAt: at,
      notBefore: null,
      expiresAt: at + 5 * MINUTE,
      sendingAt: left ? at + 350 : null,
      acceptedAt: taken ? at + 900 : null,
      endedAt: ['delivered', 'undelivered', 'expired', 'cancelled'].includes(state) ? at + 4_200 : null,
      attempts: left ? 1 : 0,
      carrierMessageId: taken ? `1${at}${pad(this.plot.n, 4)}` : null,
      needsPerson: null,
      candidates: [],
      ...change,
    });
    return this;
  }

  ends(texting: TextingState, sentence: string, nextAt: number | null = null): IncidentDetail {
    this.with({ texting, sentence, nextAt });
    return { incident: this.incident, events: this.events, decisions: this.decisions, messages: this.messages };
  }
}

export const pad = (value: number, width = 5): string => String(value).padStart(width, '0');

const CALLERS = [
  'Marta Quillfeather',
  'Owen Tarnbrook',
  null,
  'Luz Almeda Prado',
  'Hollis Wexcombe',
  'Priya Sandmark',
  null,
  'Dale Ostergren',
];
