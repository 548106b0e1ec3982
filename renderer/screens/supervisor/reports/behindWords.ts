import type { MeasureNumber } from '../../../../src/contract/behind';
import { counted } from '../../../format/words';

/** Which list shows what a number counts. */
export type Kind = 'texts' | 'incidents' | 'calls' | 'repeats' | 'optOuts' | 'skips' | 'outages';

/** What a number counts: the kind of list, one of its entries, several, and a heading. */
interface Words {
  readonly kind: Kind;
  readonly one: string;
  /** Where it is not `one` with an s. */
  readonly many?: string;
  readonly title: string;
}

const texts = (title: string): Words => ({ kind: 'texts', one: 'text', title });
const incidents = (title: string): Words => ({ kind: 'incidents', one: 'incident', title });

export const BEHIND: Readonly<Record<MeasureNumber, Words>> = {
  incidents: incidents('All incidents'),
  incidentsTexted: incidents('Incidents with a text'),
  late: incidents('Calls that waited longer than the delay rules allow'),
  lateTold: incidents('Late calls whose caller was told'),
  callToText: incidents('Incidents whose first text was sent while the call was under way'),
  due: texts('Texts that came due'),
  left: texts('Texts that were sent'),
  taken: texts('Texts that the carrier took'),
  delivered: texts('Delivered texts'),
  accepted: texts('Accepted texts, with no delivery receipt'),
  undelivered: texts('Texts not delivered'),
  unconfirmed: texts('Unconfirmed texts'),
  expired: texts('Expired texts'),
  cancelled: texts('Cancelled texts'),
  open: texts('Texts that are not sent yet'),
  dispatchToText: texts('From the dispatch to the text about it'),
  failed: texts('Texts not delivered or unconfirmed'),
  callsTexted: { kind: 'calls', one: 'person', many: 'people', title: 'People who were texted, once for each incident' },
  callsNotTexted: { kind: 'calls', one: 'person', many: 'people', title: 'People who were not texted, once for each incident' },
  repeatsTexted: { kind: 'repeats', one: 'further call', title: 'Further calls by people who were texted' },
  repeatsNotTexted: { kind: 'repeats', one: 'further call', title: 'Further calls by people who were not texted' },
  optedOut: { kind: 'optOuts', one: 'number', title: 'Numbers that opted out' },
  skipped: { kind: 'skips', one: 'reason', title: 'Why texts were kept back' },
  outages: { kind: 'outages', one: 'interruption', title: 'Feed lost or silent too long' },
};

/** `12 texts`; where texts are listed for their segments too: `12 texts, 18 segments`. */
export function countedBehind(number: MeasureNumber, total: number, segments: number | null): string {
  const entries = counted(total, BEHIND[number].one, BEHIND[number].many);
  return segments === null ? entries : `${entries}, ${counted(segments, 'segment')}`;
}
