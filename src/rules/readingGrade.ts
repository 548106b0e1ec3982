/**
 * How many years of school a text asks for. English: Flesch and Kincaid (1975), 0.39 words per sentence + 11.8 syllables
 * per word - 15.59. Spanish: Crawford (1984), of 100 words -0.205 sentences + 0.049 syllables - 3.407. Both were made for
 * longer texts, so this is a hint. Undefined for other languages and for fewer than five words.
 */
export function readingGrade(text: string, language: string): number | undefined {
  const spanish = /^es\b/i.test(language);
  if (!spanish && !/^en\b/i.test(language)) return undefined;
  const words = text.match(/\p{L}[\p{L}'’-]*/gu) ?? [];
  if (words.length < 5) return undefined;
  const sentences = Math.max(1, text.split(/[.!?:;]+(?:\s|$)/).filter((part) => /\p{L}/u.test(part)).length);
  const syllables = words.reduce((sum, word) => sum + (spanish ? spanishSyllables(word) : englishSyllables(word)), 0);
  const grade = spanish
    ? -0.205 * ((100 * sentences) / words.length) + 0.049 * ((100 * syllables) / words.length) - 3.407
    : 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
  return Math.max(0, Math.round(grade * 10) / 10);
}

/** Groups of vowels, without a silent e at the end. */
function englishSyllables(word: string): number {
  const bare = word.toLowerCase().replace(/[^a-z]/g, '');
  if (bare.length <= 3) return 1;
  const trimmed = bare.replace(/(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$/, '').replace(/^y/, '');
  return Math.max(1, trimmed.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}

/** Strong vowels, and weak ones that carry an accent or stand alone. */
function spanishSyllables(word: string): number {
  const groups = word.toLowerCase().match(/[aeiouáéíóúüy]+/g) ?? [];
  const ofGroup = (group: string) => Math.max(1, group.match(/[aeoáéóíú]/g)?.length ?? 1);
  return Math.max(
    1,
    groups.reduce((sum, group) => sum + ofGroup(group), 0),
  );
}
