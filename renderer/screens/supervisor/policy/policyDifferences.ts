import { policyPlace } from './policyPlaces';
import type { PolicyText } from './usePolicyDraft';

/** One place where two texts of the policy differ; undefined: not there. */
export interface PolicyDifference {
  readonly place: string;
  readonly theirs: string | undefined;
  readonly mine: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Lists whose entries have a name of their own: a new one does not make every later one another. */
const NAMED: Readonly<Record<string, (entry: Json) => string>> = {
  templates: ({ stage, cause, language }) => `${stage} ${cause ?? ''} ${language}`,
  'ruleset.callTypes': ({ code }) => String(code),
  'ruleset.exclusions': ({ id }) => String(id),
  'ruleset.caseStatuses': ({ code }) => String(code),
  'ruleset.delays': ({ id }) => String(id),
};

/** What somebody who has written `mine` would see become otherwise where `theirs` is taken, place by place. */
export function policyDifferences(theirs: PolicyText, mine: PolicyText): readonly PolicyDifference[] {
  return differencesAt('', '', theirs, mine, { theirs, mine });
}

function differencesAt(
  path: string,
  otherPath: string,
  theirs: unknown,
  mine: unknown,
  whole: { readonly theirs: PolicyText; readonly mine: PolicyText },
): PolicyDifference[] {
  if (JSON.stringify(theirs) === JSON.stringify(mine)) return [];
  const nameOf = NAMED[path];
  if (nameOf !== undefined && Array.isArray(theirs) && Array.isArray(mine)) {
    const [left, right] = [theirs.map(nameOf), mine.map(nameOf)];
    const found = [...new Set([...left, ...right])].flatMap((name) => {
      const [there, here] = [left.indexOf(name), right.indexOf(name)];
      return differencesAt(`${path}[${here}]`, `${path}[${there}]`, theirs[there], mine[here], whole);
    });
    if (found.length > 0) return found;
    return [{ place: `${policyPlace(path, whole.mine).words}, their order`, theirs: left.join(', '), mine: right.join(', ') }];
  }
  if (isObject(theirs) && isObject(mine)) {
    return [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].flatMap((key) => {
      const below = (at: string) => (at === '' ? key : `${at}.${key}`);
      return differencesAt(below(path), below(otherPath), theirs[key], mine[key], whole);
    });
  }
  const place = mine === undefined ? policyPlace(otherPath, whole.theirs) : policyPlace(path, whole.mine);
  return [{ place: place.words, theirs: shown(theirs), mine: shown(mine) }];
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => shown(each) ?? '').join(', ');
  if (!isObject(value)) return String(value);
  // Of an entry that only one of the two has, its words say most.
  if (typeof value.text === 'string') return value.text;
  return Object.values(value)
    .map(shown)
    .filter((each) => each !== undefined && each !== '')
    .join('; ');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
