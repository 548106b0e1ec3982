import type { PolicyChangeView } from '../contract/policy';
import { parseDurationMs } from '../rules/duration';
import { entryWords, fieldSentence, singleSentence } from './changeWords';
import type { PolicyBody } from './policyBody';

type Change = PolicyChangeView;
type Area = Change['area'];
type Json = Readonly<Record<string, unknown>>;

interface Listed {
  readonly area: Area;
  readonly path: string;
  /** What one entry is called, as in "Delay rule". */
  readonly called: string;
  readonly key: (entry: Json) => string;
  /** Of several entries that fit the first counts. */
  readonly ordered: boolean;
}

const LISTS: readonly Listed[] = [
  { area: 'callTypes', path: 'ruleset.callTypes', called: 'Call type', key: ({ code }) => String(code), ordered: true },
  { area: 'exclusions', path: 'ruleset.exclusions', called: 'Exclusion', key: ({ id }) => String(id), ordered: false },
  { area: 'caseStatuses', path: 'ruleset.caseStatuses', called: 'Case status', key: ({ code }) => String(code), ordered: true },
  { area: 'delays', path: 'ruleset.delays', called: 'Delay rule', key: ({ id }) => String(id), ordered: true },
  {
    area: 'templates',
    path: 'templates',
    called: 'Template',
    key: ({ stage, cause, language }) => [stage, cause, language].filter((part) => part !== undefined).join(' '),
    ordered: false,
  },
  { area: 'roster', path: 'roster', called: 'Roster entry', key: ({ id }) => String(id), ordered: false },
];
const LISTED = new Set(LISTS.map(({ path }) => path));
const AREAS: Readonly<Record<string, Area>> = {
  priorityOrder: 'priorityOrder',
  stages: 'stages',
  quietHours: 'quietHours',
  caps: 'caps',
  breaker: 'breaker',
};

/** What differs between two policies as profiles write them, in the order of a profile. */
export function comparePolicies(before: PolicyBody, after: PolicyBody): readonly Change[] {
  const changes: Change[] = [];
  const top = (body: PolicyBody) => body as unknown as Json;
  for (const part of keysOf(top(before), top(after))) {
    if (part === 'ruleset') {
      const [old, fresh] = [before.ruleset, after.ruleset] as unknown as [Json, Json];
      for (const key of keysOf(old, fresh))
        changes.push(...compareAt(`ruleset.${key}`, AREAS[key] ?? 'other', old[key], fresh[key]));
    } else changes.push(...compareAt(part, part === 'agency' ? 'agency' : 'other', top(before)[part], top(after)[part]));
  }
  return changes;
}

function compareAt(path: string, area: Area, before: unknown, after: unknown): Change[] {
  const list = LISTS.find((candidate) => candidate.path === path);
  if (list !== undefined && LISTED.has(path)) return compareLists(list, asList(before), asList(after));
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) => compareAt(`${path}.${key}`, area, before[key], after[key]));
  }
  const subject = area === 'stages' ? (path.split('.')[2] ?? '') : '';
  return [
    {
      ...{ area, subject, path },
      kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
      before: shown(before),
      after: shown(after),
      sentence: singleSentence(path, before, after),
      loosens: loosensSingle(path, before, after),
    },
  ];
}

function compareLists(list: Listed, before: readonly Json[], after: readonly Json[]): Change[] {
  const { area, called, key, path, ordered } = list;
  const [old, fresh] = [keyed(before, key), keyed(after, key)];
  const changes: Change[] = [];
  for (const name of keysOf(Object.fromEntries(old), Object.fromEntries(fresh))) {
    const [was, is] = [old.get(name), fresh.get(name)];
    const at = { area, subject: name, path: `${path}[${name}]` };
    const entry = entryWords(area, called, name);
    if (was === undefined && is !== undefined) {
      const sentence = `${entry} is new`;
      changes.push({ ...at, kind: 'added', before: null, after: shown(is), sentence, loosens: area === 'callTypes' });
    } else if (is === undefined && was !== undefined) {
      const sentence = `${entry} is gone`;
      changes.push({ ...at, kind: 'removed', before: shown(was), after: null, sentence, loosens: area === 'exclusions' });
    } else if (was !== undefined && is !== undefined) {
      for (const field of keysOf(was, is)) {
        if (same(was[field], is[field])) continue;
        changes.push({
          ...at,
          path: `${at.path}.${field}`,
          kind: 'changed',
          before: shown(was[field]),
          after: shown(is[field]),
          sentence: fieldSentence(area, entry, field, was[field], is[field]),
          loosens: loosensEntry(area, field, was[field], is[field]),
        });
      }
    }
  }
  const kept = (from: ReadonlyMap<string, Json>, others: ReadonlyMap<string, Json>) =>
    [...from.keys()].filter((name) => others.has(name));
  const [order, newOrder] = [kept(old, fresh), kept(fresh, old)];
  if (ordered && !same(order, newOrder)) {
    const sentence = `${called.replace(/s$/, 'se')}s are in another order, and of several that fit the first counts`;
    const at = { area, subject: '', path, kind: 'reordered' as const };
    changes.push({ ...at, before: order.join(', '), after: newOrder.join(', '), sentence, loosens: false });
  }
  return changes;
}

/** Entries by name; a second of the same name gets a number. */
function keyed(list: readonly Json[], key: (entry: Json) => string): ReadonlyMap<string, Json> {
  const byName = new Map<string, Json>();
  for (const entry of list) {
    let name = key(entry);
    for (let n = 2; byName.has(name); n += 1) name = `${key(entry)} (${n})`;
    byName.set(name, entry);
  }
  return byName;
}

/** An exclusion that matches otherwise may match less; a call type that gets another text, or its caller for a victim. */
function loosensEntry(area: Area, field: string, before: unknown, after: unknown): boolean {
  if (area === 'exclusions') return field === 'when';
  if (area === 'callTypes' && field === 'callerIsVictim') return after === true;
  if (area === 'callTypes' && field === 'stages') return asList(after).some((stage) => !asList(before).includes(stage));
  if (area === 'delays' && field === 'max') return Number(after) > Number(before);
  return area === 'caseStatuses' && field === 'stage' && before === null;
}

function loosensSingle(path: string, before: unknown, after: unknown): boolean {
  if (path.startsWith('ruleset.quietHours')) return after === null || before !== null;
  if (path === 'agency.secondPerson') return before === true;
  if (path === 'agency.cadAgency') return true;
  if (/^ruleset\.stages\.\w+\.enabled$/.test(path)) return after === true;
  if (/^ruleset\.stages\.\w+\.quietHours$/.test(path)) return after === false;
  const more = amount(after) > amount(before);
  if (path === 'ruleset.caps.minGap' || /^ruleset\.stages\.\w+\.hold$/.test(path)) return !more;
  return more && /^ruleset\.(caps|breaker|stages)\./.test(path);
}

function amount(value: unknown): number {
  return typeof value === 'string' ? (parseDurationMs(value) ?? Number.NaN) : Number(value);
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => shown(item) ?? '').join(', ');
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key}: ${shown(item)}`)
    .join('; ');
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return keysOf(a, b).every((key) => same(a[key], b[key]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
