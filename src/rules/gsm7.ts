/** The default alphabet of GSM 03.38. Anything else makes a text UCS-2: 70 characters to a segment, not 160. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Of its extension; each counts twice. */
const EXTENSION = '^{}\\[~]|€\f';
const ALPHABET = new Set([...BASIC, ...EXTENSION]);

const PLAIN: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '`': "'",
  '´': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '•': '-',
  '·': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
  '™': '(TM)',
  '®': '(R)',
  '©': '(C)',
  '°': ' deg',
  ª: 'a',
  º: 'o',
  '\u200b': '',
  '\u200d': '',
  '\ufe0f': '',
};

export interface ForeignCharacter {
  readonly character: string;
  readonly from: number;
  readonly to: number;
  /** Undefined where nothing plain stands for it. */
  readonly plain: string | undefined;
}

/** The characters of a text that GSM-7 does not have, each with where it is and its plain form. */
export function foreignCharacters(text: string): ForeignCharacter[] {
  const found: ForeignCharacter[] = [];
  let at = 0;
  for (const character of text) {
    const from = at;
    at += character.length;
    if (!ALPHABET.has(character)) found.push({ character, from, to: at, plain: plainForm(character) });
  }
  return found;
}

function plainForm(character: string): string | undefined {
  const known = PLAIN[character];
  if (known !== undefined) return known;
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare !== character && [...bare].every((one) => ALPHABET.has(one)) ? bare : undefined;
}
