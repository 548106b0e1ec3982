import { stageName } from '../../../format/words';
import { address } from '../../../route';
import { languageName, MOMENTS } from '../templates/stageTemplates';

/** A place in a policy as the screens name it, and the address of the field; undefined where no screen has it. */
export interface PolicyPlace {
  readonly words: string;
  readonly href: string | undefined;
}

type Part = string | number;

/** Names of the fields as their screens have them; what is not here is a name already. */
const FIELDS: Readonly<Record<string, string>> = {
  callTypes: 'For call types',
  priorities: 'For priorities',
  id: 'Short name',
  after: 'After',
  max: 'At most so many times',
  repeatEvery: 'Again after another',
  cause: 'What people are told',
  code: 'Code',
  label: 'Name',
  stages: 'Moments',
  callerIsVictim: 'Caller is victim',
  reason: 'Reason',
  when: 'Conditions',
  say: 'What people are told',
  stage: 'Moment',
  hold: 'Waits before it leaves',
  expires: 'Too late after',
  enabled: 'Sent at all',
  quietHours: 'Keeps quiet hours',
  from: 'From',
  to: 'To',
  perIncident: 'About one call',
  perNumberPerDay: 'Within 24 hours, about all calls',
  minGap: 'Time between two texts, at least',
  maxEventAge: 'An event is old after',
  maxTextsPerMinute: 'Texts in a minute, at most',
  name: 'Name in texts',
  phone: 'Number people may call',
};

const AGENCY: Readonly<Record<string, string>> = {
  name: 'name',
  timeZone: 'time zone',
  phone: 'number people may call',
  languages: 'languages',
  cadAgency: 'code in CAD',
  secondPerson: 'a second person approves',
};

/** Parts of the rules: the section that has them, and what stands above their fields there. */
const RULES: Readonly<Record<string, { readonly section: string; readonly words: string }>> = {
  callTypes: { section: 'callTypes', words: 'Call type' },
  exclusions: { section: 'exclusions', words: 'Exclusion' },
  delays: { section: 'delays', words: 'Delay rule' },
  caseStatuses: { section: 'caseStatuses', words: 'Case status' },
  stages: { section: 'timing', words: 'Timing' },
  quietHours: { section: 'limits', words: 'Quiet hours' },
  caps: { section: 'limits', words: 'How many texts a person can get' },
  breaker: { section: 'limits', words: 'When Herald stops by itself' },
  priorityOrder: { section: 'priorities', words: 'Priorities' },
};

/** What a path such as `ruleset.delays[2].after` is called on the screens. `body` is the policy it is a path of, which may be wrong. */
export function policyPlace(path: string, body: unknown): PolicyPlace {
  const [area, ...rest] = partsOf(path);
  const query = { at: path };
  if (area === 'templates') {
    const template = inside(body, ['templates', ...rest.slice(0, 1)]) as Record<string, string> | undefined;
    const moment = MOMENTS.find(({ stage, cause }) => stage === template?.stage && cause === (template?.cause ?? null));
    if (template === undefined || moment === undefined) return { words: 'Templates', href: address('templates') };
    const words = `${moment.name}, ${languageName(String(template.language))}`;
    return { words, href: address('templates', moment.id, query) };
  }
  if (area === 'roster') {
    const entry = inside(body, ['roster', ...rest.slice(0, 1)]) as Record<string, string> | undefined;
    return { words: joined('Roster', entry?.name || entry?.id, field(rest.at(1))), href: address('roster', undefined, query) };
  }
  const [part, ...deeper] = rest;
  const rules = area === 'ruleset' ? RULES[String(part)] : undefined;
  if (rules !== undefined) {
    return { words: joined(rules.words, ...ruleWords(String(part), deeper, body)), href: address('rules', rules.section, query) };
  }
  if (area === 'agency') return { words: joined('Agency,', AGENCY[String(part)] ?? field(part)), href: undefined };
  return { words: joined(String(area ?? 'The draft'), ...rest.map(field)), href: undefined };
}

function ruleWords(part: string, deeper: readonly Part[], body: unknown): (string | undefined)[] {
  const [first, ...fields] = deeper;
  if (part === 'stages') return [stageName(first as Parameters<typeof stageName>[0], null) ?? String(first), ...fields.map(field)];
  if (typeof first !== 'number') return deeper.map(field);
  const entry = inside(body, ['ruleset', part, first]) as Record<string, string> | undefined;
  const called = entry?.code ?? entry?.id ?? (part === 'priorityOrder' ? undefined : `number ${first + 1}`);
  // A place within a list of patterns says nothing that its field does not.
  return [called === '' ? 'without a name' : called, ...fields.slice(0, 1).map(field)];
}

function field(part: Part | undefined): string | undefined {
  return typeof part === 'string' ? (FIELDS[part] ?? part) : undefined;
}

function joined(head: string, ...more: readonly (string | undefined)[]): string {
  const [first, ...others] = more.filter((each) => each !== undefined);
  return [first === undefined ? head : `${head} ${first}`, ...others].join(', ');
}

function partsOf(path: string): Part[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, place]) => name ?? Number(place));
}

function inside(value: unknown, parts: readonly Part[]): unknown {
  return parts.reduce<unknown>((at, part) => (at === null || at === undefined ? undefined : (at as never)[part]), value);
}
