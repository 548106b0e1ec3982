/** What texts are called on every screen, by stage; a delay also by its cause, as in `delayed waiting`. */
export const TEXT_NAMES = {
  received: 'Call received',
  dispatched: 'Officer assigned',
  delayed: 'Delay',
  'delayed waiting': 'Delay (no unit yet)',
  'delayed diverted': 'Delay (unit diverted)',
  arrived: 'Officer arrived',
  completed: 'Completed',
  caseAssigned: 'Detective assigned',
  caseUpdated: 'Case update',
  caseClosed: 'Case closed',
  correction: 'Correction',
} as const;

/** The name of a text by its key in a policy, such as `delayed waiting`; what is no key is its own name. */
export function textName(key: string): string {
  return Object.hasOwn(TEXT_NAMES, key) ? TEXT_NAMES[key as keyof typeof TEXT_NAMES] : key;
}
