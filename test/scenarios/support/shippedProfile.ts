import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Profile, parseProfile } from '../../../src/profile';

const root = join(__dirname, '..', '..', '..');
const json = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** What an agency does otherwise than the shipped rules. Keys are paths: `stages.received.enabled`. */
export interface Changes {
  readonly agency?: Readonly<Record<string, unknown>>;
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly carrier?: Readonly<Record<string, unknown>>;
  /** Put before the shipped ones; one without a text takes the shipped ones of its stage and language away. */
  readonly templates?: readonly unknown[];
}

/** The invented agency of the tests under the ruleset and templates that Herald ships with. */
export function shippedProfile({ agency = {}, rules = {}, carrier = {}, templates = [] }: Changes = {}): Profile {
  const raw = { ...json('test', 'fixtures', 'profile.json'), ...json('resources', 'rulesets', 'default.json') };
  raw.feeds = [];
  for (const [path, value] of Object.entries(agency)) set(raw.agency, path, value);
  for (const [path, value] of Object.entries(rules)) set(raw.ruleset, path, value);
  Object.assign(raw.carrier, carrier);
  for (const template of templates as readonly Record<string, string>[]) {
    const { stage, cause, language, text } = template;
    const same = (other: Record<string, string>) =>
      other.stage === stage && other.cause === cause && (language === undefined || other.language === language);
    raw.templates = raw.templates.filter((other: Record<string, string>) => !same(other));
    if (text !== undefined) raw.templates.unshift(template);
  }
  return parseProfile(raw, 'the shipped ruleset');
}

// biome-ignore lint/suspicious/noExplicitAny: a path into JSON
function set(target: any, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let at = target;
  for (const key of keys) {
    if (at[key] === undefined) throw new Error(`The rules have no ${path}`);
    at = at[key];
  }
  if (value === null && last !== 'quietHours') delete at[last];
  else at[last] = value;
}
