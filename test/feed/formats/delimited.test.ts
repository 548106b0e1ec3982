import { delimitedFormat } from '../../../src/feed/formats/delimited';
import type { FrameFault } from '../../../src/feed/formats/format';
import type { DelimitedLayout } from '../../../src/feed/formats/layout';
import type { EventFact } from '../../../src/incident/fact';

const pipe: DelimitedLayout = {
  kind: 'delimited',
  delimiter: '|',
  columns: [
    'occurredAt',
    'incidentNumber',
    'event',
    'callType',
    'priority',
    'unit',
    'callerPhone',
    'officerId',
    'reportNumber',
    'disposition',
    'flags',
  ],
  time: 'yyyy-MM-dd HH:mm:ss',
  events: {
    NEW: 'incidentCreated',
    TYPE: 'incidentTypeChanged',
    DISP: 'unitDispatched',
    RPT: 'reportNumberAssigned',
    CLOSE: 'incidentClosed',
  },
};
const records: DelimitedLayout = {
  kind: 'delimited',
  delimiter: ',',
  columns: ['occurredAt', 'incidentNumber', 'event', 'reportNumber', 'officerId', 'caseStatus', 'contactPhone'],
  time: 'iso',
  events: { ASSIGNED: 'caseAssigned', STATUS: 'caseStatusChanged' },
};
const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T19:00:00Z') };

const parse = (layout: DelimitedLayout, line: string | Uint8Array) =>
  delimitedFormat(layout).parse(typeof line === 'string' ? Buffer.from(line) : line, context);

function event(layout: DelimitedLayout, line: string | Uint8Array): EventFact {
  const outcome = parse(layout, line);
  if ('rejected' in outcome || outcome.facts[0]?.kind !== 'event') throw new Error(JSON.stringify(outcome));
  return outcome.facts[0].event;
}

function rejected(layout: DelimitedLayout, line: string | Uint8Array): FrameFault {
  const outcome = parse(layout, line);
  if (!('rejected' in outcome)) throw new Error('was accepted');
  return outcome.rejected;
}

describe('a line of the pipe layout', () => {
  it('becomes one event with what its columns say', () => {
    expect(event(pipe, '2026-03-02 13:58:10|T26-0101|NEW|BURG-RES|3|||||| confidential; hazard\r\n')).toEqual({
      numbers: { incidentNumber: 'T26-0101' },
      event: 'incidentCreated',
      occurredAt: Date.parse('2026-03-02T18:58:10Z'),
      details: { callType: 'BURG-RES', priority: '3', flags: ['confidential', 'hazard'] },
    });
    const report = event(pipe, '2026-03-02 14:20:00|T26-0101|RPT||||8135550142|3266|R26-77|Report Taken|');
    expect(report.numbers).toEqual({ incidentNumber: 'T26-0101', reportNumber: 'R26-77' });
    expect(report.details).toEqual({
      officerId: '3266',
      reportNumber: 'R26-77',
      disposition: 'Report Taken',
      contacts: [{ role: 'caller', phone: '8135550142' }],
    });
  });

  it('is not read where a delimiter in its words may have moved a number into the column of a contact', () => {
    const columns: DelimitedLayout['columns'] = [
      'occurredAt',
      'incidentNumber',
      'event',
      'narrative',
      'callerPhone',
      'victimPhone',
    ];
    const words = { ...pipe, columns };
    const begin = '2026-03-02 13:58:10|T26-0101|NEW|he is at | 813-555-0177';
    expect(rejected(words, `${begin}||`).code).toBe('feed.tooManyColumns');
    expect(event(words, begin.replace(' | ', ' ')).details.contacts).toBeUndefined();
    expect(event(words, `${begin.replace(' | ', ' ')}||||`).details.contacts).toBeUndefined();
  });

  it('may lack its last columns, and have empty surplus ones', () => {
    expect(event(pipe, '2026-03-02 13:58:10|T26-0101|CLOSE').event).toBe('incidentClosed');
    expect(event(pipe, '2026-03-02 13:58:10|T26-0101|CLOSE|||||||||||| ').event).toBe('incidentClosed');
  });

  it('takes codes and event codes in any case and with blanks around', () => {
    const layout: DelimitedLayout = { ...pipe, codes: { callType: { '23b': 'BURG-RES', none: '' } } };
    expect(event(layout, '2026-03-02 13:58:10|T26-0101| new | 23B').details.callType).toBe('BURG-RES');
    expect(event(layout, '2026-03-02 13:58:10|T26-0101|TYPE|NONE').details.callType).toBeUndefined();
    expect(event(layout, '2026-03-02 13:58:10|T26-0101|TYPE|other').details.callType).toBe('other');
  });

  it('splits flags at commas and semicolons, and reads the words of one as flags too', () => {
    const flags = (text: string, layout = pipe) => event(layout, `2026-03-02 13:58:10|T26-0101|NEW||||||||${text}`).details.flags;
    expect(flags('hazard,confidential')).toEqual(['hazard', 'confidential']);
    expect(flags('hazard confidential')).toEqual(['hazard confidential', 'hazard', 'confidential']);
    expect(flags('a b/c', { ...pipe, flagsSeparator: '/', codes: { flags: { c: 'confidential' } } })).toEqual([
      'a b',
      'confidential',
    ]);
    expect(flags('')).toBeUndefined();
  });

  it.each([
    ['an event code it does not know', '2026-03-02 13:58:10|T26-0101|BOOM|X', 'feed.unknownEvent', 'event', 29],
    ['no event code', '2026-03-02 13:58:10|T26-0101||X', 'feed.unknownEvent', 'event', 29],
    ['a time in another style', '03/02/2026 13:58|T26-0101|NEW|X', 'feed.badTime', 'occurredAt', 0],
    ['no time', '|T26-0101|NEW|X', 'feed.badTime', 'occurredAt', 0],
    ['no number', '2026-03-02 13:58:10||NEW|X', 'feed.noNumber', 'incidentNumber', 20],
    ['no unit on a unit line', '2026-03-02 13:58:10|T26-0101|DISP|X|3|', 'feed.missingColumn', 'unit', 38],
    ['surplus columns', '2026-03-02 13:58:10|T26-0101|NEW|||||||||x', 'feed.tooManyColumns', undefined, 41],
  ])('with %s is rejected with field and byte', (_what, line, code, field, byte) => {
    expect(rejected(pipe, line)).toMatchObject({ code, field, byte });
    // A byte order mark shifts the place in the frame, not in the text.
    expect(rejected(pipe, Buffer.from(`\ufeff${line}`))).toMatchObject({ code, byte: byte + 3 });
  });

  it('says how many columns there were', () => {
    expect(rejected(pipe, '2026-03-02 13:58:10|T26-0101|NEW|||||||||x').message).toBe('12 columns, and the layout has 11');
  });

  it('counts bytes, not letters, up to the fault', () => {
    expect(rejected(pipe, 'é|T26-0101|BOOM').field).toBe('event');
    expect(rejected(pipe, 'é|T26-0101|BOOM').byte).toBe(12);
  });

  it('never quotes a value of the line', () => {
    for (const line of ['Jane Doe 8135550142', 'x|y|Jane Doe', '2026-03-02 13:58:10||NEW|Jane Doe', '"Jane Doe']) {
      expect(JSON.stringify(parse(pipe, line))).not.toMatch(/Jane|0142/);
    }
  });
});

describe('lines that are no events', () => {
  it.each(['', '\r\n', '   ', '\0\0', '\f'])('blank: %j', (line) => {
    expect(parse(pipe, line)).toEqual({ facts: [] });
  });

  it('comments and headers, where the layout knows them', () => {
    const layout: DelimitedLayout = { ...records, header: true, comment: '#' };
    expect(parse(layout, '# begin of transfer')).toEqual({ facts: [] });
    expect(parse(layout, 'OccurredAt,incidentNumber,event,reportNumber,officerId,caseStatus,contactPhone')).toEqual({ facts: [] });
    expect(rejected(records, 'OccurredAt,incidentNumber,event,reportNumber,officerId,caseStatus,contactPhone').field).toBe('event');
  });
});

describe('a line of the records layout', () => {
  it('names the detective, the case and the victim', () => {
    expect(event(records, '2026-03-04T09:00:00-05:00,T26-0101,ASSIGNED,R26-77,D417,,813-555-0143')).toEqual({
      numbers: { incidentNumber: 'T26-0101', reportNumber: 'R26-77' },
      event: 'caseAssigned',
      occurredAt: Date.parse('2026-03-04T14:00:00Z'),
      details: { reportNumber: 'R26-77', officerId: 'D417', contacts: [{ role: 'victim', phone: '813-555-0143' }] },
    });
  });

  it('gives the contact to another role where the layout says so', () => {
    const line = '2026-03-04T09:00:00,T26-0101,STATUS,R26-77,,suspended,813-555-0143';
    expect(event({ ...records, contactRole: 'complainant' }, line).details.contacts).toEqual([
      { role: 'complainant', phone: '813-555-0143' },
    ]);
  });

  it('may be quoted', () => {
    const line = '"2026-03-04T09:00:00","T26-0101",STATUS,"R26-77",,"suspended, ""pending""",';
    expect(event(records, line).details.caseStatus).toBe('suspended, "pending"');
    expect(event({ ...records, quote: "'" }, "2026-03-04T09:00:00,T26-0101,STATUS,,,'a,b',").details.caseStatus).toBe('a,b');
    expect(rejected(records, '2026-03-04T09:00:00,T26-0101,STATUS,"R26-77')).toMatchObject({ code: 'feed.openQuote', byte: 36 });
  });

  it('may take quotes as they are', () => {
    expect(event({ ...records, quote: false }, '2026-03-04T09:00:00,T26-0101,STATUS,,,5" nails,').details.caseStatus).toBe(
      '5" nails',
    );
  });
});

describe('contacts of a line', () => {
  const layout: DelimitedLayout = {
    ...pipe,
    columns: [
      'occurredAt',
      'callNumber',
      'event',
      'callerPhone',
      'callerName',
      'callerLanguage',
      'victimPhone',
      'victimName',
      'narrative',
    ],
  };

  it('have roles, names and a language', () => {
    expect(
      event(layout, '2026-03-02 13:58:10|17|NEW|8135550142|R. Vance|SPANISH|8135550143|M. Vance|took the bike').details,
    ).toEqual({
      contacts: [
        { role: 'caller', phone: '8135550142', name: 'R. Vance', language: 'es' },
        { role: 'victim', phone: '8135550143', name: 'M. Vance' },
      ],
      narrative: 'took the bike',
    });
  });

  it('are not there without a number: a name alone must not take the place of a number told before', () => {
    expect(event(layout, '2026-03-02 13:58:10|17|NEW||R. Vance|es||').details.contacts).toBeUndefined();
  });

  it('say whether a narrative can come', () => {
    expect(delimitedFormat(layout).carriesNarrative).toBe(true);
    expect(delimitedFormat(pipe).carriesNarrative).toBe(false);
  });
});

describe('encodings', () => {
  const line = '2026-03-02 13:58:10|T26-0101|NEW|NIÑO – “X”';
  it('UTF-8 with and without byte order mark, UTF-16', () => {
    for (const bytes of [Buffer.from(line), Buffer.from(`\ufeff${line}`), Buffer.from(`\ufeff${line}`, 'utf16le')]) {
      expect(event(pipe, bytes).details.callType).toBe('NIÑO – “X”');
    }
    expect(event(pipe, Buffer.from(`\ufeff${line}`, 'utf16le').swap16()).details.callType).toBe('NIÑO – “X”');
  });

  it('Windows-1252, where it is no UTF-8', () => {
    const latin = Buffer.from('2026-03-02 13:58:10|T26-0101|NEW|NI\u00d1O \u0096 \u0093X\u0094', 'latin1');
    expect(event(pipe, latin).details.callType).toBe('NIÑO – “X”');
  });
});

it('reads a burst of 10,000 lines', () => {
  const format = delimitedFormat(pipe);
  let facts = 0;
  for (let i = 0; i < 10_000; i += 1) {
    const minute = String(i % 60).padStart(2, '0');
    const line = `2026-03-02 ${String(i % 24).padStart(2, '0')}:${minute}:10|T26-${i}|NEW|BURG-RES|3||8135550142||||`;
    const outcome = format.parse(Buffer.from(line), context);
    facts += 'facts' in outcome ? outcome.facts.length : 0;
  }
  expect(facts).toBe(10_000);
});
