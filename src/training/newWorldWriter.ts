import { DateTime } from 'luxon';

/** A call as Tyler New World's "Standard CAD Exporter" knows it. Times are epoch milliseconds UTC. */
export interface NewWorldCall {
  readonly callId: string;
  readonly callNumber: string;
  readonly createdAt: number;
  readonly callSource: string;
  readonly natureOfCall?: string;
  readonly callerName?: string;
  readonly callerPhone?: string;
  readonly contexts: readonly NewWorldContext[];
  /** The agencies' own numbers: there is none before the agency's first unit. */
  readonly incidents: readonly NewWorldIncident[];
  readonly units: readonly NewWorldUnit[];
  readonly narratives: readonly { readonly at: number; readonly text: string }[];
  readonly dispositions: readonly { readonly at: number; readonly name: string }[];
  readonly closed: boolean;
  /** Kept when a call is reopened: only `closed` tells. */
  readonly closedAt?: number;
  readonly cancelled: boolean;
  readonly location: NewWorldLocation;
}

export interface NewWorldContext {
  readonly agency: string;
  readonly callType?: string;
  readonly priority?: string;
  readonly createdAt: number;
  readonly closed: boolean;
  readonly closedAt?: number;
  readonly cancelled: boolean;
}

export interface NewWorldIncident {
  readonly agency: string;
  readonly jurisdiction: string;
  readonly number: string;
  readonly createdAt: number;
  readonly type?: string;
  readonly caseNumber?: string;
}

export interface NewWorldUnit {
  readonly unit: string;
  readonly type: string;
  readonly jurisdiction: string;
  readonly primary: boolean;
  readonly officers: readonly { readonly id: string; readonly firstName: string; readonly lastName: string }[];
  readonly assignedAt?: number;
  readonly enRouteAt?: number;
  readonly arrivedAt?: number;
  readonly clearedAt?: number;
}

export interface NewWorldLocation {
  readonly houseNumber: string;
  readonly streetName: string;
  readonly streetType: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly policeOri: string;
  readonly fireOri: string;
}

/** An element's children by name, a list of children of one name, a value; or nil where it is undefined. */
type Content = Fields | List | string | number | boolean | undefined;
interface Fields {
  readonly [name: string]: Content;
}
interface List {
  readonly item: string;
  readonly of: readonly Fields[];
}

const NAMESPACES =
  'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.newworldsystems.com/Aegis/CAD/Peripheral/CallExport/2011/02"';

/**
 * The export of one call as it is now, as the exporter writes it: UTF-8 with a byte order mark, one line, elements in
 * alphabetical order, `i:nil` for what is not known, local times of `timeZone` without an offset.
 */
export function writeNewWorldXml(call: NewWorldCall, timeZone: string): Uint8Array {
  const body = element('Call', callFields(call, timeZone)).replace('<Call>', `<Call ${NAMESPACES}>`);
  return Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-8"?>${body}`, 'utf8');
}

function callFields(call: NewWorldCall, timeZone: string): Fields {
  const time = (at: number | undefined) =>
    at === undefined ? undefined : DateTime.fromMillis(at, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
  return {
    AdditionalInfo: '',
    AgencyContexts: { item: 'AgencyContext', of: call.contexts.map((context) => contextFields(context, time)) },
    AlarmLevel: 1,
    AssignedUnits: { item: 'Unit', of: call.units.map((unit) => unitFields(unit, time)) },
    CallId: call.callId,
    CallNumber: call.callNumber,
    CallSource: call.callSource,
    CallerName: call.callerName,
    CallerPhone: call.callerPhone,
    CanceledFlag: call.cancelled,
    CloseDateTime: time(call.closedAt),
    ClosedFlag: call.closed,
    CreateDateTime: time(call.createdAt),
    CreatedBy: 'training',
    Dispositions: {
      item: 'CallDisposition',
      of: call.dispositions.map(({ at, name }) => ({ Count: 1, DateTime: time(at), Description: name, Name: name })),
    },
    EmdCode: undefined,
    FireControlledTime: undefined,
    Incidents: {
      item: 'Incident',
      of: call.incidents.map((incident) => ({
        AgencyType: incident.agency,
        CaseNumber: incident.caseNumber,
        CreateDateTime: time(incident.createdAt),
        Jurisdiction: incident.jurisdiction,
        Number: incident.number,
        Type: incident.type,
        TypeDescription: incident.type,
      })),
    },
    Location: locationFields(call.location),
    Narratives: {
      item: 'Narrative',
      of: call.narratives.map(({ at, text }) => ({
        CreateDateTime: time(at),
        CreateUser: 'training',
        Restriction: 'General',
        Text: text,
        Type: 'UserEntry',
      })),
    },
    NatureOfCall: call.natureOfCall,
    OfflineCallLogs: { item: 'OfflineCallLog', of: [] },
    Persons: { item: 'Person', of: call.callerPhone === undefined ? [] : [callerFields(call.callerPhone)] },
    Vehicles: { item: 'Vehicle', of: [] },
  };
}

type Time = (at: number | undefined) => string | undefined;

function contextFields(context: NewWorldContext, time: Time): Fields {
  return {
    AgencyType: context.agency,
    CallType: context.callType,
    CanceledFlag: context.cancelled,
    ClosedDateTime: time(context.closedAt),
    ClosedFlag: context.closed,
    CreatedDateTime: time(context.createdAt),
    Dispatcher: 'training',
    EmdCaseNumber: undefined,
    EmdCode: undefined,
    Priority: context.priority,
    RadioChannel: undefined,
    Status: context.closed ? 'Closed' : 'In Progress',
  };
}

function unitFields(unit: NewWorldUnit, time: Time): Fields {
  const log: readonly (readonly [number | undefined, string])[] = [
    [unit.assignedAt, 'Dispatched'],
    [unit.enRouteAt, 'Enroute'],
    [unit.arrivedAt, 'Arrived'],
    [unit.clearedAt, 'Available'],
  ];
  return {
    ArriveDateTime: time(unit.arrivedAt),
    AssignedDateTime: time(unit.assignedAt),
    AtHospitalDateTime: undefined,
    AtPatientDateTime: undefined,
    ClearDateTime: time(unit.clearedAt),
    DepartHospitalDateTime: undefined,
    DispatchDateTime: time(unit.assignedAt),
    Dispositions: undefined,
    EnrouteDateTime: time(unit.enRouteAt),
    IsPrimary: unit.primary,
    Jurisdiction: unit.jurisdiction,
    Personnel: {
      item: 'UnitPersonnel',
      of: unit.officers.map(({ id, firstName, lastName }, index) => ({
        FirstName: firstName,
        IDNumber: id,
        IsPrimaryOfficer: index === 0,
        Jurisdiction: unit.jurisdiction,
        LastName: lastName,
        MiddleName: undefined,
        ShieldNumber: undefined,
      })),
    },
    StagedDateTime: undefined,
    TransportDateTime: undefined,
    Type: unit.type,
    UnitLogs: {
      item: 'UnitLog',
      of: log
        .filter(([at]) => at !== undefined)
        .map(([at, status]) => ({ DateTime: time(at), Location: undefined, Status: status })),
    },
    UnitNumber: unit.unit,
  };
}

function callerFields(phone: string): Fields {
  const unknown = [
    ...['Address', 'DateOfBirth', 'EyeColor', 'FirstName', 'GlobalSubjectId', 'HairColor', 'HeightInches', 'LastName'],
    ...['LicenseNumber', 'LicenseState', 'MiddleName', 'NameSuffix', 'Race', 'SSN', 'Sex', 'Weight'],
  ];
  return { ...nil(unknown), ContactPhone: phone, PrimaryCallerFlag: true, Role: 'Inquiry' };
}

function locationFields(location: NewWorldLocation): Fields {
  const { houseNumber, streetName, streetType, city } = location;
  const unknown = [
    ...['AdditionalInfo', 'CensusTract', 'CommonName', 'CustomLayer', 'EmsDistrict', 'EmsOri', 'FireQuadrant'],
    ...['HouseNumberSuffix', 'LatLonDescription', 'LatitudeY', 'LongitudeX', 'NearestCrossStreets', 'PoliceBeat'],
    ...['PrefixDirectional', 'PrefixType', 'Qualifier', 'RuralGrid', 'StationArea', 'StreetDirectional'],
    ...['XPrefixDirectional', 'XPrefixType', 'XStreetDirectional', 'XStreetName', 'XStreetType', 'Zip4'],
  ];
  return {
    ...nil(unknown),
    City: city,
    FireOri: location.fireOri,
    FullAddress: `${houseNumber} ${streetName} ${streetType}, ${city}`,
    HouseNumber: houseNumber,
    PoliceOri: location.policeOri,
    State: location.state,
    StreetName: streetName,
    StreetType: streetType,
    Venue: city,
    Zip: location.zip,
  };
}

function nil(names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function element(name: string, content: Content): string {
  if (content === undefined) return `<${name} i:nil="true" />`;
  if (typeof content !== 'object') return `<${name}>${escapeText(String(content))}</${name}>`;
  if (isList(content)) {
    if (content.of.length === 0) return `<${name} />`;
    return `<${name}>${content.of.map((fields) => element(content.item, fields)).join('')}</${name}>`;
  }
  // The exporter's own order: by character code, capitals first.
  const names = Object.keys(content).sort();
  return `<${name}>${names.map((child) => element(child, content[child])).join('')}</${name}>`;
}

function isList(content: Fields | List): content is List {
  return Array.isArray(content.of);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
