import type { PolicyChangeView } from '../contract/policy';
import { textName } from '../contract/textNames';

type Area = PolicyChangeView['area'];
type Json = Readonly<Record<string, unknown>>;

const AGENCY: Readonly<Record<string, string>> = {
  name: 'The agency’s name',
  timeZone: 'The time zone',
  phone: 'The contact number',
  languages: 'The languages',
  cadAgency: 'The agency of shared calls',
};
const CONDITIONS: Readonly<Record<string, string>> = {
  callType: 'call types',
  priority: 'priorities',
  flag: 'flags',
  narrative: 'words of the narrative',
};
const TOLD: Readonly<Record<string, string>> = {
  caseUpdated: 'is told as an update',
  caseClosed: 'is told as the end of the case',
  null: 'is never told',
};
const CAUSES: Readonly<Record<string, string>> = {
  waiting: 'no officer is assigned yet',
  diverted: 'their officer was needed elsewhere',
};
const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

/** What an entry of a list is called, such as `Call type “BURG”`. */
export function entryWords(area: Area, called: string, name: string): string {
  if (area !== 'templates') return `${called} “${name}”`;
  const [, moment = name, language = ''] = /^(.*) (\S+)$/.exec(name) ?? [];
  return `The text “${textName(moment)}” in ${languageWords(language)}`;
}

/** What changed in a field of an entry, in a sentence that begins with `entry`, the entry's own words. */
export function fieldSentence(area: Area, entry: string, field: string, before: unknown, after: unknown): string {
  const instead = (words: (value: unknown) => string) => `${words(after)} instead of ${words(before)}`;
  switch (`${area} ${field}`) {
    case 'callTypes label':
    case 'roster name':
      return `${entry}: the name is ${instead(plain)}`;
    case 'callTypes stages':
      return `${entry} gets ${instead(textsWords)}`;
    case 'callTypes callerIsVictim':
      return `${entry}: the caller ${after === true ? 'counts' : 'no longer counts'} as the victim`;
    case 'exclusions reason':
      return `${entry}: the reason is ${instead(quoted)}`;
    case 'exclusions when':
      return `${entry} looks for other things: ${conditionsWords(before, after)}`;
    case 'delays cause':
      return `${entry} tells that ${instead((value) => CAUSES[String(value)] ?? plain(value))}`;
    case 'delays after':
      return `${entry}: told after ${instead(plain)}`;
    case 'delays repeatEvery':
      return `${entry}: told again after another ${instead(plain)}`;
    case 'delays max':
      return `${entry}: told at most ${instead(plain)} times`;
    case 'delays callTypes':
      return `${entry} is for call types ${instead(patterns)}`;
    case 'delays priorities':
      return `${entry} is for priorities ${instead(patterns)}`;
    case 'caseStatuses stage':
      return `${entry} ${TOLD[String(after)]}; until now it ${TOLD[String(before)]}`;
    case 'caseStatuses say':
      return `${entry} says ${instead(sayWords)}`;
    case 'templates text':
      return `${entry} reads ${instead(quoted)}`;
    case 'roster phone':
      return `${entry}: the number is ${instead(plain)}`;
    default:
      return `${entry}: ${field} is ${instead(plain)}`;
  }
}

/** What changed in something that there is once, by its path. */
export function singleSentence(path: string, before: unknown, after: unknown): string {
  const instead = (words: (value: unknown) => string = plain) => `${words(after)} instead of ${words(before)}`;
  const stage = /^ruleset\.stages\.(\w+)\.(\w+)$/.exec(path);
  if (stage !== null) return stageSentence(`The text “${textName(stage[1] as string)}”`, stage[2] as string, before, after);
  const agency = /^agency\.(\w+)$/.exec(path)?.[1];
  if (agency !== undefined && AGENCY[agency] !== undefined) return `${AGENCY[agency]} is ${instead()}`;
  switch (path) {
    case 'agency.secondPerson':
      return after === true
        ? 'Putting rules in force takes a second person'
        : 'Putting rules in force no longer takes a second person';
    case 'ruleset.detailsToThirdParties':
      return after === true
        ? 'A caller who may not be the victim is told the officer, the report and the case'
        : 'A caller who may not be the victim is no longer told the officer, the report and the case';
    case 'ruleset.quietHours':
      return after === null
        ? `Quiet hours are no longer kept; until now ${hoursWords(before)}`
        : `Quiet hours are kept ${hoursWords(after)}; until now there were none`;
    case 'ruleset.quietHours.from':
      return `Quiet hours begin at ${instead()}`;
    case 'ruleset.quietHours.to':
      return `Quiet hours end at ${instead()}`;
    case 'ruleset.caps.perIncident':
      return `A person gets ${instead()} texts about one call at most, until it is completed`;
    case 'ruleset.caps.perNumberPerDay':
      return `A number gets ${instead()} texts within 24 hours at most`;
    case 'ruleset.caps.minGap':
      return `Between two texts to a number there are ${instead()} at least`;
    case 'ruleset.breaker.maxEventAge':
      return `An event is old after ${instead()}`;
    case 'ruleset.breaker.maxTextsPerMinute':
      return `Herald stops by itself above ${instead()} texts in a minute`;
    case 'ruleset.priorityOrder':
      return `The order of priorities is ${instead(orderWords)}`;
    default:
      return `${path.replace(/^ruleset\./, '')} is ${instead()}`;
  }
}

function stageSentence(text: string, field: string, before: unknown, after: unknown): string {
  switch (field) {
    case 'enabled':
      return after === true ? `${text} is sent; until now it was not` : `${text} is no longer sent`;
    case 'hold':
      return `${text} waits ${plain(after)} instead of ${plain(before)} before it leaves`;
    case 'expires':
      return `${text} is too late after ${plain(after)} instead of ${plain(before)}`;
    case 'quietHours':
      return `${text} ${after === true ? 'waits' : 'no longer waits'} for the end of quiet hours`;
    default:
      return `${text}: ${field} is ${plain(after)} instead of ${plain(before)}`;
  }
}

/** A value as a person would write it; empty and absent are `nothing`. */
function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(plain).join(', ') || 'nothing';
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key} ${plain(item)}`)
    .join(', ');
}

const quoted = (value: unknown) => (value === undefined ? 'nothing' : `“${String(value)}”`);
const patterns = (value: unknown) => (plain(value) === '*' ? 'all' : plain(value));
const hoursWords = (hours: unknown) => `from ${(hours as Json).from} to ${(hours as Json).to}`;

function textsWords(stages: unknown): string {
  const names = list(stages).map((stage) => `“${textName(stage)}”`);
  return names.length === 0 ? 'no text' : names.join(', ');
}

function orderWords(order: unknown): string {
  const ranks = (Array.isArray(order) ? order : []) as readonly (string | readonly string[])[];
  return ranks.map((rank) => (typeof rank === 'string' ? rank : rank.join(' = '))).join(' > ') || 'none';
}

function sayWords(say: unknown): string {
  const words = Object.entries((say ?? {}) as Json).map(([language, text]) => `${quoted(text)} in ${languageWords(language)}`);
  return words.join(', ') || 'nothing';
}

/** Lists of a hundred words: what came and what went. */
function conditionsWords(before: unknown, after: unknown): string {
  const [old, fresh] = [(before ?? {}) as Json, (after ?? {}) as Json];
  return Object.keys({ ...old, ...fresh })
    .flatMap((key) => {
      const [was, is] = [list(old[key]), list(fresh[key])];
      const more = is.filter((each) => !was.includes(each));
      const less = was.filter((each) => !is.includes(each));
      const said = [
        more.length > 0 ? `newly ${more.join(', ')}` : '',
        less.length > 0 ? `no longer ${less.join(', ')}` : '',
      ].filter((part) => part !== '');
      return said.length === 0 ? [] : [`${CONDITIONS[key] ?? key}: ${said.join('; ')}`];
    })
    .join('. ');
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function languageWords(code: string): string {
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}
