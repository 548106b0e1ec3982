import { newWorldXmlFormat } from '../../src/feed/formats/newWorldXml';
import { localTimeAt, placeLocalTime } from '../../src/feed/formats/placeTime';
import type { CadEvent } from '../../src/incident/cadEvent';
import { compareSnapshot, type StoredSnapshot, withoutNarratives } from '../../src/incident/compareSnapshot';
import { hasSamples, newWorldExports } from '../support/samples';

const timeZone = 'America/New_York';
const format = newWorldXmlFormat();
const two = (n: number) => String(n).padStart(2, '0');

/** The export time in a file's name, at which the site's own listener would have received it. */
function exportedAt(name: string): number {
  const [, y, mo, d, h, mi, s] = /_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  const [year, month, day, hour, minute, second] = [y, mo, d, h, mi, s].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return placeLocalTime({ year, month, day, hour, minute, second, millisecond: 0 }, { timeZone, receivedAt: 0 }) as number;
}

function told(event: CadEvent): string {
  const { hour, minute, second } = localTimeAt(event.occurredAt, timeZone);
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  switch (event.type) {
    case 'incidentNumberAssigned':
      return `${clock} number ${event.agency} ${event.incidentNumber}`;
    case 'incidentTypeChanged':
      return `${clock} type ${event.agency} ${event.callType}`;
    case 'priorityChanged':
      return `${clock} priority ${event.agency} ${event.priority}`;
    case 'contactsChanged':
      return `${clock} contacts ${event.contacts.map((c) => `${c.role} ${c.phone?.slice(-4) ?? 'no phone'}`).join(', ')}`;
    case 'incidentClosed':
      return `${clock} closed ${event.agency}`;
    default: {
      const unit = 'unit' in event ? ` ${event.unit}` : '';
      const crew =
        event.type === 'unitAssigned' ? ` (${[event.agency, ...(event.officers ?? []).map(({ id }) => id)].join(' ')})` : '';
      return `${clock} ${event.type}${unit}${crew}`;
    }
  }
}

/** The events of one call, with a line for each export that brought any. */
function replay(callNumber: string): string[][] {
  const stored = new Map<string, StoredSnapshot>();
  return newWorldExports(callNumber).map(({ name, bytes }) => {
    const receivedAt = exportedAt(name);
    const outcome = format.parse(bytes, { timeZone, receivedAt });
    if ('rejected' in outcome) throw new Error(`${name}: ${outcome.rejected.message}`);
    const fact = outcome.facts[0];
    if (fact?.kind !== 'snapshot' || outcome.facts.length !== 1) throw new Error(`${name}: not one snapshot`);
    const callId = fact.snapshot.numbers.callId as string;
    const events = compareSnapshot(stored.get(callId), fact.snapshot, { feedId: 'cad', receivedAt });
    stored.set(callId, withoutNarratives(fact.snapshot));
    return events.map(told);
  });
}

const recorded = hasSamples('newworld-xml') ? describe : describe.skip;

recorded('the recording of New World exports (skipped where the shared samples are not present)', () => {
  it('is read without a rejection, and the same export twice says nothing new', () => {
    const exports = newWorldExports();
    expect(exports).toHaveLength(59);
    for (const { bytes } of exports) {
      const outcome = format.parse(bytes, { timeZone, receivedAt: 0 });
      if ('rejected' in outcome || outcome.facts[0]?.kind !== 'snapshot') throw new Error('rejected');
      const { snapshot } = outcome.facts[0];
      expect(compareSnapshot(withoutNarratives(snapshot), snapshot, { feedId: 'cad', receivedAt: 1 })).toEqual([]);
      // Every unit's agency follows from the jurisdictions.
      for (const unit of snapshot.units) expect(unit.agency).toMatch(/^(Police|Fire)$/);
    }
  });

  // What follows was read by hand from the files, not taken from a run.

  it('call 234: an officer stopped for a motorist', () => {
    expect(replay('234')).toEqual([
      [
        '09:38:30 incidentCreated',
        '09:38:30 number Police 2026-00001904',
        '09:38:30 type Police Assist Motorist',
        '09:38:30 priority Police 2 - Police Medium',
        '09:38:30 unitAssigned PE6 (Police 2338)',
        '09:38:30 unitDispatched PE6',
        '09:38:30 unitEnRoute PE6',
        '09:38:30 unitArrived PE6',
      ],
    ]);
  });

  it('calls 237 and 241: unit LA5 goes from one patrol check to the next and is never cleared', () => {
    expect([...replay('237'), ...replay('241')]).toEqual([
      [
        '09:43:42 incidentCreated',
        '09:43:42 number Police 2026-00000347',
        '09:43:42 type Police Patrol Check',
        '09:43:42 priority Police 3 - Police Low',
        '09:43:42 unitAssigned LA5 (Police 2697)',
        '09:43:42 unitDispatched LA5',
        '09:43:42 unitEnRoute LA5',
        '09:43:42 unitArrived LA5',
      ],
      [
        '09:49:46 incidentCreated',
        '09:49:46 number Police 2026-00000348',
        '09:49:46 type Police Patrol Check',
        '09:49:46 priority Police 3 - Police Low',
        '09:49:46 unitAssigned LA5 (Police 2697)',
        '09:49:46 unitDispatched LA5',
        '09:49:46 unitEnRoute LA5',
        '09:49:46 unitArrived LA5',
      ],
    ]);
  });

  it('call 242: the phone comes with the second export; a transport is no milestone', () => {
    expect(replay('242')).toEqual([
      [
        '09:50:54 incidentCreated',
        '09:50:54 number Fire 2026-00000215',
        '09:50:54 contacts caller no phone',
        '09:51:31 type Fire E - Stroke',
        '09:51:31 priority Fire 1 - Fire High',
        '09:51:35 unitAssigned M81 (Fire)',
        '09:51:35 unitAssigned E81 (Fire)',
        '09:51:35 unitDispatched M81',
        '09:51:35 unitDispatched E81',
      ],
      ['09:53:17 unitEnRoute E81', '09:53:19 contacts caller 0122'],
      ['09:53:27 unitEnRoute M81'],
      ['09:58:00 unitArrived E81'],
      ['09:58:23 unitArrived M81'],
      [],
      ['10:09:49 unitCleared E81'],
      [],
    ]);
  });

  it('call 231: a medic and an engine', () => {
    expect(replay('231')).toEqual([
      [
        '09:33:11 incidentCreated',
        '09:33:11 number Fire 2026-00001075',
        '09:33:11 contacts caller 0140',
        '09:33:33 type Fire E - Seizure',
        '09:33:33 priority Fire 1 - Police High',
        '09:33:47 unitAssigned E8 (Fire 3266 5056 7059 1911)',
        '09:33:47 unitAssigned M2 (Fire 4973 4711)',
        '09:33:47 unitDispatched E8',
        '09:33:47 unitDispatched M2',
      ],
      ['09:33:55 unitEnRoute M2'],
      ['09:35:24 unitEnRoute E8'],
      ['09:38:54 unitArrived M2'],
      ['09:40:32 unitArrived E8'],
      [],
      ['09:49:44 unitCleared E8'],
      [],
    ]);
  });

  it('call 232: Police join a Fire call, reclassify their part, and the Fire part alone closes', () => {
    expect(replay('232')).toEqual([
      [
        '09:35:18 incidentCreated',
        '09:35:18 number Fire 2026-00000214',
        '09:35:32 type Fire E - Cardiac Arrest',
        '09:35:32 priority Fire 1 - Police High',
        '09:35:34 unitAssigned E82 (Fire)',
        '09:35:34 unitAssigned M82 (Fire)',
        '09:35:34 unitDispatched E82',
        '09:35:34 unitDispatched M82',
      ],
      [
        '09:35:41 type Police E - Cardiac Arrest',
        '09:35:41 priority Police 1 - Police High',
        '09:35:41 unitAssigned 4822 (Police 6168)',
        '09:35:41 unitDispatched 4822',
        '09:35:42 number Police 2026-00001919',
      ],
      [
        '09:36:19 unitAssigned IN3 (Police IN15)',
        '09:36:19 unitDispatched IN3',
        // Another department's number stands under its jurisdiction: it is not the one to tell the caller.
        '09:36:22 number XX8474609 2026-00000625',
        '09:36:22 type Police Assist EMS',
        '09:36:22 contacts caller no phone',
      ],
      ['09:36:26 unitAssigned IN1 (Police IN2)', '09:36:26 unitDispatched IN1'],
      [
        '09:36:49 unitAssigned C282 (Fire 4565)',
        '09:36:49 unitDispatched C282',
        '09:36:49 unitEnRoute C282',
        '09:36:52 contacts caller 0199',
      ],
      ['09:37:03 unitEnRoute E82'],
      ['09:38:08 unitEnRoute M82'],
      ['09:43:37 unitArrived E82'],
      ['09:43:55 unitArrived M82'],
      ['09:50:43 unitArrived C282'],
      ['09:51:00 unitCleared C282'],
      ['09:55:19 unitAssigned CO2 (Police 6596)', '09:55:19 unitDispatched CO2', '09:55:20 number 48CORONER 2026-00000032'],
      ['09:57:25 unitEnRoute IN3', '09:57:25 unitArrived IN3', '09:57:27 unitEnRoute IN1', '09:57:27 unitArrived IN1'],
      ['09:58:28 unitEnRoute 4822', '09:58:28 unitArrived 4822'],
      ['09:59:42 unitCleared CO2'],
      ['09:59:54 unitCleared IN1'],
      ['10:12:33 unitCleared E82', '10:12:36 priority Police 4 - No Status Checks'],
      ['10:19:24 unitCleared M82', '10:19:24 closed Fire'],
      ['11:06:12 unitCleared IN3'],
    ]);
  });
});
