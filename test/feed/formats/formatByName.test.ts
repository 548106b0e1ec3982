import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FORMAT_NAMES, formatByName } from '../../../src/feed/formats/formatByName';
import { type Layout, layoutSchema } from '../../../src/feed/formats/layout';
import { isHeraldError } from '../../../src/heraldError';

const layouts = path.resolve(__dirname, '../../../resources/layouts');
const layout: Layout = {
  kind: 'delimited',
  delimiter: '|',
  columns: ['occurredAt', 'callNumber', 'event', 'narrative'],
  time: 'iso',
  events: { NEW: 'incidentCreated' },
};

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('formatByName', () => {
  it('knows every name it lists', () => {
    const shipped = (file: string) => layoutSchema.parse(JSON.parse(readFileSync(path.join(layouts, file), 'utf8')));
    const known = [layout, ...readdirSync(layouts, 'utf8').flatMap((file) => (file.endsWith('.json') ? [shipped(file)] : []))];
    const fitting = (name: string) => known.find(({ kind }) => kind === name);
    expect(FORMAT_NAMES.map((name) => formatByName(name, fitting(name)).name)).toEqual([...FORMAT_NAMES]);
  });

  it('names what there is where there is no such format', () => {
    const error = thrown(() => formatByName('morse'));
    expect(isHeraldError(error, 'feed.unknownFormat')).toBe(true);
    expect(String(error)).toContain('delimited, newworld-xml, eido-json');
  });

  it('says so where a layout is missing', () => {
    expect(
      isHeraldError(
        thrown(() => formatByName('delimited')),
        'feed.layoutMissing',
      ),
    ).toBe(true);
  });
});
