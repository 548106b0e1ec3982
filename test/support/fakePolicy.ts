import { createHash } from 'node:crypto';
import type { MeasuresBackend } from '../../src/console/measuresBackend';
import type { PolicyBackend, PolicyRefusal } from '../../src/console/policyBackend';
import type { RehearsalBackend } from '../../src/console/rehearsalBackend';
import type { MeasuresRowView } from '../../src/contract/measures';
import type { PolicyBodyView, PolicyChangeView, PolicyDraftView, PolicyVersionView } from '../../src/contract/policy';
import type {
  RehearsalCountsView,
  RehearsalHeadlineView,
  RehearsalRowView,
  RehearsalStatusView,
} from '../../src/contract/rehearsal';

const DAY = 86_400_000;
const hashOf = (body: unknown) => createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);

/** An invented agency's policy, as profiles write one. */
export function fakePolicyBody(): PolicyBodyView {
  const stage = (hold: string, expires: string, enabled = true) => ({ enabled, hold, expires, quietHours: false });
  return {
    agency: {
      name: 'Port Alden Police',
      timeZone: 'America/New_York',
      phone: '206-555-0100',
      languages: ['en', 'es'],
      secondPerson: true,
    },
    ruleset: {
      callTypes: [
        { code: 'BURG-RES', label: 'Residential burglary', stages: ['dispatched', 'delayed', 'completed'], callerIsVictim: true },
        { code: 'THEFT*', label: 'Theft', stages: ['dispatched', 'delayed', 'completed'], callerIsVictim: true },
      ],
      exclusions: [{ id: 'domestic', reason: 'Domestic', when: { callType: ['DV*'] } }],
      priorityOrder: ['P1', 'P2', 'P3'],
      caseStatuses: [{ code: 'CLEARED', stage: 'caseClosed', say: { en: 'closed' } }],
      delays: [{ id: 'late', cause: 'waiting', callTypes: ['*'], priorities: ['*'], after: '20m', max: 1 }],
      stages: {
        dispatched: stage('15s', '5m'),
        delayed: stage('0s', '15m'),
        arrived: stage('0s', '5m', false),
        completed: stage('2m', '12h'),
      },
      quietHours: null,
      caps: { perIncident: 4, minGap: '2m', perNumberPerDay: 6 },
      breaker: { maxEventAge: '10m', maxTextsPerMinute: 60 },
    },
    templates: [
      { stage: 'dispatched', language: 'en', text: '{{agency}}: an officer is assigned to {{incident}}. Reply STOP to end texts.' },
    ],
    roster: [{ id: '1402', name: 'R. Invented', phone: '206-555-0101' }],
  };
}

/** One version in force and one before it; drafts are kept in memory and not checked. */
export function fakePolicies(now: () => number): PolicyBackend {
  const body = fakePolicyBody();
  const begun = now();
  const versions: PolicyVersionView[] = [1, 2].map((id) => ({
    id,
    hash: hashOf([id, body]),
    at: begun - (3 - id) * 9 * DAY,
    until: id === 1 ? begun - 9 * DAY : null,
    by: id === 1 ? 'profile' : 'j.okafor',
    proposedBy: id === 1 ? null : 'm.lindqvist',
    approvedBy: id === 1 ? null : 'j.okafor',
    source: id === 1 ? 'profile' : 'console',
    note: id === 1 ? '' : 'Tell callers after 20 minutes',
    reason: id === 1 ? null : 'Rehearsed over last week',
    rehearsalId: null,
    body,
  }));
  let draft: PolicyDraftView | undefined;
  const inForce = () => versions.at(-1) as PolicyVersionView;
  const conflict = (code: Exclude<PolicyRefusal, 'notFound'>['code']): PolicyRefusal => ({
    conflict: 'It is not as you saw it',
    code,
  });
  const change = (hash: string, to: Partial<PolicyDraftView>): PolicyDraftView | PolicyRefusal => {
    if (draft === undefined) return 'notFound';
    if (draft.hash !== hash) return conflict('draftChanged');
    draft = { ...draft, ...to };
    return draft;
  };
  const save = (by: string, to: Record<string, unknown>, note: string): PolicyDraftView => {
    draft = {
      body: to,
      hash: hashOf(to),
      note,
      basedOn: inForce().id,
      outdated: false,
      savedBy: by,
      savedAt: now(),
      problems: [],
      state: 'draft',
      proposedBy: null,
      proposedAt: null,
      answeredBy: null,
      answeredAt: null,
      answer: null,
    };
    return draft;
  };
  return {
    current: async () => inForce(),
    versions: async () => ({ items: [...versions].reverse().map(({ body: _body, ...summary }) => summary), next: null }),
    version: async (id) => versions.find((version) => version.id === id),
    draft: async () => ({ draft: draft ?? null, secondPerson: inForce().body.agency.secondPerson ?? false }),
    saveDraft: async ({ identity }, input) =>
      input.basedOn === inForce().id ? save(identity, input.body, input.note) : conflict('versionChanged'),
    discardDraft: async (_caller, { draftHash }) => {
      const changed = change(draftHash, {});
      if (typeof changed === 'string' || 'conflict' in changed) return changed;
      draft = undefined;
      return 'done';
    },
    restore: async ({ identity }, { id }) => {
      const version = versions.find((candidate) => candidate.id === id);
      return version === undefined ? 'notFound' : save(identity, version.body, `As version ${id}`);
    },
    propose: async ({ identity }, { draftHash }) =>
      change(draftHash, { state: 'proposed', proposedBy: identity, proposedAt: now() }),
    approve: async ({ identity }, { draftHash, reason }) =>
      draft?.proposedBy === identity
        ? conflict('samePerson')
        : change(draftHash, { state: 'approved', answeredBy: identity, answeredAt: now(), answer: reason }),
    reject: async ({ identity }, { draftHash, reason }) =>
      change(draftHash, { state: 'rejected', answeredBy: identity, answeredAt: now(), answer: reason }),
    putInForce: async ({ identity }, { draftHash, reason, rehearsalId }) => {
      const changed = change(draftHash, {});
      if (typeof changed === 'string' || 'conflict' in changed) return changed;
      if (changed.state !== 'approved') return conflict('secondPersonNeeded');
      inForce().until = now();
      versions.push({
        ...inForce(),
        id: inForce().id + 1,
        hash: changed.hash,
        at: now(),
        until: null,
        by: identity,
        proposedBy: changed.proposedBy,
        approvedBy: changed.answeredBy,
        note: changed.note,
        reason,
        rehearsalId: rehearsalId ?? null,
        body: changed.body as PolicyBodyView,
      });
      draft = undefined;
      return inForce();
    },
    compare: async ({ from, to }) => ({ from: from ?? inForce().id, to: to ?? null, changes: fakeChanges }),
  };
}

const fakeChanges: PolicyChangeView[] = [
  {
    area: 'delays',
    kind: 'changed',
    subject: 'late',
    path: 'ruleset.delays[late].after',
    before: '20m',
    after: '45m',
    sentence: 'Delay rule “late”: told after 45m instead of 20m',
    loosens: false,
  },
];

/** Every rehearsal is done at once, with one text that no longer leaves and one at risk. */
export function fakeRehearsals(now: () => number): RehearsalBackend {
  const started: RehearsalStatusView[] = [];
  const headline = fakeHeadline();
  return {
    start: async ({ identity }, { from, to }) => {
      const id = `rehearsal-${started.length + 1}`;
      started.unshift({
        id,
        state: 'done',
        by: identity,
        startedAt: now(),
        endedAt: now(),
        from,
        to,
        hash: 'hash',
        frames: 9_120,
        done: 9_120,
        reason: null,
      });
      return { id };
    },
    list: async () => ({ items: started }),
    status: async (id) => started.find((status) => status.id === id),
    result: async ({ id }) => {
      const status = started.find((candidate) => candidate.id === id);
      return status && { status, headline, changes: fakeChanges, items: fakeRows(status.to), next: null };
    },
    cancel: async (_caller, id) => (started.some((status) => status.id === id) ? 'done' : 'notFound'),
  };
}

function fakeCounts(texted: number): RehearsalCountsView {
  return {
    considered: 300,
    texted,
    skipped: 300 - texted,
    waiting: 0,
    people: texted - 20,
    segments: texted,
    incidents: texted - 10,
    breakerTrips: 0,
    byStage: [{ stage: 'delayed', cause: 'waiting', texted, skipped: 300 - texted, waiting: 0 }],
    byReason: [
      { outcome: 'texted', code: 'due', reason: 'It is due and true', count: texted },
      { outcome: 'skipped', code: 'overtakenByArrival', reason: 'Overtaken: an officer has arrived', count: 300 - texted },
    ],
  };
}

function fakeHeadline(): RehearsalHeadlineView {
  return {
    before: fakeCounts(212),
    after: fakeCounts(181),
    differences: {
      total: 33,
      newlyTexted: 1,
      noLongerTexted: 32,
      waitsLonger: 0,
      waitsLess: 0,
      otherText: 0,
      otherTime: 0,
      otherReason: 0,
      same: 267,
      safety: 1,
      attention: 0,
    },
    frames: { read: 9_120, rejected: 2, incidents: 1_240 },
    coverage: {
      period: '7 days',
      sentence: 'The journal begins on Nov 22, 14:05: 4 of 7 days',
      beginsAt: Date.UTC(2026, 10, 22, 19, 5),
      lastAt: null,
    },
    sentence:
      '7 days, 1240 calls, 300 texts considered: +1 newly texted, −32 no longer texted, 267 the same; 1 of these kept back until now for somebody’s safety',
  };
}

function fakeRows(at: number): RehearsalRowView[] {
  const texted = {
    outcome: 'texted',
    code: 'due',
    reason: 'It is due and true',
    rule: 'late',
    at,
    text: 'Port Alden Police: your call still waits for an officer.',
    language: 'en',
    segments: 1,
  } as const;
  const skipped = {
    ...texted,
    outcome: 'skipped',
    code: 'overtakenByArrival',
    reason: 'Overtaken: an officer has arrived',
    text: null,
    segments: 0,
  } as const;
  const row = {
    incident: '26-04107',
    callType: 'BURG-RES',
    priority: 'P3',
    stage: 'delayed',
    cause: 'waiting',
    occurrence: 'waiting-1-1',
    role: 'caller',
    to: '···142',
    changes: [0],
  } as const;
  return [
    {
      ...row,
      changes: [0],
      incident: '26-04090',
      callType: 'DV-PAST',
      change: 'newlyTexted',
      before: { ...skipped, code: 'excluded', reason: 'Excluded: Domestic' },
      after: texted,
      because: 'The exclusion “domestic” is gone',
      risk: { level: 'safety', sentence: 'It was excluded: Domestic' },
    },
    {
      ...row,
      changes: [0],
      change: 'noLongerTexted',
      before: texted,
      after: skipped,
      because: 'Delay rule “late”: told after 45m instead of 20m',
      risk: null,
    },
  ];
}

export function fakeMeasures(): MeasuresBackend {
  const row = (from: number, to: number): MeasuresRowView => ({
    from,
    to,
    incidents: 160,
    incidentsTexted: 88,
    texts: {
      ...{ due: 140, delivered: 121, accepted: 4, undelivered: 3, unconfirmed: 0, expired: 5, cancelled: 7, open: 0 },
      ...{ left: 128, taken: 128 },
    },
    byStage: [{ stage: 'dispatched', cause: null, sent: 80, delivered: 77 }],
    dispatchToText: { count: 80, p50Ms: 16_200, p90Ms: 21_800 },
    callToText: { count: 84, p50Ms: 190_000, p90Ms: 840_000 },
    late: { calls: 31, told: 28 },
    repeatCalls: { texted: { calls: 88, repeats: 7, rate: 7 / 88 }, notTexted: { calls: 72, repeats: 19, rate: 19 / 72 } },
    optedOut: 1,
    segments: 131,
    cost: 1.05,
    feeds: [{ feed: 'cad', outages: 1, downMs: 420_000 }],
    failures: [{ state: 'undelivered', code: 'notDelivered', reason: 'The carrier could not deliver it', count: 3 }],
    skips: [{ code: 'overtakenByArrival', reason: 'Overtaken: an officer has arrived', count: 12 }],
  });
  return {
    report: async ({ from, to }) => {
      const rows = Array.from({ length: Math.min(60, Math.ceil((to - from) / DAY)) }, (_, day) =>
        row(from + day * DAY, from + (day + 1) * DAY),
      );
      const cells = Array.from({ length: 60 }, (_, at) => (at === 41 ? ('down' as const) : ('records' as const)));
      const feedStrip = { cellMs: (to - from) / 60, feeds: [{ feed: 'cad', cells }] };
      const targets = { dispatchToTextMs: 45_000, callToTextMs: 1_200_000 };
      return { rows, total: row(from, to), timeZone: 'America/New_York', targets, feedStrip, madeAt: to };
    },
    csv: async () => ({ name: 'herald-measures.csv', csv: 'from,to,incidents\r\n' }),
    behind: async () => ({ items: [], next: null, total: 0, segments: null }),
  };
}
