const compiled = new Map<string, RegExp>();

/** Whole-value match, case ignored, `*` for anything. An undefined or blank value matches nothing, `*` included. */
export function matches(pattern: string, value: string | undefined): boolean {
  if (value === undefined || value.trim() === '') return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern.trim().split('*').map(escapeExpression).join('.*');
    expression = new RegExp(`^${source}$`, 'isu');
    remember(pattern, expression);
  }
  return expression.test(value.trim());
}

export function matchesAny(patterns: readonly string[], value: string | undefined): boolean {
  return patterns.some((pattern) => matches(pattern, value));
}

/** `matchesAny` for patterns that are asked of many values: one expression for all. A blank value matches none. */
export function anyOf(patterns: readonly string[]): (value: string) => boolean {
  const sources = patterns.map((pattern) => pattern.trim().split('*').map(escapeExpression).join('.*'));
  const expression = new RegExp(`^(?:${sources.join('|')})$`, 'isu');
  return (value) => {
    const trimmed = value.trim();
    return trimmed !== '' && expression.test(trimmed);
  };
}

/** Whether any of `terms` stands at the start of a word in a folded text: a quick no before `findTerm` says which. */
export function anyTerm(terms: readonly string[]): (folded: string) => boolean {
  const expression = new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.map(termSource).join('|')})`, 'u');
  return (folded) => expression.test(folded);
}

/** Lower case without accents, so that `ESPOSÓ` and `esposo` are one. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * The first of `terms` that stands at the start of a word in `folded` (text already folded). A term that ends in a space is a
 * whole word there: `her ex ` is not found in `her expensive bike`.
 */
export function findTerm(terms: readonly string[], folded: string): string | undefined {
  return terms.find((term) => {
    const key = `\u0000${term}`;
    let expression = compiled.get(key);
    if (expression === undefined) {
      expression = new RegExp(`(?<![\\p{L}\\p{N}])${termSource(term)}`, 'u');
      remember(key, expression);
    }
    return expression.test(folded);
  });
}

function termSource(term: string): string {
  const end = /\s$/.test(term) ? '(?![\\p{L}\\p{N}])' : '';
  return escapeExpression(fold(term.trim())) + end;
}

/** Rulesets have a few hundred patterns; drafts being edited must not add up for months. */
function remember(key: string, expression: RegExp): void {
  if (compiled.size > 5_000) compiled.clear();
  compiled.set(key, expression);
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (char) => (char === '-' ? '\\x2d' : `\\${char}`));
}
