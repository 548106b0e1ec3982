import { readRosterCsv, rosterCsv } from '../../renderer/screens/supervisor/rosterCsv';

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

test('a changed number is a change', () => {
  expect(readRosterCsv('id;name;phone\n2120;Officer K. Osei;656-555-0199\n', ROSTER).changed).toEqual([
    { id: '2120', name: 'Officer K. Osei', phone: '656-555-0199' },
  ]);
});

test('rows that cannot be used are named by their line, and the others are taken', () => {
  const read = readRosterCsv('id,name\n2107,\n,Officer Nobody\n2120,Officer K. Osei\n2120,Officer Somebody\n', ROSTER);
  expect(read.problems).toEqual([
    'Line 2: the name is missing',
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

test('a number that cannot be called gets into no text: its person is taken without it, and it is said', () => {
  const read = readRosterCsv('id,name,phone\n2120,Officer K. Osei,ext. 12\n2107,Officer M. Alvarado,(656) 555-0111\n', ROSTER);
  expect(read.problems).toEqual(['Line 2: the number of 2120 has fewer than seven digits; 2120 is taken without it']);
  expect(read.entries.map(({ phone }) => phone)).toEqual(['', '(656) 555-0111']);
});
