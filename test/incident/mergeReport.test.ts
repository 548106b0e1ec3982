import { compareSnapshot, type StoredSnapshot, withoutNarratives } from '../../src/incident/compareSnapshot';
import type { PartialCall, UnitFact } from '../../src/incident/fact';
import { mergeReport } from '../../src/incident/mergeReport';

const MINUTE = 60_000;
const START = Date.UTC(2025, 10, 4, 23, 50);
const minutes = (n: number) => START + n * MINUTE;

const report = (parts: Partial<PartialCall> = {}): PartialCall => ({
  numbers: { incidentNumber: '25-1' },
  contexts: [{ callType: 'THEFT' }],
  contacts: [],
  units: [],
  flags: [],
  dispositions: [],
  narratives: [],
  ...parts,
});
const unit = (name: string, times: UnitFact['times'], parts: Partial<UnitFact> = {}): UnitFact => ({
  unit: name,
  primary: false,
  officers: [],
  times,
  ...parts,
});

/** The snapshots and events after each report in turn. */
function tell(...reports: readonly PartialCall[]): { last: StoredSnapshot; events: string[][] } {
  let previous: StoredSnapshot | undefined;
  const events = reports.map((one) => {
    const merged = mergeReport(previous, one);
    const found = compareSnapshot(previous, merged, { feedId: 'f', receivedAt: minutes(60) });
    previous = withoutNarratives(merged);
    return found.map((event) => {
      const name = 'unit' in event ? ` ${event.unit}` : '';
      return `${event.type}${name} ${Math.round((event.occurredAt - START) / MINUTE)}`;
    });
  });
  return { last: previous as StoredSnapshot, events };
}

it('a report for each unit makes one call with all its units', () => {
  const { last, events } = tell(
    report({ units: [unit('A', { dispatched: minutes(1) }), unit('B', {})] }),
    report({ units: [unit('A', {}), unit('B', { dispatched: minutes(2) })] }),
  );
  expect(events[1]).toEqual(['unitDispatched B 2']);
  expect(last.units.map(({ unit: name, times }) => [name, times.dispatched])).toEqual([
    ['A', minutes(1)],
    ['B', minutes(2)],
  ]);
});

it('the same report again is no news', () => {
  const one = report({ units: [unit('A', { dispatched: minutes(1) })], contacts: [{ role: 'caller', phone: '8135550101' }] });
  expect(tell(one, one, one).events.slice(1)).toEqual([[], []]);
});

it('what a report leaves out was not withdrawn', () => {
  const { events, last } = tell(
    report({
      contexts: [{ callType: 'THEFT', priority: '3' }],
      contacts: [{ role: 'caller', phone: '8135550101', name: 'Ann' }],
      units: [unit('A', { dispatched: minutes(1), arrived: minutes(5) })],
      flags: ['hazard'],
      createdAt: minutes(0),
    }),
    report({ contexts: [{}], contacts: [{ role: 'caller', name: 'Ann' }] }),
  );
  expect(events[1]).toEqual([]);
  expect(last).toMatchObject({ createdAt: minutes(0), flags: ['hazard'], contacts: [{ phone: '8135550101' }] });
});

it('a time given anew is a correction, not a second assignment', () => {
  const { events } = tell(
    report({ units: [unit('A', { dispatched: minutes(1) })] }),
    report({ units: [unit('A', { dispatched: minutes(2), arrived: minutes(9) })] }),
  );
  expect(events[1]?.sort()).toEqual(['unitArrived A 9', 'unitTimeCorrected A 9']);
});

it('a unit sent again after it cleared is assigned a second time', () => {
  const { events, last } = tell(
    report({ units: [unit('A', { dispatched: minutes(1), cleared: minutes(5) })] }),
    report({ units: [unit('A', { dispatched: minutes(8) })] }),
  );
  expect(events[1]).toEqual(['unitDispatched A 8']);
  expect(last.units[0]?.times).toEqual({ dispatched: minutes(8) });
});

it('a report that was written earlier and comes late fills in, and overrules nothing', () => {
  const { last } = tell(
    report({ reportedAt: minutes(30), contexts: [{ callType: 'ROBBERY' }], units: [unit('A', { arrived: minutes(9) })] }),
    report({
      reportedAt: minutes(10),
      contexts: [{ callType: 'THEFT', priority: '3' }],
      units: [unit('A', { dispatched: minutes(1), arrived: minutes(8) })],
    }),
  );
  expect(last.contexts).toMatchObject([{ callType: 'ROBBERY', priority: '3' }]);
  expect(last.units[0]?.times).toEqual({ dispatched: minutes(1), arrived: minutes(9) });
});

describe('closing', () => {
  const sent = report({ units: [unit('A', { dispatched: minutes(1) }), unit('B', { dispatched: minutes(2) })] });
  const cleared = (...names: string[]) =>
    report({ ended: 'closedWhenCleared', units: names.map((name) => unit(name, { arrived: minutes(5), cleared: minutes(40) })) });

  it('waits for the last unit where the layout says so', () => {
    const { events, last } = tell(sent, cleared('A'), cleared('B'));
    expect(events[1]).not.toContain('incidentClosed 40');
    expect(events[2]).toContain('incidentClosed 40');
    expect(last.closed).toBe(true);
  });

  it('is not undone by a dispatch report that comes late', () => {
    const { events, last } = tell(sent, cleared('A', 'B'), sent);
    expect(last.closed).toBe(true);
    expect(events[2]).not.toContain('incidentReopened 60');
  });

  it('is undone by a unit that is sent afterwards', () => {
    const again = report({ units: [unit('C', { dispatched: minutes(50) })] });
    const { events, last } = tell(sent, cleared('A', 'B'), again);
    expect(events[2]).toEqual(expect.arrayContaining(['unitDispatched C 50', 'incidentReopened 60']));
    expect(last.closed).toBe(false);
  });

  it('has its own time again after a reopening', () => {
    const again = report({ units: [unit('C', { dispatched: minutes(50) })] });
    const end = report({ ended: 'closed', units: [unit('C', { cleared: minutes(55) })] });
    expect(tell(sent, cleared('A', 'B'), again, end).last.closedAt).toBe(minutes(55));
  });
});

describe('times of the call that name no unit', () => {
  it('are those of its units: all were dispatched, the first was the first there', () => {
    const { last } = tell(
      report({
        units: [unit('A', {}), unit('B', {})],
        callTimes: { dispatched: minutes(1), arrived: minutes(7) },
      }),
    );
    expect(last.units.map(({ times }) => times)).toEqual([
      { dispatched: minutes(1), arrived: minutes(7) },
      { dispatched: minutes(1) },
    ]);
  });

  it('make a unit of the call where it names none, so that it does not count as waiting', () => {
    const { last } = tell(report({ callTimes: { dispatched: minutes(1) } }));
    expect(last.units).toMatchObject([{ unit: 'Units of 25-1', times: { dispatched: minutes(1) } }]);
  });

  it('give way to a unit that is known to have been there', () => {
    const { last } = tell(
      report({
        units: [unit('A', { dispatched: minutes(1) }), unit('B', { arrived: minutes(6) })],
        callTimes: { arrived: minutes(6) },
      }),
    );
    expect(last.units[0]?.times.arrived).toBeUndefined();
  });
});

describe('agencies', () => {
  it('a report that names none speaks of every agency on the call', () => {
    const { last } = tell(
      report({
        contexts: [
          { agency: 'Police', callType: 'A' },
          { agency: 'Fire', callType: 'A' },
        ],
      }),
      report({ contexts: [{ callType: 'B' }] }),
    );
    expect(last.contexts.map(({ agency, callType }) => [agency, callType])).toEqual([
      ['Police', 'B'],
      ['Fire', 'B'],
    ]);
  });

  it('the first to be named takes over what was told of none', () => {
    const { last } = tell(report({ contexts: [{ callType: 'A' }] }), report({ contexts: [{ agency: 'Police', callType: 'A' }] }));
    expect(last.contexts.map(({ agency }) => agency)).toEqual(['Police']);
  });
});
