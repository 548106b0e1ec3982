export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, or a number where a producer left out the quotes; undefined where empty or anything else. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

/** One or several: producers write an object or an array for the same property. Other kinds of values are left out. */
export function list(value: unknown): readonly JsonObject[];
export function list<T>(value: unknown, read: (value: unknown) => T | undefined): readonly T[];
export function list(value: unknown, read: (value: unknown) => unknown = (v) => (isObject(v) ? v : undefined)): readonly unknown[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map(read).filter((v) => v !== undefined);
}

/** An EIDO with its components at hand. */
export interface EidoDocument {
  readonly incidents: readonly JsonObject[];
  readonly calls: readonly JsonObject[];
  /** All of one kind, such as `person`. */
  components(kind: string): readonly JsonObject[];
  /** The components a `$ref`, or several, point to; a component written in place of a reference counts too. */
  referred(reference: unknown): readonly JsonObject[];
  /** Epoch milliseconds UTC of the first of these properties that holds a time. */
  timeOf(component: JsonObject, ...names: readonly string[]): number | undefined;
  /** When the component was last changed. */
  updatedAt(component: JsonObject): number | undefined;
}

/** Opens an EIDO. Property names are taken as they are, but for the capitals on which producers do not agree. */
export function eidoDocument(eido: JsonObject, readTime: (written: string) => number | undefined): EidoDocument {
  const byName = new Map(Object.entries(eido).map(([name, value]) => [name.toLowerCase(), value]));
  const components = (kind: string) => list(byName.get(`${kind}component`.toLowerCase()));
  const byId = new Map<string, JsonObject>();
  for (const [name, value] of byName) {
    if (!name.endsWith('component')) continue;
    for (const component of list(value)) {
      const id = text(component.$id);
      if (id !== undefined) byId.set(id, component);
    }
  }
  const timeOf = (component: JsonObject, ...names: readonly string[]) => {
    for (const name of names) {
      const written = text(component[name]);
      const at = written === undefined ? undefined : readTime(written);
      if (at !== undefined) return at;
    }
    return undefined;
  };
  return {
    incidents: components('incident'),
    calls: components('call'),
    components,
    referred: (reference) =>
      list(reference, (value) => {
        if (typeof value === 'string') return byId.get(value);
        if (!isObject(value)) return undefined;
        return '$ref' in value ? byId.get(text(value.$ref) ?? '') : value;
      }),
    timeOf,
    updatedAt: (component) =>
      timeOf(component, 'lastUpdateTimeStamp', 'lastUpdateTimestamp', 'lastUpdatedTimeStamp', 'lastUpdatedTimestamp'),
  };
}
