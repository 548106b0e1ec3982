import { delimitedFormat } from '../../src/feed/formats/delimited';
import type { FrameFormat, ParseOutcome } from '../../src/feed/formats/format';
import { newWorldXmlFormat } from '../../src/feed/formats/newWorldXml';
import { type Framing, framerFor } from '../../src/feed/framers/framerFor';
import type { CallSnapshot, EventFact } from '../../src/incident/fact';
import { startCadSimulator } from '../../src/training/cadSimulator';
import { FakeClock } from '../support/fakeClock';
import { connectionsOf } from './support/connections';
import { FeedServer } from './support/feedServer';
import { shippedEvening, trainingProfile } from './support/trainingFiles';

const ZONE = 'America/New_York';
/** 2025-06-03 16:00:00 in New York. */
const START = Date.UTC(2025, 5, 3, 20, 0, 0);
const { layouts } = trainingProfile();

/** What the appliance would make of everything that came: each byte in some frame, each frame parsed. */
function readAll(bytes: Uint8Array, framing: Framing, format: FrameFormat): ParseOutcome[] {
  const framer = framerFor(framing, 1_000_000);
  const outputs = [framer.push(bytes), framer.end()];
  expect(outputs.flatMap(({ discarded }) => discarded)).toEqual([]);
  return outputs.flatMap(({ frames }) => frames).map((frame) => format.parse(frame, { timeZone: ZONE, receivedAt: START }));
}

async function playSeconds(seconds: number) {
  const clock = new FakeClock(START);
  const servers = { cad: await FeedServer.listen(), units: await FeedServer.listen(), rms: await FeedServer.listen() };
  const addresses = { cad: servers.cad.address, units: servers.units.address, rms: servers.rms.address };
  const { logger, allOpen } = connectionsOf(3);
  const simulator = startCadSimulator({ addresses, clock, logger, timeZone: ZONE, evening: shippedEvening() });
  // Partly before it is connected: what happens then must not be lost.
  clock.advance(5_000);
  await allOpen;
  clock.advance((seconds - 5) * 1_000);
  await simulator.stop();
  await Promise.all(Object.values(servers).map((server) => server.allClosed()));
  const outcomes = {
    cad: readAll(servers.cad.bytes, 'xml', newWorldXmlFormat()),
    units: readAll(servers.units.bytes, 'line', delimitedFormat(layouts['pipe-events'] as never)),
    rms: readAll(servers.rms.bytes, 'line', delimitedFormat(layouts['rms-cases'] as never)),
  };
  await Promise.all(Object.values(servers).map((server) => server.close()));
  return { outcomes, cadBytes: servers.cad.bytes };
}

const factsOf = (outcomes: readonly ParseOutcome[]) => outcomes.flatMap((outcome) => ('facts' in outcome ? outcome.facts : []));
const snapshots = (outcomes: readonly ParseOutcome[]): CallSnapshot[] =>
  factsOf(outcomes).flatMap((fact) => (fact.kind === 'snapshot' ? [fact.snapshot] : []));
const events = (outcomes: readonly ParseOutcome[]): EventFact[] =>
  factsOf(outcomes).flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []));
const rejected = (outcomes: readonly ParseOutcome[]) => outcomes.filter((outcome) => 'rejected' in outcome);
const at = (seconds: number) => START + seconds * 1_000;

describe('the first 65 seconds, over TCP', () => {
  let played: Awaited<ReturnType<typeof playSeconds>>;
  beforeAll(async () => {
    played = await playSeconds(65);
  });

  it('every frame is one that the formats read', () => {
    const { cad, units, rms } = played.outcomes;
    expect([...rejected(cad), ...rejected(units), ...rejected(rms)]).toEqual([]);
    expect([cad.length, units.length, rms.length]).toEqual([39, 14, 1]);
  });

  it('the burglary comes as the whole call, sent again at every change', () => {
    const burglary = snapshots(played.outcomes.cad).filter(({ contexts }) => contexts[0]?.callType === 'BURG-RES');
    const units = burglary.map((call) => call.units[0]?.times);
    // Times are told in whole seconds.
    expect(units).toEqual([
      { assigned: at(0), dispatched: at(0) },
      { assigned: at(0), dispatched: at(0), enRoute: at(5) },
      { assigned: at(0), dispatched: at(0), enRoute: at(5), arrived: at(16) },
      { assigned: at(0), dispatched: at(0), enRoute: at(5), arrived: at(16), cleared: at(38) },
      { assigned: at(0), dispatched: at(0), enRoute: at(5), arrived: at(16), cleared: at(38) },
    ]);
    expect(burglary.map(({ closed }) => closed)).toEqual([false, false, false, false, true]);
    expect(new Set(burglary.map(({ numbers }) => numbers.callId)).size).toBe(1);
    expect(burglary.at(-1)).toMatchObject({
      createdAt: at(0),
      closedAt: at(39),
      cancelled: false,
      contacts: [{ role: 'caller', name: 'Dana Whitcomb', phone: expect.stringMatching(/^(813|727|352|941)55501\d\d$/) }],
      contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: '4 - Report', closed: true }],
      units: [{ unit: 'P11', agency: 'Police', primary: true, officers: [{ id: '2107', primary: true }] }],
      dispositions: ['Report taken'],
    });
  });

  it('the records system speaks of the same incident by its number', () => {
    const [burglary] = snapshots(played.outcomes.cad).filter(({ contexts }) => contexts[0]?.callType === 'BURG-RES');
    const number = burglary?.contexts[0]?.incidentNumber;
    expect(number).toMatch(/^25-\d{8}$/);
    expect(events(played.outcomes.rms)).toMatchObject([
      { event: 'caseAssigned', numbers: { incidentNumber: number, reportNumber: `R${number}` }, details: { officerId: 'D410' } },
    ]);
    const reports = events(played.outcomes.units).filter(({ event }) => event === 'reportNumberAssigned');
    expect(reports[0]).toMatchObject({ numbers: { incidentNumber: number }, occurredAt: at(32), details: { officerId: '2107' } });
  });

  it('the line feed tells events, with the language of the caller', () => {
    const spanish = events(played.outcomes.units).filter(({ details }) => details.contacts?.[0]?.language === 'es');
    expect(spanish).toMatchObject([
      { event: 'incidentCreated', occurredAt: at(8), details: { callType: 'VEH-STOLEN', priority: '3 - Routine' } },
    ]);
    const number = spanish[0]?.numbers.incidentNumber;
    const told = events(played.outcomes.units).filter(({ numbers }) => numbers.incidentNumber === number);
    expect(told.map(({ event }) => event)).toEqual([
      'incidentCreated',
      'unitDispatched',
      'unitEnRoute',
      'unitArrived',
      'reportNumberAssigned',
      'unitCleared',
      'incidentClosed',
    ]);
  });

  it('nothing of a call is exported before its first unit, and its own number comes with it', () => {
    for (const { units, contexts } of snapshots(played.outcomes.cad)) {
      expect(units.length).toBeGreaterThan(0);
      expect(contexts[0]?.incidentNumber).toBeDefined();
    }
  });

  it('a blank call type is nil, and filled in later', () => {
    const animal = snapshots(played.outcomes.cad).filter(({ contacts }) => contacts[0]?.name === 'Kelsey Marsh');
    expect(animal.slice(0, 2).map(({ contexts }) => contexts[0]?.callType)).toEqual([undefined, 'ANIMAL']);
  });

  it('a diversion is not announced: the unit is seen on another call while still on the first', () => {
    const calls = snapshots(played.outcomes.cad);
    const theft = calls.findLast(({ contexts }) => contexts[0]?.callType === 'THEFT-GRAND');
    const crash = calls.findLast(({ contexts }) => contexts[0]?.callType === 'CRASH-INJ');
    expect(theft?.units).toMatchObject([{ unit: 'P21', times: { enRoute: at(44) } }]);
    expect(theft?.units[0]?.times.cleared).toBeUndefined();
    expect(crash?.units[0]).toMatchObject({ unit: 'P21', times: { assigned: at(58) } });
    expect(crash?.contexts.map(({ agency }) => agency)).toEqual(['Police', 'Fire']);
    expect(crash?.units.find(({ unit }) => unit === 'E7')?.agency).toBe('Fire');
  });

  it('the exporter’s layout: byte order mark, one line, namespaces, nil', () => {
    const text = played.cadBytes.toString('utf8');
    expect(played.cadBytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(text).not.toMatch(/[\r\n]/);
    expect(text.match(/\ufeff<\?xml version="1\.0" encoding="utf-8"\?><Call /g)).toHaveLength(played.outcomes.cad.length);
    expect(text).toContain('<ClearDateTime i:nil="true" />');
  });
});

it('only the damaged line of the first four minutes cannot be read', async () => {
  const { cad, units, rms } = (await playSeconds(240)).outcomes;
  expect([...rejected(cad), ...rejected(rms)]).toEqual([]);
  expect(rejected(units)).toMatchObject([{ rejected: { field: 'event' } }]);
});
