import { readPhone } from '../../src/incident/phone';

describe('readPhone', () => {
  it.each([
    ['813-555-0142', '+18135550142'],
    ['(813) 555-0142', '+18135550142'],
    ['3175550140', '+13175550140'],
    ['1-813-555-0142', '+18135550142'],
    ['+18135550142', '+18135550142'],
    ['tel:8195551212', '+18195551212'],
    ['1 8135550142', '+18135550142'],
    ['813 5550142', '+18135550142'],
    ['CELL 813.555.0142', '+18135550142'],
    ['(813)555-0142 (H)', '+18135550142'],
    ['813-555-01 42', '+18135550142'],
  ])('reads %s', (written, phone) => expect(readPhone(written)).toEqual({ phone }));

  it.each([
    ['', 'missing'],
    [undefined, 'missing'],
    ['unknown', 'missing'],
    ['911', 'emergencyNumber'],
    ['9-1-1', 'emergencyNumber'],
    ['911-555-0142', 'emergencyNumber'],
    ['555-0142', 'incomplete'],
    ['813-555-0142 x12', 'extension'],
    ['813-555-0142 ext. 12', 'extension'],
    ['+44 20 7946 0018', 'notNorthAmerican'],
    ['876-555-0142', 'notNorthAmerican'],
    ['013-555-0142', 'invalid'],
    ['813-155-0142', 'invalid'],
    ['000-000-0000', 'invalid'],
    // A local number with a room, an extension or a word between its digits.
    ['234-5678 RM 123', 'invalid'],
    ['234-5678 ext 123 desk', 'invalid'],
    ['234-5678 123', 'invalid'],
    ['2345678/123', 'invalid'],
    ['8O0-555-01112', 'invalid'],
    // Another country's, without its code.
    ['55 1234 5678', 'invalid'],
  ])('does not read %s: %s', (written, problem) => expect(readPhone(written)).toEqual({ problem }));
});
