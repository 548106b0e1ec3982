import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eidoJsonFormat } from '../../../src/feed/formats/eidoJson';
import type { CallSnapshot } from '../../../src/incident/fact';
import { hasSamples, sampleFolder } from '../../support/samples';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T19:00:00Z') };
const at = (iso: string) => Date.parse(iso);
const parse = (value: unknown) =>
  eidoJsonFormat().parse(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), context);

function snapshots(value: unknown): CallSnapshot[] {
  const outcome = parse(value);
  if ('rejected' in outcome) throw new Error(JSON.stringify(outcome.rejected));
  return outcome.facts.flatMap((fact) => (fact.kind === 'snapshot' ? [fact.snapshot] : []));
}
const snapshot = (value: unknown) => snapshots(value)[0] as CallSnapshot;

const INCIDENT = 'urn:emergency:uid:incidentid:0001:cad.example.gov';
const CALL = 'urn:emergency:uid:callid:0001:bcf.example.gov';
const stamp = (time: string) => ({
  lastUpdateTimeStamp: `2026-03-02T${time}-05:00`,
  updatedByAgencyReference: { $ref: 'tampa.example.gov' },
});

/** A burglary with one officer on the way, in the terms of NENA-STA-021. */
const burglary = {
  $id: INCIDENT,
  ...stamp('13:52:00'),
  eidoVersion: '1.0',
  issuingElementIdentification: 'cad.example.gov',
  incidentComponent: {
    $id: INCIDENT,
    ...stamp('13:51:00'),
    incidentTypeInternalCode: 'BURG-RES',
    incidentTypeInternalText: 'Burglary, residence',
    incidentTypeCommonRegistryText: 'Burglary',
    incidentStatusCommonRegistryText: ['Active', 'ResourcesAssigned'],
    internalIncidentId: 'T26-0101',
    documentIdentification: ['R26-77'],
    reportNumberType: 'New',
    incidentPriorityInternalText: '3',
    dispositionComponent: [{ dispositionCommonRegistryCode: '01', dispositionDescriptionText: 'Report Taken' }],
  },
  callComponent: [
    {
      $id: CALL,
      ...stamp('13:40:00'),
      standardPrimaryCallType: 'emergency',
      direction: 'incoming',
      callStartTimestamp: '2026-03-02T13:40:00-05:00',
      callBackReference: { $ref: 'cb-1' },
    },
  ],
  callbackComponent: [
    { $id: 'cb-1', ...stamp('13:40:00'), callBackInformationUri: ['sip:8135550142@osp.example', 'tel:+1-813-555-0142'] },
    {
      $id: 'cb-2',
      ...stamp('13:45:00'),
      callBackInformationUri: ['sip:alice@osp.example', 'sip:8135550143@osp.example;user=phone'],
    },
  ],
  personComponent: [
    {
      $id: 'p-1',
      ...stamp('13:41:00'),
      personIncidentRoleRegistryText: ['Caller', 'Complainant'],
      ncPersonComponent: {
        personName: [{ personGivenName: 'Robin', personSurName: 'Vance' }],
        personPrimaryLanguage: { languageCode: 'spa' },
      },
      callBackReference: { $ref: 'cb-1' },
    },
    { $id: 'p-2', ...stamp('13:45:00'), personIncidentRoleRegistryText: ['Victim'], callBackReference: { $ref: 'cb-2' } },
    { $id: 'p-3', ...stamp('13:45:00'), personIncidentRoleRegistryText: ['Suspect'], callBackReference: { $ref: 'cb-2' } },
  ],
  agencyComponent: [
    { $id: 'tampa.example.gov', agencyType: ['psap'], agencyRoleDescriptionRegistryText: ['CallReceiving'] },
    { $id: 'pd.example.gov', agencyType: ['police.municipal'] },
    { $id: 'fd.example.gov', agencyType: 'urn:emergency:service:responder.fire' },
  ],
  agentComponent: [
    { $id: '3266', agentRoleRegistryText: ['Responder'], agencyReference: { $ref: 'pd.example.gov' } },
    { $id: 'd5@tampa.example.gov', agentRoleRegistryText: ['Dispatching'], agencyReference: { $ref: 'tampa.example.gov' } },
    { $id: 'F77', agentRoleRegistryText: ['Responder'], agencyReference: { $ref: 'fd.example.gov' } },
  ],
  dispatchComponent: [
    {
      $id: 'd-1',
      ...stamp('13:50:00'),
      emergencyResourceReference: [{ $ref: 'r-1' }],
      agencyReference: { $ref: 'pd.example.gov' },
    },
  ],
  emergencyResourceComponent: [
    {
      $id: 'r-1',
      ...stamp('13:51:30'),
      emergencyResourceName: 'A12',
      primaryUnitStatusRegistryText: 'NotAvailable',
      secondaryUnitStatusRegistryText: ['EnRoute'],
      agentReference: [{ $ref: 'd5@tampa.example.gov' }, { $ref: '3266' }],
    },
    {
      $id: 'r-2',
      ...stamp('13:51:40'),
      emergencyResourceName: 'E7',
      primaryUnitStatusRegistryText: 'Available',
      secondaryUnitStatusRegistryText: ['AssignmentCancelled'],
      agentReference: [{ $ref: 'F77' }],
    },
  ],
  notesComponent: [{ $id: 'n-1', ...stamp('13:42:00'), notesActionComments: '<p>came home to a <b>broken</b> window</p>' }],
  cautionComponent: [
    { $id: 'c-1', cautionTypeInternalText: 'hazard', cautionTypeCommonRegistryText: 'Weapon', cautionSeverity: 'high' },
  ],
};

describe('an EIDO', () => {
  it('becomes one snapshot of all it says', () => {
    expect(snapshot(burglary)).toEqual({
      numbers: { callId: INCIDENT, otherCallIds: [CALL], incidentNumber: 'T26-0101', reportNumber: 'R26-77' },
      createdAt: at('2026-03-02T18:40:00Z'),
      exportedAt: at('2026-03-02T18:52:00Z'),
      contexts: [
        {
          callType: 'BURG-RES',
          priority: '3',
          status: 'active, resourcesassigned',
          closed: false,
          cancelled: false,
          incidentNumber: 'T26-0101',
          reportNumber: 'R26-77',
        },
      ],
      closed: false,
      cancelled: false,
      contacts: [
        { role: 'caller', phone: '+1-813-555-0142', name: 'Robin Vance', language: 'es' },
        { role: 'complainant', phone: '+1-813-555-0142', name: 'Robin Vance', language: 'es' },
        { role: 'victim', phone: '8135550143' },
      ],
      units: [
        {
          unit: 'A12',
          agency: 'police',
          primary: false,
          officers: [{ id: '3266', primary: true }],
          times: { dispatched: at('2026-03-02T18:50:00Z'), enRoute: at('2026-03-02T18:51:30Z') },
          statusOnly: true,
        },
        {
          unit: 'E7',
          agency: 'fire',
          primary: false,
          officers: [{ id: 'F77', primary: true }],
          times: {},
          assignmentCancelledAt: at('2026-03-02T18:51:40Z'),
          statusOnly: true,
        },
      ],
      flags: ['hazard', 'Weapon'],
      dispositions: ['Report Taken'],
      narratives: [' came home to a  broken  window ', 'Burglary, residence', 'Burglary'],
    });
  });

  it('without an incident component is keyed by its call, and names its incident as another id', () => {
    const { incidentComponent: _none, ...transfer } = burglary;
    const call = snapshot(transfer);
    expect(call.numbers).toEqual({ callId: CALL, otherCallIds: [INCIDENT] });
    // `standardPrimaryCallType` is a class of phone call, not what the incident is.
    expect(call.contexts).toEqual([]);
  });

  it('that names neither incident nor call gives nothing', () => {
    expect(parse({})).toEqual({ facts: [] });
    expect(parse({ agencyComponent: [] })).toEqual({ facts: [] });
  });
});

describe('variants of producers', () => {
  it('components as an object or an array', () => {
    const turned = {
      ...burglary,
      incidentComponent: [burglary.incidentComponent],
      callComponent: burglary.callComponent[0],
      callbackComponent: burglary.callbackComponent[0],
      personComponent: burglary.personComponent[0],
      dispatchComponent: burglary.dispatchComponent[0],
      emergencyResourceComponent: burglary.emergencyResourceComponent[0],
    };
    const call = snapshot(turned);
    expect(call.contexts[0]).toMatchObject({ callType: 'BURG-RES' });
    expect(call.contacts[0]).toMatchObject({ role: 'caller', phone: '+1-813-555-0142' });
    expect(call.units.map(({ unit }) => unit)).toEqual(['A12']);
  });

  it('both spellings of the time stamp', () => {
    const { lastUpdateTimeStamp, ...rest } = burglary;
    expect(snapshot({ ...rest, lastUpdateTimestamp: lastUpdateTimeStamp }).exportedAt).toBe(at('2026-03-02T18:52:00Z'));
  });

  it('wrong types and bad times are passed over', () => {
    const odd = {
      ...burglary,
      lastUpdateTimeStamp: 'soon',
      personComponent: 'nobody',
      notesComponent: [null, 7],
      emergencyResourceComponent: [[]],
    };
    expect(snapshot(odd)).toMatchObject({ exportedAt: undefined, units: [], narratives: ['Burglary, residence', 'Burglary'] });
  });

  it("only a type in words, or the registry's, where there is no code", () => {
    const { incidentTypeInternalCode: _code, ...worded } = burglary.incidentComponent;
    const { incidentTypeInternalText: _text, ...common } = worded;
    expect(snapshot({ ...burglary, incidentComponent: worded }).contexts[0]?.callType).toBe('Burglary, residence');
    expect(snapshot({ ...burglary, incidentComponent: common }).contexts[0]?.callType).toBe('Burglary');
  });

  it('one incident component per agency', () => {
    const by = (agency: string, type: string) => ({
      ...burglary.incidentComponent,
      updatedByAgencyReference: { $ref: agency },
      incidentTypeInternalCode: type,
    });
    const call = snapshot({ ...burglary, incidentComponent: [by('pd.example.gov', 'BURG-RES'), by('fd.example.gov', 'MED')] });
    expect(call.contexts.map(({ agency, callType }) => [agency, callType])).toEqual([
      ['police', 'BURG-RES'],
      ['fire', 'MED'],
    ]);
  });

  it('a number that a call taker updated counts before the one of the network', () => {
    const [first] = burglary.callbackComponent;
    const callback = { ...first, updatedCbn: { updatedCbnIdentifierUri: 'tel:8135550199' } };
    expect(snapshot({ ...burglary, callbackComponent: callback }).contacts[0]?.phone).toBe('8135550199');
  });
});

describe('states', () => {
  const state = (...statuses: string[]) =>
    snapshot({ ...burglary, incidentComponent: { ...burglary.incidentComponent, incidentStatusCommonRegistryText: statuses } });

  it('of the registry close, cancel and reopen the incident', () => {
    expect(state('Closed')).toMatchObject({ closed: true, closedAt: at('2026-03-02T18:51:00Z'), cancelled: false });
    expect(state('Cancelled')).toMatchObject({ closed: false, cancelled: true });
    expect(state('ReOpened', 'Closed')).toMatchObject({ closed: false, cancelled: false });
    expect(state()).toMatchObject({ closed: false, cancelled: false });
  });

  const unit = (over: Record<string, unknown>) => {
    const [resource] = burglary.emergencyResourceComponent;
    return snapshot({ ...burglary, dispatchComponent: [], emergencyResourceComponent: [{ ...resource, ...over }] }).units[0];
  };

  it.each([
    ['Assigned', 'assigned'],
    ['AcknowledgedTransmission', 'assigned'],
    ['Dispatched', 'dispatched'],
    ['EnRoute', 'enRoute'],
    ['En Route', 'enRoute'],
    ['OnScene', 'arrived'],
    ['Arrived', 'arrived'],
    ['Transporting', 'arrived'],
    ['Cleared', 'cleared'],
    ['SomethingLocal', 'assigned'],
  ])('a unit that is %s has reached %s', (status, milestone) => {
    expect(unit({ secondaryUnitStatusRegistryText: status })?.times).toEqual({ [milestone]: at('2026-03-02T18:51:30Z') });
  });

  it('a unit that is available and nothing else is not assigned', () => {
    expect(unit({ primaryUnitStatusRegistryText: 'Available', secondaryUnitStatusRegistryText: [] })?.times).toEqual({});
  });

  it('a unit active on another incident, or only queued for this one, is not on it', () => {
    expect(unit({ activeOnIncidentId: 'urn:emergency:uid:incidentid:0002:cad.example.gov' })).toBeUndefined();
    expect(unit({ stackedOnIncidentId: [INCIDENT] })).toBeUndefined();
    expect(unit({ activeOnIncidentId: INCIDENT })?.unit).toBe('A12');
  });
});

describe('conveyance', () => {
  it('notifications carry EIDOs', () => {
    expect(snapshots({ event: { subscriptionId: 's', notification: [burglary, { ...burglary, $id: 'x' }] } })).toHaveLength(2);
    expect(snapshots({ event: { notification: burglary } })).toHaveLength(1);
    expect(snapshots([burglary, { event: { notification: [{ eido: [burglary] }] } }])).toHaveLength(2);
  });

  it.each([
    'subscribe',
    'subscribeResponse',
    'unsubscribe',
    'unsubscribeResponse',
    'eventResponse',
    'terminate',
    'terminateResponse',
  ])('%s says nothing of incidents', (message) => {
    expect(parse({ [message]: { requestId: '1', statusCode: 200 } })).toEqual({ facts: [] });
  });
});

describe('is rejected', () => {
  it.each(['7', '"text"', 'null', 'true', '[1]', '[null]'])('what is no object: %s', (json) => {
    expect(parse(json)).toMatchObject({ rejected: { code: 'feed.notAnObject', byte: 0 } });
  });

  it('what is no JSON, with the byte and without a word of it', () => {
    const outcome = parse('{"name": "Robin Vance", oops}');
    expect(outcome).toMatchObject({ rejected: { code: 'feed.badJson', byte: 24 } });
    expect(JSON.stringify(outcome)).not.toContain('Robin');
    expect(parse('{"name": "Rob')).toMatchObject({ rejected: { code: 'feed.badJson', byte: expect.any(Number) } });
  });
});

const samples = hasSamples('eido') ? describe : describe.skip;

samples('the published samples (skipped where the shared samples are not present)', () => {
  const read = (name: string) => snapshots(readFileSync(path.join(sampleFolder('eido'), name), 'utf8'));

  it.each(['sample_call_transfer_eido.json', 'ws_NotifyWithEido.json'])(
    '%s is a call with its phone; it carries no incident type and no units',
    (name) => {
      expect(read(name)).toEqual([
        {
          numbers: {
            callId: 'urn:emergency:uid:callid:a56e556d871:bcf.state.pa.us',
            otherCallIds: ['urn:emergency:uid:incidentid:a56e556d871:bcf.state.pa.us'],
          },
          createdAt: at('2021-04-30T18:40:00Z'),
          exportedAt: at('2021-04-30T18:43:49.439Z'),
          contexts: [],
          closed: false,
          cancelled: false,
          contacts: [{ role: 'caller', phone: '8195551212' }],
          units: [],
          flags: [],
          dispositions: [],
          narratives: [],
        },
      ]);
    },
  );

  it.each([
    'ws_BasicSubscribe.json',
    'ws_BasicSubscribeResponse.json',
    'ws_BasicUnsubscribe.json',
    'ws_BasicUnsubscribeResponse.json',
    'ws_NotifyResponse.json',
    'ws_TerminateRequest.json',
    'ws_TerminateResponse.json',
  ])('%s gives nothing', (name) => {
    expect(read(name)).toEqual([]);
  });
});
