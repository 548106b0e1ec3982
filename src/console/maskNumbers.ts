/** A whole number as Herald stores and shows it, wherever it stands in a text. */
const WHOLE = /\+1\d{6}(\d{4})(?!\d)/g;

/** `…0142` */
export function maskNumber(number: string): string {
  return number.replace(WHOLE, '…$1');
}

/** The same answer with every number in it masked to its last four digits. */
export function maskNumbers(answer: unknown): unknown {
  if (typeof answer === 'string') return answer.includes('+1') ? maskNumber(answer) : answer;
  if (Array.isArray(answer)) return answer.map(maskNumbers);
  if (typeof answer !== 'object' || answer === null || Object.getPrototypeOf(answer) !== Object.prototype) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, maskNumbers(value)]));
}
