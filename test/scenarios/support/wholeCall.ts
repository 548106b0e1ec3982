import { DateTime } from 'luxon';
import { newWorldXml } from '../../support/newWorldCall';
import { ZONE } from './scenario';

/** A whole call as scenarios write it for snapshot feeds; times of day are those of the day on which it is sent. */
export interface WholeCall {
  /** The vendor's own id; made from `call` where it is not given. */
  readonly id?: string;
  /** What dispatchers say on the radio. */
  readonly call?: string;
  readonly number?: string;
  readonly report?: string;
  readonly created?: string;
  readonly type?: string;
  readonly priority?: string;
  readonly caller?: string;
  readonly callerName?: string;
  /** Others who called about the same; only EIDO says them. */
  readonly otherCallers?: readonly string[];
  /** Only EIDO says one. */
  readonly language?: string;
  readonly victim?: string;
  readonly complainant?: string;
  readonly units?: Readonly<Record<string, WholeUnit>>;
  /** False where the police have no part in it. */
  readonly police?: boolean;
  /** Other agencies on the same call, each with a type and a number of its own. */
  readonly others?: Readonly<Record<string, { readonly type?: string; readonly number?: string }>>;
  readonly notes?: readonly string[];
  readonly alert?: string;
  readonly closed?: string;
  readonly cancelled?: boolean;
  readonly reopened?: boolean;
}

interface WholeUnit {
  readonly kind?: string;
  readonly agency?: string;
  readonly officer?: string;
  readonly primary?: boolean;
  readonly assigned?: string;
  readonly dispatched?: string;
  readonly enRoute?: string;
  readonly arrived?: string;
  readonly cleared?: string;
  readonly takenOff?: string;
}

const KEYS: readonly (keyof WholeCall)[] = [
  'id',
  'call',
  'number',
  'report',
  'created',
  'type',
  'priority',
  'caller',
  'callerName',
  'otherCallers',
  'language',
  'victim',
  'complainant',
  'units',
  'police',
  'others',
  'notes',
  'alert',
  'closed',
  'cancelled',
  'reopened',
];
const UNIT_KEYS = ['kind', 'agency', 'officer', 'primary', 'assigned', 'dispatched', 'enRoute', 'arrived', 'cleared', 'takenOff'];

/** A call as it is now: what is written, over what was sent before. `null` takes a value or a unit away. */
export function wholeCall(before: WholeCall | undefined, written: unknown): WholeCall {
  const changes = (written ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(changes).find((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new Error(`A call has no "${unknown}"`);
  const units = merged(before?.units ?? {}, changes.units ?? {}) as Record<string, WholeUnit>;
  for (const [name, unit] of Object.entries((changes.units ?? {}) as Record<string, object | null>)) {
    if (unit === null) continue;
    const wrong = Object.keys(unit).find((key) => !UNIT_KEYS.includes(key));
    if (wrong !== undefined) throw new Error(`A unit has no "${wrong}"`);
    units[name] = merged(before?.units?.[name] ?? {}, unit) as WholeUnit;
  }
  return { ...(merged(before ?? {}, changes) as WholeCall), units };
}

function merged(before: object, changes: object): object {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));
}

/** A time of day on the day of `now`, as the feeds write times: local, without an offset. */
function local(time: string | undefined, now: number): string | undefined {
  if (time === undefined) return undefined;
  const day = DateTime.fromMillis(now, { zone: ZONE }).toFormat('yyyy-MM-dd');
  return `${day}T${time.length === 5 ? `${time}:00` : time}`;
}

/** The call as New World's exporter writes it. */
export function asNewWorld(call: WholeCall, now: number): string {
  const at = (time: string | undefined) => local(time, now);
  const others = Object.entries(call.others ?? {});
  return newWorldXml({
    callId: call.id ?? `nw-${call.call}`,
    callNumber: call.call,
    created: at(call.created),
    closed: call.closed !== undefined && call.reopened !== true,
    closedAt: at(call.closed),
    cancelled: call.cancelled ?? false,
    callerPhone: call.caller,
    callerName: call.callerName,
    contexts: [
      ...(call.police === false ? [] : [{ agency: 'Police', callType: call.type, priority: call.priority }]),
      ...others.map(([agency, { type }]) => ({ agency, callType: type })),
    ],
    incidents: [
      ...(call.number === undefined && call.report === undefined
        ? []
        : [{ agency: 'Police', number: call.number ?? '', caseNumber: call.report }]),
      ...others.flatMap(([agency, { number }]) => (number === undefined ? [] : [{ agency, number }])),
    ],
    units: Object.entries(call.units ?? {}).map(([unit, facts]) => ({
      unit,
      type: facts.kind ?? (facts.agency === undefined ? 'Patrol' : facts.agency),
      primary: facts.primary ?? false,
      assigned: at(facts.assigned),
      dispatched: at(facts.dispatched),
      enRoute: at(facts.enRoute),
      arrived: at(facts.arrived),
      cleared: at(facts.cleared),
      officers: facts.officer === undefined ? [] : [facts.officer],
    })),
    persons: [
      ...(call.victim === undefined ? [] : [{ role: 'Victim', phone: call.victim }]),
      ...(call.complainant === undefined ? [] : [{ role: 'Complainant', phone: call.complainant }]),
    ],
    narratives: [...(call.notes ?? [])],
    extra: call.alert === undefined ? '' : `<Alerts><Alert><Type>${call.alert}</Type></Alert></Alerts>`,
  });
}

const STATUSES = [
  ['cleared', 'Cleared'],
  ['takenOff', 'AssignmentCancelled'],
  ['arrived', 'OnScene'],
  ['enRoute', 'EnRoute'],
  ['dispatched', 'Dispatched'],
  ['assigned', 'Assigned'],
] as const;

/** The call as an EIDO (NENA-STA-021). A unit's component says only how the unit stands now, and since when. */
export function asEido(call: WholeCall, now: number): string {
  const stamp = (time: string | undefined) => ({
    lastUpdateTimeStamp: DateTime.fromISO(local(time, now) ?? DateTime.fromMillis(now, { zone: ZONE }).toISO() ?? '', {
      zone: ZONE,
    }).toISO(),
  });
  const id = `urn:emergency:uid:incidentid:${call.id ?? call.call}:cad.example.gov`;
  const ended = call.cancelled === true ? 'Cancelled' : call.closed !== undefined ? 'Closed' : undefined;
  const persons = [
    { role: 'Caller', phone: call.caller, language: call.language },
    ...(call.otherCallers ?? []).map((phone) => ({ role: 'Caller', phone, language: undefined })),
    { role: 'Victim', phone: call.victim, language: undefined },
    { role: 'Complainant', phone: call.complainant, language: undefined },
  ].filter(({ phone }) => phone !== undefined);
  const incident = (type: string | undefined, number: string | undefined, agency?: string) => ({
    $id: agency === undefined ? id : `${id}-${agency}`,
    ...stamp(call.closed),
    ...(agency === undefined ? {} : { updatedByAgencyReference: { $ref: agency } }),
    incidentTypeInternalCode: type,
    incidentStatusCommonRegistryText: [...(call.reopened === true ? ['Reopened'] : []), ended ?? 'Active'],
    internalIncidentId: number,
    documentIdentification: call.report === undefined ? [] : [call.report],
    incidentPriorityInternalText: call.priority,
  });
  const others = Object.entries(call.others ?? {});
  return JSON.stringify({
    $id: id,
    ...stamp(undefined),
    incidentComponent: [
      incident(call.type, call.number, others.length > 0 ? 'police' : undefined),
      ...others.map(([agency, { type, number }]) => incident(type, number, agency.toLowerCase())),
    ],
    callComponent: [
      {
        $id: `urn:emergency:uid:callid:${call.id ?? call.call}:bcf.example.gov`,
        ...stamp(call.created),
        callStartTimestamp: stamp(call.created).lastUpdateTimeStamp,
      },
    ],
    callbackComponent: persons.map(({ phone }, index) => ({
      $id: `callback-${index}`,
      ...stamp(call.created),
      callBackInformationUri: [`tel:+1-${phone}`],
    })),
    personComponent: persons.map(({ role, language }, index) => ({
      $id: `person-${index}`,
      ...stamp(call.created),
      personIncidentRoleRegistryText: [role],
      ncPersonComponent: language === undefined ? {} : { personPrimaryLanguage: { languageCode: language } },
      callBackReference: { $ref: `callback-${index}` },
    })),
    agencyComponent: ['police', ...others.map(([agency]) => agency.toLowerCase())].map((agency) => ({
      $id: agency,
      agencyType: [agency === 'police' ? 'police.municipal' : agency],
    })),
    agentComponent: Object.values(call.units ?? {}).flatMap(({ officer }) =>
      officer === undefined ? [] : [{ $id: officer, agentRoleRegistryText: ['Responder'], agencyReference: { $ref: 'police' } }],
    ),
    emergencyResourceComponent: Object.entries(call.units ?? {}).map(([unit, facts]) => {
      const [key, status] = STATUSES.find(([name]) => facts[name] !== undefined) ?? [undefined, undefined];
      return {
        $id: `unit-${unit}`,
        emergencyResourceName: unit,
        ...stamp(key === undefined ? undefined : facts[key]),
        secondaryUnitStatusRegistryText: status === undefined ? [] : [status],
        ...(facts.officer === undefined
          ? { updatedByAgencyReference: { $ref: facts.agency?.toLowerCase() ?? 'police' } }
          : { agentReference: [{ $ref: facts.officer }] }),
      };
    }),
    notesComponent: (call.notes ?? []).map((note, index) => ({ $id: `note-${index}`, notesActionComments: note })),
    cautionComponent: call.alert === undefined ? [] : [{ $id: 'caution-1', cautionTypeInternalText: call.alert }],
  });
}
