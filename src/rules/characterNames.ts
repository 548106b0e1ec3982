/** In words, for people who see two marks that look alike. */
const NAMES: Readonly<Record<string, string>> = {
  '“': 'typographic opening quote',
  '”': 'typographic closing quote',
  '„': 'low quote',
  '«': 'angle quote',
  '»': 'angle quote',
  '‘': 'typographic opening apostrophe',
  '’': 'typographic apostrophe',
  '‚': 'low apostrophe',
  '`': 'backtick',
  '´': 'acute accent by itself',
  '–': 'long dash',
  '—': 'very long dash',
  '‐': 'typographic hyphen',
  '‑': 'hyphen that does not break',
  '−': 'minus sign',
  '•': 'bullet',
  '·': 'middle dot',
  '…': 'ellipsis in one character',
  '\u00a0': 'space that does not break',
  '\u202f': 'narrow space that does not break',
  '\u2009': 'thin space',
  '\t': 'tab',
  '™': 'trademark sign',
  '®': 'registered sign',
  '©': 'copyright sign',
  '°': 'degree sign',
  '\u200b': 'invisible space',
  '\u200d': 'invisible joiner',
  '\ufe0f': 'invisible emoji mark',
};

/** What a character is, without an article: `typographic apostrophe`, `emoji`, `letter`. */
export function characterName(character: string): string {
  const known = NAMES[character];
  if (known !== undefined) return known;
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(character)) return 'emoji';
  if (/\p{L}/u.test(character)) return /[\u00c0-\u024f]/u.test(character) ? 'letter with an accent' : 'letter';
  if (/\p{M}/u.test(character)) return 'accent by itself';
  if (/\p{Z}/u.test(character)) return 'unusual space';
  if (/\p{C}/u.test(character)) return 'invisible character';
  return 'character';
}

/** `U+2019` */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
