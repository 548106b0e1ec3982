import type { OfficerRef, UnitMilestone } from '../../incident/cadEvent';
import type { UnitFact } from '../../incident/fact';
import type { ParseContext } from './format';
import { elementReaders } from './newWorldValues';
import { childText, listOf, type XmlElement } from './xmlTree';

const MILESTONE_ELEMENTS: readonly (readonly [UnitMilestone, string])[] = [
  ['assigned', 'AssignedDateTime'],
  ['dispatched', 'DispatchDateTime'],
  ['enRoute', 'EnrouteDateTime'],
  ['arrived', 'ArriveDateTime'],
  ['cleared', 'ClearDateTime'],
];

/** The units assigned to a call. A unit listed twice was put on the call twice: the later entry counts. */
export function newWorldUnits(
  call: XmlElement,
  incidents: readonly XmlElement[],
  location: XmlElement | undefined,
  context: ParseContext,
): UnitFact[] {
  const { time } = elementReaders(context);
  const agencyOf = unitAgencies(call, incidents, location);
  const units = new Map<string, UnitFact>();
  for (const element of listOf(call, 'AssignedUnits', 'Unit')) {
    const unit = childText(element, 'UnitNumber');
    if (unit === undefined) continue;
    const times: Partial<Record<UnitMilestone, number>> = {};
    for (const [milestone, name] of MILESTONE_ELEMENTS) {
      const at = time(element, name);
      if (at !== undefined) times[milestone] = at;
    }
    const officers = listOf(element, 'Personnel', 'UnitPersonnel').flatMap((person): OfficerRef[] => {
      const id = childText(person, 'IDNumber');
      return id === undefined ? [] : [{ id, primary: isTrue(person, 'IsPrimaryOfficer') }];
    });
    const fact = { unit, agency: agencyOf(element), primary: isTrue(element, 'IsPrimary'), officers, times };
    const known = units.get(unit);
    if (known === undefined || latest(fact) >= latest(known)) units.set(unit, fact);
  }
  return [...units.values()];
}

function latest({ times }: Pick<UnitFact, 'times'>): number {
  return times.assigned ?? times.dispatched ?? Math.max(Number.MIN_SAFE_INTEGER, ...Object.values(times));
}

function isTrue(element: XmlElement, name: string): boolean {
  return /^(true|1)$/i.test(childText(element, name) ?? '');
}

const POLICE_WORDS = /\b(police|patrol|sheriff|trooper|detective|sro|k-?9)\b/i;
const FIRE_WORDS =
  /\b(fire|engine|ladder|truck|quint|tanker|tender|brush|rescue|squad|hazmat|battalion|medic|paramedic|als|bls|ambulance|ems)\b/i;

/**
 * A unit has no agency in this export, only a jurisdiction: the incident numbers say which agency that is, else the
 * location's ORIs. Only where that leaves several, or none, the unit's type is asked: a fire engine must not pass for an
 * officer. Undefined where nothing tells, and nobody else is on the call; `unknown` where it could be another agency's.
 */
function unitAgencies(call: XmlElement, incidents: readonly XmlElement[], location: XmlElement | undefined) {
  const byJurisdiction = new Map<string, Set<string>>();
  const learn = (jurisdiction: string | undefined, agency: string | undefined) => {
    if (jurisdiction === undefined || agency === undefined) return;
    byJurisdiction.set(jurisdiction, (byJurisdiction.get(jurisdiction) ?? new Set()).add(agency));
  };
  for (const incident of incidents) learn(childText(incident, 'Jurisdiction'), childText(incident, 'AgencyType'));
  const byOri = new Map<string, Set<string>>();
  for (const [name, agency] of [
    ['PoliceOri', 'Police'],
    ['FireOri', 'Fire'],
    ['EmsOri', 'EMS'],
  ] as const) {
    const ori = childText(location, name);
    if (ori !== undefined) byOri.set(ori, (byOri.get(ori) ?? new Set()).add(agency));
  }
  const onCall = new Set(listOf(call, 'AgencyContexts', 'AgencyContext').map((element) => childText(element, 'AgencyType')));

  return (unit: XmlElement): string | undefined => {
    const jurisdiction = childText(unit, 'Jurisdiction') ?? '';
    const agencies = [...(byJurisdiction.get(jurisdiction) ?? byOri.get(jurisdiction) ?? [])];
    if (agencies.length === 1) return agencies[0];
    const type = childText(unit, 'Type') ?? '';
    const police = POLICE_WORDS.test(type);
    const fire = FIRE_WORDS.test(type);
    if (police === fire) return onCall.size > 1 || agencies.length > 1 ? 'unknown' : undefined;
    if (police) return 'Police';
    return onCall.has('EMS') && !onCall.has('Fire') ? 'EMS' : 'Fire';
  };
}
