import type { PartialCall } from '../../../src/incident/fact';
import { type CheckOptions, checkLayout } from '../../../src/layoutCheck';
import { shippedLayout, shippedSample } from '../../support/shippedLayout';

/** Reads a shipped sample with its layout; fails where anything of it is not understood. */
function reports(name: string, options: CheckOptions): readonly PartialCall[] {
  const checked = checkLayout(shippedLayout(name), shippedSample(name), options);
  expect(checked.unaccounted).toEqual([]);
  expect(checked.records.flatMap((record) => record.faults)).toEqual([]);
  return checked.records.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'report' ? [fact.report] : [])));
}

const eastern = 'America/New_York';
/** A local time with its offset. */
const at = (iso: string) => Date.parse(iso);

describe('chester-adi-html', () => {
  const options: CheckOptions = {
    timeZone: eastern,
    receivedAt: at('2025-11-05T00:41:31-05:00'),
    framing: 'sentinel',
    framingOptions: { begins: '>>>' },
  };

  it('reads a dispatch report for each unit, and leaves those units alone that were only listed', () => {
    const [first, second] = reports('chester-adi-html', options);
    expect(first).toMatchObject({
      numbers: { callId: '4100117', incidentNumber: 'P25061117' },
      contexts: [{ agency: 'POLICE', callType: 'THEFT/FROM VEHICLE' }],
      contacts: [{ role: 'caller', phone: '(610) 555-0131', name: "ABIGAIL O'DELL" }],
      units: [
        { unit: '12A4', times: { dispatched: at('2025-11-04T23:52:10-05:00') } },
        { unit: '12A7', times: {} },
      ],
      ended: undefined,
    });
    expect(second?.units.map(({ unit, times }) => [unit, Object.keys(times)])).toEqual([
      ['12A4', []],
      ['12A7', ['dispatched']],
    ]);
  });

  it('reads what people wrote as what they wrote', () => {
    expect(reports('chester-adi-html', options)[0]?.narratives).toEqual([
      '23:50:41 ct03 WINDOW BROKEN & BAG GONE. UNIT: NONE SEEN',
    ]);
  });

  it('reads the times of day in a clear report over midnight', () => {
    expect(reports('chester-adi-html', options)[2]).toMatchObject({
      numbers: { incidentNumber: 'P25061117' },
      reportedAt: at('2025-11-05T00:41:00-05:00'),
      ended: 'closedWhenCleared',
      units: [
        {
          unit: '12A4',
          times: {
            dispatched: at('2025-11-04T23:52:10-05:00'),
            enRoute: at('2025-11-04T23:53:02-05:00'),
            arrived: at('2025-11-05T00:04:55-05:00'),
            cleared: at('2025-11-05T00:40:58-05:00'),
          },
        },
        { unit: '12A7', times: { cleared: at('2025-11-04T23:59:30-05:00') } },
      ],
    });
  });
});

it('chester-adi-text reads the same reports from before they were HTML', () => {
  const [dispatch, clear] = reports('chester-adi-text', {
    timeZone: eastern,
    receivedAt: at('2017-06-14T08:40:31-04:00'),
    framing: 'sentinel',
    framingOptions: { begins: '>>>' },
  });
  expect(dispatch).toMatchObject({
    numbers: { callId: '2210455', incidentNumber: 'P17030455' },
    contexts: [{ agency: 'POLICE', callType: 'PARKING/BLOCKED DRIVE' }],
    contacts: [{ phone: '(610) 555-0144', name: 'MARTA DUNN' }],
    units: [{ unit: '31B2', times: { dispatched: at('2017-06-14T08:15:02-04:00') } }],
  });
  expect(clear).toMatchObject({
    ended: 'closedWhenCleared',
    units: [{ unit: '31B2', times: { arrived: at('2017-06-14T08:22:09-04:00'), cleared: at('2017-06-14T08:39:57-04:00') } }],
  });
});

it('newworld-rip-and-run keeps the number of each department, and the times of the call', () => {
  expect(reports('newworld-rip-and-run', { timeZone: eastern })).toMatchObject([
    {
      numbers: { callNumber: '2207' },
      createdAt: at('2025-02-26T17:42:25-05:00'),
      contexts: [
        { agency: 'Fairhaven Police Department', incidentNumber: '2025-00025174', callType: 'BURGLARY BUSINESS', priority: '3' },
        { agency: 'Fairhaven Fire Company', incidentNumber: '2025-00001696', callType: 'BURGLARY BUSINESS', priority: '3' },
      ],
      contacts: [{ phone: '(302) 555-0119', name: 'OYELARAN, TUNDE' }],
      units: [{ unit: 'P41' }, { unit: 'P44' }],
      callTimes: { dispatched: at('2025-02-26T17:44:07-05:00'), enRoute: at('2025-02-26T17:45:10-05:00') },
      ended: undefined,
    },
  ]);
});

describe('as400-rnr', () => {
  const read = () => reports('as400-rnr', { timeZone: eastern, receivedAt: at('2025-06-13T00:32:00-04:00'), framing: 'formfeed' });

  it('puts the date and the time of day together', () => {
    expect(read()[0]).toMatchObject({
      numbers: { incidentNumber: '2025-00020243' },
      createdAt: at('2025-06-12T23:50:34-04:00'),
      contexts: [{ callType: 'CMIS CRIMINAL MISCHIEF', priority: '3' }],
      contacts: [{ phone: '(856) 555-0158', name: 'PIA LINDGREN' }],
      units: [{ unit: '12-4', times: { dispatched: at('2025-06-12T23:51:29-04:00') } }],
      ended: undefined,
    });
  });

  it('reads the final report through printer codes and a page footer, with its units and their officers', () => {
    expect(read()[1]).toMatchObject({
      ended: 'closed',
      units: [
        {
          unit: '12-4',
          officers: [{ id: '4417' }],
          times: {
            dispatched: at('2025-06-12T23:51:29-04:00'),
            enRoute: at('2025-06-12T23:53:10-04:00'),
            arrived: at('2025-06-13T00:02:16-04:00'),
            cleared: at('2025-06-13T00:31:16-04:00'),
          },
        },
        { unit: '12-9', times: { cleared: at('2025-06-12T23:57:12-04:00') } },
      ],
    });
  });

  it('makes no unit of free text after the units', () => {
    expect(read()[1]?.units.map(({ unit }) => unit)).toEqual(['12-4', '12-9']);
    expect(read()[1]?.narratives.join('\n')).toContain('Unit: 99 SEEN BY CALLER');
  });
});

it('cad-incident-detail reads zeros as no time, and its unit table by position', () => {
  expect(reports('cad-incident-detail', { timeZone: eastern, receivedAt: at('2025-11-10T02:30:00-05:00') })).toMatchObject([
    {
      numbers: { incidentNumber: '25-004711', callNumber: '311' },
      createdAt: at('2025-11-10T02:21:07-05:00'),
      endedAt: undefined,
      ended: undefined,
      contexts: [{ callType: 'THEFT REPORT', priority: '3' }],
      contacts: [{ phone: '706-555-0172', name: 'NOOR HADDAD' }],
      units: [
        { unit: 'SH29', times: { dispatched: at('2025-11-10T02:24:10-05:00'), enRoute: at('2025-11-10T02:29:50-05:00') } },
        { unit: 'SH31', assignmentCancelledAt: at('2025-11-10T02:26:00-05:00') },
      ],
    },
  ]);
});

it('event-report reads the report number, and a log whose columns run together', () => {
  expect(reports('event-report', { timeZone: 'America/Chicago' })).toMatchObject([
    {
      numbers: { incidentNumber: '2025-00000112', reportNumber: '2025-0000117' },
      createdAt: at('2025-01-06T06:44:10-06:00'),
      ended: 'closed',
      endedAt: at('2025-01-06T07:21:00-06:00'),
      dispositions: ['ASST REN'],
      contacts: [{ phone: '636-555-0142', name: 'SEGRAVE, TESS' }],
      units: [
        {
          unit: '601',
          officers: [{ id: '798' }],
          times: {
            dispatched: at('2025-01-06T06:45:50-06:00'),
            enRoute: at('2025-01-06T06:46:30-06:00'),
            arrived: at('2025-01-06T06:52:03-06:00'),
            cleared: at('2025-01-06T07:20:41-06:00'),
          },
        },
      ],
      narratives: ['TOOLS TAKEN FROM TRUCK BED', 'Arrival: WHENEVER CONVENIENT', 'OWNER HAS SERIAL NUMBERS'],
    },
  ]);
});

it('hexagon-dispatch-html reads the status of the one unit it is about', () => {
  expect(reports('hexagon-dispatch-html', { timeZone: eastern })).toMatchObject([
    {
      numbers: { incidentNumber: 'PHPD:2025:0417' },
      contexts: [{ agency: 'Port Harbor PD', callType: 'LARCENY - COLD', priority: '4' }],
      units: [{ unit: 'N14', times: { enRoute: at('2025-03-09T14:09:47-04:00') } }],
      narratives: ['BICYCLE TAKEN FROM PORCH', 'STATUS NAME: NOT A FIELD HERE'],
    },
  ]);
});

it('valcour-html keeps an en-route time that lies before the dispatch', () => {
  const minute = (time: string) => at(`2025-05-17T${time}:00-04:00`);
  expect(reports('valcour-html', { timeZone: eastern })).toMatchObject([
    {
      numbers: { incidentNumber: '2025-00318', callNumber: '318' },
      createdAt: minute('16:12'),
      ended: 'closed',
      dispositions: ['REPORT TAKEN'],
      units: [
        {
          unit: '210',
          officers: [{ id: 'K77' }],
          times: { dispatched: minute('16:21'), enRoute: minute('16:18'), arrived: minute('16:29'), cleared: minute('16:51') },
        },
      ],
    },
  ]);
});
