import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameFormat } from '../../src/feed/formats/format';
import { formatByName } from '../../src/feed/formats/formatByName';
import { type Layout, layoutSchema } from '../../src/feed/formats/layout';
import { newWorldXml } from '../support/newWorldCall';
import { connections, documents, formFeeds, lines, sentinels, stxEtxAuto, stxEtxXor, type Wire } from './wires';

/** A format, records that it understands, and the wires they may come over. */
export interface Subject {
  readonly name: string;
  readonly format: FrameFormat;
  readonly records: readonly Uint8Array[];
  readonly wires: readonly Wire[];
}

/** From here and from where it is built. */
const LAYOUTS = path.resolve(__dirname, '../../resources/layouts');

/** Every format, and every shipped layout with its sample. */
export function fuzzSubjects(): readonly Subject[] {
  return [...ownSubjects(), ...shippedLayouts()];
}

function ownSubjects(): Subject[] {
  const delimited = (layout: object) => formatByName('delimited', layoutSchema.parse({ kind: 'delimited', ...layout }));
  return [
    {
      name: 'delimited',
      format: delimited({
        delimiter: '|',
        columns: ['occurredAt', 'incidentNumber', 'event', 'callType', 'unit', 'callerPhone', 'flags'],
        time: 'iso',
        events: { NEW: 'incidentCreated', DISP: 'unitDispatched', CLR: 'unitCleared' },
      }),
      records: [
        '2026-03-02T13:40:00-05:00|26-041|NEW|BURG||9415550142|',
        '2026-03-02T13:44:10-05:00|26-041|DISP||A12||officer-safety',
        '2026-03-02T14:20:00-05:00|26-041|CLR||A12||',
      ].map((line) => Buffer.from(line)),
      wires: [lines, formFeeds],
    },
    {
      name: 'rms-cases',
      format: delimited({
        delimiter: ',',
        columns: ['occurredAt', 'reportNumber', 'event', 'officerId', 'caseStatus', 'contactPhone'],
        time: 'MM/dd/yyyy HH:mm',
        events: { ASSIGNED: 'caseAssigned', STATUS: 'caseStatusChanged' },
      }),
      records: ['03/03/2026 08:15,R26-7,ASSIGNED,D417,,"(941) 555-0122"', '03/05/2026 16:02,R26-7,STATUS,,Closed,'].map((line) =>
        Buffer.from(line),
      ),
      wires: [lines],
    },
    {
      name: 'newworld-xml',
      format: formatByName('newworld-xml'),
      records: [inventedCall('2026-03-02T13:50:00'), inventedCall(undefined)].map((xml) => Buffer.from(xml)),
      wires: [documents('xml'), connections],
    },
    { name: 'eido-json', format: formatByName('eido-json'), records: [Buffer.from(EIDO)], wires: [documents('json'), connections] },
  ];
}

/** With a sample of the same name beside it: records that are cut at form feeds and at STX and ETX, or one. */
function shippedLayouts(): Subject[] {
  const samples = readdirSync(path.join(LAYOUTS, 'samples'));
  return readdirSync(LAYOUTS)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const name = path.basename(file, '.json');
      const layout: Layout = layoutSchema.parse(JSON.parse(readFileSync(path.join(LAYOUTS, file), 'utf8')));
      const records = samples
        .filter((sample) => path.parse(sample).name === name)
        .flatMap((sample) => recordsOf(readFileSync(path.join(LAYOUTS, 'samples', sample))));
      if (records.length === 0) return [];
      const wires = layout.kind === 'ali' ? [stxEtxAuto, stxEtxXor, formFeeds] : [connections, formFeeds, sentinels, lines];
      return [{ name, format: formatByName(layout.kind, layout), records, wires }];
    });
}

function recordsOf(sample: Uint8Array): Uint8Array[] {
  const text = Buffer.from(sample).toString('latin1');
  const framed = text
    .split('\x02')
    .slice(1)
    .flatMap((rest) => (rest.includes('\x03') ? [rest.split('\x03', 1)[0] as string] : []));
  const records = framed.length > 0 ? framed : text.split('\f');
  return records.filter((record) => record.trim() !== '').map((record) => Buffer.from(record, 'latin1'));
}

function inventedCall(assigned: string | undefined): string {
  return newWorldXml({
    callId: '1',
    callNumber: '41',
    created: '2026-03-02T13:40:00',
    contexts: [{ agency: 'Police', callType: 'Burglary' }],
    units: assigned === undefined ? [] : [{ unit: 'A12', assigned, officers: ['1'] }],
    narratives: ['é <b> & so on'],
  });
}

const EIDO = JSON.stringify({
  $id: 'i',
  incidentComponent: { $id: 'i', incidentTypeInternalCode: 'BURG', lastUpdateTimeStamp: '2026-03-02T13:40:00Z' },
  callComponent: [{ $id: 'c', callBackReference: { $ref: 'cb' } }],
  callbackComponent: [{ $id: 'cb', callBackInformationUri: ['tel:9415550142'] }],
  emergencyResourceComponent: [
    { $id: 'r', secondaryUnitStatusRegistryText: ['EnRoute'], lastUpdateTimeStamp: '2026-03-02T13:44:00Z' },
  ],
});
