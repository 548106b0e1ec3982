import type { ContactRole } from '../../incident/contact';

const ROLES: readonly (readonly [ContactRole, RegExp])[] = [
  ['caller', /caller|calling party/i],
  ['victim', /victim/i],
  ['complainant', /complainant|reporting/i],
];
/** Who has to do with the call by profession: never texted, whatever else the role says. */
const AT_WORK = /\b(?:officer|deputy|trooper|sheriff|detective|sergeant|dispatcher|call.?taker|advocate)/i;
/** `Victim's mother`, `Non-victim`, `Suspect/Victim`: somebody else than the word says, or somebody who must not be told. */
const SOMEBODY_ELSE =
  /\b(?:non|not|no|of)\b|['’]s\b|\b(?:suspect|offender|subject|arrest|witness|mother|father|parent|spouse|husband|wife|relative|guardian)/i;

/** What a person is to the call by the words of the feed: none where it is somebody else, or where that is in doubt. */
export function rolesIn(words: readonly string[]): readonly ContactRole[] {
  if (words.some(isAtWork)) return [];
  const suspect = words.some((word) => /\b(?:suspect|offender|arrest)/i.test(word));
  const sure = words.filter((word) => !SOMEBODY_ELSE.test(word));
  return ROLES.flatMap(([role, pattern]) =>
    sure.some((word) => pattern.test(word)) && !(suspect && role !== 'caller') ? [role] : [],
  );
}

/** An officer, or who took the call. */
export function isAtWork(word: string): boolean {
  return AT_WORK.test(word);
}
