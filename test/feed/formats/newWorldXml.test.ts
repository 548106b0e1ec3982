import { newWorldXmlFormat } from '../../../src/feed/formats/newWorldXml';
import type { CallSnapshot } from '../../../src/incident/fact';
import { type NewWorldCall, type NewWorldUnit, newWorldCallBody, newWorldXml } from '../../support/newWorldCall';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T19:00:00Z') };
const parse = (xml: string | Uint8Array) => newWorldXmlFormat().parse(typeof xml === 'string' ? Buffer.from(xml) : xml, context);
const at = (iso: string) => Date.parse(iso);

function snapshots(xml: string | Uint8Array): CallSnapshot[] {
  const outcome = parse(xml);
  if ('rejected' in outcome) throw new Error(JSON.stringify(outcome.rejected));
  return outcome.facts.flatMap((fact) => (fact.kind === 'snapshot' ? [fact.snapshot] : []));
}
const snapshot = (call: NewWorldCall) =>
  snapshots(newWorldXml({ callId: '9000001', callNumber: '41', ...call }))[0] as CallSnapshot;
function rejected(xml: string | Uint8Array) {
  const outcome = parse(xml);
  if (!('rejected' in outcome)) throw new Error('was accepted');
  return outcome.rejected;
}

describe('a call', () => {
  it('becomes one snapshot of all it says', () => {
    const call = snapshot({
      created: '2026-03-02T13:40:00',
      callerName: 'Robin Vance',
      callerPhone: '(813) 555-0142',
      nature: 'broken window',
      contexts: [{ agency: 'Police', callType: 'Burglary', priority: '3 - Police Low', created: '2026-03-02T13:41:00' }],
      incidents: [
        { agency: 'Police', number: '2026-00000101', caseNumber: '26-0077', jurisdiction: 'ZZ0100', type: 'Burglary Res' },
      ],
      ori: { police: 'ZZ0100' },
      units: [
        {
          unit: 'A12',
          type: 'Patrol',
          jurisdiction: 'ZZ0100',
          primary: true,
          assigned: '2026-03-02T13:50:00',
          dispatched: '2026-03-02T13:50:01',
          enRoute: '2026-03-02T13:51:00',
          arrived: '2026-03-02T13:58:00',
          cleared: '2026-03-02 19:20:00Z',
          officers: ['3266', '3270'],
        },
      ],
      persons: [{ role: 'Inquiry', phone: '8135550142', first: 'Robin', primaryCaller: true }],
      narratives: ['glass on the floor'],
      dispositions: ['Report Taken'],
    });
    expect(call).toEqual({
      numbers: { callId: '9000001', callNumber: '41' },
      createdAt: at('2026-03-02T18:40:00Z'),
      contexts: [
        {
          agency: 'Police',
          callType: 'Burglary',
          priority: '3 - Police Low',
          status: 'In Progress',
          createdAt: at('2026-03-02T18:41:00Z'),
          closed: false,
          cancelled: false,
          incidentNumber: '2026-00000101',
          reportNumber: '26-0077',
        },
      ],
      otherNumbers: [],
      closed: false,
      cancelled: false,
      contacts: [{ role: 'caller', phone: '(813) 555-0142', name: 'Robin Vance' }],
      units: [
        {
          unit: 'A12',
          agency: 'Police',
          primary: true,
          officers: [
            { id: '3266', primary: true },
            { id: '3270', primary: false },
          ],
          times: {
            assigned: at('2026-03-02T18:50:00Z'),
            dispatched: at('2026-03-02T18:50:01Z'),
            enRoute: at('2026-03-02T18:51:00Z'),
            arrived: at('2026-03-02T18:58:00Z'),
            cleared: at('2026-03-02T19:20:00Z'),
          },
        },
      ],
      flags: [],
      dispositions: ['Report Taken'],
      narratives: ['broken window', 'glass on the floor', 'Burglary Res'],
    });
  });

  it('is closed by its flag only: a reopened one keeps its times of closing', () => {
    const call = snapshot({
      closed: false,
      closedAt: '2026-03-01T09:00:00',
      contexts: [{ agency: 'Police', closed: false, closedAt: '2026-03-01T09:00:00' }],
    });
    expect(call).toMatchObject({ closed: false, closedAt: at('2026-03-01T14:00:00Z') });
    expect(call.contexts[0]).toMatchObject({ closed: false, closedAt: at('2026-03-01T14:00:00Z') });
    expect(snapshot({ closed: true }).closed).toBe(true);
  });

  it('takes the time of the year 1 for none', () => {
    expect(snapshot({ closedAt: '0001-01-01T00:00:00' }).closedAt).toBeUndefined();
  });
});

describe('roots', () => {
  const body = newWorldCallBody({ callId: '1', callNumber: '41' }).replaceAll('i:nil', 'x:nil');
  const ns = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"';

  it.each([
    ['Call without a namespace', `<Call ${ns}>${body}</Call>`],
    ['CallExport', `<CallExport ${ns} xmlns="urn:other">${body}</CallExport>`],
    ['a prefix on everything', `<c:Call xmlns:c="urn:c"><c:CallId>1</c:CallId></c:Call>`],
    ['another name, from a transformation', `<Event ${ns}>${body}</Event>`],
    ['padding around it', `\r\n \0<Call ${ns}>${body}</Call>\r\n\0`],
  ])('%s', (_what, xml) => {
    expect(snapshots(xml).map(({ numbers }) => numbers.callId)).toEqual(['1']);
  });

  it('with several calls give several snapshots', () => {
    const call = (id: string) => `<Call><CallId>${id}</CallId></Call>`;
    expect(snapshots(`<ArrayOfCall>${call('1')}${call('2')}</ArrayOfCall>`).map(({ numbers }) => numbers.callId)).toEqual([
      '1',
      '2',
    ]);
    expect(
      snapshots(`<CallExport><Calls>${call('3')}${call('4')}</Calls></CallExport>`).map(({ numbers }) => numbers.callId),
    ).toEqual(['3', '4']);
  });

  it('may be in UTF-16 or Windows-1252', () => {
    const xml = '<Call><CallId>1</CallId><NatureOfCall>señal</NatureOfCall></Call>';
    expect(snapshots(Buffer.from(`\ufeff${xml}`, 'utf16le'))[0]?.narratives).toEqual(['señal']);
    expect(snapshots(Buffer.from(xml, 'latin1'))[0]?.narratives).toEqual(['señal']);
  });
});

describe('contacts', () => {
  it('the caller of the persons list stands in for a call without a phone', () => {
    const persons = [{ role: 'Inquiry', phone: '8135550150', first: 'Sam', last: 'Ode', primaryCaller: true }];
    expect(snapshot({ persons }).contacts).toEqual([{ role: 'caller', phone: '8135550150', name: 'Sam Ode' }]);
  });

  it('victims and complainants are contacts of their own, others are not kept', () => {
    const persons = [
      { role: 'Victim', phone: '8135550151', first: 'Ana' },
      { role: 'Complainant', phone: '8135550152' },
      { role: 'Suspect', phone: '8135550153', first: 'X' },
      { role: 'Witness', phone: '8135550154' },
    ];
    expect(snapshot({ callerPhone: '8135550142', persons }).contacts).toEqual([
      { role: 'caller', phone: '8135550142' },
      { role: 'victim', phone: '8135550151', name: 'Ana' },
      { role: 'complainant', phone: '8135550152' },
    ]);
  });

  it('a caller who is the victim is both', () => {
    const persons = [{ role: 'Victim', phone: '8135550142', primaryCaller: true }];
    expect(snapshot({ callerPhone: '8135550142', persons }).contacts.map(({ role }) => role)).toEqual(['caller', 'victim']);
  });

  it('are none where nobody called', () => {
    expect(snapshot({ persons: [{ role: 'Inquiry', primaryCaller: true }] }).contacts).toEqual([]);
  });
});

describe('agencies', () => {
  const incidents = [
    { agency: 'Fire', number: 'F-1', jurisdiction: '200' },
    { agency: 'Police', number: 'P-9', jurisdiction: 'ZZ0200' },
    { agency: 'Police', number: 'P-1', jurisdiction: 'ZZ0100', caseNumber: 'C-1' },
    { agency: 'Police', number: 'P-5', jurisdiction: 'CORONER' },
  ];
  const contexts = [{ agency: 'Fire' }, { agency: 'Police' }];

  it('have the number of the department in whose area the call is; others stand under their jurisdiction', () => {
    const call = snapshot({ contexts, incidents, ori: { police: 'ZZ0100', fire: '200' } });
    expect(call.contexts.map(({ agency, incidentNumber, reportNumber }) => [agency, incidentNumber, reportNumber])).toEqual([
      ['Fire', 'F-1', undefined],
      ['Police', 'P-1', 'C-1'],
    ]);
    expect(call.otherNumbers).toEqual([
      { agency: 'ZZ0200', incidentNumber: 'P-9' },
      { agency: 'CORONER', incidentNumber: 'P-5' },
    ]);
  });

  it('keep the number of an agency that has no context yet', () => {
    expect(snapshot({ contexts: [{ agency: 'Fire' }], incidents }).otherNumbers?.map(({ agency }) => agency)).toEqual([
      'Police',
      'Police',
      'Police',
    ]);
  });

  it('a number without an agency is that of the only context', () => {
    const call = snapshot({ contexts: [{ agency: 'Fire' }], incidents: [{ number: 'INC-1' }] });
    expect(call.contexts[0]?.incidentNumber).toBe('INC-1');
  });

  const unitAgency = (unit: Omit<NewWorldUnit, 'unit'>, call: NewWorldCall) =>
    snapshot({ ...call, units: [{ unit: 'U', ...unit }] }).units[0]?.agency;

  it('of units follow from the jurisdictions of the numbers', () => {
    expect(unitAgency({ jurisdiction: 'ZZ0200', type: 'Engine' }, { contexts, incidents })).toBe('Police');
    expect(unitAgency({ jurisdiction: '200', type: 'Patrol' }, { contexts, incidents })).toBe('Fire');
  });

  it('of units follow from the ORIs where no number has the jurisdiction', () => {
    expect(unitAgency({ jurisdiction: 'ZZ0300' }, { contexts, incidents, ori: { police: 'ZZ0300' } })).toBe('Police');
  });

  it('of units follow from their type only where the rest is ambiguous, and are unknown, not ours, where that is too', () => {
    const city = [
      { agency: 'Fire', number: 'F-1', jurisdiction: 'City' },
      { agency: 'Police', number: 'P-1', jurisdiction: 'City' },
    ];
    const of = (type: string | undefined) => unitAgency({ jurisdiction: 'City', type }, { contexts, incidents: city });
    expect(of('Engine')).toBe('Fire');
    expect(of('Fire Deputy Chief')).toBe('Fire');
    expect(of('Police Lieutenant')).toBe('Police');
    expect(of('Supervisor')).toBe('unknown');
    expect(of(undefined)).toBe('unknown');
    expect(unitAgency({ jurisdiction: 'Elsewhere' }, { contexts: [{ agency: 'Police' }] })).toBeUndefined();
    expect(unitAgency({ jurisdiction: 'Elsewhere', type: 'Medic' }, { contexts: [{ agency: 'EMS' }] })).toBe('EMS');
  });
});

describe('units', () => {
  it('listed twice count as they were last assigned', () => {
    const units = [
      { unit: 'A12', assigned: '2026-03-02T14:00:00' },
      { unit: 'A12', assigned: '2026-03-02T13:00:00', cleared: '2026-03-02T13:10:00' },
    ];
    expect(snapshot({ units }).units).toMatchObject([{ unit: 'A12', times: { assigned: at('2026-03-02T19:00:00Z') } }]);
  });
});

describe('what could mean danger', () => {
  it('alerts and marks are flags, and their words are read', () => {
    const extra =
      '<Alerts><Alert><Type>Hazard</Type><Text>dog in the yard</Text></Alert><Alert>confidential</Alert></Alerts>' +
      '<DoNotContactFlag>true</DoNotContactFlag><RuralFlag>false</RuralFlag>';
    const call = snapshot({ extra });
    expect(call.flags).toEqual(['Hazard', 'confidential', 'DoNotContact']);
    expect(call.narratives).toEqual(expect.arrayContaining(['dog in the yard', 'confidential']));
  });
});

describe('is rejected', () => {
  it('without CallId and CallNumber', () => {
    expect(rejected(newWorldXml({ callId: undefined, callNumber: undefined }))).toMatchObject({
      code: 'feed.noNumber',
      field: 'Call/CallId',
    });
    expect(rejected('<Call/>')).toMatchObject({ field: 'Call/CallId', byte: 0 });
    expect(rejected('<Weather><Rain/></Weather>')).toMatchObject({ code: 'feed.notACall', field: 'CallId' });
  });

  it('with a bad date, named by its element and place', () => {
    const xml =
      '<Call><CallId>1</CallId><AssignedUnits><Unit><UnitNumber>A</UnitNumber><ArriveDateTime>soon, says Ann</ArriveDateTime></Unit></AssignedUnits></Call>';
    const fault = rejected(xml);
    expect(fault).toMatchObject({
      code: 'feed.badTime',
      field: 'Call/AssignedUnits/Unit/ArriveDateTime',
      byte: xml.indexOf('<ArriveDateTime'),
    });
    expect(JSON.stringify(fault)).not.toContain('Ann');
  });

  it('with a flag that is neither true nor false', () => {
    expect(rejected('<Call><CallId>1</CallId><ClosedFlag>perhaps</ClosedFlag></Call>')).toMatchObject({
      code: 'feed.badFlag',
      field: 'Call/ClosedFlag',
    });
  });

  it('with a document type, so no entity is ever expanded', () => {
    const bomb = '<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Call><CallId>&b;</CallId></Call>';
    expect(rejected(bomb).code).toBe('feed.xmlDoctype');
    expect(rejected('<Call><CallId>&secret;</CallId></Call>').code).toBe('feed.badXml');
    expect(snapshots('<Call><CallId>1&amp;&#65;</CallId></Call>')[0]?.numbers.callId).toBe('1&A');
  });

  it('when nested without end', () => {
    expect(rejected('<a>'.repeat(5000)).code).toBe('feed.xmlTooDeep');
  });

  it('when cut off or torn, naming the place and quoting nothing', () => {
    const xml = newWorldXml({ callId: '1', callerName: 'Robin Vance', narratives: ['secret words'] });
    for (const broken of [
      xml.slice(0, -30),
      xml.replace('</Narratives>', ''),
      `${xml}${xml}`,
      '',
      'Robin Vance',
      '<Robin Vance="secret words',
    ]) {
      const fault = rejected(broken);
      expect(fault.code).toBe('feed.badXml');
      expect(fault.byte).toEqual(expect.any(Number));
      expect(fault.message).not.toMatch(/Robin|secret/);
    }
  });
});
