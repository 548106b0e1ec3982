import { anyOf } from './match';
import type { CallType, Ruleset } from './ruleset';

interface Compiled {
  /** Codes without a wildcard, in lower case: the index of the first that has it. */
  readonly exact: ReadonlyMap<string, number>;
  readonly wild: readonly { readonly index: number; readonly fits: (value: string) => boolean }[];
}

const compiled = new WeakMap<Ruleset['callTypes'], Compiled>();

/** The first call type of the agency's list that a code is, undefined where it is none of them or blank. */
export function callTypeOf({ callTypes }: Ruleset, code: string | undefined): CallType | undefined {
  const value = code?.trim() ?? '';
  if (value === '') return undefined;
  let list = compiled.get(callTypes);
  if (list === undefined) {
    list = compile(callTypes);
    compiled.set(callTypes, list);
  }
  const exact = list.exact.get(value.toLowerCase()) ?? Number.POSITIVE_INFINITY;
  const wild = list.wild.find(({ index, fits }) => index > exact || fits(value));
  return callTypes[Math.min(exact, wild?.index ?? Number.POSITIVE_INFINITY)];
}

function compile(callTypes: Ruleset['callTypes']): Compiled {
  const exact = new Map<string, number>();
  const wild: { index: number; fits: (value: string) => boolean }[] = [];
  for (const [index, { code }] of callTypes.entries()) {
    const key = code.trim().toLowerCase();
    // Case is folded for plain letters only: what else there is, the pattern decides.
    if (/[^\x20-\x7e]|\*/.test(key)) wild.push({ index, fits: anyOf([code]) });
    else if (!exact.has(key)) exact.set(key, index);
  }
  return { exact, wild };
}
