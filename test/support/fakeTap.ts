import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FeedReading } from '../../src/console/feedReading';
import { FeedTap } from '../../src/console/feedTap';
import type { FeedStatusView } from '../../src/contract/views';
import { parseFeedUrl } from '../../src/feed/feedUrl';
import { formatByName } from '../../src/feed/formats/formatByName';
import { feedReading, readLayoutDraft } from '../../src/feedReading';
import { parseProfile } from '../../src/profile';
import { newWorldXml } from './newWorldCall';

const MINUTE = 60_000;
const URLS: Readonly<Record<string, string>> = {
  cad: 'tcp-listen://127.0.0.1:0?format=newworld-xml',
  units: 'tcp-listen://127.0.0.1:0?format=delimited&layout=events',
  rms: 'tcp-listen://127.0.0.1:0?format=delimited&layout=cases',
  county: 'tcp-listen://127.0.0.1:0?format=eido-json',
};

export interface FakeTap {
  readonly tap: FeedTap;
  /** One more frame on a feed, the same record at another minute. */
  add(feedId: string, now: number): void;
}

/** The real tap over invented frames: some understood, some rejected, one with nothing in it. */
export function fakeTap(feeds: readonly FeedStatusView[], now: number): FakeTap {
  // From the project's root: the console's dev server runs this without Jest.
  const profile = parseProfile(JSON.parse(readFileSync(path.resolve('test/fixtures/profile.json'), 'utf8')), 'test profile');
  const readings = new Map(feeds.flatMap(({ id }) => (URLS[id] === undefined ? [] : [[id, readingOf(URLS[id])] as const])));
  function readingOf(url: string): FeedReading {
    const address = parseFeedUrl(url);
    const layout = address.layout === undefined ? undefined : profile.layouts[address.layout];
    const format = formatByName(address.format, layout);
    return feedReading({ id: 'invented', address, format, silentAfterMs: undefined }, profile);
  }
  const frames = new Map([...readings].map(([id]) => [id, recordsOf(id, now)]));
  let last = 9_000;
  const row = (feedId: string, { text, at }: InventedRecord) => {
    const bytes = new TextEncoder().encode(text);
    const reading = readings.get(feedId) as FeedReading;
    const outcome = reading.format.parse(bytes, { timeZone: profile.agency.timeZone, receivedAt: at });
    last += 1;
    const state = 'rejected' in outcome ? ('rejected' as const) : ('done' as const);
    return { id: last, receivedAt: at, bytes, byteCount: bytes.length, state };
  };
  const rows = new Map([...frames].map(([id, records]) => [id, records.map((record) => row(id, record)).reverse()]));
  return {
    tap: new FeedTap({
      queries: {
        recentFrames: async ({ feedId, limit, rejectedOnly }) =>
          (rows.get(feedId) ?? []).filter(({ state }) => !rejectedOnly || state === 'rejected').slice(0, limit),
      },
      feeds: readings,
      readDraft: readLayoutDraft,
      policy: () => profile,
    }),
    add(feedId, at) {
      const record = recordsOf(feedId, at)[0];
      if (record !== undefined) rows.get(feedId)?.unshift(row(feedId, { ...record, at }));
    },
  };
}

interface InventedRecord {
  readonly text: string;
  readonly at: number;
}

/** Oldest first. */
function recordsOf(feedId: string, now: number): InventedRecord[] {
  const iso = (at: number) => new Date(at).toISOString();
  const local = (at: number) => iso(at).replace('Z', '');
  if (feedId === 'cad') {
    return [5, 4, 2].map((minutes, index) => {
      const at = now - minutes * MINUTE;
      const xml = newWorldXml({
        callId: '55120',
        callNumber: '231',
        created: local(now - 9 * MINUTE),
        callerName: 'Fable, Perpetua Q',
        callerPhone: '941-555-0117',
        nature: 'Came home to an open door, neighbour saw a tall man',
        contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: '3', created: local(now - 9 * MINUTE) }],
        incidents: [{ agency: 'Police', number: '25-0604', jurisdiction: 'PK' }],
        units: [
          {
            unit: '12A',
            primary: true,
            dispatched: local(now - 6 * MINUTE),
            officers: ['1042'],
            ...(index > 0 ? { enRoute: local(now - 5 * MINUTE) } : {}),
          },
        ],
        narratives: ['Perpetua says nobody should be inside', 'Back door was forced'],
      });
      return { at, text: index === 1 ? xml.slice(0, 1_100) : xml };
    });
  }
  if (feedId === 'units') {
    const line = (minutes: number, event: string, number: string, ...rest: string[]) => ({
      at: now - minutes * MINUTE,
      text: [iso(now - minutes * MINUTE - 900), number, event, ...rest].join('|'),
    });
    return [
      line(
        39,
        'NEW',
        '25-0611',
        'BURG-RES',
        '3',
        '',
        '(941) 555-0142',
        '',
        '',
        '',
        '',
        'Caller Perpetua Fable is at 12 Egret St',
        'es',
      ),
      line(38, 'DISP', '25-0611', '', '', '12A', '', '1042'),
      line(37, 'ENR', '25-0611', '', '', '12A'),
      line(36, 'STG', '25-0611', '', '', '12A', '', '', '', '', '', 'Waits round the corner of Egret St'),
      { at: now - 35 * MINUTE, text: `06/03/1961 25:10|25-0611|ARR|||12A` },
      { at: now - 34 * MINUTE, text: '' },
      line(34, 'ARR', '25-0611', '', '', '12A'),
    ];
  }
  if (feedId === 'rms') {
    return [190, 191].map((minutes) => ({
      at: now - minutes * MINUTE,
      text: `${iso(now - minutes * MINUTE)},25-0588,ASSIGNED,R25-1180,D77,,941-555-0162`,
    }));
  }
  return [
    {
      at: now - 12 * MINUTE,
      text: JSON.stringify({
        $id: 'urn:emergency:uid:eido:7:example.org',
        lastUpdateTimeStamp: iso(now - 12 * MINUTE),
        incidentComponent: [
          {
            $id: 'i1',
            incidentTrackingIdentifier: '25-0604',
            incidentTypeCommonRegistryText: 'Burglary',
            lastUpdateTimeStamp: iso(now - 12 * MINUTE),
          },
        ],
        callComponent: [{ $id: 'c1', callBackNumber: 'tel:+19415550117', callStartDateTimeStamp: iso(now - 14 * MINUTE) }],
        notesComponent: [{ $id: 'n1', notesActionComments: 'Perpetua waits outside' }],
      }),
    },
  ];
}
