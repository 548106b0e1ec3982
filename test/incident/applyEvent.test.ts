import fc from 'fast-check';
import { applyEvent } from '../../src/incident/applyEvent';
import type { CadEvent } from '../../src/incident/cadEvent';
import { newIncident } from '../../src/incident/incident';
import { responseOf } from '../../src/incident/response';

const start = newIncident(1, 1000);
const afterEvents = (...events: CadEvent[]) => events.reduce((incident, event) => applyEvent(incident, event), start);
const unit = (
  type: 'unitAssigned' | 'unitDispatched' | 'unitEnRoute' | 'unitArrived' | 'unitCleared',
  occurredAt: number,
  name = 'A1',
): CadEvent => ({
  type,
  occurredAt,
  unit: name,
});

describe('events on an incident', () => {
  it('change nothing when told again', () => {
    const once = afterEvents(
      { type: 'incidentCreated', occurredAt: 1000 },
      unit('unitDispatched', 1100),
      unit('unitArrived', 1200),
    );
    expect(applyEvent(once, unit('unitDispatched', 1100))).toBe(once);
    expect(applyEvent(once, unit('unitArrived', 1200))).toBe(once);
  });

  it('do not let an older line undo a newer one', () => {
    const incident = afterEvents(
      { type: 'priorityChanged', occurredAt: 1200, priority: 'P2' },
      { type: 'priorityChanged', occurredAt: 1100, priority: 'P1' },
    );
    expect(incident.contexts[0]?.priority).toBe('P2');
    expect(incident.seen.priorities).toEqual(['P2', 'P1']);
  });

  it('put a unit on a second time after it cleared', () => {
    const incident = afterEvents(unit('unitDispatched', 1100), unit('unitCleared', 1200), unit('unitDispatched', 1300));
    expect(incident.units[0]?.assignments).toHaveLength(2);
    expect(responseOf(incident, undefined).onIncident).toHaveLength(1);
  });

  it('close, reopen and close an incident', () => {
    const closed = afterEvents({ type: 'incidentClosed', occurredAt: 1100, dispositions: ['REPORT'] });
    expect(responseOf(closed, undefined).open).toBe(false);
    const reopened = applyEvent(closed, { type: 'incidentReopened', occurredAt: 1200 });
    expect(responseOf(reopened, undefined)).toMatchObject({ open: true, waitingSince: 1200, restarts: 1 });
    expect(applyEvent(reopened, { type: 'incidentClosed', occurredAt: 1100, dispositions: [] }).closedAt).toBeUndefined();
  });

  it('count only the own agency’s part of a shared call', () => {
    const incident = afterEvents(
      { type: 'incidentTypeChanged', occurredAt: 1000, agency: 'Fire', callType: 'E - Seizure' },
      { type: 'incidentTypeChanged', occurredAt: 1000, agency: 'Police', callType: 'Assist' },
      { ...unit('unitArrived', 1100, 'E8'), agency: 'Fire' } as CadEvent,
      { type: 'incidentClosed', occurredAt: 1200, agency: 'Fire', dispositions: [] },
    );
    expect(responseOf(incident, 'police')).toMatchObject({
      open: true,
      onIncident: [],
      context: { callType: 'Assist' },
      waitingSince: 1000,
    });
    expect(responseOf(incident, 'Sheriff')).toMatchObject({ open: false, context: undefined });
  });

  it('never mutate, and never make two assignments of one unit overlap, whatever their order', () => {
    const event = fc.tuple(
      fc.constantFrom('unitAssigned', 'unitDispatched', 'unitEnRoute', 'unitArrived', 'unitCleared'),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('A1', 'A2'),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        let incident = start;
        for (const [type, at, name] of events) {
          const before = JSON.stringify(incident);
          const frozen = incident;
          incident = applyEvent(incident, unit(type as 'unitAssigned', at * 10, name));
          expect(JSON.stringify(frozen)).toBe(before);
          for (const { assignments } of incident.units) {
            expect(assignments.slice(0, -1).every((a) => a.left !== undefined || a.times.cleared !== undefined)).toBe(true);
          }
        }
      }),
    );
  });
});
