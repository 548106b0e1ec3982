import { applyEvent } from '../../../src/incident/applyEvent';
import type { CadEvent } from '../../../src/incident/cadEvent';
import { type Incident, newIncident } from '../../../src/incident/incident';
import { type Profile, parseProfile } from '../../../src/profile';
import { evaluate } from '../../../src/rules/consider';
import { markExclusions } from '../../../src/rules/exclusion';
import { benchProfile } from '../benchProfile';
import { rounded, spreadOf } from '../figures';
import { type InventedCall, inventCalls } from '../inventedCalls';
import type { Part } from '../part';

const CALL_TYPES = 300;
const EXCLUSIONS = 100;
const INCIDENTS = 1_000;
const ROUNDS = 20;
const WARM_UP_ROUNDS = 2;

/** One event's evaluation against a large agency's ruleset. No exclusion matches, so each is tried to its end. */
export const rules: Part = async () => {
  const policy = largePolicy();
  const now = Date.now();
  const cases = inventCalls(INCIDENTS).map((call, index) => ({
    incident: dispatchedIncident(call, index, now),
    narratives: [narrative(index)],
  }));
  const { exclusions } = policy.ruleset;
  const circumstances = { now, policy, messages: [], numbers: new Map(), holdAll: undefined };
  const taken: number[] = [];
  let sends = 0;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const { incident, narratives } of cases) {
      const startedAt = performance.now();
      const { verdicts } = evaluate(markExclusions(incident, narratives, exclusions, now), circumstances);
      if (round >= WARM_UP_ROUNDS) taken.push((performance.now() - startedAt) * 1_000);
      if (verdicts.some(({ outcome, stage }) => outcome === 'send' && stage === 'dispatched')) sends++;
    }
  }
  const expected = (WARM_UP_ROUNDS + ROUNDS) * INCIDENTS;
  const spread = spreadOf(taken);
  const mean = rounded(taken.reduce((sum, value) => sum + value, 0) / taken.length);
  return {
    figures: { callTypes: CALL_TYPES, exclusions: EXCLUSIONS, meanUs: mean, eventUs: spread },
    rows: [
      {
        what: `one event against ${CALL_TYPES} call types, ${EXCLUSIONS} exclusions`,
        value: `mean ${mean}, p99 ${spread.p99} µs`,
      },
    ],
    wrong: sends === expected ? [] : [`${sends} of ${expected} evaluations said send`],
  };
};

function largePolicy(): Profile {
  const profile = benchProfile();
  profile.ruleset.callTypes = Array.from({ length: CALL_TYPES }, (_, i) => ({
    code: i % 10 === 9 ? `${callTypeOf(i)}*` : callTypeOf(i),
    stages: ['dispatched', 'delayed', 'completed', 'caseAssigned'],
    callerIsVictim: i % 2 === 0,
  }));
  profile.ruleset.exclusions = Array.from({ length: EXCLUSIONS }, (_, i) => ({
    id: `exclusion-${i}`,
    reason: 'not to be texted',
    when: conditionOf(i),
  }));
  return parseProfile(profile, 'bench profile');
}

function conditionOf(index: number): Record<string, string[]> {
  const words = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${index}x${i}`);
  switch (index % 4) {
    case 0:
      return { callType: words('DV', 5).map((code) => `${code}*`) };
    case 1:
      return { priority: words('P0', 3) };
    case 2:
      return { flag: words('hazard', 3) };
    default:
      return { narrative: words('danger', 10) };
  }
}

function callTypeOf(index: number): string {
  return `TYPE-${String(index % CALL_TYPES).padStart(3, '0')}`;
}

function narrative(index: number): string {
  return `Caller ${index} states the rear window was found open on return from work, electronics missing, no one seen nearby. Se\u00f1ora Inventada will wait outside for the officer.`;
}

function dispatchedIncident({ number, phone, unit }: InventedCall, index: number, at: number): Incident {
  const contacts = [{ role: 'caller', phone }] as const;
  const events: readonly CadEvent[] = [
    { type: 'incidentCreated', occurredAt: at },
    { type: 'incidentNumberAssigned', occurredAt: at, incidentNumber: number },
    { type: 'incidentTypeChanged', occurredAt: at, callType: callTypeOf(index) },
    { type: 'priorityChanged', occurredAt: at, priority: 'P3' },
    { type: 'flagsChanged', occurredAt: at, flags: ['gate code'] },
    { type: 'contactsChanged', occurredAt: at, feedId: 'cad', roles: ['caller'], contacts },
    { type: 'unitDispatched', occurredAt: at, unit },
  ];
  return events.reduce((incident, event) => applyEvent(incident, event), newIncident(index + 1, at));
}
