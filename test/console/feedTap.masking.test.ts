import fc from 'fast-check';
import type { FeedReading } from '../../src/console/feedReading';
import { FeedTap } from '../../src/console/feedTap';
import { decodeText } from '../../src/feed/formats/decodeText';
import { formatByName } from '../../src/feed/formats/formatByName';
import { COLUMNS, type Layout } from '../../src/feed/formats/layout';
import { readLayoutDraft } from '../../src/feedReading';
import { AFTERNOON } from '../support/desk';
import { testProfile } from '../support/testProfile';

/** Invented, and each found nowhere else: if one of these is in an answer, it came from the frame. */
const SECRETS = {
  name: ['Josephine', 'Quillfeather', 'JOSEPHINE', 'QUILLFEATHER'],
  phone: ['8135550137', '555-0137', '5550137', '555 0137'],
  address: ['Sycamore', 'Hollow', 'SYCAMORE', '1874 '],
  narrative: ['husband', 'threatened', 'cleaver', 'HUSBAND'],
  birth: ['1961', '03/14'],
  social: ['987-65-4320'],
  place: ['27.94', '82.45'],
};
const NAME = 'Quillfeather, Josephine';
const ADDRESS = '1874 Sycamore Hollow Rd Apt 4B';
const NARRATIVE = 'Her husband threatened her with a cleaver, DOB 03/14/1961, SSN 987-65-4320, call back 813-555-0137';

const WIDE: Layout = {
  kind: 'delimited',
  delimiter: '|',
  columns: [
    'occurredAt',
    'incidentNumber',
    'event',
    'callType',
    'unit',
    'callerPhone',
    'callerName',
    '-',
    'narrative',
    'ignore',
    'flags',
  ],
  time: 'iso',
  events: { NEW: 'incidentCreated', DISP: 'unitDispatched' },
};
const LINE = [
  '2025-06-03T19:59:00Z',
  '25-0604',
  'DISP',
  'BURG-RES',
  '12A',
  '(813) 555-0137',
  NAME,
  ADDRESS,
  NARRATIVE,
  '03/14/1961',
  'hazard; Josephine is violent',
].join('|');

const XML = `<?xml version="1.0"?>
<CallExport><CallId>7731</CallId><CallNumber>231</CallNumber><CreateDateTime>2025-06-03T19:58:00Z</CreateDateTime>
<CallerName>${NAME}</CallerName><CallerPhone>813-555-0137</CallerPhone><NatureOfCall>${NARRATIVE}</NatureOfCall>
<Location><FullAddress>${ADDRESS}</FullAddress><HouseNumber>1874 </HouseNumber><Street>Sycamore</Street><LatitudeY>27.94</LatitudeY><LongitudeX>-82.45</LongitudeX></Location>
<AgencyContexts><AgencyContext><AgencyType>Police</AgencyType><CallType>BURG-RES</CallType><Status>In Progress</Status></AgencyContext></AgencyContexts>
<AssignedUnits><Unit><UnitNumber>12A</UnitNumber><DispatchDateTime>2025-06-03T19:59:00Z</DispatchDateTime></Unit></AssignedUnits>
<Narratives><Narrative><Text>${NARRATIVE}</Text><EnteredBy>Josephine Quillfeather</EnteredBy></Narrative></Narratives>
<Persons><Person><FirstName>Josephine</FirstName><LastName>Quillfeather</LastName><Role>Victim</Role><ContactPhone>8135550137</ContactPhone><DateOfBirth>1961-03-14</DateOfBirth></Person></Persons>
<Alerts><Alert>Josephine keeps a cleaver</Alert></Alerts></CallExport>`;
const BROKEN_XML = XML.replace('<CallNumber>', '<Josephine Quillfeather said "8135550137"').replace('</CallExport>', '');

const EIDO = JSON.stringify({
  $id: 'urn:emergency:uid:eido:1:example.org',
  incidentComponent: [{ $id: 'urn:emergency:uid:incidentid:25-0604:example.org', incidentTrackingIdentifier: '25-0604' }],
  callComponent: [{ $id: 'c1', callBackNumber: 'tel:+18135550137', callStartDateTimeStamp: '2025-06-03T19:58:00Z' }],
  personComponent: [{ $id: 'p1', name: NAME, Josephine: 'Quillfeather', birth: '1961-03-14' }],
  locationComponent: [{ $id: 'l1', address: ADDRESS, latitude: 27.94, longitude: -82.45 }],
  notesComponent: [{ $id: 'n1', notesActionComments: NARRATIVE }],
});

const REPORT = `\u0002DISPATCH REPORT\r
INCIDENT #: 25-0604      UNIT: 12A\r
CALL TYPE: BURG-RES     RECEIVED: 06/03/2025 15:58:00\r
CALLER: ${NAME}   PHONE: 813-555-0137\r
LOCATION: ${ADDRESS}\r
REMARKS: ${NARRATIVE}\r
  HUSBAND LEFT, JOSEPHINE AT 1874 SYCAMORE HOLLOW, ${NAME}: HE IS BACK\r
\u0003`;

const ALI = `\r101(813) 555-0137 RESD 06/03 15:58\r${NAME}\r  1874\r SYCAMORE HOLLOW RD\r${ADDRESS}\r+27.94 -82.45\r${NARRATIVE}`;

const FRAMES = {
  delimited: LINE,
  created: LINE.replace('DISP', 'NEW'),
  'newworld-xml': XML,
  broken: BROKEN_XML,
  'eido-json': EIDO,
  report: REPORT,
  ali: ALI,
  half: LINE.slice(0, 95),
};

function reading(name: string, layout?: Layout): FeedReading {
  return {
    format: formatByName(name, layout),
    layout: layout === undefined ? undefined : { name: 'wide', json: layout },
    text: (bytes) => decodeText(bytes),
  };
}

function tapOver(texts: readonly string[], of: FeedReading): FeedTap {
  const frames = texts.map((text, id) => {
    const bytes = new TextEncoder().encode(text);
    return { id, receivedAt: AFTERNOON, bytes, byteCount: bytes.length, state: 'done' as const };
  });
  const profile = testProfile();
  return new FeedTap({
    queries: { recentFrames: async () => frames },
    feeds: new Map([['cad', of]]),
    readDraft: readLayoutDraft,
    policy: () => profile,
  });
}

const asked = { id: 'cad', limit: 20, only: 'all' } as const;

function secretsIn(answer: unknown): string[] {
  const text = JSON.stringify(answer);
  return Object.values(SECRETS)
    .flat()
    .filter((secret) => text.includes(secret));
}

const FEEDS = [
  ['delimited', reading('delimited', WIDE)],
  ['newworld-xml', reading('newworld-xml')],
  ['eido-json', reading('eido-json')],
] as const;

it.each(FEEDS)('a tap on a %s feed shows nothing personal, whatever comes on it', async (_name, of) => {
  const answer = await tapOver(Object.values(FRAMES), of).tap(asked);
  expect(answer?.frames).toHaveLength(Object.keys(FRAMES).length);
  expect(secretsIn(answer)).toEqual([]);
});

it('what is about the call is shown as it is, a contact by four digits and initials, a narrative by its length', async () => {
  const [frame] = (await tapOver([LINE], FEEDS[0][1]).tap(asked))?.frames ?? [];
  expect(frame?.raw.map(({ text }) => text)).toEqual([
    '2025-06-03T19:59:00Z|25-0604|DISP|BURG-RES|12A|(999) 999-9999|xxxxxxxxxxxx, xxxxxxxxx|9999 xxxxxxxx xxxxxx xx xxx 9x|' +
      `${NARRATIVE.replace(/[A-Za-z]/g, 'x').replace(/\d/g, '9')}|99/99/9999|xxxxxx; xxxxxxxxx xx xxxxxxx`,
  ]);
  expect(frame?.reading.facts).toEqual([
    {
      title: 'Unit dispatched',
      lines: [
        { label: 'Incident number', value: '25-0604', masked: false },
        { label: 'Happened', value: '2025-06-03 15:59:00', masked: false },
        { label: 'Call type', value: 'BURG-RES', masked: false },
        { label: 'Unit', value: '12A', masked: false },
        { label: 'Caller', value: 'Q. J., …0137', masked: true },
        expect.objectContaining({ label: 'Flags', masked: true }),
        { label: 'Narrative', value: `${NARRATIVE.length} characters`, masked: true },
      ],
    },
  ]);
});

it('elements and labels are shown, what stands behind them only where it is known', async () => {
  const [xml, report] = (await tapOver([XML, REPORT], FEEDS[1][1]).tap(asked))?.frames ?? [];
  const shown = xml?.raw.map(({ text }) => text).join('\n') ?? '';
  expect(shown).toContain('<CallId>7731</CallId>');
  expect(shown).toContain('<UnitNumber>12A</UnitNumber>');
  expect(shown).toContain('<CallerName>xxxxxxxxxxxx, xxxxxxxxx</CallerName>');
  expect(shown).toContain('<LatitudeY>99.99</LatitudeY>');
  expect(report?.raw.map(({ text }) => text).slice(0, 4)).toEqual([
    '␂DISPATCH REPORT␍␊',
    'INCIDENT #: 99-9999      UNIT: 99x␍␊',
    'CALL TYPE: BURG-RES     RECEIVED: 06/03/2025 15:58:00␍␊',
    'CALLER: xxxxxxxxxxxx, xxxxxxxxx   PHONE: 999-999-9999␍␊',
  ]);
  expect(report?.reading.outcome).toBe('rejected');
});

it('no draft, whatever it calls the columns, brings a name, a number, an address or a narrative to light', async () => {
  const tap = tapOver(Object.values(FRAMES), FEEDS[0][1]);
  const columns = fc.shuffledSubarray([...COLUMNS], { minLength: 11, maxLength: 11 });
  let understood = 0;
  await fc.assert(
    fc.asyncProperty(columns, fc.constantFrom('|', ' ', ', '), async (chosen, delimiter) => {
      const rest = chosen.filter((column) => column !== 'event' && column !== 'occurredAt').slice(0, 9);
      const draft = { ...WIDE, delimiter, columns: ['occurredAt', rest[0], 'event', ...rest.slice(1)], flagsSeparator: ' ' };
      const answer = await tap.tryLayout({ ...asked, draft: JSON.stringify(draft) });
      understood += answer?.frames.filter((frame) => frame.draft.outcome === 'understood').length ?? 0;
      expect(secretsIn(answer)).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(understood).toBeGreaterThan(50);
});

it('a draft that takes personal columns for codes of the call shows only their shape', async () => {
  const columns = [
    'occurredAt',
    'incidentNumber',
    'event',
    '-',
    '-',
    'reportNumber',
    'unit',
    'callType',
    'disposition',
    '-',
    'flags',
  ];
  const answer = await tapOver([LINE], FEEDS[0][1]).tryLayout({ ...asked, draft: JSON.stringify({ ...WIDE, columns }) });
  const lines = answer?.frames[0]?.draft.facts[0]?.lines ?? [];
  expect(Object.fromEntries(lines.map(({ label, value }) => [label, value]))).toMatchObject({
    'Incident number': '25-0604',
    'Report number': '…0137',
    Unit: 'xxxxxxxxxxxx, xxxxxxxxx',
    'Call type': expect.stringMatching(/characters$/),
    Disposition: expect.stringMatching(/characters$/),
  });
  expect(secretsIn(answer)).toEqual([]);
});
