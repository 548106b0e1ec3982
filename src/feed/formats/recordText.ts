import type { OfficerRef } from '../../incident/cadEvent';
import type { CodedField, ReportField, UnitStep } from './reportFields';
import type { ToldTime } from './timeStyle';

/** No call has more; a list without an end would hold up whoever compares it. */
const MAX_UNITS = 500;
const MAX_NUMBERS = 100;

/** A unit as a record tells of it, before its times are placed. */
export interface ToldUnit {
  readonly unit: string;
  agency: string | undefined;
  primary: boolean;
  readonly officers: OfficerRef[];
  steps: Map<UnitStep, ToldTime>;
}

/** What was read of one record, as it is written there. */
export class RecordText {
  /** The first value of each field. */
  readonly values = new Map<ReportField, string>();
  readonly times = new Map<ReportField, ToldTime>();
  readonly units = new Map<string, ToldUnit>();
  /** Numbers that departments gave the call, each under its own name. */
  readonly numbered: { agency: string; incidentNumber: string | undefined; reportNumber: string | undefined }[] = [];
  readonly flags: string[] = [];
  readonly dispositions: string[] = [];
  readonly narratives: string[] = [];

  numberFor(agency: string, incidentNumber: string | undefined, reportNumber: string | undefined): void {
    if (this.numbered.length < MAX_NUMBERS) this.numbered.push({ agency, incidentNumber, reportNumber });
  }

  set(field: ReportField, value: string): void {
    if (value === '' || field === '-') return;
    if (field === 'flags') this.flags.push(...value.split(/[,;]/).map((flag) => flag.trim()));
    else if (field === 'disposition') this.dispositions.push(value);
    else if (field === 'narrative') this.narratives.push(value);
    else if (field === 'units') for (const name of value.split(/[\s,;]+/)) this.unit(name);
    else if (!this.values.has(field)) this.values.set(field, value);
  }

  unit(name: string): ToldUnit | undefined {
    const unit = name.trim();
    if (unit === '') return undefined;
    let known = this.units.get(unit);
    if (known === undefined) {
      if (this.units.size >= MAX_UNITS) return undefined;
      known = { unit, agency: undefined, primary: false, officers: [], steps: new Map() };
      this.units.set(unit, known);
    }
    return known;
  }

  /** The first time of a step counts; a step after the end begins a new assignment of the unit. */
  step(unit: ToldUnit, step: UnitStep, told: ToldTime): void {
    const ended = unit.steps.has('cleared') || unit.steps.has('cancelled');
    if (ended && step !== 'cleared' && step !== 'cancelled' && unit.steps.has(step)) unit.steps = new Map();
    if (!unit.steps.has(step)) unit.steps.set(step, told);
  }

  officer(unit: ToldUnit, id: string): void {
    const officer = id.trim();
    if (officer !== '' && !unit.officers.some((known) => known.id === officer)) unit.officers.push({ id: officer, primary: false });
  }
}

/** A layout's `codes`, as a function of a field and a value; an empty code drops the value. */
export function compileCodes(
  codes: Readonly<Partial<Record<CodedField, Readonly<Record<string, string>>>>>,
): (field: CodedField, value: string | undefined) => string | undefined {
  const maps = new Map(Object.entries(codes).map(([field, values]) => [field, foldedMap(values ?? {})]));
  return (field, value) => {
    if (value === undefined) return undefined;
    const ours = (maps.get(field)?.get(foldCode(value)) ?? value).trim();
    return ours === '' ? undefined : ours;
  };
}

export function foldedMap<T>(values: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(values).map(([key, value]) => [foldCode(key), value]));
}

export function foldCode(text: string): string {
  return text.trim().toLowerCase();
}
