/** An invented call as New World's exporter writes one. Times are local; `undefined` is written as nil. */
export interface NewWorldCall {
  callId?: string;
  callNumber?: string;
  created?: string;
  closed?: boolean;
  closedAt?: string;
  cancelled?: boolean;
  callerPhone?: string;
  callerName?: string;
  nature?: string;
  contexts?: { agency: string; callType?: string; priority?: string; closed?: boolean; closedAt?: string; created?: string }[];
  incidents?: { agency?: string; number: string; caseNumber?: string; jurisdiction?: string; type?: string }[];
  ori?: { police?: string; fire?: string; ems?: string };
  units?: NewWorldUnit[];
  persons?: { role: string; phone?: string; first?: string; last?: string; primaryCaller?: boolean }[];
  narratives?: string[];
  dispositions?: string[];
  extra?: string;
}

export interface NewWorldUnit {
  unit: string;
  type?: string;
  jurisdiction?: string;
  primary?: boolean;
  assigned?: string;
  dispatched?: string;
  enRoute?: string;
  arrived?: string;
  cleared?: string;
  officers?: string[];
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const leaf = (name: string, value: string | boolean | undefined) =>
  value === undefined ? `<${name} i:nil="true" />` : `<${name}>${escapeXml(String(value))}</${name}>`;
const wrap = (name: string, inner: string) => (inner === '' ? `<${name} />` : `<${name}>${inner}</${name}>`);

/** The inside of a `Call` element, in the alphabetical order of the exporter. */
export function newWorldCallBody(call: NewWorldCall): string {
  const contexts = (call.contexts ?? []).map((c) =>
    wrap(
      'AgencyContext',
      leaf('AgencyType', c.agency) +
        leaf('CallType', c.callType) +
        leaf('CanceledFlag', false) +
        leaf('ClosedDateTime', c.closedAt) +
        leaf('ClosedFlag', c.closed ?? false) +
        leaf('CreatedDateTime', c.created) +
        leaf('Priority', c.priority) +
        leaf('Status', 'In Progress'),
    ),
  );
  const units = (call.units ?? []).map((u) =>
    wrap(
      'Unit',
      leaf('ArriveDateTime', u.arrived) +
        leaf('AssignedDateTime', u.assigned) +
        leaf('ClearDateTime', u.cleared) +
        leaf('DispatchDateTime', u.dispatched) +
        leaf('EnrouteDateTime', u.enRoute) +
        leaf('IsPrimary', u.primary ?? false) +
        leaf('Jurisdiction', u.jurisdiction) +
        wrap(
          'Personnel',
          (u.officers ?? [])
            .map((id, i) => wrap('UnitPersonnel', leaf('IDNumber', id) + leaf('IsPrimaryOfficer', i === 0)))
            .join(''),
        ) +
        leaf('Type', u.type) +
        leaf('UnitNumber', u.unit),
    ),
  );
  const incidents = (call.incidents ?? []).map((i) =>
    wrap(
      'Incident',
      leaf('AgencyType', i.agency) +
        leaf('CaseNumber', i.caseNumber) +
        leaf('Jurisdiction', i.jurisdiction) +
        leaf('Number', i.number) +
        leaf('Type', i.type),
    ),
  );
  const persons = (call.persons ?? []).map((p) =>
    wrap(
      'Person',
      leaf('ContactPhone', p.phone) +
        leaf('FirstName', p.first) +
        leaf('LastName', p.last) +
        leaf('PrimaryCallerFlag', p.primaryCaller ?? false) +
        leaf('Role', p.role),
    ),
  );
  return [
    wrap('AgencyContexts', contexts.join('')),
    wrap('AssignedUnits', units.join('')),
    leaf('CallId', call.callId),
    leaf('CallNumber', call.callNumber),
    leaf('CallerName', call.callerName),
    leaf('CallerPhone', call.callerPhone),
    leaf('CanceledFlag', call.cancelled ?? false),
    leaf('CloseDateTime', call.closedAt),
    leaf('ClosedFlag', call.closed ?? false),
    leaf('CreateDateTime', call.created),
    wrap('Dispositions', (call.dispositions ?? []).map((name) => wrap('CallDisposition', leaf('Name', name))).join('')),
    call.extra ?? '',
    wrap('Incidents', incidents.join('')),
    wrap('Location', leaf('EmsOri', call.ori?.ems) + leaf('FireOri', call.ori?.fire) + leaf('PoliceOri', call.ori?.police)),
    wrap('Narratives', (call.narratives ?? []).map((text) => wrap('Narrative', leaf('Text', text))).join('')),
    leaf('NatureOfCall', call.nature),
    wrap('Persons', persons.join('')),
  ].join('');
}

export function newWorldXml(call: NewWorldCall): string {
  return `\ufeff<?xml version="1.0" encoding="utf-8"?><Call xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.newworldsystems.com/Aegis/CAD/Peripheral/CallExport/2011/02">${newWorldCallBody(call)}</Call>`;
}
