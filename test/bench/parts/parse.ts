import { formatByName } from '../../../src/feed/formats/formatByName';
import { layoutSchema } from '../../../src/feed/formats/layout';
import { type Framing, framerFor } from '../../../src/feed/framers/framerFor';
import { type NewWorldCall, writeNewWorldXml } from '../../../src/training/newWorldWriter';
import { benchProfile } from '../benchProfile';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';

const CALLS = 5_000;
const DOCUMENTS = 2_000;
const ROUNDS = 3;
/** As much as a socket hands over at once. */
const CHUNK_BYTES = 65_536;
const TIME_ZONE = 'America/New_York';

/** Bytes to facts, framer and format together, in this process. */
export const parse: Part = async () => {
  const at = new Date();
  const calls = inventCalls(CALLS);
  const lines = Buffer.from(calls.map((call) => newLine(call, at) + dispatchedLine(call, at)).join(''));
  const documents = Buffer.concat(calls.slice(0, DOCUMENTS).map((call) => writeNewWorldXml(newWorldCall(call, +at), TIME_ZONE)));
  const delimited = formatByName('delimited', layoutSchema.parse(benchProfile().layouts.events));
  const perLine = measure('line', lines, delimited);
  const perDocument = measure('xml', documents, formatByName('newworld-xml'));
  const documentKb = Math.round(documents.length / DOCUMENTS / 100) / 10;
  return {
    figures: {
      linesPerSecond: perLine.perSecond,
      newWorldDocumentsPerSecond: perDocument.perSecond,
      newWorldDocumentKb: documentKb,
    },
    rows: [
      { what: 'delimited lines, framed and parsed', value: `${perLine.perSecond}/s` },
      { what: `New World documents of ${documentKb} kB, framed and parsed`, value: `${perDocument.perSecond}/s` },
    ],
    wrong: [...wrongWith('lines', perLine, CALLS * 2), ...wrongWith('New World documents', perDocument, DOCUMENTS)],
  };
};

interface Measured {
  readonly perSecond: number;
  readonly read: number;
  readonly rejected: number;
}

/** The best of some rounds: the first ones also compile. */
function measure(framing: Framing, bytes: Buffer, format: ReturnType<typeof formatByName>): Measured {
  let best: Measured = { perSecond: 0, read: 0, rejected: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const framer = framerFor(framing, 8 * CHUNK_BYTES);
    const context = { timeZone: TIME_ZONE, receivedAt: Date.now() };
    let read = 0;
    let rejected = 0;
    const take = (frames: readonly Uint8Array[]) => {
      for (const frame of frames) {
        const parsed = format.parse(frame, context);
        if ('rejected' in parsed) rejected++;
        else read += parsed.facts.length;
      }
    };
    const startedAt = performance.now();
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) take(framer.push(bytes.subarray(from, from + CHUNK_BYTES)).frames);
    take(framer.end().frames);
    const perSecond = Math.round((read * 1_000) / (performance.now() - startedAt));
    if (round === 0 || perSecond > best.perSecond) best = { perSecond, read, rejected };
  }
  return best;
}

function wrongWith(what: string, { read, rejected }: Measured, expected: number): string[] {
  return read === expected && rejected === 0 ? [] : [`${read} of ${expected} ${what} gave a fact, ${rejected} were rejected`];
}

function newWorldCall({ number, phone, unit }: InventedCall, at: number): NewWorldCall {
  const officers = [{ id: '3266', firstName: 'J', lastName: 'Ramirez' }];
  return {
    callId: number.replace('-', ''),
    callNumber: number,
    createdAt: at,
    callSource: 'Phone',
    natureOfCall: 'Burglary',
    callerPhone: phone,
    contexts: [
      { agency: 'Police', callType: 'BURG-RES', priority: 'P3', createdAt: at, closed: false, cancelled: false },
      { agency: 'Fire', callType: 'ASSIST', priority: 'P4', createdAt: at, closed: false, cancelled: false },
    ],
    incidents: [{ agency: 'Police', jurisdiction: 'PKPD', number: `I${number}`, createdAt: at, type: 'BURG-RES' }],
    units: [
      { unit, type: 'Patrol', jurisdiction: 'PKPD', primary: true, officers, assignedAt: at, enRouteAt: at + 60_000 },
      { unit: `${unit}B`, type: 'Patrol', jurisdiction: 'PKPD', primary: false, officers: [], assignedAt: at },
    ],
    narratives: Array.from({ length: 4 }, (_, i) => ({
      at: at + i * 1_000,
      text: 'Rear window was found open on return from work, electronics missing, no one seen nearby',
    })),
    dispositions: [],
    closed: false,
    cancelled: false,
    location: {
      houseNumber: '100',
      streetName: 'INVENTED',
      streetType: 'ST',
      city: 'PALM KEY',
      state: 'FL',
      zip: '00000',
      policeOri: 'FL0000000',
      fireOri: '00000',
    },
  };
}
