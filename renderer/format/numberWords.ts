import type { NumberFactsView, SuppressionView } from '../../src/contract/optOut';

type Kind = SuppressionView['kind'];

export const KINDS: readonly { readonly id: Kind; readonly name: string }[] = [
  { id: 'optOut', name: 'Asked for no texts' },
  { id: 'person', name: 'Decided by a person' },
  { id: 'unreachable', name: 'Cannot be reached' },
];

export function kindName(kind: Kind): string {
  return KINDS.find(({ id }) => id === kind)?.name ?? kind;
}

/** The reason alone: how an opt-out came stands before it, and is said already. */
export function bareReason(reason: string): string {
  return reason.replace(/^(?:by phone|at the desk|by text)(?:: |$)/, '');
}

/** How an entry came and why, after its kind: `asked by phone: They moved`. */
export function howAndWhy({ kind, source, reason }: Pick<SuppressionView, 'kind' | 'source' | 'reason'>): string {
  return [...(kind === 'person' ? [] : [source]), bareReason(reason)].filter((each) => each !== '').join(': ');
}

interface Lifting {
  readonly confirm: string;
  readonly body: string;
  readonly reasons: readonly string[];
  readonly done: string;
}

/** What lifting an entry of each kind means, and what it does not. */
export const LIFTING: Readonly<Record<Kind, Lifting>> = {
  optOut: {
    confirm: 'They want texts again',
    body: 'Only where they said so themselves: whoever asked for no texts must not get one because we think so. Replying START does the same without you.',
    reasons: ['They asked for texts again by phone', 'It was entered for the wrong number'],
    done: 'Opted in again',
  },
  person: {
    confirm: 'Text this number again',
    body: 'Somebody decided that this number is not texted. Lift it only if you know that the reason no longer holds. If they have opted out themselves, that stays.',
    reasons: ['The reason no longer holds', 'It was entered for the wrong number'],
    done: 'May be texted again',
  },
  unreachable: {
    confirm: 'Try this number again',
    body: 'The carrier could not deliver to it. The next text to it is tried again; should that fail too, the number comes back here.',
    reasons: ['The number works again', 'The carrier was wrong'],
    done: 'Is tried again',
  },
};

export const LINES: Readonly<Record<NumberFactsView['line']['type'], string>> = {
  landline: 'Landline',
  mobile: 'Mobile',
  voip: 'Internet phone',
  unknown: 'Not known',
};

/** Whether a number is texted as things are, in a sentence. */
export function numberSentence({ number, valid, problem, texted, line, waitsForPerson, suppressions }: NumberFactsView): string {
  if (!valid) return `It can never be texted: ${problem ?? 'not a number of a handset in the US or Canada'}.`;
  const who = `…${number.slice(-4)}`;
  if (texted) return `${who} is texted when a rule says so.`;
  const [first] = suppressions;
  if (first !== undefined) return `${who} is not texted: ${kindName(first.kind).toLowerCase()}.`;
  if (waitsForPerson) return `${who} is not texted until somebody has read its reply (under Attention).`;
  if (line.type === 'landline') return `${who} is not texted: it is a landline.`;
  return `${who} is not texted as things are.`;
}
