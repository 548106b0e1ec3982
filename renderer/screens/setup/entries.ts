import type { FeedTrialView, SetupProblem, StarterView } from '../../../src/contract/setup';
import { type FeedEntry, FIRST_FEED, feedUrl, layoutOf } from './feedAddress';

/** What somebody has entered so far. Nothing secret and nothing personal: it stays in this browser until it is kept. */
export interface SetupEntries {
  readonly name: string;
  readonly timeZone: string;
  readonly phone: string;
  readonly languages: 'en es' | 'es en' | 'en' | 'es';
  readonly feed: FeedEntry;
  readonly stop: '' | 'tollFree' | 'callbacks' | 'acceptedBlind';
  /** Names of call types that may be texted about. */
  readonly chosen: readonly string[];
  /** Codes seen on the feed that the shipped list does not know, and that may be texted about. */
  readonly added: readonly string[];
  readonly seen: FeedTrialView['callTypes'];
  /** Of the agencies on shared calls, as CAD names them, this one; `ALL_OURS`: each of them; empty: not said yet. */
  readonly cadAgency: string;
  /** The last address of which a record was understood. */
  readonly proven: string;
  /** Steps that have been left once: what is wrong in them is marked. */
  readonly visited: readonly StepId[];
}

export const STEPS = [
  { id: 'agency', name: 'Agency' },
  { id: 'feed', name: 'Feed' },
  { id: 'carrier', name: 'Carrier' },
  { id: 'stop', name: 'STOP' },
  { id: 'calls', name: 'Call types' },
  { id: 'keep', name: 'Watch-only' },
  { id: 'test', name: 'Test text' },
  { id: 'live', name: 'Going live' },
] as const;
export type StepId = (typeof STEPS)[number]['id'];

/** A call type that only a feed has shown: told that somebody comes or that it takes longer, and nothing of a case. */
const STAGES_OF_ADDED = ['dispatched', 'delayed'];

export function beginning(zone: string): SetupEntries {
  return {
    ...{ name: '', timeZone: zone, phone: '', languages: 'en es', feed: FIRST_FEED, stop: '' },
    ...{ chosen: [], added: [], seen: [], cadAgency: '', proven: '', visited: [] },
  };
}

/** No agency is named so: CAD's names are words. */
export const ALL_OURS = '*';

/** The agencies in whose parts of shared calls the feed has shown call types. */
export function agenciesSeen({ seen }: Pick<SetupEntries, 'seen'>): readonly string[] {
  return [...new Set(seen.flatMap(({ agencies }) => agencies ?? []))].sort();
}

/** The call types that were seen in this agency's part of the calls. */
export function seenAsOurs({ seen, cadAgency }: Pick<SetupEntries, 'seen' | 'cadAgency'>): SetupEntries['seen'] {
  if (cadAgency === '' || cadAgency === ALL_OURS) return seen;
  return seen.filter(({ agencies = [] }) => agencies.length === 0 || agencies.includes(cadAgency));
}

/** The profile that the entries make of the one an agency begins with, as JSON. */
export function profileText(entries: SetupEntries, starter: StarterView): string {
  const profile = JSON.parse(starter.text);
  const stages = new Map(
    starter.callTypes.filter(({ label }) => entries.chosen.includes(label)).map((type) => [type.label, type.stages]),
  );
  const shipped = profile.ruleset.callTypes.map((type: { label: string }) => ({ ...type, stages: stages.get(type.label) ?? [] }));
  const layout = layoutOf(entries.feed);
  return JSON.stringify(
    {
      ...profile,
      agency: {
        ...profile.agency,
        ...{ name: entries.name.trim(), timeZone: entries.timeZone.trim(), phone: entries.phone.trim() },
        languages: entries.languages.split(' '),
        ...(entries.cadAgency === '' || entries.cadAgency === ALL_OURS ? {} : { cadAgency: entries.cadAgency }),
      },
      feeds: [
        {
          ...{ id: entries.feed.id, url: feedUrl(entries.feed) },
          ...(entries.feed.silentAfter.trim() === '' ? {} : { silentAfter: entries.feed.silentAfter.trim() }),
        },
      ],
      ...(layout === null ? {} : { layouts: { [layout.name]: parsedOr(layout.text) } }),
      carrier: entries.stop === '' ? {} : { optOut: entries.stop },
      ruleset: {
        ...profile.ruleset,
        callTypes: [...shipped, ...entries.added.map((code) => ({ code, label: code, stages: STAGES_OF_ADDED }))],
      },
    },
    undefined,
    2,
  );
}

/** A layout that is no JSON is handed over as it is: the appliance then says that it is wrong. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the appliance found wrong, as a person reads it: in which step, at what, and why. */
export function problemInSetup({ path, message }: SetupProblem): {
  readonly step: StepId;
  readonly field: string;
  readonly say: string;
} {
  const say = message.replace(/^Feed "[^"]*": /, '').replace(/^Feed URL "[^"]*": /, '');
  if (path.startsWith('agency.'))
    return { step: 'agency', field: path.split('.')[1] ?? '', say: `${AGENCY[path] ?? path}: ${say}` };
  if (path.startsWith('layouts'))
    return { step: 'feed', field: 'layout', say: `Layout, at ${path.split('.').slice(2).join('.') || 'its beginning'}: ${say}` };
  if (path.startsWith('feeds'))
    return { step: 'feed', field: path.endsWith('silentAfter') ? 'silentAfter' : feedField(say), say: `Feed: ${say}` };
  if (path.startsWith('carrier')) return { step: 'stop', field: 'stop', say: `How STOP is seen: ${say}` };
  if (path.startsWith('ruleset.callTypes')) return { step: 'calls', field: 'calls', say: `Call types: ${say}` };
  return { step: 'keep', field: '', say: path === '' ? say : `${path}: ${say}` };
}

const AGENCY: Readonly<Record<string, string>> = {
  'agency.name': 'Name of the agency',
  'agency.timeZone': 'Time zone',
  'agency.phone': 'Contact number',
};

/** Which field of a feed's address a message of the appliance is about. */
export function feedField(message: string): string {
  const said = message.toLowerCase();
  if (/\bport\b/.test(said)) return 'port';
  if (/layout/.test(said)) return 'layout';
  if (/\bhost\b|interface|allow/.test(said)) return /allow/.test(said) ? 'allow' : 'host';
  if (/device|baud|parity|stop|bits/.test(said)) return 'device';
  if (/directory|\bpath\b/.test(said)) return 'directory';
  if (/framing|begins|ends|idle/.test(said)) return 'framing';
  return 'more';
}
