// As CAD systems write out the languages that 911 interpreters are asked for most.
const NAMES: Readonly<Record<string, string>> = {
  english: 'en',
  spanish: 'es',
  espanol: 'es',
  french: 'fr',
  'haitian creole': 'ht',
  creole: 'ht',
  portuguese: 'pt',
  vietnamese: 'vi',
  chinese: 'zh',
  mandarin: 'zh',
  cantonese: 'yue',
  korean: 'ko',
  russian: 'ru',
  arabic: 'ar',
  tagalog: 'tl',
  german: 'de',
  polish: 'pl',
};

/** The BCP 47 language of a code (`es`, `spa`, `es-MX`) or an English name; undefined where it is neither. */
export function readLanguage(written: string | undefined): string | undefined {
  const text = (written ?? '').trim();
  if (text === '') return undefined;
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const named = NAMES[folded];
  if (named !== undefined) return named;
  try {
    const { language } = new Intl.Locale(text.replaceAll('_', '-'));
    // Any word of up to eight letters is well-formed as a language; real ones have two or three.
    return language.length <= 3 ? language : undefined;
  } catch {
    return undefined;
  }
}
