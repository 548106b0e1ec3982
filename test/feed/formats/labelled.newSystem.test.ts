import { layoutSchema } from '../../../src/feed/formats/layout';
import { checkLayout } from '../../../src/layoutCheck';

// A report style of no system that Herald was made for, taught by data alone.
const LAYOUT = `{
  "kind": "labelled",
  "times": ["d-M-yyyy H.mm", "H.mm"],
  "separators": ["=>"],
  "starts": "### MERIDIAN DESK ###",
  "records": [
    { "name": "drill", "title": "*EXERCISE ONLY*", "ignore": true },
    { "name": "wrap-up", "title": "WRAP-UP*", "closes": "always" },
    { "name": "tasking", "title": "TASKING*" }
  ],
  "labels": {
    "Job": "incidentNumber",
    "Docket": "reportNumber",
    "Matter": "callType",
    "Urgency": "priority",
    "Logged": "createdAt",
    "Result": "disposition",
    "Informant": { "field": "callerName", "value": "below" },
    "Telephone": { "field": "callerPhone", "value": "below" },
    "Where": "-"
  },
  "sections": [
    {
      "heading": "Crews",
      "reads": "units",
      "header": { "Crew": "unit", "Lead": "officer", "Sent": "dispatched", "Rolling": "enRoute", "There": "arrived", "Free": "cleared" }
    },
    { "heading": "Said", "reads": "narrative" }
  ],
  "codes": {
    "callType": { "Shed broken into": "BURG-OUT" },
    "priority": { "routine": "P3", "soon": "P2" }
  },
  "pageLines": ["-- leaf * --"]
}`;

const SAMPLE = `### MERIDIAN DESK ###
TASKING 1 of 1
Job => M/2291      Matter => Shed broken into      Urgency => routine
Logged => 4-11-2025 23.41      Where => 6 LONG ACRE
Informant            Telephone
Quill, Odette        (207) 555-0127
Crews
Crew      Lead      Sent      Rolling      There      Free
Birch 2   K31       23.44     23.46
-- leaf 1 --
Said
Padlock cut. Job => NEIGHBOUR SAW NOBODY
### MERIDIAN DESK ###
TASKING EXERCISE ONLY
Job => M/0000
### MERIDIAN DESK ###
WRAP-UP
Job => M/2291      Docket => D25-884      Result => Report taken
Logged => 4-11-2025 23.41
Crews
Crew      Lead      Sent      Rolling      There      Free
Birch 2   K31       23.44     23.46        0.08       0.52
`;

it('a report style that nobody coded for is understood by a layout of under 60 lines', () => {
  expect(LAYOUT.split('\n').length).toBeLessThan(60);
  const timeZone = 'America/New_York';
  const checked = checkLayout(layoutSchema.parse(JSON.parse(LAYOUT)), Buffer.from(SAMPLE), { timeZone });
  expect(checked.unaccounted).toEqual([]);
  const at = (iso: string) => Date.parse(`${iso}-05:00`);
  expect(checked.records).toMatchObject([
    {
      recordNames: ['tasking', 'wrap-up'],
      faults: [],
      facts: [
        {
          kind: 'report',
          report: {
            numbers: { incidentNumber: 'M/2291' },
            createdAt: at('2025-11-04T23:41:00'),
            contexts: [{ callType: 'BURG-OUT', priority: 'P3' }],
            contacts: [{ role: 'caller', name: 'Quill, Odette', phone: '(207) 555-0127' }],
            units: [
              {
                unit: 'Birch 2',
                officers: [{ id: 'K31' }],
                times: { dispatched: at('2025-11-04T23:44:00'), enRoute: at('2025-11-04T23:46:00') },
              },
            ],
            narratives: ['Padlock cut. Job => NEIGHBOUR SAW NOBODY'],
            ended: undefined,
          },
        },
        {
          kind: 'report',
          report: {
            numbers: { incidentNumber: 'M/2291', reportNumber: 'D25-884' },
            ended: 'closed',
            dispositions: ['Report taken'],
            units: [{ times: { arrived: at('2025-11-05T00:08:00'), cleared: at('2025-11-05T00:52:00') } }],
          },
        },
      ],
    },
  ]);
});
