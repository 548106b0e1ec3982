import { type DelimitedLayout, layoutSchema } from '../../../src/feed/formats/layout';

const good: DelimitedLayout = {
  kind: 'delimited',
  delimiter: '|',
  columns: ['occurredAt', 'incidentNumber', 'event', 'callType'],
  time: 'yyyy-MM-dd HH:mm:ss',
  events: { NEW: 'incidentCreated' },
};

function problems(layout: unknown): string[] {
  const read = layoutSchema.safeParse(layout);
  return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.') || issue.message);
}

describe('layoutSchema', () => {
  it('accepts a layout with everything', () => {
    const full = {
      ...good,
      $comment: 'the yard printer',
      columns: ['occurredAt', '-', 'callNumber', 'event', 'flags', 'contactPhone', 'ignore', '-'],
      codes: { callType: { '23B': 'BURG-RES' } },
      quote: "'",
      header: true,
      comment: '#',
      flagsSeparator: '/',
      contactRole: 'caller',
    };
    expect(problems(full)).toEqual([]);
  });

  it.each([
    ['kind', { ...good, kind: 'carrier pigeon' }],
    ['delimiter', { ...good, delimiter: '' }],
    ['columns.1', { ...good, columns: ['occurredAt', 'shoeSize', 'event', 'incidentNumber'] }],
    ['columns.3', { ...good, columns: ['occurredAt', 'incidentNumber', 'event', 'event'] }],
    ['columns', { ...good, columns: ['incidentNumber', 'event'] }],
    ['columns', { ...good, columns: ['occurredAt', 'event'] }],
    ['time', { ...good, time: 'ss' }],
    ['events.NEW', { ...good, events: { NEW: 'born' } }],
    ['events', { ...good, events: {} }],
    ['quote', { ...good, quote: '|' }],
    ['contactRole', { ...good, contactRole: 'suspect' }],
    ['codes.callType.23B', { ...good, codes: { callType: { '23B': 7 } } }],
  ])('names the key path %s', (path, layout) => {
    expect(problems(layout)).toContain(path);
  });

  it('names keys it does not know', () => {
    const read = layoutSchema.safeParse({ ...good, delimeter: ',' });
    expect(read.error?.issues[0]?.message).toContain('delimeter');
  });
});
