import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type FrameFormat, newTrace } from '../../../src/feed/formats/format';
import { formatByName } from '../../../src/feed/formats/formatByName';
import { shippedLayout, shippedSample } from '../../support/shippedLayout';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T12:00:00-05:00') };
const names = readdirSync(path.resolve(__dirname, '../../../resources/layouts'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'))
  .filter((name) => ['labelled', 'unit-log'].includes(shippedLayout(name).kind));

function answers(format: FrameFormat, bytes: Uint8Array): void {
  const outcome = format.parse(bytes, context);
  if ('rejected' in outcome) expect(outcome.rejected.code).toMatch(/^feed\./);
  else expect(Array.isArray(outcome.facts)).toBe(true);
  // Looking on changes nothing.
  const trace = newTrace();
  expect(format.parse(bytes, context, trace)).toEqual(outcome);
}

describe.each(names)('%s', (name) => {
  const layout = shippedLayout(name);
  const format = formatByName(layout.kind, layout);
  const sample = shippedSample(name);

  it('answers any bytes with facts or a rejection', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => answers(format, bytes)),
      { numRuns: 50 },
    );
  });

  it('answers a damaged record with facts or a rejection', () => {
    const damage = fc.record({ from: fc.nat(sample.length), length: fc.nat(60), put: fc.uint8Array({ maxLength: 12 }) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let bytes: Buffer = sample;
        for (const { from, length, put } of damages) {
          bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)]);
        }
        answers(format, bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('answers any order of its own pieces with facts or a rejection', () => {
    const pieces = sample.toString('latin1').split(/(?<=[:\s<>~-])/);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 120 }), (mixed) =>
        answers(format, Buffer.from(mixed.join(''), 'latin1')),
      ),
      { numRuns: 50 },
    );
  });
});
