/** What may be shown of a frame as it stands, and what never may. Values are folded by `foldValue`. */
export interface Knowledge {
  /** Whole values that are known to be about the call and not about a person. */
  readonly harmless: ReadonlySet<string>;
  /** Of these, what is shown although it may look like a phone number: a vendor's schema says that it is none. */
  readonly certain: ReadonlySet<string>;
  /** What the frame says of people: never shown, whatever else holds. */
  readonly personal: ReadonlySet<string>;
  /** Labels and literals of the layout. */
  readonly literals: ReadonlySet<string>;
  /** When the frame came, and the times that are known to be the call's: dates near to them say nothing of a person. */
  readonly times: readonly number[];
}

const DAY = 86_400_000;
/** Dates so near to when a frame came are about the call; a date of birth is not. */
const NEAR_MS = 3 * DAY;

// Ten digits, however they are written, are a phone number, even where they are none; so are seven with a break after
// three. Only what begins like a day, as in 250604-0123, is a number that CAD systems give.
const PHONE =
  /(?<!\d)(?!(?:2|3)\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]\d{4}(?!\d))(?:\+?1[-. ]?)?\(?\d{3}\)?[-. )/]{0,2}\d{3}[-. ]?\d{4}(?!\d)|(?<![\d-])\d{3}[-. ]\d{4}(?![\d-])/;
const SOCIAL_SECURITY = /(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)/;

const CONSTANTS = new Set(['true', 'false', 'null', 'nil']);

export function foldValue(value: string): string {
  return value.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Whether there is something like a phone or social security number in it. */
export function looksPersonal(value: string): boolean {
  return PHONE.test(value) || SOCIAL_SECURITY.test(value);
}

/** Whether a whole value may be shown. */
export function isHarmless(value: string, { harmless, certain, personal, literals, times }: Knowledge): boolean {
  const folded = foldValue(value);
  const known = CONSTANTS.has(folded) || harmless.has(folded) || literals.has(folded) || isTimeNear(value, times);
  return known && folded !== '' && !personal.has(folded) && (certain.has(folded) || !looksPersonal(value));
}

/** A code such as `25-0604`, `12A` or `B1042`: without blanks, with a digit, and neither a date nor a phone number. */
export function looksLikeCode(value: string): boolean {
  const text = value.trim();
  return /^(?=\D{0,23}\d)[A-Za-z0-9][A-Za-z0-9-]{0,23}$/.test(text) && !looksPersonal(text) && datesIn(text) === undefined;
}

/** A code or a few words, as call types and units are; not a sentence. */
export function looksBrief(value: string): boolean {
  return value.length <= 40 && value.trim().split(/\s+/).length <= 5 && !looksPersonal(value);
}

/** Whether two times are within a few days of each other. */
export function isNear(at: number, other: number): boolean {
  return Math.abs(at - other) <= NEAR_MS;
}

const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,7})?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2}))?`;
const TIME_ONLY = new RegExp(`^${TIME}$`);
const AFTER_DATE = new RegExp(`^(?:[T ]+${TIME})?$`);
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** A time of day, or a date near to when the frame came, with or without one. */
function isTimeNear(value: string, times: readonly number[]): boolean {
  const text = value.trim();
  if (text.length > 40 || !/^\d/.test(text)) return false;
  if (TIME_ONLY.test(text)) return true;
  const dates = datesIn(text);
  return dates !== undefined && times.some((near) => dates(near).some((at) => isNear(at, near)));
}

type Dates = (near: number) => readonly number[];

/** The days that a date could mean; undefined where it is no date. */
function datesIn(text: string): Dates | undefined {
  const digits = /^(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?)?$/.exec(text);
  if (digits !== null) {
    const [, a = '', b = '', c = ''] = digits;
    const days = [day(a, b, c), day(`${b}${c}`, a.slice(0, 2), a.slice(2))].filter((at) => at !== undefined);
    return days.length === 0 ? undefined : () => days;
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)$/.exec(text);
  if (iso !== null && AFTER_DATE.test(iso[4] ?? '')) return days(day(iso[1], iso[2], iso[3]));
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(.*)$/.exec(text);
  if (local !== null && AFTER_DATE.test(local[4] ?? '')) {
    return days(day(local[3], local[1], local[2]), day(local[3], local[2], local[1]));
  }
  const named = /^(\d{1,2})[- ]?([A-Za-z]{3})[A-Za-z]{0,6}[-, ]*(\d{4}|\d{2})(.*)$/.exec(text);
  if (named !== null && AFTER_DATE.test(named[4] ?? '')) {
    const month = MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1;
    return month === 0 ? undefined : days(day(named[3], String(month), named[1]));
  }
  const yearless = /^(\d{1,2})\/(\d{1,2})(.*)$/.exec(text);
  if (yearless !== null && AFTER_DATE.test(yearless[3] ?? '')) {
    return (near) => {
      const year = new Date(near).getUTCFullYear();
      const years = [year - 1, year, year + 1].map(String);
      return years.flatMap((each) => day(each, yearless[1], yearless[2]) ?? []);
    };
  }
  return undefined;
}

function days(...found: readonly (number | undefined)[]): Dates | undefined {
  const known = found.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : () => known;
}

function day(year = '', month = '', date = ''): number | undefined {
  const y = year.length === 2 ? 2000 + Number(year) : Number(year);
  const at = Date.UTC(y, Number(month) - 1, Number(date), 12);
  const read = new Date(at);
  return read.getUTCMonth() + 1 === Number(month) && read.getUTCDate() === Number(date) ? at : undefined;
}
