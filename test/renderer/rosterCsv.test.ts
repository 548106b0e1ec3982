import { decodeRoster, readRosterCsv, rosterCsv } from '../../renderer/screens/supervisor/rosterCsv';

const ROSTER = [
  { id: '2107', name: 'Officer M. Alvarado', phone: '656-555-0111' },
  { id: '2120', name: 'Officer K. Osei', phone: '656-555-0114' },
];

test('what is new, changed, the same and gone is told apart', () => {
  const read = readRosterCsv(
    '\uFEFFName,Badge No.,Phone\r\nOfficer M. Alvarado,2107,656-555-0111\r\n"Lindqvist, J.",2162,656-555-0131\r\n',
    ROSTER,
  );
  expect(read).toMatchObject({
    added: [{ id: '2162', name: 'Lindqvist, J.', phone: '656-555-0131' }],
    changed: [],
    same: 1,
    gone: [{ id: '2120' }],
    problems: [],
  });
});

test('a number without its area code is taken, and named', () => {
  const read = readRosterCsv('id,name,phone\n2162,Officer Lindqvist,555-0131\n', ROSTER);
  expect(read.problems).toEqual(['Line 2: the number of 2162 has no area code']);
  expect(read.added).toEqual([{ id: '2162', name: 'Officer Lindqvist', phone: '555-0131' }]);
});

test('a changed number is a change', () => {
  expect(readRosterCsv('id;name;phone\n2120;Officer K. Osei;656-555-0199\n', ROSTER).changed).toEqual([
    { id: '2120', name: 'Officer K. Osei', phone: '656-555-0199' },
  ]);
});

test('rows that cannot be used are named by their line, and the others are taken', () => {
  const read = readRosterCsv('id,name\n2107,\n,Officer Nobody\n2120,Officer K. Osei\n2120,Officer Somebody\n', ROSTER);
  expect(read.problems).toEqual([
    'Line 2: the name is missing; Officer M. Alvarado stays as they are',
    'Line 3: the id is missing',
    'Line 5: the id 2120 is there twice; the first one counts',
  ]);
  expect(read.entries).toEqual([{ id: '2120', name: 'Officer K. Osei', phone: '' }]);
});

test('a file without the columns says which are missing and takes nothing', () => {
  expect(readRosterCsv('badge,rank\n1,Sgt\n', ROSTER)).toMatchObject({
    entries: [],
    problems: ['The first line must name the columns; there is no name'],
  });
});

test('what is written is read back, and a name never runs as a formula', () => {
  expect(readRosterCsv(rosterCsv(ROSTER), ROSTER)).toMatchObject({ added: [], changed: [], gone: [], same: 2 });
  expect(rosterCsv([{ id: '1', name: '=1+1', phone: '' }])).toContain("'=1+1");
});

test('a number that cannot be called gets into no text: who is new is taken without it, who is known stays as they are', () => {
  const read = readRosterCsv('id,name,phone\n2120,Officer K. Osei,ext. 12\n2162,Officer J. Lind,12\n', ROSTER);
  expect(read.problems).toEqual([
    'Line 2: the number of 2120 has fewer than seven digits; Officer K. Osei stays as they are',
    'Line 3: the number of 2162 has fewer than seven digits; 2162 is taken without it',
  ]);
  expect(read.entries).toEqual([{ id: '2162', name: 'Officer J. Lind', phone: '' }]);
  expect(read).toMatchObject({ kept: [{ id: '2120', phone: '656-555-0114' }], gone: [{ id: '2107' }] });
});

test('a number with its country code is the same after writing and reading', () => {
  const abroad = [{ id: '7', name: '=Officer', phone: '+1 656-555-0194' }];
  expect(readRosterCsv(rosterCsv(abroad), abroad)).toMatchObject({ same: 1, changed: [], entries: abroad });
});

test('who is in a row that is in error is not taken for somebody who is not in the file', () => {
  const read = readRosterCsv('id,name,phone\n2107,,656-555-0111\n2120,Officer K. Osei,656-555-0114\n', ROSTER);
  expect(read.problems).toEqual(['Line 2: the name is missing; Officer M. Alvarado stays as they are']);
  expect(read).toMatchObject({ gone: [], kept: [{ id: '2107', name: 'Officer M. Alvarado' }], mayReplace: true });
});

test('where a row does not say whom it is about, or rows run into each other, the file cannot take the place of the roster', () => {
  expect(readRosterCsv('id,name\n,Officer M. Alvarado\n2120,Officer K. Osei\n', ROSTER).mayReplace).toBe(false);
  const read = readRosterCsv('id,name\n2107,"Officer M. Alvarado\n2120,Officer K. Osei\n', ROSTER);
  expect(read.mayReplace).toBe(false);
  expect(read.problems[0]).toMatch(/^Line 2: a quotation mark/);
});

test('lines are counted as an editor counts them: with blank ones, and with names that take two', () => {
  const read = readRosterCsv('id,name\r\n\r\n2120,"Officer\r\nK. Osei"\r\n , \r\n2107,\r\n', ROSTER);
  expect(read.problems).toEqual(['Line 6: the name is missing; Officer M. Alvarado stays as they are']);
});

test('what Excel writes by itself is read as that, and it is said; what is no text is refused by its byte', () => {
  const bytes = (...parts: (string | number)[]) =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'utf8')])));
  expect(decodeRoster(bytes('J. Nuñez'))).toEqual({ text: 'J. Nuñez', isWindows: false });
  expect(decodeRoster(bytes('J. Nu', 0xf1, 'ez'))).toEqual({ text: 'J. Nuñez', isWindows: true });
  expect(decodeRoster(bytes('J. Nu', 0xf1, 'ez', 0x81))).toEqual({
    problem: 'It is neither UTF-8 nor Windows-1252 text: byte 9 is 0x81. Save it as “CSV UTF-8” and choose it again',
  });
  expect(decodeRoster(Uint8Array.from([0xff, 0xfe, 0x69, 0]))).toMatchObject({
    problem: expect.stringContaining('byte 4 is 0x00'),
  });
});
