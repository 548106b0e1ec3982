import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { countSegments } from '../../src/intake/considerIncident';

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

test('a text of printable ASCII counts the segments that a whole count gives', () => {
  const text = fc.string({ unit: fc.constantFrom(...printable), minLength: 1, maxLength: 330 });
  fc.assert(fc.property(text, (written) => countSegments(written) === new SegmentedMessage(written, 'auto').segmentsCount));
});

test.each(printable)('160 times %j is counted as a whole count does', (character) => {
  const text = character.repeat(160);
  expect(countSegments(text)).toBe(new SegmentedMessage(text, 'auto').segmentsCount);
});
