import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

declare const e164: unique symbol;
/** A North American number that can be texted, as `+1NPANXXXXXX`. */
export type E164 = string & { readonly [e164]: true };

/** Why a contact cannot be texted, whatever the rules say. */
export type PhoneProblem =
  | 'missing'
  | 'emergencyNumber'
  | 'incomplete'
  | 'extension'
  | 'notNorthAmerican'
  | 'invalid'
  | 'landline'
  | 'pseudoNumber'
  | 'uncertain';

/** Where a text by Bandwidth to a +1 number stays a domestic one. The Caribbean's +1 countries are not among them. */
const DOMESTIC = new Set(['US', 'CA', 'PR', 'VI', 'GU', 'AS', 'MP']);
const SERVICE_CODE = /^[2-9]11$/;

/**
 * Reads a number as a CAD system writes one. Never completes it with an area code: a guess could text a stranger.
 * Fictional 555-01xx numbers count as valid.
 */
export function readPhone(written: string | undefined): { phone: E164 } | { problem: PhoneProblem } {
  const text = (written ?? '').trim();
  if (text === '') return { problem: 'missing' };
  // A number with an extension reaches a switchboard, not a person's handset.
  if (/(?:ext\.?|extension|[x#;,])\s*\d+\s*$/i.test(text)) return { problem: 'extension' };
  const international = /^\s*(?:tel:)?\s*\+/i.test(text);
  const number = text.replace(/^\s*(?:tel:|sip:)/i, '').replace(/@.*$/, '');
  const digits = number.replace(/\D/g, '');
  if (digits === '') return { problem: 'missing' };
  if (SERVICE_CODE.test(digits)) return { problem: 'emergencyNumber' };
  if (international && !digits.startsWith('1')) return { problem: 'notNorthAmerican' };
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  if (national.length < 10) return { problem: 'incomplete' };
  if (national.length > 10) return { problem: international ? 'invalid' : 'notNorthAmerican' };
  if (isNumberAndMore(number, digits.length - national.length)) return { problem: 'invalid' };
  const area = national.slice(0, 3);
  // A handset without service calls 911 under 911 and digits of its serial number: nobody can be reached there.
  if (area === '911') return { problem: 'emergencyNumber' };
  if (SERVICE_CODE.test(area) || !/^[2-9]\d{2}[2-9]\d{6}$/.test(national) || SERVICE_CODE.test(national.slice(3, 6))) {
    return { problem: 'invalid' };
  }
  const parsed = parsePhoneNumberFromString(`+1${national}`);
  if (parsed === undefined || !parsed.isPossible()) return { problem: 'invalid' };
  if (parsed.country !== undefined && !DOMESTIC.has(parsed.country)) return { problem: 'notNorthAmerican' };
  if (parsed.country === undefined && !national.startsWith('555', 3) && !parsed.isValid()) return { problem: 'invalid' };
  return { phone: `+1${national}` as E164 };
}

/**
 * `234-5678 RM 123`: a local number and something else have ten digits as well, and so has one as another country groups it. Who
 * has the number that they make together is a stranger. `countryDigits`: how many of the digits come before the area code.
 */
function isNumberAndMore(written: string, countryDigits: number): boolean {
  if (/\d[^\d]*\p{L}[^\d]*\d/u.test(written)) return true;
  let upTo = -countryDigits;
  return (written.match(/\d+/g) ?? []).some((group) => {
    upTo += group.length;
    return upTo > 0 && upTo < 8 && upTo !== 3 && upTo !== 6;
  });
}

/** For logs and for people who need not see the number: `...0142`. Logs use three digits, screens four. */
export function maskPhone(phone: string, digits = 4): string {
  return `...${phone.slice(-digits)}`;
}
