import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type StoredSnapshot, withoutNarratives } from '../../../src/incident/compareSnapshot';
import type { PartialCall } from '../../../src/incident/fact';
import { mergeReport } from '../../../src/incident/mergeReport';
import { checkLayout } from '../../../src/layoutCheck';
import { hasSamples, sampleFolder } from '../../support/samples';
import { shippedLayout } from '../../support/shippedLayout';

(hasSamples('tcp-reports') ? describe : describe.skip)('the recording of raw-TCP reports (skipped where absent)', () => {
  const check = () =>
    checkLayout(
      shippedLayout('chester-adi-html'),
      readFileSync(path.join(sampleFolder('tcp-reports'), 'chester_first_6_events.txt')),
      {
        timeZone: 'America/New_York',
        receivedAt: Date.parse('2025-10-07T15:34:33-04:00'),
        framing: 'sentinel',
        framingOptions: { begins: '>>>' },
      },
    );

  it('is understood to the last line', () => {
    const { records, unaccounted, discardedBytes } = check();
    expect(unaccounted).toEqual([]);
    expect(discardedBytes).toBe(0);
    expect(records.flatMap(({ faults }) => faults)).toEqual([]);
    const kinds = records.flatMap(({ recordNames }) => recordNames);
    expect([
      kinds.filter((kind) => kind === 'dispatch report').length,
      kinds.filter((kind) => kind === 'clear report').length,
    ]).toEqual([17, 5]);
  });

  it('repeat dispatches of one event make one call with all its units, which the clear report closes', () => {
    const calls = new Map<string, StoredSnapshot>();
    for (const { facts } of check().records) {
      for (const fact of facts) {
        const { report } = fact as { report: PartialCall };
        const number = report.numbers.incidentNumber as string;
        calls.set(number, withoutNarratives(mergeReport(calls.get(number), report)));
      }
    }
    const told = [...calls].map(([number, { units, closed, contexts }]) => {
      const whole = units.filter(({ times }) => Object.keys(times).length === 4).map(({ unit }) => unit);
      return `${number} ${contexts[0]?.callType} ${whole.join(' ')} ${closed ? 'closed' : 'open'}`;
    });
    // Read from the file by hand.
    expect(told).toEqual([
      'F25060000 FIRE/BRUSH ENG485 UTL48 QRS48 LAD49 closed',
      'F25060001 ACCIDENT/ENTRAPMENT UTL48 QRS48 ENG482 BRU48 closed',
      'F25060002 RESCUE/TECHNICAL QRS48 ENG481 closed',
      'F25060003 EMS/CARDIAC ENG481 UTL48 ENG482 ENG485 closed',
      'F25060004 HAZMAT/FUEL SPILL UTL48 BRU48 ENG481 closed',
    ]);
    expect(calls.get('F25060000')).toMatchObject({
      numbers: { callId: '3970000' },
      closedAt: Date.parse('2025-10-01T12:08:54-04:00'),
      contacts: [{ role: 'caller', phone: '(555) 555-0182', name: 'PASSERBY' }],
    });
    expect(calls.get('F25060000')?.units[0]?.times).toEqual({
      dispatched: Date.parse('2025-10-01T11:30:58-04:00'),
      enRoute: Date.parse('2025-10-01T11:31:54-04:00'),
      arrived: Date.parse('2025-10-01T11:45:54-04:00'),
      cleared: Date.parse('2025-10-01T12:06:54-04:00'),
    });
  });
});
