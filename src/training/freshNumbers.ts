import { DateTime } from 'luxon';
import type { Clock } from '../clock';

/** Numbers that nobody else has, for as long as they matter. */
export interface FreshNumbers {
  /** The vendor's id of a call. Never reused. */
  callId(): string;
  /** What dispatchers say on the radio. Begins anew every day, as real ones do. */
  callNumber(): string;
  /** The agency's incident number: the year and eight digits, such as `26-84712345`. Not reused within a century. */
  incidentNumber(): string;
  /** Ten digits. Comes round again after 400. */
  phone(): string;
}

const AREA_CODES = ['813', '727', '352', '941'];
const PHONES_PER_AREA = 100;
/** As many as fit into eight digits for the seconds of a year. */
const INCIDENTS_PER_SECOND = 3;

/**
 * Made from the time, not counted from one: training may start again on the same store, whose incidents must not get the
 * new ones' facts.
 */
export function freshNumbers(clock: Clock, timeZone: string): FreshNumbers {
  const callIds = new Serial();
  const callNumbers = new Serial();
  const incidents = new Serial();
  let phones = Math.floor(clock.now() / 30_000);
  const secondsSince = (unit: 'year' | 'day') => {
    const now = DateTime.fromMillis(clock.now(), { zone: timeZone });
    const start = now.startOf(unit);
    return { period: start.toFormat('yyMMdd'), seconds: Math.floor((now.toMillis() - start.toMillis()) / 1_000) };
  };
  return {
    callId: () => String(callIds.next('', Math.floor(clock.now() / 100))),
    callNumber() {
      const { period, seconds } = secondsSince('day');
      return String(callNumbers.next(period, 1 + Math.floor(seconds / 10)));
    },
    incidentNumber() {
      const { period, seconds } = secondsSince('year');
      const serial = incidents.next(period, seconds * INCIDENTS_PER_SECOND);
      return `${period.slice(0, 2)}-${String(serial).padStart(8, '0')}`;
    },
    phone() {
      const index = phones % (AREA_CODES.length * PHONES_PER_AREA);
      phones += 1;
      return `${AREA_CODES[index % AREA_CODES.length]}55501${String(Math.floor(index / AREA_CODES.length)).padStart(2, '0')}`;
    },
  };
}

/** At least what the time gives, and never the same twice within a period. */
class Serial {
  #period: string | undefined;
  #last = 0;

  next(period: string, fromTime: number): number {
    this.#last = period === this.#period ? Math.max(this.#last + 1, fromTime) : fromTime;
    this.#period = period;
    return this.#last;
  }
}
