import type { LineType } from './callerInfo';
import { type Contact, numberTold } from './contact';
import type { E164, PhoneProblem } from './phone';

/** What is known of one number. */
export interface PhoneLine {
  readonly phone: E164;
  readonly line: LineType | 'pseudoNumber';
  /** Of a pseudo-number: where its caller can be reached, if that is certain. */
  readonly callback: E164 | undefined;
}

/** `lines` with `line` in place of what was known of its number. The same array where that is no news. */
export function learnLine(lines: readonly PhoneLine[], line: PhoneLine): readonly PhoneLine[] {
  const known = lines.find(({ phone }) => phone === line.phone);
  if (known !== undefined && known.line === line.line && known.callback === line.callback) return lines;
  return [...lines.filter((other) => other !== known), line];
}

/** The contact with the number that may be texted for it, by what is known of the number that the feed told. */
export function onLines(contact: Contact, lines: readonly PhoneLine[]): Contact {
  const told = numberTold(contact);
  if (told === undefined) return contact;
  const { toldPhone: _told, ...plain } = contact;
  const found = reachable(told, lines);
  if (found.phone === told) return { ...plain, phone: told, phoneProblem: undefined };
  return { ...plain, phone: found.phone, phoneProblem: found.problem, toldPhone: told };
}

function reachable(phone: E164, lines: readonly PhoneLine[]): { phone: E164 | undefined; problem: PhoneProblem | undefined } {
  const line = lines.find((known) => known.phone === phone);
  if (line?.line === 'landline') return { phone: undefined, problem: 'landline' };
  if (line?.line !== 'pseudoNumber') return { phone, problem: undefined };
  const callback = line.callback === undefined ? undefined : lines.find((known) => known.phone === line.callback);
  if (line.callback === undefined || callback?.line === 'pseudoNumber') return { phone: undefined, problem: 'pseudoNumber' };
  if (callback?.line === 'landline') return { phone: undefined, problem: 'landline' };
  return { phone: line.callback, problem: undefined };
}
