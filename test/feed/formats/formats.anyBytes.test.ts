import fc from 'fast-check';
import { delimitedFormat } from '../../../src/feed/formats/delimited';
import { eidoJsonFormat } from '../../../src/feed/formats/eidoJson';
import type { FrameFormat } from '../../../src/feed/formats/format';
import { newWorldXmlFormat } from '../../../src/feed/formats/newWorldXml';
import { newWorldXml } from '../../support/newWorldCall';

const context = { timeZone: 'America/New_York', receivedAt: 1_772_000_000_000 };
const xml = newWorldXml({
  callId: '1',
  callNumber: '41',
  created: '2026-03-02T13:40:00',
  contexts: [{ agency: 'Police', callType: 'Burglary' }],
  units: [{ unit: 'A12', assigned: '2026-03-02T13:50:00', officers: ['1'] }],
  narratives: ['é'],
});
const json = JSON.stringify({
  $id: 'i',
  incidentComponent: { $id: 'i', incidentTypeInternalCode: 'X' },
  callComponent: [{ $id: 'c', callBackReference: { $ref: 'cb' } }],
  callbackComponent: [{ $id: 'cb', callBackInformationUri: ['tel:8135550142'] }],
  emergencyResourceComponent: [
    { $id: 'r', secondaryUnitStatusRegistryText: ['EnRoute'], lastUpdateTimeStamp: '2026-03-02T13:40:00Z' },
  ],
});

const formats: [string, FrameFormat, string][] = [
  [
    'delimited',
    delimitedFormat({
      kind: 'delimited',
      delimiter: ',',
      columns: ['occurredAt', 'incidentNumber', 'event', 'unit', 'callerPhone', 'flags'],
      time: 'yyyy-MM-dd HH:mm:ss',
      events: { NEW: 'incidentCreated', DISP: 'unitDispatched' },
    }),
    '2026-03-02 13:40:00,"T,1",DISP,A12,8135550142,hazard',
  ],
  ['newworld-xml', newWorldXmlFormat(), xml],
  ['eido-json', eidoJsonFormat(), json],
];

function answers(format: FrameFormat, bytes: Uint8Array): void {
  const outcome = format.parse(bytes, context);
  if ('rejected' in outcome) {
    expect(outcome.rejected.code).toMatch(/^feed\./);
    if (outcome.rejected.byte !== undefined) {
      expect(outcome.rejected.byte).toBeGreaterThanOrEqual(0);
      expect(outcome.rejected.byte).toBeLessThanOrEqual(bytes.length);
    }
  } else expect(Array.isArray(outcome.facts)).toBe(true);
}

describe.each(formats)('%s', (_name, format, good) => {
  it('reads its own record', () => {
    expect(format.parse(Buffer.from(good), context)).toMatchObject({ facts: [expect.anything()] });
  });

  it('answers any bytes with facts or a rejection', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => answers(format, bytes)),
      { numRuns: 300 },
    );
  });

  it('answers any text with facts or a rejection', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => answers(format, Buffer.from(text))),
      { numRuns: 300 },
    );
  });

  it('answers a damaged record with facts or a rejection', () => {
    const bytes = Buffer.from(good);
    const damage = fc.record({ from: fc.nat(bytes.length), length: fc.nat(40), put: fc.uint8Array({ maxLength: 12 }) });
    fc.assert(
      fc.property(damage, ({ from, length, put }) =>
        answers(format, Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)])),
      ),
      { numRuns: 600 },
    );
  });
});

it('eido-json answers any JSON with facts or a rejection', () => {
  const component = fc.dictionary(
    fc.constantFrom(
      '$id',
      '$ref',
      'lastUpdateTimeStamp',
      'callBackInformationUri',
      'secondaryUnitStatusRegistryText',
      'agentReference',
      'ncPersonComponent',
    ),
    fc.jsonValue(),
  );
  const eido = fc.dictionary(
    fc.constantFrom(
      '$id',
      'incidentComponent',
      'callComponent',
      'personComponent',
      'emergencyResourceComponent',
      'notesComponent',
      'event',
      'notification',
    ),
    fc.oneof(component, fc.array(component, { maxLength: 3 }), fc.jsonValue()),
  );
  fc.assert(
    fc.property(fc.oneof(eido, fc.jsonValue()), (value) => answers(eidoJsonFormat(), Buffer.from(JSON.stringify(value)))),
    { numRuns: 500 },
  );
});
