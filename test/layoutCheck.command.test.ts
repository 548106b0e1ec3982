import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCommandLine } from '../src/commandLine';
import { runLayoutCheck } from '../src/layoutCheckCommand';
import { RealAppliance } from './support/realAppliance';

const LAYOUTS = path.resolve(__dirname, '../resources/layouts');
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'herald-layout-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
};
const small = { kind: 'labelled', times: ['HH:mm'], labels: { No: 'callNumber', Type: 'callType' } };

/** Runs the command as the flags have it. */
function check(...flags: string[]): { code: number; lines: string[] } {
  const { layoutCheck } = readCommandLine(['layout', 'check', ...flags], {});
  if (layoutCheck === undefined) throw new Error('no command');
  const lines: string[] = [];
  const code = runLayoutCheck(layoutCheck, Date.UTC(2026, 2, 2), (line) => lines.push(line));
  return { code, lines };
}

it('prints each record as understood, with times as the agency sees them', () => {
  const { code, lines } = check(
    ...['--layout', path.join(LAYOUTS, 'as400-rnr.json'), '--sample', path.join(LAYOUTS, 'samples/as400-rnr.txt')],
    ...['--framing', 'formfeed', '--zone', 'America/New_York', '--received', '2025-06-13T04:32:00Z'],
  );
  expect(code).toBe(0);
  expect(lines).toEqual(
    expect.arrayContaining([
      'record 2, line 18',
      '  report (final report)',
      '    numbers.incidentNumber: 2025-00020243',
      '    units[0].times.arrived: 2025-06-13 00:02:16 (2025-06-13T04:02:16.000Z)',
    ]),
  );
  expect(lines.at(-1)).toBe('2 records, 0 rejected, 0 lines not accounted for');
});

it('prints each line not accounted for, and answers 1', () => {
  const { code, lines } = check(
    '--layout',
    write('l.json', JSON.stringify(small)),
    '--sample',
    write('s.txt', 'No: 1\nWeather fair\n'),
  );
  expect(code).toBe(1);
  expect(lines).toContain('  line 2: Weather fair');
});

it('prints what was rejected and why, and answers 1', () => {
  const { code, lines } = check('--layout', write('l.json', JSON.stringify(small)), '--sample', write('s.txt', 'Type: LARC\n'));
  expect(code).toBe(1);
  expect(lines.join('\n')).toMatch(/REJECTED feed\.noNumber incidentNumber: .*"No" is missing or empty/);
});

it('a sample that holds no record is not all understood', () => {
  expect(check('--layout', write('l.json', JSON.stringify(small)), '--sample', write('s.txt', '\n')).code).toBe(1);
});

describe('a command that cannot be', () => {
  const layout = () => write('l.json', JSON.stringify(small));
  const sample = () => write('s.txt', 'No: 1\n');
  it.each([
    ['another word', () => readCommandLine(['layout', 'chekc'], {}), /layout chekc/],
    ['a flag without its command', () => readCommandLine(['--sample', 'x'], {}), /--sample/],
    ['no sample', () => check('--layout', layout()), /--sample/],
    ['a sample that is not there', () => check('--layout', layout(), '--sample', path.join(directory, 'none')), /none.*ENOENT/],
    ['an unknown framing', () => check('--layout', layout(), '--sample', sample(), '--framing', 'morse'), /--framing.*morse/],
    ['a sentinel of nothing', () => check('--layout', layout(), '--sample', sample(), '--framing', 'sentinel'), /--begins/],
    ['an unknown zone', () => check('--layout', layout(), '--sample', sample(), '--zone', 'Mars/Olympus'), /Mars\/Olympus/],
    ['a time that is none', () => check('--layout', layout(), '--sample', sample(), '--received', 'noon'), /--received/],
    ['no JSON', () => check('--layout', write('bad.json', '{'), '--sample', sample()), /bad\.json is not JSON/],
    [
      'a wrong key',
      () => check('--layout', write('bad.json', JSON.stringify({ ...small, labels: { No: 'number' } })), '--sample', sample()),
      /bad\.json is wrong at labels\.No/,
    ],
  ] as [string, () => unknown, RegExp][])('%s', (_what, run, message) => {
    expect(run).toThrow(message);
  });
});

describe('as a process', () => {
  jest.setTimeout(60_000);
  it.each([
    [0, 'No: 1\n'],
    [1, 'No: 1\nWeather fair\n'],
    [2, undefined],
  ])('exits with %i', async (code, text) => {
    const sample = text === undefined ? path.join(directory, 'none') : write('s.txt', text);
    const process = RealAppliance.start([
      'layout',
      'check',
      '--layout',
      write('l.json', JSON.stringify(small)),
      '--sample',
      sample,
    ]);
    expect(await process.ended).toBe(code);
    expect(process.stdout().includes('callNumber: 1')).toBe(code < 2);
  });
});
