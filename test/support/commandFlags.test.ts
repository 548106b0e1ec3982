import { commandFlags } from './commandFlags';

const OPTIONS = { seeds: { type: 'string' }, trace: { type: 'boolean', default: false } } as const;
const said = (stream: 'stdout' | 'stderr') => {
  const lines: string[] = [];
  jest.spyOn(process[stream], 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  return lines;
};
afterEach(() => jest.restoreAllMocks());

test('flags are read, with what is not given as its default', () => {
  expect(commandFlags('usage', OPTIONS, ['--seeds', '3'])).toEqual({ values: { seeds: '3', trace: false } });
});

test('--help is the usage, and no failure', () => {
  const lines = said('stdout');
  expect(commandFlags('npm run it -- [--seeds N]', OPTIONS, ['--help'])).toEqual({ exitCode: 0 });
  expect(lines).toEqual(['npm run it -- [--seeds N]\n']);
});

test.each([
  [['--sedes', '3'], '--sedes'],
  [['--seeds'], '--seeds'],
  [['3'], '3'],
])('%j is named, with the usage', (args, named) => {
  const lines = said('stderr');
  expect(commandFlags('the usage', OPTIONS, args)).toEqual({ exitCode: 2 });
  expect(lines.join('')).toContain(named);
  expect(lines.join('')).toContain('the usage');
});
