import { FORMAT_NAMES, formatByName } from '../../../src/feed/formats/formatByName';
import type { Layout } from '../../../src/feed/formats/layout';
import { isHeraldError } from '../../../src/heraldError';

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
    expect(FORMAT_NAMES.map((name) => formatByName(name, layout).name)).toEqual([...FORMAT_NAMES]);
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
