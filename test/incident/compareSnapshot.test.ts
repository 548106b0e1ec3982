import { applyEvent } from '../../src/incident/applyEvent';
import type { CadEvent } from '../../src/incident/cadEvent';
import { compareSnapshot, isOlderSnapshot, withoutNarratives } from '../../src/incident/compareSnapshot';
import type { AgencyContextFact, CallSnapshot, UnitFact } from '../../src/incident/fact';
import { type Incident, newIncident } from '../../src/incident/incident';
import { isOn, responseOf } from '../../src/incident/response';

const RECEIVED = 1_000_000;
const feed = { feedId: 'cad', receivedAt: RECEIVED };
const call = (over: Partial<CallSnapshot> = {}): CallSnapshot => ({
  numbers: { callId: '9000001' },
  createdAt: 100,
  contexts: [],
  closed: false,
  cancelled: false,
  contacts: [],
  units: [],
  flags: [],
  dispositions: [],
  narratives: [],
  ...over,
});
const police = (over: Partial<AgencyContextFact> = {}): AgencyContextFact => ({
  agency: 'Police',
  callType: 'BURG-RES',
  priority: '3',
  closed: false,
  cancelled: false,
  ...over,
});
const unit = (times: UnitFact['times'], over: Partial<UnitFact> = {}): UnitFact => ({
  unit: 'A12',
  primary: true,
  officers: [{ id: '3266', primary: true }],
  times,
  ...over,
});
const compare = (previous: CallSnapshot | undefined, current: CallSnapshot, receivedAt = RECEIVED) =>
  compareSnapshot(previous === undefined ? undefined : withoutNarratives(previous), current, { ...feed, receivedAt });
const types = (events: readonly CadEvent[]) => events.map((event) => event.type);

/** What the incident is after these snapshots, received at these times. */
function incidentAfter(...received: readonly (readonly [number, CallSnapshot])[]): Incident {
  let incident = newIncident(1, 100);
  let previous: CallSnapshot | undefined;
  for (const [receivedAt, current] of received) {
    for (const event of compare(previous, current, receivedAt)) incident = applyEvent(incident, event, 'asReceived');
    previous = current;
  }
  return incident;
}
const assignments = (incident: Incident) =>
  incident.units[0]?.assignments.map(({ times, left }) => ({ ...times, left: left?.reason }));

describe('at first sight', () => {
  it('everything the call says has happened, in order', () => {
    const first = call({
      contexts: [police({ createdAt: 110, incidentNumber: 'T-1', reportNumber: 'R-1', closed: true, closedAt: 900 })],
      flags: ['hazard'],
      contacts: [{ role: 'caller', phone: '8135550142' }],
      units: [unit({ assigned: 200, dispatched: 200, enRoute: 200, arrived: 200, cleared: 800 }, { agency: 'Police' })],
      closed: true,
      closedAt: 905,
      dispositions: ['Report Taken'],
    });
    const crew = { unit: 'A12', agency: 'Police', primary: true, officers: [{ id: '3266', primary: true }] };
    expect(compare(undefined, first)).toEqual([
      { type: 'incidentCreated', occurredAt: 100 },
      { type: 'incidentNumberAssigned', occurredAt: 100, incidentNumber: 'T-1', agency: 'Police' },
      { type: 'flagsChanged', occurredAt: 100, flags: ['hazard'] },
      {
        type: 'contactsChanged',
        occurredAt: 100,
        feedId: 'cad',
        roles: ['caller', 'victim', 'complainant', 'other'],
        contacts: [{ role: 'caller', phone: '8135550142' }],
      },
      { type: 'reportNumberAssigned', occurredAt: 100, reportNumber: 'R-1', agency: 'Police' },
      { type: 'incidentTypeChanged', occurredAt: 110, agency: 'Police', callType: 'BURG-RES' },
      { type: 'priorityChanged', occurredAt: 110, agency: 'Police', priority: '3' },
      { type: 'unitAssigned', occurredAt: 200, ...crew },
      { type: 'unitDispatched', occurredAt: 200, ...crew },
      { type: 'unitEnRoute', occurredAt: 200, ...crew },
      { type: 'unitArrived', occurredAt: 200, ...crew },
      { type: 'unitCleared', occurredAt: 800, ...crew },
      { type: 'incidentClosed', occurredAt: 900, agency: 'Police', dispositions: ['Report Taken'] },
      { type: 'incidentClosed', occurredAt: 905, dispositions: ['Report Taken'] },
    ]);
  });

  it('without a time of creation it began with the earliest time known, else with the export, else on receipt', () => {
    expect(
      compare(undefined, call({ createdAt: undefined, units: [unit({ dispatched: 250, assigned: 240 })] }))[0]?.occurredAt,
    ).toBe(240);
    expect(compare(undefined, call({ createdAt: undefined, exportedAt: 700 }))[0]?.occurredAt).toBe(700);
    expect(compare(undefined, call({ createdAt: undefined }))[0]?.occurredAt).toBe(RECEIVED);
  });

  it('a time of closing without the flag closes nothing', () => {
    const open = call({ closed: false, closedAt: 50, contexts: [police({ closedAt: 50 })] });
    expect(types(compare(undefined, open))).not.toContain('incidentClosed');
  });

  it('a cancelled call is cancelled before it is closed, so that it never looks completed', () => {
    const events = compare(undefined, call({ closed: true, closedAt: 500, cancelled: true }));
    expect(types(events)).toEqual(['incidentCreated', 'incidentCancelled', 'incidentClosed']);
  });

  it("other departments' numbers come before the one to show", () => {
    const events = compare(
      undefined,
      call({ contexts: [police({ incidentNumber: 'T-1' })], otherNumbers: [{ agency: 'ZZ0200', incidentNumber: 'X-9' }] }),
    );
    expect(events.flatMap((event) => (event.type === 'incidentNumberAssigned' ? [event.incidentNumber] : []))).toEqual([
      'X-9',
      'T-1',
    ]);
  });

  it('one number told of an agency and of the call is one', () => {
    const events = compare(
      undefined,
      call({ numbers: { callId: '1', incidentNumber: 'T-1' }, contexts: [police({ incidentNumber: 'T-1' })] }),
    );
    expect(types(events).filter((type) => type === 'incidentNumberAssigned')).toHaveLength(1);
  });
});

describe('the same again', () => {
  const full = call({
    exportedAt: 500,
    contexts: [police({ incidentNumber: 'T-1', closed: true, closedAt: 400 })],
    contacts: [{ role: 'caller', phone: '8135550142' }],
    units: [unit({ assigned: 200, arrived: 300 })],
    dispositions: ['Report Taken'],
    closed: true,
  });

  it('says nothing', () => {
    expect(compare(full, full)).toEqual([]);
    expect(compare(full, { ...full, exportedAt: 600, narratives: ['more'] })).toEqual([]);
  });

  it('written earlier says nothing, and must not be kept', () => {
    const older = { ...full, exportedAt: 499, units: [], closed: false };
    expect(compare(full, older)).toEqual([]);
    expect(isOlderSnapshot(full, older)).toBe(true);
    expect(isOlderSnapshot(full, { ...full, exportedAt: undefined })).toBe(false);
    expect(isOlderSnapshot(undefined, full)).toBe(false);
  });

  it('is kept without its narratives', () => {
    expect(withoutNarratives(call({ narratives: ['secret'] }))).not.toHaveProperty('narratives');
  });
});

describe('types, priorities and contacts', () => {
  it('change at the time of export, else of receipt, for the agency that changed them', () => {
    const fire = police({ agency: 'Fire', callType: 'MED', priority: '1' });
    const before = call({ contexts: [fire, police()] });
    const now = call({ contexts: [fire, police({ callType: 'ASSIST', priority: '4' })] });
    expect(compare(before, now)).toEqual([
      { type: 'incidentTypeChanged', occurredAt: RECEIVED, agency: 'Police', callType: 'ASSIST' },
      { type: 'priorityChanged', occurredAt: RECEIVED, agency: 'Police', priority: '4' },
    ]);
    expect(compare(before, { ...now, exportedAt: 777 })[0]?.occurredAt).toBe(777);
  });

  it('of an agency that joins later count from when it joined', () => {
    const events = compare(
      call({ contexts: [police()] }),
      call({ contexts: [police(), police({ agency: 'Fire', createdAt: 450 })] }),
    );
    expect(events).toMatchObject([
      { type: 'incidentTypeChanged', occurredAt: 450, agency: 'Fire' },
      { type: 'priorityChanged', occurredAt: 450, agency: 'Fire' },
    ]);
  });

  it('a type may become blank', () => {
    const events = compare(call({ contexts: [police()] }), call({ contexts: [police({ callType: undefined })] }));
    expect(events).toEqual([{ type: 'incidentTypeChanged', occurredAt: RECEIVED, agency: 'Police', callType: undefined }]);
  });

  it("a caller's phone corrected, or withdrawn, replaces the contacts", () => {
    const before = call({ contacts: [{ role: 'caller', phone: '8135550142' }] });
    const corrected = call({ contacts: [{ role: 'caller', phone: '8135550143' }] });
    expect(incidentAfter([1, before], [2, corrected]).contacts.map(({ phone }) => phone)).toEqual(['+18135550143']);
    expect(incidentAfter([1, before], [2, corrected], [3, call()]).contacts).toEqual([]);
    expect(compare(before, call())).toMatchObject([{ type: 'contactsChanged', contacts: [] }]);
  });

  it('flags that are gone, and a report number that came', () => {
    const before = call({ flags: ['hazard'], contexts: [police()] });
    const now = call({ contexts: [police({ reportNumber: 'R-1' })] });
    expect(compare(before, now)).toEqual([
      { type: 'flagsChanged', occurredAt: RECEIVED, flags: [] },
      { type: 'reportNumberAssigned', occurredAt: RECEIVED, reportNumber: 'R-1', agency: 'Police' },
    ]);
  });
});

describe('units', () => {
  const dispatched = call({ units: [unit({ assigned: 200, dispatched: 201 })] });

  it('a milestone reached is an event at its own time', () => {
    expect(
      compare(dispatched, call({ units: [unit({ assigned: 200, dispatched: 201, enRoute: 230, arrived: 300 })] })),
    ).toMatchObject([
      { type: 'unitEnRoute', occurredAt: 230, unit: 'A12' },
      { type: 'unitArrived', occurredAt: 300, unit: 'A12' },
    ]);
  });

  it('a time that moved was corrected, one that is gone withdrawn', () => {
    const arrived = call({ units: [unit({ assigned: 200, dispatched: 201, arrived: 300 })] });
    expect(compare(arrived, call({ units: [unit({ assigned: 200, dispatched: 205 })] }))).toEqual([
      { type: 'unitTimeWithdrawn', occurredAt: RECEIVED, unit: 'A12', milestone: 'arrived' },
      { type: 'unitTimeCorrected', occurredAt: RECEIVED, unit: 'A12', milestone: 'dispatched', at: 205 },
    ]);
  });

  it('a clearing that was a mistake is gone before what followed it is told', () => {
    const cleared = call({ units: [unit({ assigned: 200, enRoute: 210, cleared: 250 })] });
    const arrived = call({ units: [unit({ assigned: 200, enRoute: 210, arrived: 300 })] });
    expect(types(compare(cleared, arrived))).toEqual(['unitTimeWithdrawn', 'unitArrived']);
    expect(assignments(incidentAfter([260, cleared], [310, arrived]))).toEqual([{ assigned: 200, enRoute: 210, arrived: 300 }]);
  });

  it('gone from the list before arriving was taken off', () => {
    expect(compare(dispatched, call())).toEqual([
      { type: 'unitAssignmentCancelled', occurredAt: RECEIVED, inferred: true, unit: 'A12', reason: 'cancelled' },
    ]);
    expect(assignments(incidentAfter([250, dispatched], [400, call()]))).toEqual([
      { assigned: 200, dispatched: 201, left: 'cancelled' },
    ]);
  });

  it('gone after arriving or clearing says nothing', () => {
    expect(compare(call({ units: [unit({ assigned: 200, arrived: 300 })] }), call())).toEqual([]);
    expect(compare(call({ units: [unit({ assigned: 200, cleared: 300 })] }), call())).toEqual([]);
  });

  it('a change of crew is told once', () => {
    const officers = [{ id: '3270', primary: true }];
    expect(compare(dispatched, call({ units: [unit({ assigned: 200, dispatched: 201 }, { officers, primary: false })] }))).toEqual([
      { type: 'unitDetailsChanged', occurredAt: RECEIVED, unit: 'A12', primary: false, officers },
    ]);
  });

  it('taken off and put on again has two assignments', () => {
    const cleared = call({ units: [unit({ assigned: 200, dispatched: 201, cleared: 250 })] });
    const again = call({ units: [unit({ assigned: 400, dispatched: 401 })] });
    expect(assignments(incidentAfter([210, dispatched], [251, cleared], [402, again]))).toEqual([
      { assigned: 200, dispatched: 201, cleared: 250 },
      { assigned: 400, dispatched: 401 },
    ]);
  });
});

describe('closing and reopening', () => {
  const both = (fireClosed: boolean, policeClosed: boolean, whole = fireClosed && policeClosed) =>
    call({
      contexts: [
        police({ agency: 'Fire', closed: fireClosed, closedAt: fireClosed ? 500 : undefined }),
        police({ closed: policeClosed, closedAt: policeClosed ? 600 : undefined }),
      ],
      closed: whole,
      closedAt: whole ? 600 : undefined,
    });

  it('one agency closes its part; then all of it is closed', () => {
    expect(compare(both(false, false), both(true, false))).toEqual([
      { type: 'incidentClosed', occurredAt: 500, agency: 'Fire', dispositions: [] },
    ]);
    expect(compare(both(true, false), both(true, true))).toEqual([
      { type: 'incidentClosed', occurredAt: 600, agency: 'Police', dispositions: [] },
      { type: 'incidentClosed', occurredAt: 600, dispositions: [] },
    ]);
  });

  it('dispositions that come after the closing are told with it', () => {
    const now = { ...both(true, true), dispositions: ['Report Taken'] };
    expect(incidentAfter([600, both(true, true)], [610, now])).toMatchObject({ closedAt: 600, dispositions: ['Report Taken'] });
  });

  it('reopening one part leaves the other closed', () => {
    const incident = incidentAfter([1, both(true, true)], [700, both(true, false)]);
    expect(incident.closedAt).toBeUndefined();
    expect(incident.contexts.map(({ agency, closedAt }) => [agency, closedAt !== undefined])).toEqual([
      ['Fire', true],
      ['Police', false],
    ]);
  });

  it('reopening all of it opens every part', () => {
    const incident = incidentAfter([1, both(true, true)], [700, both(false, false)]);
    expect(incident).toMatchObject({ closedAt: undefined, reopened: [700] });
    expect(incident.contexts.map(({ closedAt }) => closedAt)).toEqual([undefined, undefined]);
  });

  it('a second closing with the time of the first is a closing now', () => {
    const closed = call({ closed: true, closedAt: 500 });
    const reopened = call({ closed: false, closedAt: 500 });
    expect(incidentAfter([510, closed], [700, reopened], [900, closed]).closedAt).toBe(900);
    expect(incidentAfter([510, closed], [700, reopened], [900, { ...closed, closedAt: 890 }]).closedAt).toBe(890);
  });

  it('a cancelled call that goes on was reopened', () => {
    const incident = incidentAfter([1, call({ cancelled: true })], [700, call()]);
    expect(incident).toMatchObject({ cancelledAt: undefined, reopened: [700] });
  });

  // As recorded of a real call: two days after its closing it comes back, first as it was, then with its unit sent anew.
  it('a reopened call whose unit is dispatched again ends with the unit assigned anew', () => {
    const context = (closed: boolean) => police({ closed, closedAt: 900 });
    const closed = call({
      contexts: [context(true)],
      closed: true,
      closedAt: 900,
      units: [unit({ assigned: 200, dispatched: 200, enRoute: 210, arrived: 300, cleared: 890 })],
    });
    const reopened = { ...closed, contexts: [context(false)], closed: false };
    const sentAnew = { ...reopened, units: [unit({ assigned: 5000, dispatched: 5002 })] };
    expect(types(compare(closed, reopened, 4998))).toEqual(['incidentReopened']);
    expect(types(compare(reopened, sentAnew, 5003))).toEqual(['unitAssigned', 'unitDispatched']);

    const incident = incidentAfter([901, closed], [4998, reopened], [5003, sentAnew]);
    expect(assignments(incident)).toEqual([
      { assigned: 200, dispatched: 200, enRoute: 210, arrived: 300, cleared: 890 },
      { assigned: 5000, dispatched: 5002 },
    ]);
    expect(incident.units.map(isOn)).toEqual([true]);
    expect(responseOf(incident, 'Police')).toMatchObject({ open: true, firstAssignedAt: 5000 });
    expect(responseOf(incident, 'Police').firstArrivedAt).toBeUndefined();
  });
});

describe('a feed that tells only how a unit stands now', () => {
  const stands = (times: UnitFact['times'], over: Partial<UnitFact> = {}) =>
    call({ units: [unit(times, { statusOnly: true, ...over })] });

  it('a status left behind was not withdrawn, and one updated again did not happen again', () => {
    expect(types(compare(stands({ enRoute: 200 }), stands({ arrived: 300 })))).toEqual(['unitArrived']);
    expect(compare(stands({ arrived: 300 }), stands({ arrived: 350 }))).toEqual([]);
    expect(
      assignments(incidentAfter([1, stands({ dispatched: 150 })], [2, stands({ enRoute: 200 })], [3, stands({ arrived: 300 })])),
    ).toEqual([{ dispatched: 150, enRoute: 200, arrived: 300 }]);
  });

  it('an assignment cancelled is told once, and a later one is another', () => {
    const cancelled = stands({}, { assignmentCancelledAt: 250 });
    expect(compare(stands({ enRoute: 200 }), cancelled)).toEqual([
      { type: 'unitAssignmentCancelled', occurredAt: 250, unit: 'A12', reason: 'cancelled' },
    ]);
    expect(compare(cancelled, cancelled)).toEqual([]);
    expect(
      assignments(incidentAfter([1, stands({ enRoute: 200 })], [2, cancelled], [3, stands({ dispatched: 150, enRoute: 400 })])),
    ).toEqual([{ enRoute: 200, left: 'cancelled' }, { enRoute: 400 }]);
  });

  it('an arrived unit no longer listed is done', () => {
    expect(compare(stands({ arrived: 300 }), call())).toEqual([
      { type: 'unitCleared', occurredAt: RECEIVED, inferred: true, unit: 'A12', agency: undefined },
    ]);
  });
});
