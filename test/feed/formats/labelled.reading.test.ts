import { newTrace, type ParseTrace } from '../../../src/feed/formats/format';
import { labelledFormat } from '../../../src/feed/formats/labelled';
import { type LabelledLayoutInput, labelledLayoutSchema } from '../../../src/feed/formats/labelledLayout';
import type { PartialCall } from '../../../src/incident/fact';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T12:00:00-05:00') };
const base: LabelledLayoutInput = {
  kind: 'labelled',
  times: ['MM/dd/yyyy HH:mm:ss'],
  labels: {
    Number: 'incidentNumber',
    Type: 'callType',
    Prio: 'priority',
    Caller: 'callerName',
    Phone: 'callerPhone',
    Unit: 'unit',
  },
};

function parse(text: string | Uint8Array, layout: Partial<LabelledLayoutInput> = {}, trace?: ParseTrace) {
  const format = labelledFormat(labelledLayoutSchema.parse({ ...base, ...layout }));
  return format.parse(typeof text === 'string' ? Buffer.from(text) : text, context, trace);
}
function read(text: string | Uint8Array, layout: Partial<LabelledLayoutInput> = {}): PartialCall & { spare: string[] } {
  const trace = newTrace();
  const outcome = parse(text, layout, trace);
  if ('rejected' in outcome) throw new Error(outcome.rejected.message);
  const [fact] = outcome.facts;
  if (fact?.kind !== 'report') throw new Error('no report');
  return { ...fact.report, spare: trace.unaccounted.map(({ line, text: spare }) => `${line}: ${spare}`) };
}

describe('labels', () => {
  it('several on a line, at its beginning, after two blanks and after a tab', () => {
    const { numbers, contexts, contacts, spare } = read('Number: 26-1  Type: LOST DOG\tPrio: 4\nPhone: 813-555-0101');
    expect([numbers.incidentNumber, contexts[0], contacts[0]?.phone]).toEqual([
      '26-1',
      { agency: undefined, callType: 'LOST DOG', priority: '4' },
      '813-555-0101',
    ]);
    expect(spare).toEqual([]);
  });

  it('with dots that lead to the separator, in any case, with any number of blanks', () => {
    expect(read('NUMBER . . : 26-1').numbers.incidentNumber).toBe('26-1');
    expect(read('Case  number: 9', { labels: { 'Case Number': 'incidentNumber' } }).numbers.incidentNumber).toBe('9');
  });

  it('a dash separates only with a blank after it', () => {
    const layout: Partial<LabelledLayoutInput> = { separators: [':', '-'] };
    expect(read('Number- 26-1\nType- CO-OP ALARM', layout).contexts[0]?.callType).toBe('CO-OP ALARM');
    expect(read('Number: 26-1\nUnit-5 WAS SEEN', layout).units).toEqual([]);
  });

  it('one that the layout does not know ends a value, and is not accounted for', () => {
    const { contexts, spare } = read('Number: 26-1\nType: LOST DOG   Grid: 44');
    expect(contexts[0]?.callType).toBe('LOST DOG');
    expect(spare).toEqual(['2: Grid: 44']);
  });

  it('in the middle of words it is none', () => {
    expect(read('Number: 26-1\nCaller: ANN Phone: UNKNOWN').contacts).toEqual([
      { role: 'caller', phone: undefined, name: 'ANN Phone: UNKNOWN', language: undefined },
    ]);
  });

  it('on one line and its value on the next', () => {
    const labels = { Number: { field: 'incidentNumber', value: 'below' }, Type: { field: 'callType', value: 'below' } } as const;
    const { numbers, contexts } = read('Number       Type\n26-1         LOST DOG', { labels });
    expect([numbers.incidentNumber, contexts[0]?.callType]).toEqual(['26-1', 'LOST DOG']);
    expect(read('Number:\n  26-1', { labels }).numbers.incidentNumber).toBe('26-1');
  });

  it('commas between them', () => {
    const { contexts } = read('Number:26-1,Type:DOG, LOST,Prio:4', { between: ',' });
    expect(contexts[0]).toMatchObject({ callType: 'DOG, LOST', priority: '4' });
  });

  it('the first value counts, an empty one does not', () => {
    expect(read('Number:\nNumber: 26-1\nNumber: 26-2').numbers.incidentNumber).toBe('26-1');
  });
});

describe('free text', () => {
  const sections: LabelledLayoutInput['sections'] = [
    { heading: 'Remarks', reads: 'narrative', until: ['Units'] },
    { heading: 'Units', reads: 'unitBlocks', labels: { Unit: 'unit', Dsp: 'dispatched' } },
    { heading: 'Dispatch', reads: 'nothing' },
  ];

  it('that looks like a field, or like a heading, is free text', () => {
    const text = 'Number: 26-1\nRemarks\nNumber: 99-9\nDispatch:\nType: SEE CALLER\nPhone: 813-555-0999';
    const { numbers, contexts, contacts, narratives, spare } = read(text, { sections });
    expect([numbers.incidentNumber, contexts[0]?.callType, contacts]).toEqual(['26-1', undefined, []]);
    expect(narratives).toEqual(['Number: 99-9', 'Dispatch:', 'Type: SEE CALLER', 'Phone: 813-555-0999']);
    expect(spare).toEqual([]);
  });

  it('ends where the layout says', () => {
    const text = 'Number: 26-1\nRemarks:\nUnit: NONE SEEN\nUnits\nUnit: A1\nDsp: 03/02/2026 11:00:00';
    expect(read(text, { sections }).units.map(({ unit }) => unit)).toEqual(['A1']);
  });
});

describe('what is damaged', () => {
  it('is read as far as it can be: bytes lost within a record', () => {
    // As seen at one site: "ESN : 0505  L F E" goes on with the end of a date.
    const text = 'Number: 26-1   Type: LARC\nESN : 0505  L F E\n5/2015 10:23:24\nPhone: 813-555-0101';
    const { contexts, contacts, spare } = read(text);
    expect([contexts[0]?.callType, contacts[0]?.phone]).toEqual(['LARC', '813-555-0101']);
    expect(spare).toEqual(['2: ESN : 0505  L F E', '3: 5/2015 10:23:24']);
  });

  it('a time that is none is not accounted for, and the rest is read', () => {
    const { createdAt, numbers, spare } = read('Number: 26-1\nCall: 03/0', { labels: { ...base.labels, Call: 'createdAt' } });
    expect([createdAt, numbers.incidentNumber, spare]).toEqual([undefined, '26-1', ['2: 03/0']]);
  });

  it('a record without any number is rejected, naming the labels that could give one', () => {
    expect(parse('Type: LARC\nPhone: 813-555-0101')).toEqual({
      rejected: {
        code: 'feed.noNumber',
        message: 'No number of a call: "Number" is missing or empty (record at line 1 of the frame)',
        field: 'incidentNumber',
      },
    });
  });

  it('a record of no known kind is rejected', () => {
    const records = [{ name: 'a', title: 'DISPATCH*' }];
    expect(parse('WEATHER ALERT\nNumber: 1', { records })).toMatchObject({ rejected: { code: 'feed.unknownRecord' } });
  });

  it('of several records in a frame the good ones are read, and the bad one is told of', () => {
    const outcome = parse('CALL\nNumber: 1\nCALL\nType: X\nCALL\nNumber: 3', { starts: 'CALL' });
    expect(outcome).toMatchObject({
      facts: [{ report: { numbers: { incidentNumber: '1' } } }, { report: { numbers: { incidentNumber: '3' } } }],
      faults: [{ code: 'feed.noNumber', message: expect.stringContaining('line 3') }],
    });
  });

  it('an endless list is rejected', () => {
    expect(parse(`Number: 1\n${'x\n'.repeat(30_000)}`)).toMatchObject({ rejected: { code: 'feed.tooManyLines' } });
  });

  it('no message quotes the record', () => {
    const outcome = parse('Caller: ANN EXAMPLE\nPhone: 813-555-0101');
    expect(JSON.stringify(outcome)).not.toMatch(/ANN|0101/);
  });
});

describe('records that say nothing', () => {
  it('blank frames give no facts', () => {
    expect(parse(' \r\n\f\n')).toEqual({ facts: [] });
  });

  it('kinds that the layout ignores give no facts', () => {
    expect(parse('TEST PAGE\nNumber: 1', { records: [{ name: 'test', title: 'TEST*', ignore: true }, { name: 'call' }] })).toEqual({
      facts: [],
    });
  });
});

describe('bytes', () => {
  it('printer commands, page footers and NULs are no part of a record', () => {
    const text = '@PJL SET COPIES=1\r\n\x1bE\x1b&l1O\x1b(s0p10H\0Number: 26-1\r\n Page 1 of 2\r\n\f\x1b!\x01Type: LOST DOG\r\n';
    const { contexts, numbers, spare } = read(text, { pageLines: ['Page*of*'] });
    expect([numbers.incidentNumber, contexts[0]?.callType, spare]).toEqual(['26-1', 'LOST DOG', []]);
  });

  it.each([
    ['utf-8', Buffer.from('Number: 1\nCaller: PEÑA', 'utf8'), undefined],
    ['utf-8 with a mark', Buffer.from('\uFEFFNumber: 1\nCaller: PEÑA', 'utf8'), 'latin-1'],
    ['latin-1', Buffer.from('Number: 1\nCaller: PEÑA', 'latin1'), 'latin-1'],
    ['windows-1252 by itself', Buffer.from('Number: 1\nCaller: PEÑA', 'latin1'), undefined],
    ['utf-16le with a mark', Buffer.from('\uFEFFNumber: 1\nCaller: PEÑA', 'utf16le'), undefined],
    ['utf-16le without one', Buffer.from('Number: 1\nCaller: PEÑA', 'utf16le'), 'utf-16le'],
    ['utf-16be without one', Buffer.from('Number: 1\nCaller: PEÑA', 'utf16le').swap16(), 'utf-16be'],
  ] as const)('%s', (_name, bytes, encoding) => {
    expect(read(bytes, { encoding }).contacts[0]?.name).toBe('PEÑA');
  });

  it('what UTF-8 could be is read as the layout says', () => {
    expect(
      read(Buffer.from([...Buffer.from('Number: 1\nCaller: '), 0xc3, 0x91]), { encoding: 'windows-1252' }).contacts[0]?.name,
    ).toBe('Ã‘');
  });
});

describe('HTML', () => {
  it('entities are text, scripts and styles are not', () => {
    const html =
      '<table><tr><td>Number:</td><td>26&#45;1</td></tr><script>document.write("<td>Type:</td><td>X</td>")</script>' +
      '<style>td{}</style><tr><td>Caller:<td>A &amp; B &lt;b&gt;&nbsp;<tr><td>Phone</td><td>813&#8209;555-0101</td></tr></table>';
    const { numbers, contexts, contacts } = read(html);
    expect([numbers.incidentNumber, contexts[0]?.callType, contacts[0]?.name]).toEqual(['26-1', undefined, 'A & B <b>']);
  });

  it('tables that are cut off, cells never closed', () => {
    expect(read('<table><tr><td>Number:<td>26-1<tr><td>Type:<td>LAR').contexts[0]?.callType).toBe('LAR');
  });

  it('labels in paragraphs and in preformatted text', () => {
    expect(read('<p>Number: 26-1<br>Type: LARC</p>').contexts[0]?.callType).toBe('LARC');
    expect(read('<html><pre>Number: 26-1\nType: LARC  Prio: 3\n</pre>').contexts[0]).toMatchObject({
      callType: 'LARC',
      priority: '3',
    });
  });

  it('a cell that reads like a label is a value where one is due', () => {
    expect(read('<tr><td>Number:</td><td>1</td><td>Type:</td><td>Unit</td></tr>')).toMatchObject({
      contexts: [{ callType: 'Unit' }],
      units: [],
    });
  });
});

describe('codes', () => {
  it('are put into our words, and an empty one drops the value', () => {
    const { contexts, dispositions } = read('Number: 1\nType: 459r\nPrio: -\nDispo: RT\nDispo: VOID', {
      labels: { ...base.labels, Dispo: 'disposition' },
      codes: { callType: { '459R': 'BURG-RES' }, priority: { '-': '' }, disposition: { RT: 'Report taken' } },
    });
    expect([contexts[0], dispositions]).toEqual([
      { agency: undefined, callType: 'BURG-RES', priority: undefined },
      ['Report taken', 'VOID'],
    ]);
  });

  it('say how the call stands, and which dispositions cancel it', () => {
    const layout: Partial<LabelledLayoutInput> = {
      labels: { ...base.labels, Status: 'callStatus', Dispo: 'disposition' },
      callStatuses: { Done: 'closed', Open: 'open' },
      cancelledBy: ['CANC*'],
    };
    expect(read('Number: 1\nStatus: DONE', layout).ended).toBe('closed');
    expect(read('Number: 1\nStatus: WAITING', layout).ended).toBeUndefined();
    expect(read('Number: 1\nStatus: DONE\nDispo: Cancelled by RP', layout).ended).toBe('cancelled');
  });
});

describe('unit tables', () => {
  const layout: Partial<LabelledLayoutInput> = {
    times: ['HH:mm:ss'],
    sections: [
      {
        heading: 'Units',
        reads: 'units',
        header: { Unit: 'unit', DP: 'dispatched', ER: 'enRoute', AR: 'arrived', AV: 'cleared', Ofc: 'officer' },
      },
    ],
  };

  it('columns are found by their headers, empty ones too', () => {
    const text =
      'Number: 1\nUnits\nUnit   DP        ER        AR        AV        Ofc\nA1     11:00:00                      11:40:00  4417';
    expect(read(text, layout).units).toMatchObject([{ unit: 'A1', officers: [{ id: '4417' }] }]);
    expect(Object.keys(read(text, layout).units[0]?.times ?? {})).toEqual(['dispatched', 'cleared']);
  });

  it('a status that the layout does not know is not accounted for', () => {
    const statuses = { AR: 'arrived' } as const;
    const sections: LabelledLayoutInput['sections'] = [
      { heading: 'Units', reads: 'units', header: { Unit: 'unit', Sta: 'status', Time: 'at' }, statuses },
    ];
    const { units, spare } = read('Number: 1\nUnits\nUnit  Sta  Time\nA1    AR   11:00:00\nA2    ZZ   11:01:00', {
      ...layout,
      sections,
    });
    expect(units.map(({ unit, times }) => [unit, Object.keys(times)])).toEqual([
      ['A1', ['arrived']],
      ['A2', []],
    ]);
    expect(spare).toEqual(['5: ZZ']);
  });
});
