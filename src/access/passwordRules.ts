export type PasswordProblem = 'passwordTooShort' | 'passwordBanned' | 'passwordIsName';

export interface PasswordRules {
  readonly minLength: number;
  /** Lower case; what is too common, or too near at hand in a dispatch center, to be a password. */
  readonly banned: ReadonlySet<string>;
}

/** One word a line; empty lines and lines with # are not words. */
export function readBannedWords(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim().toLowerCase());
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}

/**
 * What is wrong with a new password, by IA-5 as in CJIS (at least 8, banned words, not the name). Banned words count also
 * with digits and signs before, behind or in place of letters, and several in a row.
 */
export function passwordProblem(password: string, name: string, { minLength, banned }: PasswordRules): PasswordProblem | undefined {
  const lower = password.normalize('NFKC').toLowerCase();
  if ([...lower].length < minLength) return 'passwordTooShort';
  if (lower.includes(name.toLowerCase())) return 'passwordIsName';
  const forms = [lower, lower.replace(/[^a-z0-9]/g, ''), core(lower), core(asLetters(lower))];
  if (forms.some((form) => banned.has(form) || isWords(form, banned))) return 'passwordBanned';
  return isPattern(lower) ? 'passwordBanned' : undefined;
}

/** Without what is not a letter at its ends. */
function core(text: string): string {
  return text.replace(/^[^a-z]+|[^a-z]+$/g, '');
}

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

function asLetters(text: string): string {
  // Only between letters: digits at the end are digits.
  return text.replace(/(?<=[a-z])[01345 7@$!](?=[a-z0-9@$!]*[a-z])/g, (sign) => LOOKS_LIKE[sign] ?? sign);
}

/** Banned words and nothing else, one after the other. */
function isWords(text: string, banned: ReadonlySet<string>): boolean {
  const letters = text.replace(/[^a-z]/g, '');
  if (letters.length === 0) return false;
  const reached = new Set([0]);
  for (let at = 0; at < letters.length; at++) {
    if (!reached.has(at)) continue;
    for (const word of banned) if (word.length >= 3 && letters.startsWith(word, at)) reached.add(at + word.length);
  }
  // Letters left over may be enough to make it a password of its own.
  return reached.has(letters.length) && text.replace(/[a-z]/g, '').length <= 6;
}

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** One letter again and again, a short group again and again, or a row of the alphabet or the keyboard. */
function isPattern(text: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/u.test(text)) return true;
  const both = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
  let rest = text;
  for (let found = true; found && rest.length > 0; ) {
    found = false;
    for (let length = rest.length; length >= 4 && !found; length--) {
      if (both.some((row) => row.includes(rest.slice(0, length)))) {
        rest = rest.slice(length);
        found = true;
      }
    }
  }
  return rest.length <= 2;
}
